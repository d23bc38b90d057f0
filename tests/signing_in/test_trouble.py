"""When the disk is full or the programme is wrong, the screen still says so in the one shape of all failures."""

from pathlib import Path

import pytest

from tests.shop_fixture import PINS
from tests.signing_in.browser import code_of, open_web, till
from tresen.store.connection import StorageDown, StorageFull


@pytest.mark.parametrize(
    ("trouble", "status", "code"),
    [
        (StorageFull("no room"), 507, "storage_full"),
        (StorageDown("gone"), 503, "storage_down"),
        (ZeroDivisionError("planted"), 500, "unexpected"),
    ],
)
async def test_trouble_with_the_disk_while_signing_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: Exception, status: int, code: str
) -> None:
    async with open_web(tmp_path) as (shop, app):
        device = await till(app)

        async def fails(_job: object) -> None:
            raise trouble

        monkeypatch.setattr(shop.node.writer, "write", fails)
        pin = {"staff": "staff-cashier", "pin": PINS["staff-cashier"]}
        answer = await device.post("/api/v1/till/sign-in", json=pin)
        assert (answer.status_code, code_of(answer)) == (status, code)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "planted" not in answer.text
        assert not shop.node.doors.staff_sessions, "nobody is in without an entry"
