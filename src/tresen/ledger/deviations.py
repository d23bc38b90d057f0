"""Deviations: where what a till handed out and what the node knows differ. A person looks at each and settles it.

Folds entries of the kinds `deviation` and `deviation_settled` into a table, so that the open ones are listed at once.
"""

from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from tresen.journal.entry import Draft, Entry
from tresen.store import schema
from tresen.store.writer import Tx

DEVIATION: Final = "deviation"
SETTLED: Final = "deviation_settled"
PAGE: Final = 200


@dataclass(slots=True)
class Deviation:
    """Content of an entry of kind `deviation`."""

    code: str
    """One of `tresen.core.deviation`."""
    receipt: str = ""
    number: int = 0
    """As printed."""
    detail: dict[str, str | int] = field(default_factory=dict)


@dataclass(slots=True)
class Settlement:
    """Content of an entry of kind `deviation_settled`."""

    deviation: str
    decision: str
    """What was decided, in the words of who did."""


decode_deviation = msgspec.json.Decoder(Deviation).decode
decode_settlement = msgspec.json.Decoder(Settlement).decode

_INSERT: Final = "INSERT INTO deviation (id, seq, code, till, receipt, settled)"
_TYPES: Final = ("text", "bigint", "text", "text", "text", "bigint")


@dataclass(slots=True, frozen=True)
class OpenDeviation:
    """One that nobody has settled."""

    id: str
    seq: int
    code: str
    till: str
    receipt: str


class Deviations:
    """Follows the journal; knows the open ones."""

    def __init__(self) -> None:
        self.open: dict[str, OpenDeviation] = {}
        self._rows: list[tuple[Any, ...]] = []
        self._settled: list[tuple[str, int]] = []
        self._before: dict[str, OpenDeviation] | None = None

    def of_till(self, till: str) -> list[OpenDeviation]:
        """The open ones of a till, oldest first."""
        return [one for one in list(self.open.values()) if one.till == till]

    def load(self, tx: Tx) -> None:
        for id, seq, code, till, receipt in tx.all(
            "SELECT id, seq, code, till, receipt FROM deviation WHERE settled = 0 ORDER BY seq"
        ):
            self.open[id] = OpenDeviation(id, int(seq), code, till, receipt)

    def appended(self, draft: Draft, entry: Entry) -> None:
        if entry.kind == DEVIATION:
            content = decode_deviation(entry.body)
            self._remember()
            self.open = {
                **self.open, entry.id: OpenDeviation(entry.id, entry.seq, content.code, entry.till, content.receipt),
            }  # fmt: skip
            self._rows.append(row_of(entry.id, entry.seq, entry.till, content, 0))
        elif entry.kind == SETTLED:
            id = decode_settlement(entry.body).deviation
            self._remember()
            self.open = {key: one for key, one in self.open.items() if key != id}
            self._settled.append((id, entry.seq))

    def before_commit(self, tx: Tx) -> None:
        if self._rows:
            tx.many(_INSERT, _TYPES, self._rows)
        for id, seq in self._settled:
            tx.execute("UPDATE deviation SET settled = ? WHERE id = ?", (seq, id))

    def after_commit(self) -> None:
        self._rows, self._settled, self._before = [], [], None

    def after_rollback(self) -> None:
        if self._before is not None:
            self.open = self._before
        self._rows, self._settled, self._before = [], [], None

    def idle(self, tx: Tx) -> bool:
        return False

    def _remember(self) -> None:
        if self._before is None:
            self._before = self.open


def row_of(id: str, seq: int, till: str, content: Deviation, settled: int) -> tuple[Any, ...]:
    """The row of the table."""
    return (id, seq, content.code, till, content.receipt, settled)


def listed(
    connection: sa.Connection, *, settled: bool, till: str = "", before: int = 0, limit: int = PAGE
) -> tuple[list[tuple[str, int, int]], int]:
    """Id, entry and settling entry of open or settled deviations, newest first, and how many there are."""
    c = schema.deviation.c
    wanted: list[sa.ColumnElement[bool]] = [c.settled > 0 if settled else c.settled == 0]
    if till:
        wanted.append(c.till == till)
    total = int(
        connection.execute(sa.select(sa.func.count()).select_from(schema.deviation).where(*wanted)).scalar_one()
    )
    if before:
        wanted.append(c.seq < before)
    question = sa.select(c.id, c.seq, c.settled).where(*wanted).order_by(c.seq.desc()).limit(min(limit, PAGE))
    return [(id, int(seq), int(at)) for id, seq, at in connection.execute(question)], total
