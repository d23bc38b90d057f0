"""Bringing a list of goods in: check first, apply once, undo."""

import io
from pathlib import Path

from openpyxl import Workbook

from tests.shop_fixture import OpenShop, open_shop
from tresen.core.failures import Failure
from tresen.ledger.verify import verify
from tresen.operations.goods.apply_import import apply_import
from tresen.operations.goods.change_article import article_history, change_article
from tresen.operations.goods.check_import import ImportPlan, check_import
from tresen.operations.goods.export_articles import export_articles
from tresen.operations.goods.flat_article import flat, record_of
from tresen.operations.goods.import_run import ImportRun, import_run, import_runs
from tresen.operations.goods.row_faults import message
from tresen.operations.goods.undo_import import undo_import

GERMAN = """Art.-Nr.;Bezeichnung;VK brutto;MwSt;Warengruppe;EAN;Pfand;Inhalt;Mindestalter;Art
100;Äpfel lose;2,99;7 %;Lebensmittel;;;;;
101;Limo 0,5 l;1,29;19;Lebensmittel;4000000000037;900;500 ml;;
900;Pfand 25 Cent;0,25;19;;;;;;Pfand
1;Milch 1 l;1,39;7;Lebensmittel;4000000000013;;;;
"""


async def checked(shop: OpenShop, text: str | bytes, chosen: dict[str, str | None] | None = None) -> ImportPlan:
    data = text if isinstance(text, bytes) else text.encode()
    plan = await check_import(shop.node, shop.owner, "goods.csv", data, chosen)
    assert isinstance(plan, ImportPlan)
    return plan


async def settled(shop: OpenShop, id: str) -> ImportRun:
    """Wait for the work behind an import."""
    while shop.node._tasks:
        for task in list(shop.node._tasks):
            await task
    run = await import_run(shop.node, id)
    assert run is not None
    return run


async def applied(shop: OpenShop, text: str | bytes) -> ImportRun:
    plan = await checked(shop, text)
    begun = await apply_import(shop.node, shop.owner, plan.id)
    assert isinstance(begun, ImportRun)
    return await settled(shop, plan.id)


async def test_a_german_list_is_recognised_checked_and_applied(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        before = shop.node.journal.seq
        plan = await checked(shop, GERMAN)
        assert [column.field for column in plan.columns] == [
            "number", "name", "price", "tax_key", "group", "barcodes", "deposit", "content", "min_age", "kind",
        ]  # fmt: skip
        assert plan.faults == []
        assert (plan.counts.new, plan.counts.changed, plan.counts.unchanged) == (3, 1, 0)
        [milk] = [row for row in plan.rows if row.kind == "changed"]
        assert milk.fields == [("price", 129, 139)]
        assert shop.node.journal.seq == before, "a check writes nothing"

        assert isinstance(await apply_import(shop.node, shop.owner, plan.id), ImportRun)
        run = await settled(shop, plan.id)
        assert (run.state, run.done, run.undoable) == ("applied", 4, True)
        md = shop.node.masterdata
        lemonade = md.articles[md.by_number["101"]]
        assert lemonade.article.tax_key == 1
        assert lemonade.article.content == 500 and lemonade.article.content_unit == "volume"
        assert md.priced[lemonade.article.deposit[0].article].number == "900"
        assert md.barcodes["4000000000037"].article == lemonade.article.id
        assert md.articles["milk"].article.price == 139
        assert [version.source for version in await article_history(shop.node, "milk")] == ["import", "start"]
        assert md.search.find("aepfel") == [] and len(md.search.find("apfel")) == 1
        assert verify_now(shop) == []


async def test_every_faulty_row_is_named_and_nothing_of_it_is_written(tmp_path: Path) -> None:
    text = """number,name,price,tax_key,group,barcodes,min_age,weighed,deposit
,No number,1.00,1,,,,,
200,No price,,1,,,,,
201,Odd price,1.234,1,,,,,
202,No such group,1.00,1,Nowhere,,,,
203,Wrong check digit,1.00,1,,4000000000014,,,
204,Taken barcode,1.00,1,,4000000000020,,,
205,Wrong age,1.00,1,,,17,,
206,Neither,1.00,1,,,,maybe,
207,No deposit,1.00,1,,,,,999
208,No key,1.00,9,,,,,
209,Good,1.00,1,,4000000000044,,,
209,Twice,1.00,1,,,,,
210,Same code,1.00,1,,4000000000044,,,
"""
    async with open_shop(tmp_path) as shop:
        plan = await checked(shop, text)
        assert [(fault.row, fault.column, fault.code) for fault in plan.faults] == [
            (2, "number", "missing"), (3, "price", "missing"), (4, "price", "money"), (5, "group", "group"),
            (6, "barcodes", "check_digit"), (7, "barcodes", "barcode_taken"), (8, "min_age", "limits"),
            (9, "weighed", "flag"), (10, "deposit", "deposit"), (11, "tax_key", "tax"), (13, "number", "number_twice"),
            (14, "barcodes", "barcode_twice"),
        ]  # fmt: skip
        assert "1.234" in message("money", "1.234", "de")
        assert plan.counts.errors == 12 and plan.counts.new == 1
        run = await applied(shop, text)
        assert run.done == 1
        assert "209" in shop.node.masterdata.by_number and "202" not in shop.node.masterdata.by_number
        only_bad = await checked(shop, "number,name,price,tax_key\n300,x,y,1\n")
        assert await apply_import(shop.node, shop.owner, only_bad.id) == Failure("import_rows_faulty", {"rows": 1})


async def test_applying_twice_changes_nothing_more(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        plan = await checked(shop, GERMAN)
        await apply_import(shop.node, shop.owner, plan.id)
        again = await apply_import(shop.node, shop.owner, plan.id)
        assert isinstance(again, ImportRun) and again.id == plan.id
        await settled(shop, plan.id)
        seq = shop.node.journal.seq
        await apply_import(shop.node, shop.owner, plan.id)
        await settled(shop, plan.id)
        assert shop.node.journal.seq == seq
        same = await checked(shop, GERMAN)
        assert (same.counts.new, same.counts.changed, same.counts.unchanged) == (0, 0, 4)


async def test_undo_restores_what_nobody_changed_since(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        node, md = shop.node, shop.node.masterdata
        run = await applied(shop, GERMAN)
        apples = md.articles[md.by_number["100"]]
        form = flat(apples)
        form.price = 349
        changed = record_of(apples.article.id, form)
        await change_article(node, shop.owner, changed, md.articles.seqs[apples.article.id])
        assert isinstance(await undo_import(node, shop.owner, run.id), ImportRun)
        run = await settled(shop, run.id)
        assert run.state == "undone"
        assert [kept.number for kept in run.kept] == ["100"]
        assert md.articles["milk"].article.price == 129
        assert md.articles[md.by_number["100"]].article.price == 349
        assert not md.articles[md.by_number["101"]].active, "created by the import: off sale, never deleted"
        assert await undo_import(node, shop.owner, run.id) == Failure("import_already_undone", {})
        node.import_runs.clear()
        from_journal = await import_run(node, run.id)
        assert from_journal is not None
        assert (from_journal.state, [kept.number for kept in from_journal.kept]) == ("undone", ["100"])
        assert [one.state for one in await import_runs(node)] == ["undone"]
        assert verify_now(shop) == []


async def test_undo_is_refused_when_everything_was_changed_since(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        run = await applied(shop, "number,price\n1,1.50\n")
        await applied(shop, "number,price\n1,1.60\n")
        assert await undo_import(shop.node, shop.owner, run.id) == Failure("import_changed_since", {"articles": 1})


async def test_barcodes_may_change_places_within_a_file(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        run = await applied(shop, "number,barcodes\n1,4000000000020\n2,4000000000013\n")
        assert (run.done, run.counts.errors) == (2, 0)
        codes = shop.node.masterdata.barcodes
        assert (codes["4000000000020"].article, codes["4000000000013"].article) == ("milk", "soap")


async def test_windows_text_workbooks_and_own_mapping(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        plan = await checked(shop, "Nummer;Name;Preis;Steuerschlüssel\n7;Käse;3,5;2\n".encode("cp1252"))
        assert plan.rows[0].name == "Käse" and plan.counts.new == 1
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["Code", "Was", "Kostet", "tax_key"])
        sheet.append([8, "Brot", 2.35, 2])
        file = io.BytesIO()
        book.save(file)
        unmapped = await checked(shop, file.getvalue())
        assert unmapped.format == "xlsx" and unmapped.missing == ["number"]
        failure = await apply_import(shop.node, shop.owner, unmapped.id)
        assert isinstance(failure, Failure) and failure.code == "import_columns_missing"
        chosen: dict[str, str | None] = {"Code": "number", "Was": "name", "Kostet": "price"}
        mapped = await checked(shop, file.getvalue(), chosen)
        [bread] = mapped.rows
        assert bread.record is not None and bread.record.article.price == 235
        for junk in (b"\x00\x01\x02", b"PK\x03\x04 not a zip", b""):
            answer = await check_import(shop.node, shop.owner, "x", junk)
            assert answer == Failure("import_file_unreadable", {})


async def test_what_is_exported_is_read_again_without_a_difference(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await applied(shop, GERMAN)
        table = export_articles(shop.node.masterdata, shop.node.masterdata.articles)
        plan = await checked(shop, table)
        assert (plan.counts.unchanged, plan.faults) == (len(shop.node.masterdata.articles), [])


async def test_a_cashier_may_not_import(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        denied = await check_import(shop.node, shop.cashier, "x.csv", b"number\n1\n")
        assert denied == Failure("denied", {"act": "masterdata"})


def verify_now(shop: OpenShop) -> list[str]:
    return shop.node.database.read_now(verify).faults
