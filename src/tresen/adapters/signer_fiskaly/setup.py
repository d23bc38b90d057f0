"""Setting up a TSE at fiskaly: made new in the account or taken over, with a PUK that is shown a single time."""

import re
import secrets
import ssl
import uuid
from collections.abc import Mapping
from typing import Any, Final

from tresen.adapters.signer_fiskaly.answers import MAKER
from tresen.adapters.signer_fiskaly.http import HttpClient, NotSent
from tresen.adapters.signer_fiskaly.session import FiskalySession
from tresen.adapters.signer_fiskaly.signer import FiskalySigner
from tresen.ports.moment import Clock
from tresen.ports.signer import SignerDown
from tresen.ports.signer_setup import Keep, KeptSetup, SetupField

ADDRESS: Final = "https://kassensichv-middleware.fiskaly.com/api/v2"
_PIN: Final = re.compile(r"[0-9]{6,20}")
_PIN_DIGITS: Final = 10


class FiskalySetup:
    """Fulfils `tresen.ports.signer_setup.SignerSetup`. Each step looks at the TSE first, so that none is done twice."""

    kind = "fiskaly"
    maker = MAKER
    form = "cloud"
    certification = "BSI-K-TR-0490-2021"
    simulated = False
    fields = (
        SetupField(
            "api_key", "API-Schlüssel", "API key",
            german_help="Im fiskaly-Dashboard je Standort anlegen.",
            english_help="Made in the fiskaly dashboard, one for each site.",
            secret=True,
        ),
        SetupField("api_secret", "API-Geheimnis", "API secret", secret=True),
        SetupField(
            "tss", "ID einer vorhandenen TSE", "ID of a TSE you have", required=False,
            german_help="Leer lassen, um eine neue TSE anzulegen. Eine neue TSE kostet bei fiskaly Geld.",
            english_help="Leave empty to make a new TSE. A new TSE costs money at fiskaly.",
        ),
        SetupField(
            "admin_pin", "Admin-PIN", "Admin PIN", secret=True, required=False,
            german_help="Nur bei einer vorhandenen TSE nötig; sonst 6 bis 20 Ziffern oder leer, dann wird eine gewählt.",
            english_help="Needed only for a TSE you have; else 6 to 20 digits, or empty to have one chosen.",
        ),
        SetupField(
            "admin_puk", "PUK", "PUK", secret=True, required=False,
            german_help="Nur bei einer vorhandenen TSE, die noch nicht eingerichtet ist.",
            english_help="Only for a TSE you have that is not set up yet.",
        ),
        SetupField("address", "Adresse", "Address", type="address", default=ADDRESS),
    )  # fmt: skip

    def __init__(self, clock: Clock, tls: ssl.SSLContext | None = None, seconds: float = 60) -> None:
        """`tls`: whom to trust, if not the authorities that the system trusts. `seconds`: longest silence of fiskaly."""
        self._clock = clock
        self._tls = tls
        self._seconds = seconds

    async def test(self, fields: Mapping[str, str]) -> None:
        tss = _tss_typed(fields)
        pin = fields.get("admin_pin", "").strip()
        if pin and not _PIN.fullmatch(pin):
            raise SignerDown("the admin PIN has 6 to 20 digits")
        session = self._session(fields.get("address", ""), _keys_typed(fields))
        try:
            await session.check()
            if tss:
                await session.get(f"/tss/{tss}")
        finally:
            session.close()

    async def set_up(self, fields: Mapping[str, str], so_far: KeptSetup, keep: Keep) -> KeptSetup:
        tss = so_far.configuration.get("tss") or _tss_typed(fields)
        taken_over = bool(_tss_typed(fields))
        kept = KeptSetup(
            {"tss": tss or str(uuid.uuid4()), "address": fields.get("address") or ADDRESS},
            {**so_far.secrets, **_keys_typed(fields)}, so_far.show_once,
        )  # fmt: skip
        session = self._session(kept.configuration["address"], kept.secrets)
        try:
            return await self._steps(session, fields, kept, keep, taken_over=taken_over)
        finally:
            session.close()

    async def _steps(
        self, session: FiskalySession, fields: Mapping[str, str], kept: KeptSetup, keep: Keep, *, taken_over: bool
    ) -> KeptSetup:
        path = f"/tss/{kept.configuration['tss']}"
        typed = {name: fields.get(name, "").strip() for name in ("admin_pin", "admin_puk")}
        if taken_over:  # what was typed wrong the last time is corrected now
            pin, puk = typed["admin_pin"] or kept.secrets.get("admin_pin") or _new_pin(), typed["admin_puk"]
        else:
            pin = kept.secrets.get("admin_pin") or typed["admin_pin"] or _new_pin()
            puk = kept.secrets.get("admin_puk", "")
        if not taken_over and not puk:
            # The id is kept before the TSE is made: a second try makes no second TSE.
            await keep(kept)
            puk = str((await session.act("PUT", path, {})).get("admin_puk") or "")
            if not puk:
                raise SignerDown(
                    "the TSE exists, but its PUK got lost on the way: begin anew, or ask fiskaly for the PUK"
                )
        once = ("admin_puk", "admin_pin") if puk else ()
        secret = {**kept.secrets, "admin_pin": pin, **({"admin_puk": puk} if puk else {})}
        kept = KeptSetup(kept.configuration, secret, once)
        await keep(kept)
        found = await session.get(path)
        if found.get("state") == "CREATED":
            found = await session.act("PATCH", path, {"state": "UNINITIALIZED"})
        if found.get("state") == "UNINITIALIZED":
            if not puk:
                raise SignerDown("this TSE is not set up yet: its PUK is needed")
            await session.act("PATCH", f"{path}/admin", {"admin_puk": puk, "new_admin_pin": pin})
        await session.act("POST", f"{path}/admin/auth", {"admin_pin": pin})
        if found.get("state") == "UNINITIALIZED":
            found = await session.act("PATCH", path, {"state": "INITIALIZED"})
        await session.act("POST", f"{path}/admin/logout", {})
        if found.get("state") != "INITIALIZED":
            raise SignerDown(f"this TSE cannot be used: fiskaly calls it {str(found.get('state')).lower()}")
        return kept

    def open(self, configuration: Mapping[str, str], secrets: Mapping[str, str]) -> FiskalySigner:
        tss = _tss_typed(configuration)
        session = self._session(configuration.get("address", ""), secrets)
        if not tss:
            raise SignerDown("it is not known which TSE at fiskaly is meant")
        return FiskalySigner(session, tss, secrets.get("admin_pin", ""), self._clock)

    def _session(self, address: str, keys: Mapping[str, Any]) -> FiskalySession:
        key, secret = keys.get("api_key", ""), keys.get("api_secret", "")
        if not key or not secret:
            raise SignerDown("API key and API secret of fiskaly are needed")
        try:
            http = HttpClient(address.strip() or ADDRESS, self._tls, self._seconds)
        except NotSent as error:
            raise SignerDown(str(error)) from error
        return FiskalySession(http, key, secret, self._clock)


def _keys_typed(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: fields.get(name, "").strip() for name in ("api_key", "api_secret") if fields.get(name)}


def _tss_typed(fields: Mapping[str, str]) -> str:
    typed = fields.get("tss", "").strip()
    try:
        return str(uuid.UUID(typed)) if typed else ""
    except ValueError as error:
        raise SignerDown("the ID of the TSE is no UUID, such as 6f1c9b5e-0c1d-4b6e-9a55-2f1d0f6f7c11") from error


def _new_pin() -> str:
    return "".join(secrets.choice("0123456789") for _ in range(_PIN_DIGITS))
