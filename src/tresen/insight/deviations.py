"""Deviations as the office reads them: what differs, what to do, and what was decided."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from tresen.core.deviation import sentences
from tresen.core.failures import Failure
from tresen.insight.wording import staff_name, till_name
from tresen.journal.entry import Entry
from tresen.journal.read import by_id, by_seqs
from tresen.ledger.deviations import DEVIATION, SETTLED, decode_deviation, decode_settlement, listed
from tresen.operations.node import Node, derived_id

STATES: Final = ("open", "settled")


@dataclass(slots=True)
class SettledView:
    at: int
    staff: str
    staff_name: str
    decision: str


@dataclass(slots=True)
class DeviationView:
    """`text` says what differs, `do` what to do; `settled` is None while it is open."""

    id: str
    seq: int
    code: str
    text: str
    do: str
    at: int
    business_day: str
    till: str
    till_name: str
    staff: str
    staff_name: str
    receipt: str
    number: int
    detail: dict[str, str | int]
    settled: SettledView | None = None


@dataclass(slots=True)
class DeviationList:
    """`next` continues behind the last one, 0 if there are no more."""

    items: list[DeviationView]
    total: int
    open: int
    next: int = 0


async def list_deviations(
    node: Node, state: str, till: str, before: int, limit: int, language: str
) -> DeviationList | Failure:
    """Newest first."""
    if state not in STATES:
        return Failure("bad_input", {"field": "state"})

    def question(connection: sa.Connection) -> tuple[list[tuple[str, int, int]], int, dict[int, Entry]]:
        rows, total = listed(connection, settled=state == "settled", till=till, before=before, limit=limit)
        wanted = [seq for _, *seqs in rows for seq in seqs if seq]
        return rows, total, by_seqs(connection, wanted)

    rows, total, entries = await node.database.read(question)
    items = [
        deviation_view(node, entries[seq], entries.get(settled), language) for _, seq, settled in rows if seq in entries
    ]
    more = rows[-1][1] if len(rows) == limit and len(rows) < total else 0
    return DeviationList(items, total, len(node.deviations.open), more)


async def find_deviation(node: Node, id: str, language: str) -> DeviationView | Failure:
    """One of them."""
    found, settled = await node.database.read(
        lambda connection: (by_id(connection, id), by_id(connection, derived_id(id, "settled")))
    )
    if found is None or found.kind != DEVIATION:
        return Failure("not_found", {})
    return deviation_view(node, found, settled, language)


def deviation_view(node: Node, entry: Entry, settled: Entry | None, language: str) -> DeviationView:
    content = decode_deviation(entry.body)
    text, do = sentences(content.code, content.detail, language)
    view = DeviationView(
        entry.id, entry.seq, content.code, text, do, entry.at, entry.business_day, entry.till,
        till_name(node, entry.till), entry.actor, staff_name(node, entry.actor), content.receipt, content.number,
        content.detail,
    )  # fmt: skip
    if settled is not None and settled.kind == SETTLED:
        view.settled = SettledView(
            settled.at, settled.actor, staff_name(node, settled.actor), decode_settlement(settled.body).decision
        )
    return view
