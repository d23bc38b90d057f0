"""Setting up a TSE of Swissbit: a new one gets its PUK and PINs here, one that is in use is taken over with its PINs."""

import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from tresen.adapters.signer_swissbit import codes
from tresen.adapters.signer_swissbit.codes import WormFailed
from tresen.adapters.signer_swissbit.library import FILE, WormDevice, WormLibrary, load
from tresen.adapters.signer_swissbit.signer import MAKER, SETUP_CLIENT, Pins, SwissbitSigner
from tresen.adapters.signer_swissbit.worker import Worker
from tresen.ports.moment import Clock
from tresen.ports.signer import SignerDown, SignerUnknown
from tresen.ports.signer_setup import Keep, KeptSetup, SetupField

DRIVERS: Final = "drivers"
"""Folder of the node for libraries that only makers may hand out."""
_DIGITS: Final = {"admin_pin": 5, "time_admin_pin": 5, "admin_puk": 6}
_WHAT: Final = {"admin_pin": "the admin PIN", "time_admin_pin": "the PIN for the clock", "admin_puk": "the PUK"}


class SwissbitSetup:
    """Fulfils `tresen.ports.signer_setup.SignerSetup`. Which library is loaded nobody can choose in the office: only
    who can write into the node's folder, or into the system, can put one there."""

    kind = "swissbit"
    maker = MAKER
    form = "USB"
    certification = "BSI-K-TR-0415-2021"
    simulated = False
    fields = (
        SetupField(
            "mount", "Ordner der TSE", "Folder of the TSE",
            german_help="Wo die TSE als Laufwerk erscheint, etwa /media/tse. Der Ordner enthält TSE_INFO.DAT.",
            english_help="Where the TSE appears as a drive, such as /media/tse. The folder holds TSE_INFO.DAT.",
        ),
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
    )  # fmt: skip

    def __init__(self, data: Path, clock: Clock, load: Callable[[Path], Any] = load) -> None:
        """`data`: the node's folder."""
        self._folder = data / DRIVERS
        self._clock = clock
        self._load = load

    async def test(self, fields: Mapping[str, str]) -> None:
        _check_digits(fields)
        state = await self._with_device(fields, lambda device: device.info().state)
        if state == "DECOMMISSIONED":
            raise SignerDown("this TSE was put out of use for ever")
        if state == "INITIALIZED" and not (fields.get("admin_pin") and fields.get("time_admin_pin")):
            raise SignerDown("this TSE is set up already: its admin PIN and its PIN for the clock are needed")

    async def set_up(self, fields: Mapping[str, str], so_far: KeptSetup, keep: Keep) -> KeptSetup:
        _check_digits(fields)
        new = await self._with_device(fields, lambda device: device.info().state) == "UNINITIALIZED"
        mine = so_far.secrets if so_far.secrets.get("admin_puk") else {}
        secret = {
            name: mine.get(name) or fields.get(name, "").strip() or (_digits(count) if new else "")
            for name, count in _DIGITS.items()
        }
        if not (secret["admin_pin"] and secret["time_admin_pin"]):
            raise SignerDown("this TSE is set up already: its admin PIN and its PIN for the clock are needed")
        secret = {name: value for name, value in secret.items() if value}
        once = tuple(name for name in _DIGITS if new or name in mine)
        kept = KeptSetup({"mount": fields.get("mount", "").strip()}, secret, once)
        await keep(kept)  # the PINs are set for ever with the next step
        if new:
            await self._with_device(fields, lambda device: _set_up_device(device, secret), acts=True)
        signer = self.open(kept.configuration, kept.secrets)
        try:
            await signer.self_test("")
            await signer.update_time()
            await signer.register(SETUP_CLIENT)
        finally:
            signer.close()
        return kept

    def open(self, configuration: Mapping[str, str], secrets: Mapping[str, str]) -> SwissbitSigner:
        mount = _mount(configuration)
        pins = Pins(secrets.get("admin_pin", ""), secrets.get("time_admin_pin", ""))
        return SwissbitSigner(lambda: self._device(mount), pins, self._clock)

    def _device(self, mount: str) -> WormDevice:
        """Raises OSError or AttributeError in plain words, or WormFailed."""
        try:
            library = WormLibrary(self._load(self._folder))
        except PermissionError as error:
            raise OSError("others may write to the library of Swissbit or its folder: only the owner may") from error
        except OSError as error:
            raise OSError(
                f"the library of Swissbit ({FILE}) is not there: put it into the folder {DRIVERS} of the node"
            ) from error
        except AttributeError as error:
            raise AttributeError(f"the library of Swissbit is too old or damaged: {error}") from error
        return WormDevice(library, mount)

    async def _with_device(
        self, fields: Mapping[str, str], job: Callable[[WormDevice], str], *, acts: bool = False
    ) -> str:
        """Something with the device, in a thread that ends with it."""
        mount = _mount(fields)
        worker = Worker("tse-swissbit-setup")

        def run() -> str:
            device = self._device(mount)
            try:
                return job(device)
            finally:
                device.close()

        try:
            return await worker.do(run)
        except WormFailed as failed:
            unknown = acts and failed.code in codes.DOUBTFUL
            raise (SignerUnknown if unknown else SignerDown)(str(failed)) from failed
        except (OSError, AttributeError) as error:
            raise SignerDown(str(error)) from error
        finally:
            worker.close(lambda: None)


def _set_up_device(device: WormDevice, secret: Mapping[str, str]) -> str:
    """Self-test, then PUK and PINs, as the maker wants it."""
    try:
        device.self_test(SETUP_CLIENT)
    except WormFailed as failed:
        if failed.code != codes.CLIENT_NOT_REGISTERED:
            raise
    try:
        device.set_up(secret["admin_puk"], secret["admin_pin"], secret["time_admin_pin"], SETUP_CLIENT)
    except WormFailed as failed:
        if failed.code != codes.ALREADY_INITIALIZED:
            raise
    return ""


def _mount(fields: Mapping[str, str]) -> str:
    mount = fields.get("mount", "").strip()
    if not mount or not Path(mount).is_absolute() or "\x00" in mount:
        raise SignerDown("the folder of the TSE is needed with its whole path")
    return mount


def _check_digits(fields: Mapping[str, str]) -> None:
    for name, count in _DIGITS.items():
        typed = fields.get(name, "").strip()
        if typed and not (len(typed) == count and typed.isascii() and typed.isdigit()):
            raise SignerDown(f"{_WHAT[name]} has {count} digits")


def _digits(count: int) -> str:
    return "".join(secrets.choice("0123456789") for _ in range(count))
