"""A whole day of signing in leaves no PIN, password, code or key on the disk or in the log."""

import logging
from pathlib import Path

import pytest

from tests.shop_fixture import PASSWORDS, PINS, close, living, make_node
from tests.signing_in.browser import browser, office, open_web, till


async def secrets_of_a_day(folder: Path) -> list[str]:
    """Everything that was typed or handed out."""
    async with open_web(folder) as (shop, app):
        boss = await office(app)
        code = (await boss.post("/api/v1/office/tills/till-2/pairing")).json()["code"]
        device = await till(app, staff="staff-cashier")
        wrong = {"staff": "staff-cashier", "pin": "80417735"}
        await device.post("/api/v1/till/sign-in", json=wrong)
        await browser(app).post(
            "/api/v1/office/sign-in", json={"name": "falscher-name-xyz", "password": "falsches-wort"}
        )
        await browser(app).post("/api/v1/pair", json={"code": "WRNGCDE2"})
        approve = {"act": "refund", "staff": "staff-manager", "pin": PINS["staff-manager"]}
        approval = (await device.post("/api/v1/till/approve", json=approve)).json()["approval"]
        token = (await boss.post("/api/v1/office/tokens", json={"name": "M", "scopes": ["sell"]})).json()["secret"]
        await boss.post("/api/v1/office/staff/staff-second/pin", json={"pin": "90210831"})
        await boss.post("/api/v1/office/staff/staff-owner/password", json={"password": "blaue Kanne am Abend"})
        await shop.settled()
        keys = [boss.cookies["tresen_office"], device.cookies["tresen_device"], device.headers["X-Staff-Session"]]
        return [
            code, approval, token, "90210831", "blaue Kanne am Abend", "80417735", "falscher-name-xyz", "falsches-wort",
            "WRNGCDE2", *PASSWORDS.values(), *(key.partition(".")[2] for key in [*keys, approval, token]),
        ]  # fmt: skip


def found(written: bytes, secrets: list[str]) -> list[str]:
    return [secret for secret in secrets if secret.encode() in written]


async def test_disk_and_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        secrets = await secrets_of_a_day(tmp_path)
    assert all(len(secret) >= 8 for secret in secrets)
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())  # noqa: ASYNC240
    assert len(everything) > 50_000
    assert found(everything, secrets) == []
    assert found(caplog.text.encode(), secrets) == []


async def test_the_disk_is_enough_to_go_on_after_a_restart(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        device, boss = await till(app, staff="staff-cashier"), await office(app)
        clock = shop.clock
    from tests.signing_in.browser import app_of

    node = make_node(tmp_path, clock=clock)
    async with living(node):
        again = app_of(node, tmp_path)
        for client, path in ((device, "/api/v1/till/baskets"), (boss, "/api/v1/office/me")):
            page = browser(again, X_Staff_Session=client.headers.get("X-Staff-Session", ""))
            page.cookies.update(client.cookies)
            assert (await page.get(path)).status_code == 200


async def test_times_of_last_use_reach_the_disk(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        device = await till(app, staff="staff-cashier")
        shop.clock.move(minutes=11)
        await device.get("/api/v1/till/baskets")
        clock = shop.clock
    node = make_node(tmp_path, clock=clock)
    [opened] = node.doors.devices.values()
    assert opened.seen_at == clock.now()
    close(node)
