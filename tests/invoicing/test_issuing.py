"""One invoice for each receipt, gapless numbers, credit notes by themselves, nothing of the buyer in the journal."""

import asyncio
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa

from tests.invoicing.counted import FORM, opened, sold, took_back
from tests.invoicing.official_rules import broken_rules
from tresen.core.failures import Failure
from tresen.ledger.invoices import document_of, invoice_page, invoices_of
from tresen.ledger.verify import verify
from tresen.masterdata.kinds import InvoiceSettings
from tresen.operations.house.change_settings import change_invoices
from tresen.operations.invoicing.asking import ask_for_invoice, last_month
from tresen.operations.invoicing.buyer_form import BuyerForm, read_buyer
from tresen.operations.invoicing.cancel import cancel_invoice
from tresen.operations.invoicing.credit import credit_returns
from tresen.operations.invoicing.issue import issue_invoice
from tresen.operations.invoicing.writing_down import Issued
from tresen.store import schema


def issued(answer: Issued | Failure) -> Issued:
    assert isinstance(answer, Issued), answer
    return answer


def code(answer: object) -> str:
    return answer.code if isinstance(answer, Failure) else ""


async def test_whoever_asks_again_gets_the_same_invoice(tmp_path: Path, database_url: str) -> None:
    async with opened(tmp_path, database_url) as shop:
        node, receipt = shop.node, await sold(shop)
        first = issued(await issue_invoice(node, shop.owner, receipt.id, FORM, "office"))
        assert (first.invoice.number, first.invoice.total, first.invoice.due) == ("R-1", receipt.total, 0)
        again = issued(
            await issue_invoice(node, shop.cashier, receipt.id, replace(FORM, name=" Käufer  GmbH "), "till")
        )
        assert (again.id, again.invoice, again.repeated) == (first.id, first.invoice, True)
        other = await issue_invoice(node, shop.owner, receipt.id, replace(FORM, name="Wer anders"), "office")
        assert code(other) == "invoice_other_buyer"
        assert len(shop.entries("invoice")) == 1
        assert shop.node.database.read_now(verify).faults == []


async def test_many_asking_at_once_get_one_invoice_and_numbers_have_no_gap(tmp_path: Path, database_url: str) -> None:
    async with opened(tmp_path, database_url) as shop:
        receipts = [await sold(shop, n) for n in (1, 2, 3)]
        asked = [issue_invoice(shop.node, shop.owner, receipt.id, FORM, "office") for receipt in receipts * 3]
        answers = [issued(answer) for answer in await asyncio.gather(*asked)]
        assert {answer.invoice.number for answer in answers} == {"R-1", "R-2", "R-3"}
        assert sum(not answer.repeated for answer in answers) == 3
        assert shop.node.database.read_now(verify).faults == []


async def test_the_journal_knows_the_sums_and_not_the_buyer(tmp_path: Path, database_url: str) -> None:
    async with opened(tmp_path, database_url) as shop:
        receipt = await sold(shop)
        answer = issued(await issue_invoice(shop.node, shop.owner, receipt.id, FORM, "office"))
        ((_, actor, subject, body),) = shop.entries("invoice")
        assert (actor, subject) == ("staff-owner", f"receipt:{receipt.id}")
        assert msgspec.json.decode(body)["total"] == receipt.total
        assert not any(word in body.decode() for word in ("Käufer", "Weg 2", "10115"))
        known = await shop.node.database.read(lambda connection: document_of(connection, answer.id))
        assert known is not None
        assert known.invoice == answer.invoice
        assert "Käufer GmbH" in known.xml
        assert broken_rules(known.xml) == []


async def test_a_changed_document_is_found_and_an_erased_one_is_no_fault(tmp_path: Path) -> None:
    async with opened(tmp_path) as shop:
        node = shop.node
        for pieces in (1, 2):
            issued(await issue_invoice(node, shop.owner, (await sold(shop, pieces)).id, FORM, "office"))
        with pytest.raises(Exception, match="never changed"):
            await node.writer.write(lambda tx: tx.execute("UPDATE invoice_document SET body = x'00'"))
        await node.writer.write(lambda tx: tx.execute("DELETE FROM invoice_document WHERE id IN (SELECT id FROM invoice WHERE number = 'R-1')"))  # fmt: skip
        assert node.database.read_now(verify).faults == []
        await node.writer.write(lambda tx: tx.execute("DROP TRIGGER invoice_document_no_update"))
        await node.writer.write(lambda tx: tx.execute("UPDATE invoice_document SET body = x'00'"))
        await node.writer.write(lambda tx: tx.execute("UPDATE invoice SET total = 1 WHERE number = 'R-1'"))
        assert len(node.database.read_now(verify).faults) == 2


async def test_what_comes_back_gets_a_credit_note_by_itself(tmp_path: Path, database_url: str) -> None:
    async with opened(tmp_path, database_url) as shop:
        node, receipt = shop.node, await sold(shop)
        assert not node.invoicing.credits_wanted.is_set()
        invoice = issued(await issue_invoice(node, shop.owner, receipt.id, FORM, "office"))
        node.invoicing.credits_wanted.clear()
        await took_back(shop, receipt, soap=1)
        assert node.invoicing.credits_wanted.is_set()
        assert await credit_returns(node) == 1
        assert await credit_returns(node) == 0
        await took_back(shop, receipt, soap=2, milk=1)
        assert await credit_returns(node) == 1
        rows = await node.database.read(lambda connection: invoices_of(connection, receipt.id))
        assert [(row.number, row.type, row.total) for row in rows] == [
            ("R-1", "invoice", receipt.total), ("R-2", "credit_note", 249), ("R-3", "credit_note", 2 * 249 + 129),
        ]  # fmt: skip
        for row in rows[1:]:
            known = await node.database.read(lambda connection, id=row.id: document_of(connection, id))
            assert known is not None
            assert (known.invoice.corrects, known.invoice.buyer) == ("R-1", invoice.invoice.buyer)
            assert broken_rules(known.xml) == []
        assert code(await cancel_invoice(node, shop.owner, invoice.id, "Doch nicht")) == "invoice_partly_returned"
        assert shop.node.database.read_now(verify).faults == []


async def test_an_invoice_after_the_return_is_whole_and_credited_at_once(tmp_path: Path) -> None:
    async with opened(tmp_path) as shop:
        receipt = await sold(shop)
        refund = await took_back(shop, receipt, soap=3, milk=1)
        assert await credit_returns(shop.node) == 0
        answer = issued(await issue_invoice(shop.node, shop.owner, receipt.id, FORM, "office"))
        assert answer.invoice.total == receipt.total
        assert await credit_returns(shop.node) == 1
        rows = await shop.node.database.read(lambda connection: invoices_of(connection, receipt.id))
        assert [(row.type, row.total, row.returned_by) for row in rows] == [
            ("invoice", receipt.total, ""), ("credit_note", receipt.total, refund.id),
        ]  # fmt: skip
        assert code(await issue_invoice(shop.node, shop.owner, refund.id, FORM, "office")) == "invoice_nothing_sold"


async def test_a_wrong_invoice_is_cancelled_and_another_one_follows(tmp_path: Path, database_url: str) -> None:
    async with opened(tmp_path, database_url) as shop:
        node, receipt = shop.node, await sold(shop)
        wrong = issued(await issue_invoice(node, shop.owner, receipt.id, replace(FORM, name="Wer anders"), "office"))
        assert code(await cancel_invoice(node, shop.owner, wrong.id, " ")) == "bad_input"
        assert code(await cancel_invoice(node, shop.cashier, wrong.id, "Name falsch")) == "approval_needed"
        taken = issued(await cancel_invoice(node, shop.owner, wrong.id, "Name falsch"))
        assert (taken.invoice.number, taken.invoice.corrects, taken.invoice.total) == ("R-2", "R-1", receipt.total)
        assert code(await cancel_invoice(node, shop.owner, wrong.id, "Noch einmal")) == "invoice_cancelled"
        assert code(await cancel_invoice(node, shop.owner, taken.id, "Zurück")) == "invoice_not_found"
        right = issued(await issue_invoice(node, shop.owner, receipt.id, FORM, "office"))
        assert (right.invoice.number, right.repeated) == ("R-3", False)
        await took_back(shop, receipt, soap=1)
        assert await credit_returns(node) == 1
        found, total = await node.database.read(lambda connection: invoice_page(connection, q="käufer"))
        assert [(row.number, buyer) for row, buyer in found] == [("R-4", "Käufer GmbH"), ("R-3", "Käufer GmbH")]
        assert total == 2
        assert shop.node.database.read_now(verify).faults == []


async def test_the_office_decides_how_numbers_begin_and_how_long_customers_may_ask(tmp_path: Path) -> None:
    async with opened(tmp_path) as shop:
        node, receipt = shop.node, await sold(shop)
        assert code(await change_invoices(node, shop.owner, InvoiceSettings(prefix="R1"))) == "bad_input"
        assert code(await change_invoices(node, shop.owner, InvoiceSettings(mail="nobody"))) == "bad_input"
        assert code(await change_invoices(node, shop.cashier, InvoiceSettings())) == "denied"
        assert await change_invoices(node, shop.owner, InvoiceSettings(prefix="2026-", self_service=False)) is None
        assert code(await ask_for_invoice(node, receipt.id, FORM)) == "invoice_self_service_off"
        assert await change_invoices(node, shop.owner, InvoiceSettings(prefix="2026-", months=1)) is None
        shop.clock.move(hours=24 * 61)  # the sale was on the first of June, now it is the first of August
        assert code(await ask_for_invoice(node, receipt.id, FORM)) == "invoice_term_over"
        assert issued(await issue_invoice(node, shop.owner, receipt.id, FORM, "office")).invoice.number == "2026-1"
        shop.clock.move(hours=-24)
        assert issued(await ask_for_invoice(node, receipt.id, FORM)).repeated
        assert (last_month("2026-12-31", 1), last_month("2026-11-30", 0)) == ("2027-01", "2026-11")


async def test_a_shop_without_tax_number_writes_no_invoice(tmp_path: Path) -> None:
    async with opened(tmp_path) as shop:
        receipt = await sold(shop)
        receipt.party = replace(receipt.party, tax_number="", vat_id="")
        house = shop.node.masterdata.shops.get("shop-1")
        assert house is not None
        house.party.tax_number = ""
        assert (
            code(await issue_invoice(shop.node, shop.owner, receipt.id, FORM, "office")) == "invoice_seller_incomplete"
        )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", "x" * 121), ("street", " "), ("postcode", "1011"), ("postcode", "10115a"), ("city", ""),
        ("country", "XX"), ("vat_id", "DE123456789"), ("vat_id", "12345"), ("reference", "04011000-1234512345-07"),
        ("name", "a\nb\x00"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named(field: str, value: str) -> None:
    refused = read_buyer(replace(FORM, **{field: value}))
    assert isinstance(refused, Failure)
    assert (refused.code, refused.detail["field"]) == ("invoice_buyer_faulty", field)


def test_numbers_are_tidied() -> None:
    read = read_buyer(BuyerForm("A", "B", "1010", "Wien", "at", "de 136 695 976", "4711-12"))
    assert not isinstance(read, Failure)
    assert (read.country, read.vat_id, read.reference) == ("AT", "DE136695976", "4711-12")


async def test_receipts_themselves_are_not_touched(tmp_path: Path) -> None:
    async with opened(tmp_path) as shop:
        receipt = await sold(shop)
        before = shop.entries("receipt")
        issued(await issue_invoice(shop.node, shop.owner, receipt.id, FORM, "office"))
        assert shop.entries("receipt") == before
        count = sa.select(sa.func.count()).select_from(schema.receipt)
        assert shop.node.database.read_now(lambda connection: connection.execute(count).scalar_one()) == 2
