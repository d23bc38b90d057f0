"""The cash book of a period: a page for each closing, each beginning with what the one before left."""

from typing import Any, Final

from tresen.core.failures import Failure
from tresen.fiscal.cash_book import CashPage, cash_page
from tresen.journal.entry import Entry
from tresen.journal.read import by_number, closings_page
from tresen.operations.drawer.close_day import decode_closing
from tresen.operations.node import Node

MOST: Final = 20_000
PIECE: Final = 500


async def cash_book(node: Node, till: str, first: str, last: str) -> list[CashPage] | Failure:
    """By till, then by Z number. Empty values do not restrict."""
    found = await node.database.read(lambda connection: _pages(connection, till, first, last))
    return Failure("too_much", {"limit": MOST}) if found is None else found


def _pages(connection: Any, till: str, first: str, last: str) -> list[CashPage] | None:
    entries: list[Entry] = []
    while True:
        piece, total = closings_page(connection, till, first, last, len(entries), PIECE)
        if total > MOST:
            return None
        entries.extend(piece)
        if len(entries) >= total or not piece:
            break
    entries.sort(key=lambda entry: (entry.till, entry.counter))
    made: list[CashPage] = []
    for entry in entries:
        before = made[-1] if made else None
        follows = before is not None and (before.till, before.number) == (entry.till, entry.counter - 1)
        opening = before.balance if follows and before is not None else _left_before(connection, entry)
        made.append(_page(entry, opening))
    return made


def _left_before(connection: Any, entry: Entry) -> int:
    before = by_number(connection, entry.till, "closing", entry.counter - 1) if entry.counter > 1 else None
    return decode_closing(before.body).left if before is not None else 0


def _page(entry: Entry, opening: int) -> CashPage:
    closing = decode_closing(entry.body)
    return cash_page(
        closing.totals, opening, till=entry.till, till_name=closing.till_record.name, number=entry.counter,
        day=entry.business_day, left=closing.left, counted=closing.counted,
    )  # fmt: skip
