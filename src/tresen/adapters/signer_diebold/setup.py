"""Taking a TSE of Diebold Nixdorf into use: the maker's own program sets it up, here its PINs are checked and kept."""

import ssl
from collections.abc import Mapping
from typing import Final

from tresen.adapters.signer_diebold.answers import MAKER
from tresen.adapters.signer_diebold.line import DieboldLine
from tresen.adapters.signer_diebold.signer import DieboldSigner, Pins
from tresen.adapters.signer_diebold.websocket import Address, BrokenSocket
from tresen.ports.moment import Clock
from tresen.ports.signer import SignerDown
from tresen.ports.signer_setup import Keep, KeptSetup, SetupField

_PIN_DIGITS: Final = 5


class DieboldSetup:
    """Fulfils `tresen.ports.signer_setup.SignerSetup`. How a new TSE is initialised is not publicly described."""

    kind = "diebold"
    maker = MAKER
    form = "USB"
    certification = "BSI-K-TR-0393-2020"
    simulated = False
    fields = (
        SetupField(
            "address", "Adresse des Webdienstes", "Address of the web service", type="address", default="ws://127.0.0.1:10001/",
            german_help="Der Webdienst von Diebold Nixdorf auf dem Rechner, an dem die TSE steckt. Die TSE muss schon eingerichtet sein.",
            english_help="The web service of Diebold Nixdorf on the computer with the TSE. The TSE must be set up already.",
        ),
        SetupField(
            "admin_pin", "Admin-PIN", "Admin PIN", secret=True,
            german_help="5 Ziffern, vom Einrichten mit dem Programm des Herstellers.",
            english_help="5 digits, from the set-up with the maker's program.",
        ),
        SetupField("time_admin_pin", "PIN für die Uhr (Time-Admin)", "PIN for the clock (time admin)", secret=True),
        SetupField(
            "unencrypted", "Unverschlüsselt im Netz erlauben", "Allow unencrypted in the network", type="choice",
            default="no", choices=("no", "yes"),
            german_help="PINs gehen dann lesbar durchs Netz. Auf demselben Rechner nicht nötig.",
            english_help="PINs can then be read in the network. Not needed on the same computer.",
        ),
    )  # fmt: skip

    def __init__(self, clock: Clock, tls: ssl.SSLContext | None = None, seconds: float = 120) -> None:
        self._clock = clock
        self._tls = tls
        self._seconds = seconds

    async def test(self, fields: Mapping[str, str]) -> None:
        """Reaches the service; the PINs are first used when it is set up, for a wrong one counts."""
        for name in ("admin_pin", "time_admin_pin"):
            typed = fields.get(name, "").strip()
            if not (len(typed) == _PIN_DIGITS and typed.isascii() and typed.isdigit()):
                raise SignerDown(f"both PINs of the TSE have {_PIN_DIGITS} digits")
        line = self._line(fields)
        try:
            await line.call("GetDeviceInfo")
        finally:
            line.close()

    async def set_up(self, fields: Mapping[str, str], so_far: KeptSetup, keep: Keep) -> KeptSetup:
        await self.test(fields)
        kept = KeptSetup(
            {"address": fields.get("address", "").strip(), "unencrypted": fields.get("unencrypted") or "no"},
            {name: fields[name].strip() for name in ("admin_pin", "time_admin_pin")},
        )
        signer = self.open(kept.configuration, kept.secrets)
        try:
            await signer.self_test("")
            await signer.update_time()
        finally:
            signer.close()
        return kept

    def open(self, configuration: Mapping[str, str], secrets: Mapping[str, str]) -> DieboldSigner:
        pins = Pins(secrets.get("admin_pin", ""), secrets.get("time_admin_pin", ""))
        return DieboldSigner(self._line(configuration), pins, self._clock)

    def _line(self, fields: Mapping[str, str]) -> DieboldLine:
        try:
            address = Address(fields.get("address", "").strip())
        except ValueError as error:
            said = str(error) if isinstance(error, BrokenSocket) else "the address has no sensible port"
            raise SignerDown(said) from error
        if not (address.secure or address.stays_here or fields.get("unencrypted") == "yes"):
            raise SignerDown(
                "the PINs would go through the network in the clear: use wss://, or allow it in so many words"
            )
        return DieboldLine(address, self._tls, self._seconds)
