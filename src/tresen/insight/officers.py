"""Officers' passes and what was looked at with them."""

from dataclasses import dataclass
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from tresen.insight.wording import staff_name
from tresen.journal.entry import Entry
from tresen.journal.read import page
from tresen.operations.doors import OFFICER_MARK
from tresen.operations.node import Node

SHOWN: Final = 200


@dataclass(slots=True)
class PassView:
    """`state`: `open`, `ended` or `revoked`."""

    id: str
    name: str
    made_at: int
    ends_at: int
    by_name: str
    state: str


@dataclass(slots=True)
class Look:
    """`what`: the entry's kind; `path`: the address that was asked for."""

    at: int
    seq: int
    what: str
    path: str


def list_passes(node: Node) -> list[PassView]:
    """The newest first."""
    now = node.clock.now()
    found = [
        PassView(
            one.id, one.name, one.made_at, one.ends_at, staff_name(node, one.by),
            "revoked" if one.revoked_at else "open" if one.open(now) else "ended",
        )
        for one in node.doors.passes.values()
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.id, reverse=True)


async def looks(node: Node, id: str) -> list[Look]:
    """What was done with a pass, the newest first."""

    def question(connection: sa.Connection) -> list[Entry]:
        return page(connection, actor=f"{OFFICER_MARK}{id}", limit=SHOWN)

    return [_look(entry) for entry in await node.database.read(question)]


def _look(entry: Entry) -> Look:
    body: dict[str, Any] = msgspec.json.decode(entry.body)
    return Look(entry.at, entry.seq, entry.kind, str(body.get("path", body.get("act", ""))))
