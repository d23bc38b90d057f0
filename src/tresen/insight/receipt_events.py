"""What happened to a receipt before and after it was made, in sentences."""

from dataclasses import dataclass
from typing import Final

import msgspec
import sqlalchemy as sa

from tresen.core.money import format_cents
from tresen.core.receipt import Receipt
from tresen.insight.wording import english, staff_name, tender_name
from tresen.journal.read import by_id, by_seqs, by_subject
from tresen.ledger.finding import returning
from tresen.ledger.invoices import INVOICE, decode_invoice
from tresen.operations.node import Node
from tresen.store import queues
from tresen.store.queues import QueueItem

PRINT_WINDOW: Final = 2 * 24 * 3_600_000
"""Print jobs of a receipt are due within so many milliseconds after it, unless they failed for days."""


@dataclass(slots=True)
class ReceiptEvent:
    """`kind`: void, approval, payment, refund, refers_to, print, reprint or invoice. `state`: of print jobs."""

    at: int
    kind: str
    text: str
    actor_name: str = ""
    receipt: str = ""
    receipt_number: int = 0
    state: str = ""


_TEXTS: Final = {
    "void": ("Storniert: {what}", "Voided: {what}"),
    "approval": ("Freigegeben", "Approved"),
    "payment": ("{tender}: {amount} €", "{tender}: €{amount}"),
    "refers_to": ("Nimmt Beleg {number} zurück", "Takes back receipt {number}"),
    "refund": ("Rückgabe mit Beleg {number}", "Returned with receipt {number}"),
    "print": ("Gedruckt auf {printer}", "Printed on {printer}"),
    "invoice": ("Rechnung {number}", "Invoice {number}"),
    "credit_note": ("Rechnungskorrektur {number}", "Credit note {number}"),
    "cancellation": ("Stornorechnung {number}", "Cancellation {number}"),
    "reprint": ("Kopie gedruckt auf {printer}", "Copy printed on {printer}"),
}


class _Reprint(msgspec.Struct):
    printer: str = ""


async def events_of(node: Node, receipt: Receipt, language: str) -> list[ReceiptEvent]:
    """Oldest first."""
    place = english(language)
    mark = "." if place else ","
    texts = {kind: pair[place] for kind, pair in _TEXTS.items()}
    found = [
        ReceiptEvent(receipt.finished_at, "void", texts["void"].format(what=_voided(node, text)), receipt.staff_name)
        for text in receipt.voided
    ]
    if receipt.approved_by_name:
        found.append(ReceiptEvent(receipt.finished_at, "approval", texts["approval"], receipt.approved_by_name))
    for tender in receipt.tenders:
        amount = format_cents(tender.amount, mark)
        said = texts["payment"].format(tender=tender_name(tender.kind, language), amount=amount)
        found.append(ReceiptEvent(receipt.finished_at, "payment", said, receipt.staff_name))

    def question(connection: sa.Connection) -> list[ReceiptEvent]:
        return [*_others(connection, node, receipt, texts), *_prints(connection, receipt, texts)]

    found += await node.database.read(question)
    return sorted(found, key=lambda event: event.at)


def _voided(node: Node, text: str) -> str:
    """`article quantity reason` as the journal holds it, with the article's name."""
    id, _, rest = text.partition(" ")
    article = node.masterdata.priced.get(id)
    return f"{article.name} {rest}".strip() if article is not None else text


def _others(connection: sa.Connection, node: Node, receipt: Receipt, texts: dict[str, str]) -> list[ReceiptEvent]:
    found = []
    for id in receipt.refers_to:
        entry = by_id(connection, id)
        if entry is not None:
            said = texts["refers_to"].format(number=entry.counter)
            found.append(ReceiptEvent(receipt.finished_at, "refers_to", said, receipt.staff_name, id, entry.counter))
    for entry in by_seqs(connection, returning(connection, receipt.id)).values():
        said = texts["refund"].format(number=entry.counter)
        found.append(
            ReceiptEvent(entry.at, "refund", said, staff_name(node, entry.actor), entry.id, entry.counter)
        )  # fmt: skip
    for entry in by_subject(connection, f"receipt:{receipt.id}"):
        if entry.kind == "reprinted":
            printer = msgspec.json.decode(entry.body, type=_Reprint).printer
            said = texts["reprint"].format(printer=printer)
            found.append(ReceiptEvent(entry.at, "reprint", said, staff_name(node, entry.actor)))
        elif entry.kind == INVOICE:
            made = decode_invoice(entry.body)
            said = texts[made.type].format(number=made.number)
            found.append(ReceiptEvent(entry.at, "invoice", said, staff_name(node, entry.actor) if entry.actor else ""))
    return found


def _prints(connection: sa.Connection, receipt: Receipt, texts: dict[str, str]) -> list[ReceiptEvent]:
    since = receipt.finished_at
    items: list[QueueItem] = queues.due_between(connection, "print", since, since + PRINT_WINDOW)
    return [
        ReceiptEvent(
            item.created_at, "print", texts["print"].format(printer=item.body.get("printer", "")), state=item.state
        )
        for item in items
        if item.body.get("receipt") == receipt.id and not item.body.get("copy")
    ]
