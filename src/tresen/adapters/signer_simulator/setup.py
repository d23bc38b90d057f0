"""Setting up a simulated TSE, so that the way of setting up a real one can be rehearsed: PIN, PUK, test, first start."""

import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, cast

from tresen.adapters.signer_simulator.identity import Curve
from tresen.adapters.signer_simulator.message_log import LogFileDamaged
from tresen.adapters.signer_simulator.simulator import MAKER, SimulatedSigner
from tresen.ports.moment import Clock
from tresen.ports.signer import Signer, SignerDown
from tresen.ports.signer_setup import Keep, KeptSetup, SetupField

CURVES: Final = ("P-256", "P-384")
_MOST: Final = 100
_PUK_DIGITS: Final = 10


class SimulatorSetup:
    """Fulfils `tresen.ports.signer_setup.SignerSetup`. Each device is a folder `tse-<n>` of its own below `data`."""

    kind = "simulator"
    maker = MAKER
    form = "SIMULATOR"
    certification = ""
    simulated = True
    fields = (
        SetupField("curve", "Kurve der Signatur", "Curve of the signature", type="choice", default="P-256", choices=CURVES),
        SetupField(
            "admin_pin", "Neue Admin-PIN", "New admin PIN", secret=True,
            german_help="5 bis 10 Ziffern, frei gewählt.", english_help="5 to 10 digits of your choice.",
        ),
    )  # fmt: skip

    def __init__(self, data: Path, clock: Clock, make: Callable[..., SimulatedSigner] = SimulatedSigner) -> None:
        self._data = data
        self._clock = clock
        self._make = make

    async def test(self, fields: Mapping[str, str]) -> None:
        if fields.get("curve", CURVES[0]) not in CURVES:
            raise SignerDown("there is no such curve")
        pin = fields.get("admin_pin", "")
        if not (5 <= len(pin) <= 10 and pin.isascii() and pin.isdigit()):
            raise SignerDown("the admin PIN has 5 to 10 digits")

    async def set_up(self, fields: Mapping[str, str], so_far: KeptSetup, keep: Keep) -> KeptSetup:
        await self.test(fields)
        kept = so_far
        if "folder" not in kept.configuration:
            puk = "".join(secrets.choice("0123456789") for _ in range(_PUK_DIGITS))
            kept = KeptSetup(
                {"folder": self._free_folder(), "curve": fields.get("curve", CURVES[0])},
                {"admin_puk": puk, "admin_pin": fields["admin_pin"]}, ("admin_puk",),
            )  # fmt: skip
            await keep(kept)  # a real one shows its PUK once, before it is of any use
        device = self.open(kept.configuration, kept.secrets)
        cast("SimulatedSigner", device).close()
        return kept

    def open(self, configuration: Mapping[str, str], secrets: Mapping[str, str]) -> Signer:
        folder, curve = configuration.get("folder", ""), configuration.get("curve", CURVES[0])
        if not folder.startswith("tse") or not folder.replace("-", "").isalnum():
            raise SignerDown("the folder of the simulated TSE is not known")
        try:
            return self._make(self._data / folder, self._clock, cast("Curve", curve))
        except LogFileDamaged as error:
            raise SignerDown(str(error)) from error

    def _free_folder(self) -> str:
        for number in range(1, _MOST):
            if not (self._data / f"tse-{number}").exists():
                return f"tse-{number}"
        raise SignerDown(f"there are {_MOST - 1} simulated TSEs already")
