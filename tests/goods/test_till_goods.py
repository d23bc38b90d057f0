"""What a till keeps of the shop: it hears of everything once, later only of what changed, and of nobody's name."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.shop_fixture import OpenShop, living, make_node, open_shop
from tests.signing_in.browser import open_web, till
from tresen.core.article import Article
from tresen.journal.newest import Newest
from tresen.masterdata.kinds import ArticleRecord, Customer, Tier
from tresen.operations.goods.change_article import change_article, deactivate
from tresen.operations.house.change_settings import change_tiers
from tresen.operations.node import Node
from tresen.operations.people.book_customer import book_customer
from tresen.operations.people.change_customer import PersonForm, change_customer, create_customer, erase_customer
from tresen.operations.till_goods import GoodsRecord, customers_page, goods_page


def streamed(node: Node, since: int, limit: int) -> tuple[list[GoodsRecord], int, int]:
    """Everything behind `since`, how many pages it took, and where it ends."""
    records: list[GoodsRecord] = []
    for pages in range(1, 1000):
        page = goods_page(node, since, limit)
        records += page.records
        since = page.next
        if page.complete:
            return records, pages, since
    raise AssertionError("a stream ends")


async def add(shop: OpenShop, id: str, name: str = "Brot") -> None:
    answer = await change_article(shop.node, shop.owner, ArticleRecord(Article(id, f"n{id}", name, 320, 2)))
    assert not hasattr(answer, "code"), answer


async def created(shop: OpenShop, form: PersonForm) -> Customer:
    customer = await create_customer(shop.node, shop.owner, shop.ids.new(), form)
    assert isinstance(customer, Customer), customer
    return customer


async def test_a_till_gets_all_goods_once_and_later_only_what_changed(tmp_path: Path, database_url: str) -> None:
    async with open_shop(tmp_path, database_url) as shop:
        for n in range(5):
            await add(shop, f"a{n}")
        records, pages, end = streamed(shop.node, 0, 2)
        assert {one.id for one in records} == {"milk", "soap", *(f"a{n}" for n in range(5))}
        assert pages == 4 and [one.seq for one in records] == sorted(one.seq for one in records)
        assert records[0].article is not None and records[0].barcodes[0].code == "4000000000013"
        assert goods_page(shop.node, 0, 2).total == 7
        assert streamed(shop.node, end, 2) == ([], 1, end)
        await deactivate(shop.node, shop.owner, "a3")
        await add(shop, "a5")
        changed, _, newer = streamed(shop.node, end, 100)
        assert [(one.id, one.deleted) for one in changed] == [("a3", True), ("a5", False)]
        assert newer > end and goods_page(shop.node, end).total == 7


async def test_a_till_that_knows_more_than_the_node_begins_anew(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        page = goods_page(shop.node, shop.node.journal.seq + 1000)
        assert page.since == 0 and page.complete and {one.id for one in page.records} == {"milk", "soap"}


async def test_a_restarted_node_goes_on_where_tills_stopped(tmp_path: Path, database_url: str) -> None:
    async with open_shop(tmp_path, database_url) as shop:
        first = goods_page(shop.node, 0, 1)
        await deactivate(shop.node, shop.owner, "milk")
        customer = await created(shop, PersonForm("Kim Kunde"))
        await book_customer(shop.node, shop.owner, "points", customer.id, shop.ids.new(), 70, "Geschenk")
        keys = await customers_page(shop.node, 0)
        node = shop.node
    again = make_node(tmp_path, database_url)
    async with living(again):
        rest, _, _ = streamed(again, first.next, 1)
        assert [(one.id, one.deleted) for one in rest] == [("soap", False), ("milk", True)]
        assert [one.id for one in rest] == [one.id for one in streamed(node, first.next, 1)[0]]
        assert (await customers_page(again, 0)).records == keys.records
        assert (await customers_page(again, keys.next)).records == []


async def test_customers_come_with_points_and_without_names(tmp_path: Path, database_url: str) -> None:
    async with open_shop(tmp_path, database_url) as shop:
        node, owner = shop.node, shop.owner
        await change_tiers(node, owner, [Tier("gold", "Gold", 100)])
        form = PersonForm("Kim Kunde", "030 123456", "kim@example.org", birthday_month=6)
        kim = await created(shop, form)
        ole = await created(shop, PersonForm("Ole Olsen"))
        first = await customers_page(node, 0)
        assert [(one.id, one.points, one.birthday_month) for one in first.records] == [
            (kim.id, 0, 6), (ole.id, 0, 0),
        ]  # fmt: skip
        assert first.records[0].first_purchase and first.total == 2 and first.complete
        assert "Kim" not in repr(first) and "example.org" not in repr(first) and "123456" not in repr(first)
        await book_customer(node, owner, "points", kim.id, shop.ids.new(), 150, "Geschenk")
        [moved] = (await customers_page(node, first.next)).records
        assert (moved.id, moved.points, moved.tier) == (kim.id, 150, "gold")
        seen = (await customers_page(node, 0)).next
        await erase_customer(node, owner, kim.id)
        [forgotten] = (await customers_page(node, seen)).records
        assert forgotten.birthday_month == 0 and forgotten.points == 150
        seen = (await customers_page(node, 0)).next
        await change_customer(node, owner, ole.id, form=PersonForm("Ole Olsen", birthday_month=2))
        [told] = (await customers_page(node, seen)).records
        assert told.birthday_month == 2


async def test_no_change_is_lost_between_pages(tmp_path: Path) -> None:
    """Whatever is booked while a till reads page by page, it ends with the points as they are."""
    async with open_shop(tmp_path) as shop:
        node, owner = shop.node, shop.owner
        made = [await created(shop, PersonForm(f"Kunde {n}")) for n in range(6)]
        known: dict[str, int] = {}
        since = 0
        for turn in range(12):
            page = await customers_page(node, since, 2)
            known |= {one.id: one.points for one in page.records}
            since = page.next
            if turn < 8:
                lucky = made[turn * 5 % 6]
                await book_customer(node, owner, "points", lucky.id, shop.ids.new(), 1 + turn, "Glück")
        assert (await customers_page(node, since, 2)).records == []
        assert known == {one.id: one.points for one in (await customers_page(node, 0)).records}


async def test_the_pages_behind_http(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        device = await till(app)
        answer = await device.get("/api/v1/till/goods", params={"since": 0, "limit": 1})
        page = answer.json()
        assert page["records"][0]["article"]["price"] == 129 and not page["complete"]
        rest = (await device.get("/api/v1/till/goods", params={"since": page["next"]})).json()
        assert [one["id"] for one in rest["records"]] == ["soap"] and rest["complete"]
        for n in range(60):
            await add(shop, f"a{n:03}")
        packed = await device.get("/api/v1/till/goods")
        assert packed.headers["content-encoding"] == "gzip" and len(packed.json()["records"]) == 62
        plain = await device.get("/api/v1/till/goods", headers={"Accept-Encoding": "identity"})
        assert "content-encoding" not in plain.headers and plain.json() == packed.json()
        found = (await device.get("/api/v1/till/search", params={"q": "4000000000020"})).json()
        assert [one["id"] for one in found] == ["soap"] and found[0]["barcodes"][0]["article"] == "soap"
        assert (await device.get("/api/v1/till/customer-keys")).json()["records"] == []


async def test_the_rules_are_fetched_again_only_when_they_changed(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        device = await till(app)
        answer = await device.get("/api/v1/till/rules")
        rules = answer.json()
        assert rules["shop"]["time_zone"] == "Europe/Berlin" and rules["till"]["serial"] == "TRESEN-TEST-1"
        assert rules["staff"][0].keys() == {"id", "name", "role", "language"}
        assert rules["rights"]["cashier"]["refund"] == "approve" and rules["settings"]["points_per_euro"] == 1
        assert {rate["valid_from"] for rate in rules["tax"] if rate["key"] == 1} >= {"2007-01-01", "2021-01-01"}
        assert not any(secret in json.dumps(rules) for secret in ("argon2", "pin", "password"))
        tag = {"If-None-Match": answer.headers["etag"]}
        assert (await device.get("/api/v1/till/rules", headers=tag)).status_code == 304
        await add(shop, "bread")
        assert (await device.get("/api/v1/till/rules", headers=tag)).status_code == 304, "goods are no rules"
        await change_tiers(shop.node, shop.owner, [Tier("gold", "Gold", 100)])
        newer = await device.get("/api/v1/till/rules", headers=tag)
        assert newer.status_code == 200 and newer.json()["version"] > rules["version"]


async def test_only_a_paired_device_gets_them(tmp_path: Path) -> None:
    from tests.signing_in.browser import browser, code_of

    async with open_web(tmp_path) as (_, app):
        stranger = browser(app)
        for path in ("rules", "goods", "customer-keys"):
            assert code_of(await stranger.get(f"/api/v1/till/{path}")) == "device_unknown"


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=400), st.integers(0, 500))
def test_the_newest_change_of_each_id_in_order(changes: list[tuple[int, bool]], since: int) -> None:
    current: dict[str, int] = {}
    newest = Newest(lambda id: current.get(id, 0))
    newest_few = 3
    for seq, (n, again) in enumerate(changes, 1):
        id = f"id-{n}"
        known = id in current
        current[id] = seq
        newest.put(id, seq, known=known)
        if again and seq % newest_few == 0:
            newest._tidy()
    assert list(newest.after(since)) == sorted((seq, id) for id, seq in current.items() if seq > since)


def test_many_changes_of_the_same_ids_take_no_more_room() -> None:
    current: dict[str, int] = {}
    newest = Newest(lambda id: current.get(id, 0))
    for seq in range(1, 20_001):
        id = f"id-{seq % 10}"
        known = id in current
        current[id] = seq
        newest.put(id, seq, known=known)
    assert len(newest._places[0]) < 2100
    assert len(list(newest.after(0))) == 10
