"""The receipts as the office lists them, and one receipt with everything that happened to it."""

from dataclasses import dataclass
from typing import Any

from tresen.core.failures import Failure
from tresen.core.receipt import Receipt
from tresen.insight.asking import ask_days
from tresen.insight.receipt_events import ReceiptEvent, events_of
from tresen.insight.wording import staff_name, till_name
from tresen.journal.entry import GENESIS, Entry
from tresen.journal.read import by_id, by_seqs
from tresen.ledger import accounts
from tresen.ledger.day_totals import SALES
from tresen.ledger.receipt_list import OfficeFilter, ReceiptPage, receipt_page
from tresen.ledger.receipts import receipt_of
from tresen.ledger.report_sums import Span
from tresen.operations.goods.find_articles import matching
from tresen.operations.node import Node
from tresen.operations.receipt_address import id_behind


@dataclass(slots=True)
class ReceiptRow:
    """A receipt as lists show it. `signature`: `signed`, `failed` (marked as TSE outage) or `none`."""

    id: str
    number: int
    kind: str
    type: str
    at: int
    business_day: str
    till: str
    till_name: str
    staff_name: str
    total: int
    tenders: tuple[str, ...]
    customer_number: str
    lines: int
    first_line: str
    signature: str


@dataclass(slots=True)
class ReceiptList:
    """`sum`: turnover of everything found, cents; with a kind asked, the total of that kind."""

    items: list[ReceiptRow]
    total: int
    sum: int


@dataclass(slots=True)
class EntryMark:
    """Where a receipt or closing is in the journal; hashes in hex."""

    seq: int
    id: str
    hash: str
    previous: str


@dataclass(slots=True)
class ReceiptDetail:
    receipt: Receipt
    history: list[ReceiptEvent]
    entry: EntryMark


async def list_receipts(node: Node, wanted: OfficeFilter, q: str, offset: int, limit: int) -> ReceiptList:
    """Newest first. `q`: number, `till/number`, total, card number of a customer, id, article number or words."""
    if q.strip():
        await _read_text(node, q.strip(), wanted)
    by_days = not wanted.searched and not wanted.customer
    page: ReceiptPage = await node.database.read(
        lambda connection: receipt_page(connection, wanted, offset, limit, summed=not by_days)
    )
    summed = page.sum if page.sum is not None else await _sum(node, wanted)
    rows = [receipt_row(node, receipt_of(body, number)) for body, number in page.bodies]
    return ReceiptList(rows, page.total, summed)


async def _sum(node: Node, wanted: OfficeFilter) -> int:
    """The same sum from the day totals: they know it without looking at every receipt."""
    span = Span(wanted.first or "0000", wanted.last or "9999-99-99", wanted.till)
    [rows] = await ask_days(node, [span], ("kind",), ("key",))
    kinds = (wanted.kind,) if wanted.kind else SALES
    return sum(amount for _, _, _, kind, _, amount, _ in rows if kind in kinds)


def receipt_row(node: Node, receipt: Receipt) -> ReceiptRow:
    signed = receipt.signed
    signature = "signed" if signed.signature else "failed" if signed.failure else "none"
    return ReceiptRow(
        receipt.id, receipt.number, receipt.kind, receipt.type, receipt.finished_at, receipt.business_day, receipt.till,
        receipt.till_name or till_name(node, receipt.till), receipt.staff_name, receipt.total,
        tuple(dict.fromkeys(tender.kind for tender in receipt.tenders)), receipt.customer_number, len(receipt.lines),
        receipt.lines[0].name if receipt.lines else "", signature,
    )  # fmt: skip


async def _read_text(node: Node, text: str, wanted: OfficeFilter) -> None:
    """Turn what somebody typed into what the list can be asked."""
    md = node.masterdata
    wanted.searched = True
    wanted.ids = [text.lower()]
    behind = await id_behind(node, text.rsplit("/r/", 1)[-1])
    if behind is not None:
        wanted.ids.append(behind)
    if text in md.customer_numbers:
        wanted.customers = [md.customer_numbers[text]]
    if text.isdigit() and len(text) < 16:
        wanted.numbers += [(till.id, int(text)) for till in md.tills]
    name, slash, number = text.rpartition("/")
    if slash and number.isdigit() and len(number) < 16:
        wanted.numbers += [(till.id, int(number)) for till in md.tills if name in (till.id, till.name)]
    total = _cents(text)
    if total is not None:
        wanted.totals = [total]
    found = matching(node, text)[:50]
    wanted.accounts = [accounts.stock(place.id, record.article.id) for record in found for place in md.places]


def _cents(text: str) -> int | None:
    """`12,50`, `-3.00 €`: an amount with two decimals."""
    plain = text.replace("€", "").replace("EUR", "").strip().replace(".", ",")
    sign = -1 if plain.startswith(("-", "\u2212")) else 1
    whole, comma, cents = plain.lstrip("-\u2212").partition(",")
    if comma and whole.isdigit() and cents.isdigit() and len(cents) == 2 and len(whole) < 12:
        return sign * (int(whole) * 100 + int(cents))
    return None


async def receipt_detail(node: Node, id: str, language: str) -> ReceiptDetail | Failure:
    """One receipt, what happened before and after it, and its place in the journal."""
    found = await node.database.read(lambda connection: by_id(connection, id))
    if found is None or found.kind != "receipt":
        return Failure("receipt_not_found", {"receipt": id})
    receipt = receipt_of(found.body, found.counter)
    history = await events_of(node, receipt, language)
    return ReceiptDetail(receipt, history, await entry_mark(node, found))


async def entry_mark(node: Node, entry: Entry) -> EntryMark:
    """An entry with the hash of the one before it."""
    before: Any = await node.database.read(lambda connection: by_seqs(connection, [entry.seq - 1]))
    previous = before[entry.seq - 1].hash if before else GENESIS
    return EntryMark(entry.seq, entry.id, entry.hash.hex(), previous.hex())


def actor_name(node: Node, id: str) -> str:
    """Name of whoever wrote an entry; `practice` and the like stay as they are."""
    return staff_name(node, id) if id else ""
