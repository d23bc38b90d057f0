"""What a till sends over HTTP when the node is back, and the QR code that it showed before."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.floor import back, open_floor, refused, right
from tests.handing_out import HandingOut
from tests.signing_in.browser import browser, code_of, office, open_web, till
from tresen.core.basket import Basket, BasketLine
from tresen.core.failures import status
from tresen.core.receipt import Tender
from tresen.operations.selling.keep_basket import quote_basket


class Tablet(HandingOut):
    """A paired device that makes receipts by itself."""

    def __init__(self, shop: Any, device: str) -> None:
        self.shop, self.node, self.clock, self.cashier = shop, shop.node, shop.clock, shop.cashier
        self.devices = {"till-1": device}
        self.handed = {"till-1": 0}

    async def quote(self, basket: Basket, actor: Any) -> Any:
        return await quote_basket(self.node, actor, basket)

    async def milk(self) -> dict[str, Any]:
        item = await self.hand_out(Basket(self.shop.ids.new(), (BasketLine("1", "milk"),)))
        sent = msgspec.to_builtins(item)
        return {**sent, "sent_at": self.clock.now(), "device_now": self.clock.now()}


async def test_a_paired_tablet_needs_nobody_signed_in_to_send_what_it_handed_out(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        client = await till(app)
        series = (await client.get("/api/v1/till/series")).json()
        assert series == {"slot": 1, "next": 1, "last": 0, "missing": [], "missing_count": 0}
        assert (await client.get("/api/v1/till")).json()["series"] == series
        tablet = Tablet(shop, next(iter(shop.node.masterdata.devices)).id)
        sent = await tablet.milk()
        shown = await browser(app).get(f"/r/{sent['receipt']['token']}")
        assert code_of(shown) == "receipt_not_found", "the node does not have the sale yet"
        first = await client.post("/api/v1/till/handed-out", json=sent)
        assert first.status_code == 201, first.text
        assert first.json() == {
            "id": sent["receipt"]["id"], "state": "booked", "number": 10_000_001, "counter": 1, "signed": False,
            "url": f"/r/{sent['receipt']['token']}", "booked_as": 0, "deviations": [],
        }  # fmt: skip
        again = await client.post("/api/v1/till/handed-out", json=sent)
        assert (again.status_code, again.json()) == (200, first.json())
        page = await browser(app).get(first.json()["url"])
        assert page.status_code == 200 and "10000001" in page.text, "the code on the screen is valid now"
        other = sent["receipt"]["token"][:-6] + "AAAAAA"
        assert code_of(await browser(app).get(f"/r/{other}")) == "receipt_not_found"
        assert code_of(await browser(app).post("/api/v1/till/handed-out", json=sent)) == "device_unknown"


async def test_receipts_are_found_by_the_number_and_the_address_on_the_paper(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        client = await till(app, staff="staff-cashier")
        tablet = Tablet(shop, next(iter(shop.node.masterdata.devices)).id)
        sent = await tablet.milk()
        await client.post("/api/v1/till/handed-out", json=sent)
        for key in ("10000001", "Kasse 1/10000001", sent["receipt"]["token"]):
            found = await client.get(f"/api/v1/till/receipts/{key}")
            assert found.status_code == 200 and found.json()["receipt"]["number"] == 10_000_001, key
            listed = await client.get("/api/v1/till/receipts", params={"q": key})
            assert [row["number"] for row in listed.json()] == [10_000_001], key
        boss = await office(app)
        for key in ("10000001", "Kasse 1/10000001", sent["receipt"]["token"]):
            rows = (await boss.get("/api/v1/office/receipts", params={"q": key})).json()["items"]
            assert [row["number"] for row in rows] == [10_000_001], key


async def test_a_sale_with_the_node_keeps_the_address_that_the_till_made(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        client = await till(app, staff="staff-cashier")
        await client.post("/api/v1/till/day/open", json={"id": shop.ids.new(), "amount": 10_000})
        tablet = Tablet(shop, "")
        tablet.devices = {"till-1": next(iter(shop.node.masterdata.devices)).id}
        sent = await tablet.milk()
        sale = {
            "basket": sent["basket"], "total": 129, "tenders": [{"kind": "cash", "amount": 129}],
            "token": sent["receipt"]["token"],
        }  # fmt: skip
        sold = await client.post("/api/v1/till/sales", json=sale)
        assert sold.json()["url"] == f"/r/{sent['receipt']['token']}"
        assert (await browser(app).get(sold.json()["url"])).status_code == 200
        known = await client.post("/api/v1/till/handed-out", json=sent)
        assert (known.json()["state"], known.json()["booked_as"]) == ("known_signed", sold.json()["receipt"]["number"])
        foreign = {**sale, "basket": {**sale["basket"], "id": shop.ids.new()}}
        other = (await client.post("/api/v1/till/sales", json=foreign)).json()
        assert other["url"] != sold.json()["url"], "an address made for another receipt is not taken"


async def test_a_tablet_that_lost_its_memory_gets_a_new_series_and_each_device_its_own(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        client = await till(app)
        assert (await client.post("/api/v1/till/series")).json()["slot"] == 2
        assert (await client.post("/api/v1/till/series")).json()["slot"] == 2, "nothing was numbered in it yet"
        assert (await client.get("/api/v1/till/series")).json()["slot"] == 2
        second = await till(app)
        assert (await second.get("/api/v1/till/series")).json()["slot"] == 3
        tablet = Tablet(shop, next(iter(shop.node.masterdata.devices)).id)
        sent = await tablet.milk()
        assert sent["receipt"]["series"] == "offline-2"
        assert code_of(await second.post("/api/v1/till/handed-out", json=sent)) == "series_foreign"
        assert (await client.post("/api/v1/till/handed-out", json=sent)).status_code == 201
        assert (await client.post("/api/v1/till/series")).json()["slot"] == 4


async def test_an_older_series_of_the_same_device_is_still_taken_in(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        client = await till(app)
        tablet = Tablet(shop, next(iter(shop.node.masterdata.devices)).id)
        sent = await tablet.milk()
        assert (await client.post("/api/v1/till/series")).json()["slot"] == 2
        assert (await client.post("/api/v1/till/handed-out", json=sent)).status_code == 201


async def test_a_receipt_that_is_being_taken_back_is_sent_again_and_not_parked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tresen.operations.taking_in.take_in.PATIENCE", 1)
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        sold = await floor.hand_out(floor.basket("milk"))
        right(await floor.send(sold))
        refund = await floor.hand_out(floor.basket(back(sold.receipt)), floor.manager, Tender("cash", -129))
        assert floor.node.turns.claim([sold.receipt.id], "an online refund")
        assert status(refused(await floor.send(refund), "refund_under_way").code) == 503
        floor.node.turns.release("an online refund")
        assert right(await floor.send(refund)).state == "booked"
