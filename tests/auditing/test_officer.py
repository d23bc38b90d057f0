"""An officer of the tax office reads with a pass for some hours, changes nothing, and every look is written down."""

import json
from pathlib import Path
from typing import Any

import httpx
from litestar import Litestar

from tests.insight.test_reports import sold
from tests.shop_fixture import OpenShop
from tests.signing_in.browser import browser, code_of, office, open_web
from tresen.operations.doors import HOUR
from tresen.operations.drawer.open_day import OpeningRequest, open_day

PASSES = "/api/v1/office/fiscal/passes"
NAME = "Frau Streng, Finanzamt Mitte"
SEEN = ("today", "receipts", "closings", "journal", "fiscal", "fiscal/cash", "fiscal/passes", "me")
HIDDEN = ("customers", "staff", "tokens", "devices")
LEAVES_TRACES = {"officer_looked", "denied", "signed_in", "signed_out"}


async def issued(boss: httpx.AsyncClient, hours: int = 8) -> dict[str, Any]:
    answer = await boss.post(PASSES, json={"name": NAME, "hours": hours})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def officer(app: Litestar, code: str) -> httpx.AsyncClient:
    client = browser(app, "10.0.0.77")
    answer = await client.post("/api/v1/office/officer-sign-in", json={"code": code})
    assert answer.status_code == 200, answer.text
    return client


def written(shop: OpenShop) -> list[tuple[str, str, str, bytes]]:
    """What is in the journal besides the traces of looking."""
    return [one for one in shop.entries() if one[0] not in LEAVES_TRACES]


async def test_an_officer_sees_the_books_and_nothing_of_people_and_settings(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        await open_day(shop.node, shop.cashier, OpeningRequest(shop.ids.new(), amount=10_000))
        await sold(shop, 1, 0)
        given = await issued(await office(app))
        code = given["code"]
        client = await officer(app, f"{code[:4].lower()}-{code[4:8]} {code[8:]}")
        me = (await client.get("/api/v1/office/me")).json()
        assert (me["role"], me["name"], me["until"]) == ("auditor", NAME, shop.clock.at + 8 * HOUR)
        assert set(me["rights"]) == {
            "office.today", "office.receipts", "office.closings", "office.deviations", "office.journal",
            "office.reports", "office.fiscal",
        }  # fmt: skip
        for path in SEEN:
            assert (await client.get(f"/api/v1/office/{path}")).status_code == 200, path
        for path in HIDDEN:
            assert code_of(await client.get(f"/api/v1/office/{path}")) == "denied", path


async def test_whatever_an_officer_tries_to_change_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        await open_day(shop.node, shop.cashier, OpeningRequest(shop.ids.new(), amount=10_000))
        sale = await sold(shop, 1, 0)
        client = await officer(app, (await issued(await office(app)))["code"])
        before, walked = written(shop), 0
        for route in app.routes:
            for method in sorted(set(getattr(route, "methods", ())) - {"GET", "HEAD", "OPTIONS"}):
                path = route.path
                if path.endswith(("/sign-out", "/sign-in", "/officer-sign-in")):
                    continue
                filled = "/".join(sale.id if part.startswith("{") else part for part in path.split("/"))
                answer = await client.request(method, filled, json={})
                if path.startswith("/api/v1/office/"):
                    assert code_of(answer) == "officer_reads_only", f"{method} {path}: {answer.text}"
                else:
                    assert answer.status_code >= 400, f"{method} {path}: {answer.text}"
                walked += 1
        await shop.settled()
        assert walked > 60, "all routes of the node"
        assert written(shop) == before
        assert len([one for one in shop.entries("denied") if json.loads(one[3])["role"] == "auditor"]) > 40


async def test_every_look_is_written_down_without_what_was_searched_for(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        boss = await office(app)
        given = await issued(boss)
        client = await officer(app, given["code"])
        await client.get("/api/v1/office/receipts?from=2026-06-01&q=Erika%20Muster")
        await client.get("/api/v1/office/customers")
        await shop.settled()
        pass_id = given["given"]["id"]
        assert [(actor, json.loads(body)["path"]) for _, actor, _, body in shop.entries("officer_looked")] == [
            (f"officer:{pass_id}", "/api/v1/office/receipts?from=2026-06-01")
        ]
        seen = (await boss.get(f"{PASSES}/{pass_id}/looks")).json()
        assert [one["what"] for one in seen] == ["denied", "officer_looked", "signed_in"]
        assert NAME in (await boss.get("/api/v1/office/journal?kind=officer_looked")).json()["items"][0]["sentence"]


async def test_a_pass_ends_by_itself_or_by_hand_and_outlives_a_restart(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        boss = await office(app)
        first, second = await issued(boss, 1), await issued(boss, 72)
        one, two = await officer(app, first["code"]), await officer(app, second["code"])
        shop.clock.move(hours=1)
        assert code_of(await one.get("/api/v1/office/receipts")) == "session_expired"
        assert (
            code_of(await browser(app).post("/api/v1/office/officer-sign-in", json={"code": first["code"]}))
            == "pass_ended"
        )
        assert (await two.get("/api/v1/office/receipts")).status_code == 200
        await shop.node.writer.write(lambda tx: shop.node.doors.load(tx, shop.clock.now()))
        assert (await two.get("/api/v1/office/receipts")).status_code == 200, "the node was started again"
        states = (await boss.post(f"{PASSES}/{second['given']['id']}/revoke")).json()
        assert [one["state"] for one in states] == ["revoked", "ended"]
        assert code_of(await two.get("/api/v1/office/receipts")) == "not_signed_in"
        assert (
            code_of(await browser(app).post("/api/v1/office/officer-sign-in", json={"code": second["code"]}))
            == "pass_ended"
        )


async def test_codes_cannot_be_guessed_and_passes_not_be_given_by_everybody(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        boss = await office(app)
        given = await issued(boss)
        thief = browser(app, "10.0.0.66")
        said = [
            code_of(await thief.post("/api/v1/office/officer-sign-in", json={"code": f"WRONG{at}"})) for at in range(6)
        ]
        assert said == ["pass_wrong"] * 5 + ["throttled"]
        assert given["code"].encode() not in b"".join(body for _, _, _, body in shop.entries())
        for body in ({"name": " "}, {"name": "x", "hours": 0}, {"name": "x", "hours": 73}):
            assert code_of(await boss.post(PASSES, json=body)) == "bad_input"
        for _ in range(9):
            await issued(boss)
        assert code_of(await boss.post(PASSES, json={"name": NAME})) == "too_many_passes"
        manager = await office(app, "Mara Manager")
        assert code_of(await manager.post(PASSES, json={"name": NAME})) == "denied"
        made = await boss.post(
            "/api/v1/office/staff", json={"id": "a" * 32, "name": "X Y", "role": "auditor", "pin": ""}
        )
        assert code_of(made) == "bad_input", "nobody of the staff is an officer"
