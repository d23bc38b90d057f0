"""Visible queues for what leaves after the commit: printing, mails, hooks. Nothing is dropped by age or tries."""

from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from tresen.store.schema import queue_item
from tresen.store.writer import Keyed, Tx

STATES: Final = ("waiting", "working", "failed", "done")
RETRY_LIMIT: Final = 60_000
"""Longest pause between two tries, milliseconds."""


@dataclass(slots=True)
class QueueItem:
    """One thing to do, readable in plain words."""

    id: str
    queue: str
    """`print`, later `mail`, `hook`, `stream`."""
    created_at: int
    body: dict[str, Any] = field(default_factory=dict)
    state: str = "waiting"
    tries: int = 0
    due_at: int = 0
    error: str = ""
    """Reason of the last failure in plain words."""


TABLE: Final = Keyed(
    "INSERT INTO queue_item (id, queue, state, tries, due_at, created_at, error, body) | "
    "ON CONFLICT (id) DO UPDATE SET state = excluded.state, tries = excluded.tries, due_at = excluded.due_at, "
    "error = excluded.error, body = excluded.body",
    ("text", "text", "text", "bigint", "bigint", "bigint", "text", "bytea"),
    "DELETE FROM queue_item WHERE id IN",
)

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(dict[str, Any]).decode


def put(tx: Tx, item: QueueItem) -> None:
    """Write an item or its newest state."""
    tx.put(
        TABLE,
        item.id,
        (
            item.id, item.queue, item.state, item.tries, item.due_at, item.created_at, item.error,
            _encode(item.body),
        ),
    )  # fmt: skip


def due(tx: Tx, queue: str, now: int, limit: int) -> list[QueueItem]:
    """Items whose time has come, oldest first. No pause is longer than the limit: a later time is a clock set back."""
    rows = tx.all(
        "SELECT id, queue, created_at, body, state, tries, due_at, error FROM queue_item "
        "WHERE queue = ? AND state = 'waiting' AND (due_at <= ? OR due_at > ?) ORDER BY due_at, id LIMIT ?",
        (queue, now, now + RETRY_LIMIT, limit),
    )
    return [_item(row) for row in rows]


def get(tx: Tx, id: str) -> QueueItem | None:
    row = tx.one("SELECT id, queue, created_at, body, state, tries, due_at, error FROM queue_item WHERE id = ?", (id,))
    return _item(row) if row else None


def listed(connection: sa.Connection, queue: str = "", state: str = "", limit: int = 200) -> list[QueueItem]:
    """For the queue page: newest first."""
    c = queue_item.c
    question = sa.select(c.id, c.queue, c.created_at, c.body, c.state, c.tries, c.due_at, c.error)
    if queue:
        question = question.where(c.queue == queue)
    if state:
        question = question.where(c.state == state)
    rows = connection.execute(question.order_by(c.created_at.desc(), c.id.desc()).limit(limit))
    return [_item(tuple(row)) for row in rows]


def due_between(connection: sa.Connection, queue: str, first: int, last: int, limit: int = 2000) -> list[QueueItem]:
    """Items of any state that were or are due in a span of time, milliseconds since 1970 UTC."""
    c = queue_item.c
    question = (
        sa.select(c.id, c.queue, c.created_at, c.body, c.state, c.tries, c.due_at, c.error)
        .where(c.queue == queue, c.state.in_(STATES), c.due_at >= first, c.due_at <= last)
        .order_by(c.due_at)
        .limit(limit)
    )
    return [_item(tuple(row)) for row in connection.execute(question)]


def counts(connection: sa.Connection) -> dict[str, dict[str, int]]:
    """How many items of each queue are in each state."""
    c = queue_item.c
    found: dict[str, dict[str, int]] = {}
    for queue, state, count in connection.execute(
        sa.select(c.queue, c.state, sa.func.count()).group_by(c.queue, c.state)
    ):
        found.setdefault(queue, {})[state] = int(count)
    return found


def pause_after(tries: int) -> int:
    """Milliseconds to wait before the next try: 1 s, 2 s, 4 s, ... up to a minute."""
    return int(min(RETRY_LIMIT, 1000 * 2 ** min(tries, 10)))


def _item(row: tuple[Any, ...]) -> QueueItem:
    id, queue, created_at, body, state, tries, due_at, error = row
    return QueueItem(id, queue, int(created_at), _decode(bytes(body)), state, int(tries), int(due_at), error)
