"""Articles, groups and stock as the office keeps them."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.shop_fixture import OpenShop, open_shop
from tresen.core.article import Article, Barcode, DepositPart
from tresen.core.failures import Failure
from tresen.ledger import accounts
from tresen.ledger.movements import MovementPage
from tresen.ledger.verify import verify
from tresen.masterdata.kinds import ArticleRecord, Place
from tresen.masterdata.records import change
from tresen.operations.goods.change_article import StoredArticle, article_history, change_article, deactivate
from tresen.operations.goods.change_group import change_group, create_group, delete_group, order_groups, sorted_groups
from tresen.operations.goods.find_articles import ArticleFilter, find_articles
from tresen.operations.goods.list_stock import list_stock, stock_movements
from tresen.operations.goods.move_stock import StockAct, StockDone, StockLine, move_stock, undo_stock
from tresen.store.writer import Tx


def bread(**changes: object) -> ArticleRecord:
    return ArticleRecord(replace(Article("bread", "3", "Brot", 320, 2, group="group-1"), **changes))  # type: ignore[arg-type]


async def stored(shop: OpenShop, record: ArticleRecord, version: int = 0) -> StoredArticle:
    answer = await change_article(shop.node, shop.owner, record, version)
    assert isinstance(answer, StoredArticle), answer
    return answer


async def test_a_price_change_is_in_the_history_and_needs_the_version_that_was_read(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        first = await stored(shop, bread())
        assert (await stored(shop, bread(price=1))).record.article.price == 320, "the same id again: the first answer"
        second = await stored(shop, bread(price=340), first.version)
        late = await change_article(shop.node, shop.manager, bread(price=360), first.version)
        assert late == Failure("changed_meanwhile", {"version": second.version})
        assert (await stored(shop, bread(price=340), second.version)).version == second.version, "nothing to write"
        history = await article_history(shop.node, "bread")
        assert [(one.record.article.price, one.source, one.actor) for one in history] == [
            (340, "form", "staff-owner"), (320, "form", "staff-owner"),
        ]  # fmt: skip
        assert shop.node.masterdata.priced["bread"].price == 340


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": "1"}, "article_number_taken"), ({"name": " "}, "bad_input"), ({"price": -1}, "bad_input"),
        ({"price": 100_000_000}, "bad_input"), ({"tax_key": 9}, "bad_input"), ({"kind": "thing"}, "bad_input"),
        ({"group": "nowhere"}, "bad_input"), ({"min_age": 17}, "bad_input"), ({"per": 0}, "bad_input"),
        ({"open_price_min": 5}, "bad_input"), ({"deposit": (DepositPart("milk"),)}, "deposit_circle"),
        ({"deposit": (DepositPart("gone"),)}, "article_not_found"), ({"kind": "voucher"}, "bad_input"),
    ],
)  # fmt: skip
async def test_what_makes_no_sense_is_refused(tmp_path: Path, changes: dict[str, object], code: str) -> None:
    async with open_shop(tmp_path) as shop:
        before = shop.node.journal.seq
        answer = await change_article(shop.node, shop.owner, bread(**changes))
        assert isinstance(answer, Failure) and answer.code == code
        assert shop.node.journal.seq == before


async def test_barcodes_belong_to_one_article_in_every_form(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        milk = replace(bread(), barcodes=(Barcode("04000000000013", "bread"),))
        answer = await change_article(shop.node, shop.owner, milk)
        assert isinstance(answer, Failure) and answer.code == "barcode_taken"
        wrong = replace(bread(), barcodes=(Barcode("4000000000014", "bread"),))
        assert await change_article(shop.node, shop.owner, wrong) == Failure(
            "gtin_check_digit", {"code": "4000000000014"}
        )
        own = replace(bread(), barcodes=(Barcode("REGAL-7", "bread"), Barcode("4000000000037", "bread", 6000, 1500)))
        kept = await stored(shop, own)
        assert shop.node.masterdata.priced_barcodes["4000000000037"].price == 1500
        await stored(shop, bread(), kept.version)
        assert "REGAL-7" not in shop.node.masterdata.barcodes
        assert shop.node.masterdata.priced_barcodes == {}


async def test_a_deposit_has_none_itself_and_stays_one_while_goods_name_it(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        bottle = ArticleRecord(Article("bottle", "900", "Pfand", 25, 1, kind="deposit"))
        crate = replace(bottle, article=replace(bottle.article, id="c", number="901", deposit=(DepositPart("bottle"),)))
        version = (await stored(shop, bottle)).version
        answer = await change_article(shop.node, shop.owner, crate)
        assert isinstance(answer, Failure) and answer.code == "deposit_circle"
        await stored(shop, bread(deposit=(DepositPart("bottle"),)))
        goods = replace(bottle, article=replace(bottle.article, kind="goods"))
        assert await change_article(shop.node, shop.owner, goods, version) == Failure("deposit_circle", {"number": "3"})


async def test_deactivated_articles_are_kept_and_found_in_the_office_only(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await stored(shop, bread())
        assert isinstance(await deactivate(shop.node, shop.owner, "bread"), StoredArticle)
        assert shop.node.masterdata.search.find("brot") == []
        wanted = ArticleFilter(q="brot", state="all")
        assert [record.article.id for record in find_articles(shop.node, wanted)] == ["bread"]
        by_code = ArticleFilter(q="4000000000013")
        assert [record.article.id for record in find_articles(shop.node, by_code)] == ["milk"]


async def test_groups_are_created_renamed_ordered_and_deleted_when_empty(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        node, owner = shop.node, shop.owner
        await create_group(node, owner, "group-2", "Drogerie", "#112233")
        await create_group(node, owner, "group-2", "Anders", "#112233")
        assert node.masterdata.groups["group-2"].name == "Drogerie"
        taken = await create_group(node, owner, "group-3", "drogerie", "#112233")
        assert taken == Failure("name_taken", {"name": "drogerie"})
        await change_group(node, owner, "group-2", "Haushalt", "#445566")
        await order_groups(node, owner, ["group-2", "group-1"])
        assert [group.name for group in sorted_groups(node)] == ["Haushalt", "Lebensmittel"]
        assert await delete_group(node, owner, "group-1") == Failure("group_in_use", {"articles": 2})
        assert await delete_group(node, owner, "group-2") is None
        assert await delete_group(node, shop.cashier, "group-1") == Failure("denied", {"act": "masterdata"})


async def moved(shop: OpenShop, id: str, kind: str, quantity: int, **more: object) -> StockDone:
    act = StockAct(id * 32, kind, "place-1", (StockLine("milk", quantity),), **more)  # type: ignore[arg-type]
    done = await move_stock(shop.node, shop.manager, act)
    assert isinstance(done, StockDone), done
    return done


async def test_goods_come_are_counted_moved_and_written_off_and_it_adds_up(tmp_path: Path, database_url: str) -> None:
    url = database_url if database_url.startswith("postgresql") else None
    async with open_shop(tmp_path, url) as shop:
        node = shop.node

        def job(tx: Tx) -> None:
            place = Place("place-2", "Lager", "shop-1")
            change(
                tx, node.journal, "place", "place-2", place, entry_id=node.ids.new(), at=1, day="2026-06-01", actor=""
            )

        await node.writer.write(job)
        received = await moved(shop, "a", "receive", 24_000)
        assert (await moved(shop, "a", "receive", 24_000)).entry == received.entry, "exactly once"
        counted = await moved(shop, "b", "count", 22_000)
        assert (counted.lines[0].difference, counted.lines[0].quantity) == (-2000, 22_000)
        await moved(shop, "c", "transfer", 10_000, to="place-2")
        await moved(shop, "d", "adjust", -1000, reason="Bruch")
        await moved(shop, "e", "adjust", -500, reason="Eigenverbrauch")
        here, there = (node.balances.of(accounts.stock(place, "milk"), "piece") for place in ("place-1", "place-2"))
        assert (here, there) == (10_500, 10_000)
        assert node.balances.of(accounts.LOSS, "piece") == 1000
        assert node.balances.of(accounts.OWNER, "piece") == 500
        undone = await undo_stock(node, shop.manager, counted.entry)
        assert isinstance(undone, StockDone) and undone.lines[0].quantity == 12_500
        again = await undo_stock(node, shop.manager, counted.entry)
        assert again == undone
        assert isinstance(await undo_stock(node, shop.manager, undone.entry), Failure)

        page = await stock_movements(node, "milk", 0, 50)
        assert isinstance(page, MovementPage)
        assert [(one.account, one.amount, one.balance, one.reason) for one in page.items] == [
            ("stock:place-1:milk", 2000, 12_500, "undo"), ("stock:place-1:milk", -500, 10_500, "own_use"),
            ("stock:place-1:milk", -1000, 11_000, "loss"), ("stock:place-2:milk", 10_000, 10_000, "transfer"),
            ("stock:place-1:milk", -10_000, 12_000, "transfer"), ("stock:place-1:milk", -2000, 22_000, "count"),
            ("stock:place-1:milk", 24_000, 24_000, "receive"),
        ]  # fmt: skip
        for offset in range(8):
            part = await stock_movements(node, "milk", offset, 2)
            assert isinstance(part, MovementPage) and part.total == 7
            assert part.items == page.items[offset : offset + 2]
        listed = list_stock(node, q="milch")
        assert listed.items[0].quantity == 22_500 and listed.items[0].state == "ok"
        node.writer.stop()
        assert node.database.read_now(verify).faults == []
        node.writer = type(node.writer)(node.database.connect(), [node.journal])
        folded = await stock_movements(node, "milk", 0, 50)
        assert isinstance(folded, MovementPage) and folded.items == page.items, "the same from the table"


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (StockAct("f" * 32, "receive", "nowhere", (StockLine("milk", 1),)), "stock_place_unknown"),
        (StockAct("f" * 32, "receive", "place-1", (StockLine("gone", 1),)), "article_not_found"),
        (StockAct("f" * 32, "receive", "place-1", (StockLine("milk", 0),)), "bad_input"),
        (StockAct("f" * 32, "count", "place-1", (StockLine("milk", -1),)), "bad_input"),
        (StockAct("f" * 32, "adjust", "place-1", (StockLine("milk", -1),)), "reason_needed"),
        (StockAct("f" * 32, "transfer", "place-1", (StockLine("milk", 1),), to="place-1"), "bad_input"),
        (StockAct("f" * 32, "receive", "place-1", ()), "bad_input"),
        (StockAct("f" * 32, "receive", "place-1", (StockLine("milk", 1), StockLine("milk", 2))), "bad_input"),
    ],
)
async def test_stock_acts_that_make_no_sense_are_refused(tmp_path: Path, act: StockAct, code: str) -> None:
    async with open_shop(tmp_path) as shop:
        answer = await move_stock(shop.node, shop.manager, act)
        assert isinstance(answer, Failure) and answer.code == code


async def test_receiving_with_a_new_cost_changes_the_article(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        act = StockAct("a" * 32, "receive", "place-1", (StockLine("milk", 1000, 88),))
        await move_stock(shop.node, shop.manager, act)
        assert shop.node.masterdata.articles["milk"].cost == 88
        assert list_stock(shop.node).value == 88
