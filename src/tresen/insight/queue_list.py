"""The queues in plain words: what waits, what failed and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from tresen.insight.health import device_name, reason_in
from tresen.insight.wording import english, till_name
from tresen.ledger.finding import ReceiptFilter, find
from tresen.operations.node import Node
from tresen.store import queues
from tresen.store.queues import QueueItem

SHOWN: Final = 200
_TEXTS: Final = {
    "receipt": ("Beleg {number} drucken", "Print receipt {number}"),
    "copy": ("Kopie von Beleg {number} drucken", "Print a copy of receipt {number}"),
    "requote": ("Beleg {number} nachrechnen", "Compute receipt {number} again"),
    "drawer": ("Lade öffnen", "Open the drawer"),
    "printer_tested": ("Testseite drucken", "Print a test page"),
    "closing_printed": ("Tagesabschluss drucken", "Print a closing"),
    "rows": ("Bericht drucken", "Print a report"),
    "other": ("Auftrag", "Job"),
}


@dataclass(slots=True)
class QueueView:
    """`state`: waiting, working, failed or done. `due_at`: next try by itself, None when done."""

    id: str
    queue: str
    state: str
    text: str
    reason: str
    created_at: int
    due_at: int | None
    tries: int
    printer: str
    printer_name: str
    receipt: str
    receipt_number: int


@dataclass(slots=True)
class QueueCount:
    queue: str
    state: str
    count: int


@dataclass(slots=True)
class QueueList:
    counts: list[QueueCount]
    items: list[QueueView]


async def list_queues(node: Node, queue: str, state: str, language: str) -> QueueList:
    """Newest first. A job that failed and waits for its next try counts as failed."""

    def question(
        connection: sa.Connection,
    ) -> tuple[dict[str, dict[str, int]], list[QueueItem], dict[str, tuple[str, int]]]:
        stored = {"failed": "waiting"}.get(state, state)
        items = queues.listed(connection, queue, stored, SHOWN)
        return queues.counts(connection), items, _numbers(connection, items)

    counts, items, numbers = await node.database.read(question)
    views = [queue_view(node, item, numbers, language) for item in items]
    if state:
        views = [view for view in views if view.state == state]
    sums = [QueueCount(name, one, count) for name, states in counts.items() for one, count in states.items()]
    return QueueList(sums, views)


async def one_queue_item(node: Node, item: QueueItem, language: str) -> QueueView:
    """An item that was just changed."""
    numbers = await node.database.read(lambda connection: _numbers(connection, [item]))
    return queue_view(node, item, numbers, language)


def _numbers(connection: sa.Connection, items: Sequence[QueueItem]) -> dict[str, tuple[str, int]]:
    """Till and number of the receipts that jobs are about."""
    ids = [str(item.body["receipt"]) for item in items if item.body.get("receipt")]
    found = find(connection, ReceiptFilter(searched=True, ids=ids, limit=SHOWN)) if ids else []
    return {line.id: (line.till, line.number) for line in found}


def queue_view(node: Node, item: QueueItem, numbers: dict[str, tuple[str, int]], language: str) -> QueueView:
    """One job as a person reads it."""
    receipt, printer = str(item.body.get("receipt", "")), str(item.body.get("printer", ""))
    till, number = numbers.get(receipt, ("", 0))
    what = str(item.body.get("what", "rows")) if item.body.get("rows") else "drawer" if item.body.get("drawer") else ""
    if receipt:
        what = "copy" if item.body.get("copy") else "receipt"
    what = item.queue if item.queue in _TEXTS else what
    text = _TEXTS.get(what, _TEXTS["other"])[english(language)]
    state = "failed" if item.state == "waiting" and item.error else item.state
    return QueueView(
        item.id, item.queue, state, text.format(number=f"{till_name(node, till)}/{number}" if number else "").strip(),
        reason_in(item.error, language), item.created_at, None if item.state == "done" else item.due_at, item.tries,
        printer, device_name("printer", printer, language) if printer else "", receipt, number,
    )  # fmt: skip
