"""What the journal keeps of sign-ins, refusals, approvals, pairings and tokens: who, where, what; never a secret."""

import asyncio
import logging
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from tresen.journal.entry import Draft, encode
from tresen.operations.doors import MINUTE
from tresen.operations.node import Actor, Node
from tresen.store.connection import StorageDown, StorageFull
from tresen.store.writer import Tx

_NOTED_OF_QUERY: Final = ("from", "to", "till", "kind", "page", "before", "subject")
_log = logging.getLogger(__name__)


def day_at(node: Node, at: int, till: str = "") -> str:
    """The business day of a moment at a till, or in the node's shop; before the set-up the day in UTC."""
    place = node.masterdata.tills.get(till)
    shop = node.shop_of(place) if place is not None else next(iter(node.masterdata.shops), None)
    if shop is None:
        return datetime.fromtimestamp(at / 1000, UTC).date().isoformat()
    return node.business_day(shop, at)


def access_entry(node: Node, kind: str, *, actor: str = "", till: str = "", subject: str = "", **content: Any) -> Draft:
    """An entry about access, not appended yet."""
    at = node.clock.now()
    return Draft(
        id=node.ids.new(), kind=kind, at=at, business_day=day_at(node, at, till), body=encode(content), actor=actor,
        till=till, subject=subject,
    )  # fmt: skip


def note_denied(node: Node, actor: Actor, act: str) -> None:
    """Write down that somebody was refused an act, without letting them wait; the same refusal once a minute."""
    doors, now = node.doors, node.clock.now()
    key = f"{actor.staff} {actor.device} {act}"
    if 0 <= now - doors.noted.get(key, -MINUTE) < MINUTE:
        return
    doors.note(key, now)
    draft = access_entry(
        node, "denied", actor=actor.staff, till=actor.till, subject=f"staff:{actor.staff}" if actor.staff else "",
        act=act,
        name=actor.staff_name, role=actor.role, device=actor.device,
    )  # fmt: skip
    append_later(node, draft)


def note_looked(node: Node, actor: Actor, path: str, query: bytes) -> None:
    """Write down what an officer looked at, without letting them wait.

    Of the query only days, tills and kinds: what was searched for may be somebody's name.
    """
    asked = [(name, value) for name, value in parse_qsl(query.decode("latin-1")) if name in _NOTED_OF_QUERY]
    shown = path[:200] + (f"?{urlencode(asked)[:200]}" if asked else "")
    draft = access_entry(
        node, "officer_looked", actor=actor.staff, subject=actor.staff, name=actor.staff_name, path=shown
    )
    append_later(node, draft)


def append_later(node: Node, draft: Draft) -> None:
    """Append without letting anybody wait."""
    task = asyncio.get_running_loop().create_task(_append(node, draft))
    node.doors.tasks.add(task)
    task.add_done_callback(node.doors.tasks.discard)


async def _append(node: Node, draft: Draft) -> None:
    def job(tx: Tx) -> None:
        node.journal.append(tx, draft)

    try:
        await node.writer.write(job)
    except (StorageFull, StorageDown) as error:
        _log.warning("a refusal could not be written down: %s", error)
