"""Setting up a TSE of Epson: a new one gets its PUK and PINs here, one that is in use is taken over with its PINs."""

import secrets
from collections.abc import Mapping
from typing import Final

from tresen.adapters.signer_epson.answers import MAKER, information
from tresen.adapters.signer_epson.line import PLAIN_PORT, TLS_PORT, EpsonLine, Place, Refused, fingerprint_of
from tresen.adapters.signer_epson.signer import SHARED_SECRET, EpsonSigner, Pins
from tresen.ports.moment import Clock
from tresen.ports.signer import SignerDown
from tresen.ports.signer_setup import Keep, KeptSetup, SetupField

_DIGITS: Final = {"admin_pin": 5, "time_admin_pin": 5, "admin_puk": 6}
_WHAT: Final = {"admin_pin": "the admin PIN", "time_admin_pin": "the PIN for the clock", "admin_puk": "the PUK"}


class EpsonSetup:
    """Fulfils `tresen.ports.signer_setup.SignerSetup`."""

    kind = "epson"
    maker = MAKER
    form = "USB"
    certification = "BSI-K-TR-0373-2019"
    simulated = False
    fields = (
        SetupField(
            "host", "Adresse des Druckers", "Address of the printer", type="address",
            german_help="Epson-Drucker mit TSE oder Epson-TSE-Server, etwa 192.168.1.50.",
            english_help="An Epson printer with a TSE or an Epson TSE server, such as 192.168.1.50.",
        ),
        SetupField(
            "encryption", "Verschlüsselung", "Encryption", type="choice", default="tls", choices=("tls", "none"),
            german_help="Ohne Verschlüsselung gehen PINs lesbar durchs Netz des Ladens.",
            english_help="Without encryption PINs can be read in the shop's network.",
        ),
        SetupField(
            "port", "Port", "Port", type="number", required=False,
            german_help=f"Leer: {TLS_PORT} verschlüsselt, {PLAIN_PORT} unverschlüsselt.",
            english_help=f"Empty: {TLS_PORT} encrypted, {PLAIN_PORT} not encrypted.",
        ),
        SetupField("device", "Name der TSE im Drucker", "Name of the TSE in the printer", default="local_TSE"),
        SetupField(
            "admin_pin", "Admin-PIN", "Admin PIN", secret=True, required=False,
            german_help="5 Ziffern. Bei einer neuen TSE leer lassen, dann wird sie gewählt.",
            english_help="5 digits. Leave empty for a new TSE to have it chosen.",
        ),
        SetupField(
            "time_admin_pin", "PIN für die Uhr (Time-Admin)", "PIN for the clock (time admin)", secret=True, required=False,
            german_help="5 Ziffern, anders als die Admin-PIN.", english_help="5 digits, other than the admin PIN.",
        ),
        SetupField(
            "admin_puk", "PUK", "PUK", secret=True, required=False,
            german_help="6 Ziffern, nur bei einer neuen TSE. Leer: wird gewählt.",
            english_help="6 digits, only for a new TSE. Empty: it is chosen.",
        ),
        SetupField(
            "shared_secret", "Gemeinsames Geheimnis", "Shared secret", secret=True, required=False,
            german_help="Nur wenn es im Drucker geändert wurde.", english_help="Only if it was changed in the printer.",
        ),
    )  # fmt: skip

    def __init__(self, clock: Clock, seconds: float = 120) -> None:
        """`seconds`: longest silence of the printer; a self-test takes a while."""
        self._clock = clock
        self._seconds = seconds

    async def test(self, fields: Mapping[str, str]) -> None:
        _check_digits(fields)
        line = EpsonLine(await self._place(fields, {}), self._seconds)
        try:
            state = information(await line.call("GetStorageInfo", storage="COMMON")).get("tseInitializationState")
        finally:
            line.close()
        if state == "DECOMMISSIONED":
            raise SignerDown("this TSE was put out of use for ever")
        if state == "INITIALIZED" and not (fields.get("admin_pin") and fields.get("time_admin_pin")):
            raise SignerDown("this TSE is set up already: its admin PIN and its PIN for the clock are needed")

    async def set_up(self, fields: Mapping[str, str], so_far: KeptSetup, keep: Keep) -> KeptSetup:
        _check_digits(fields)
        place = await self._place(fields, so_far.configuration)
        configuration = {
            "host": place.host, "port": str(place.port), "device": place.device, "fingerprint": place.fingerprint,
        }  # fmt: skip
        line = EpsonLine(place, self._seconds)
        try:
            new = (
                information(await line.call("GetStorageInfo", storage="COMMON")).get("tseInitializationState")
                == "UNINITIALIZED"
            )
            mine = so_far.secrets if so_far.secrets.get("admin_puk") else {}
            secret = {
                name: mine.get(name) or fields.get(name, "").strip() or (_digits(count) if new else "")
                for name, count in _DIGITS.items()
            }
            if not (secret["admin_pin"] and secret["time_admin_pin"]):
                raise SignerDown("this TSE is set up already: its admin PIN and its PIN for the clock are needed")
            secret = {name: value for name, value in secret.items() if value}
            secret["shared_secret"] = fields.get("shared_secret", "").strip() or SHARED_SECRET
            kept = KeptSetup(configuration, secret, tuple(name for name in _DIGITS if new or name in mine))
            await keep(kept)  # the PINs are set for ever with the next step
            if new:
                pins = {
                    "puk": secret["admin_puk"],
                    "adminPin": secret["admin_pin"],
                    "timeAdminPin": secret["time_admin_pin"],
                }
                await _set_up_device(line, pins)
            signer = EpsonSigner(line, _pins(secret), self._clock)
            await signer.self_test("")
            await signer.update_time()
            return kept
        finally:
            line.close()

    def open(self, configuration: Mapping[str, str], secrets: Mapping[str, str]) -> EpsonSigner:
        host, port = configuration.get("host", ""), configuration.get("port", "")
        if not host or not port.isdigit():
            raise SignerDown("it is not known which printer has the TSE")
        place = Place(host, int(port), configuration.get("device", "local_TSE"), configuration.get("fingerprint", ""))
        return EpsonSigner(EpsonLine(place, self._seconds), _pins(secrets), self._clock)

    async def _place(self, fields: Mapping[str, str], known: Mapping[str, str]) -> Place:
        host = fields.get("host", "").strip()
        secure = (fields.get("encryption") or "tls") == "tls"
        typed = fields.get("port", "").strip() or str(TLS_PORT if secure else PLAIN_PORT)
        device = fields.get("device", "").strip() or "local_TSE"
        if not host:
            raise SignerDown("the address of the printer is needed")
        if not typed.isdigit() or not 0 < int(typed) < 65536:
            raise SignerDown("the port is a number up to 65535")
        if not device.replace("_", "").isalnum():
            raise SignerDown("the name of the TSE in the printer has letters, digits and underscores")
        same = (known.get("host"), known.get("port")) == (host, typed)
        fingerprint = known.get("fingerprint", "") if same else ""
        if secure and not fingerprint:
            fingerprint = await fingerprint_of(host, int(typed), self._seconds)
        return Place(host, int(typed), device, fingerprint if secure else "")


async def _set_up_device(line: EpsonLine, pins: Mapping[str, str]) -> None:
    """Gives PUK and PINs. A device that has them already may have them from a try whose answer was lost: the next step,
    which needs the PIN, tells."""
    try:
        await line.call("SetUp", pins, acts=True)
    except Refused as refused:
        if refused.code != "OTHER_ERROR_TSE_ALREADY_SET_UP":
            raise


def _pins(secret: Mapping[str, str]) -> Pins:
    return Pins(
        secret.get("admin_pin", ""), secret.get("time_admin_pin", ""), secret.get("shared_secret") or SHARED_SECRET
    )


def _check_digits(fields: Mapping[str, str]) -> None:
    for name, count in _DIGITS.items():
        typed = fields.get(name, "").strip()
        if typed and not (len(typed) == count and typed.isascii() and typed.isdigit()):
            raise SignerDown(f"{_WHAT[name]} has {count} digits")


def _digits(count: int) -> str:
    return "".join(secrets.choice("0123456789") for _ in range(count))
