"""What is fiscal stays whatever is tried; what is personal can be handed out and erased, and looking at it is recorded."""

import asyncio
import hashlib
import json
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tests.auditing.closed_days import closed_day
from tests.insight.test_reports import sold
from tests.shop_fixture import OpenShop
from tests.signing_in.browser import code_of, office, open_web
from tresen.fiscal.retention import is_over, kept_until, quiet_since
from tresen.ledger.dsfinvk import Wanted
from tresen.ledger.verify import verify
from tresen.operations.drawer.close_day import ClosingRequest, close_day
from tresen.operations.drawer.open_day import OpeningRequest, open_day
from tresen.operations.dsfinvk.export import export_dsfinvk
from tresen.operations.people.change_customer import PersonForm, create_customer
from tresen.store import schema

ERIKA = "c" * 32
PERSON = PersonForm("Erika Mustermann", "0170 1234567", "erika@example.org")


def entries(shop: OpenShop) -> list[Any]:
    question = sa.select(schema.entry).order_by(schema.entry.c.seq)
    return shop.node.database.read_now(lambda connection: connection.execute(question).all())


def exported(shop: OpenShop, folder: Path) -> str:
    """Hash of everything in a DSFinV-K export."""
    settings = shop.node.masterdata.settings.fiscal
    shop.node.database.read_now(
        lambda connection: export_dsfinvk(connection, Wanted(), settings, folder, lambda _done, _all: None)
    )
    return hashlib.sha256(content(folder)).hexdigest()


def content(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


async def erika_buys(shop: OpenShop) -> None:
    await create_customer(shop.node, shop.owner, ERIKA, PERSON, "4711", ("loyalty",))
    await open_day(shop.node, shop.cashier, OpeningRequest(shop.ids.new(), amount=10_000))
    await sold(shop, 2, 0, who=ERIKA)
    await close_day(shop.node, shop.cashier, ClosingRequest(shop.ids.new()))


async def test_no_address_of_the_node_deletes_or_changes_what_is_fiscal(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        await closed_day(shop, shop.cashier)
        before = entries(shop)
        receipts = [one.id for one in before if one.kind == "receipt"]
        closing = next(one.id for one in before if one.kind == "closing")
        boss, walked = await office(app), 0
        for route in app.routes:
            for method in sorted(set(getattr(route, "methods", ())) - {"GET", "HEAD", "OPTIONS"}):
                if route.path.endswith(("/sign-out", "/officer-sign-in", "/setup")):
                    continue
                for id in (receipts[0], closing, "till-1", "milk"):
                    filled = "/".join(id if part.startswith("{") else part for part in route.path.split("/"))
                    await boss.request(method, filled, json={"id": id, "deleted": True})
                    walked += 1
        while shop.node._tasks:
            await asyncio.gather(*shop.node._tasks, return_exceptions=True)
        await shop.settled()
        after = entries(shop)
        assert walked > 250
        assert after[: len(before)] == before, "not a byte of what was there"
        verdict = shop.node.database.read_now(verify)
        assert verdict.faults == []
        assert verdict.receipts >= len(receipts)


async def test_erasing_takes_the_person_and_leaves_receipts_and_exports_as_they_are(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        await erika_buys(shop)
        boss = await office(app)
        before, export = entries(shop), exported(shop, tmp_path / "before")
        assert (await boss.get(f"/api/v1/office/customers/{ERIKA}")).json()["person"]["name"] == "Erika Mustermann"
        assert (await boss.post(f"/api/v1/office/customers/{ERIKA}/erase")).status_code == 200
        await shop.settled()
        assert (await boss.get(f"/api/v1/office/customers/{ERIKA}")).json()["person"] is None
        assert entries(shop)[: len(before)] == before
        assert exported(shop, tmp_path / "after") == export
        assert b"Mustermann" not in content(tmp_path / "after") + b"".join(bytes(one.body) for one in entries(shop))


async def test_a_person_gets_everything_that_is_stored_of_them(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        await erika_buys(shop)
        boss = await office(app)
        await boss.get("/api/v1/office/customers")
        await boss.get(f"/api/v1/office/customers/{ERIKA}")
        await shop.settled()
        answer = await boss.get(f"/api/v1/office/customers/{ERIKA}/data")
        assert answer.headers["content-disposition"] == 'attachment; filename="4711.json"'
        data = answer.json()
        assert (data["card"]["number"], data["person"]["name"], data["person"]["mail"]) == (
            "4711", "Erika Mustermann", "erika@example.org",
        )  # fmt: skip
        assert [(one["total"], [line["name"] for line in one["lines"]]) for one in data["receipts"]] == [
            ("2.58", ["Milch 1 l"])
        ]
        assert [one["purpose"] for one in data["consents"] if one["given"]] == ["loyalty"]
        assert ("Olga Owner", "person_looked") in {(one["who"], one["what"]) for one in data["history"]}
        text = (await boss.get(f"/api/v1/office/customers/{ERIKA}/data?form=txt")).text
        assert "Erika Mustermann" in text
        assert "2 x Milch 1 l" in text
        manager = await office(app, "Mara Manager")
        assert (await manager.get(f"/api/v1/office/customers/{ERIKA}/data")).status_code == 200
        assert code_of(await boss.get(f"/api/v1/office/customers/{'9' * 32}/data")) == "customer_not_found"


async def test_whoever_looks_at_personal_data_is_written_down_once_a_minute(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        await erika_buys(shop)
        boss = await office(app)
        for _ in range(3):
            await boss.get(f"/api/v1/office/customers/{ERIKA}")
        await boss.get("/api/v1/office/customers?q=Erika")
        await shop.settled()
        looked = [(subject, json.loads(body)) for _, _, subject, body in shop.entries("person_looked")]
        assert looked == [(f"customer:{ERIKA}", {"how": "detail"}), ("", {"how": "list"})]
        shop.clock.move(minutes=1)
        await boss.get(f"/api/v1/office/customers/{ERIKA}")
        await shop.settled()
        assert len(shop.entries("person_looked")) == 3
        view = (await boss.get("/api/v1/office/fiscal/retention")).json()
        assert [(one["staff_name"], one["how"], one["number"]) for one in view["looks"]] == [
            ("Olga Owner", "detail", "4711"), ("Olga Owner", "list", ""), ("Olga Owner", "detail", "4711"),
        ]  # fmt: skip
        assert b"Mustermann" not in b"".join(body for _, _, _, body in shop.entries("person_looked"))


async def test_what_is_due_after_its_term_is_listed_and_nothing_is_deleted(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        await erika_buys(shop)
        view = (await (await office(app)).get("/api/v1/office/fiscal/retention")).json()
        assert [(one["year"], one["until"], one["over"]) for one in view["years"]] == [("2026", "2036-12-31", False)]
        assert view["quiet"] == []
        shop.clock.move(hours=24 * 365 * 11)
        view = (await (await office(app)).get("/api/v1/office/fiscal/retention")).json()
        assert view["years"][0]["over"] is True
        assert view["years"][0]["receipts"] > 0
        assert [(one["number"], one["last_purchase"]) for one in view["quiet"]] == [("4711", "2026-06-01")]


def test_a_term_counts_from_the_end_of_the_year() -> None:
    assert kept_until(2026) == "2036-12-31"
    assert not is_over(2026, "2036-12-31")
    assert is_over(2026, "2037-01-01")
    assert not quiet_since("2026-01-01", "2029-12-31")
    assert quiet_since("2026-12-31", "2030-01-01")
