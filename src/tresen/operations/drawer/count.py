"""Count the drawer blindly: the cashier says what is there and is not told what should be."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from tresen.core.cash import count_sum
from tresen.core.failures import Failure
from tresen.journal.entry import Draft, encode
from tresen.journal.read import entry_in_tx
from tresen.ledger import accounts
from tresen.operations.drawer.foreign_drawer import foreign_in_drawer, unknown_currency
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.store.connection import StorageDown, StorageFull
from tresen.store.writer import Refused, Tx


@dataclass(slots=True)
class Count:
    """A count as it is in the journal. `expected` is never shown before the closing."""

    till: str
    coins: dict[str, int]
    """Pieces by value in cents."""
    counted: int
    expected: int
    foreign: dict[str, int] = field(default_factory=dict)
    """Counted of other currencies, in their hundredths."""
    foreign_expected: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Counted:
    """What the cashier gets back."""

    id: str
    counted: int


decode_count = msgspec.json.Decoder(Count).decode


async def count(
    node: Node, actor: Actor, id: str, coins: Mapping[str, int], foreign: Mapping[str, int] | None = None
) -> Counted | Failure:
    """Write down a count of this till's drawer."""
    missing = check(node, actor, "close_day")
    if missing is not None:
        return missing
    till = node.masterdata.tills.get(actor.till)
    if till is None:
        return Failure("device_revoked", {})
    if any(not value.isdecimal() for value in coins):
        return Failure("count_faulty", {})
    counted = count_sum({int(value): pieces for value, pieces in coins.items()})
    if counted is None:
        return Failure("count_faulty", {})
    other = dict(foreign or {})
    if unknown_currency(node, other):
        return Failure("count_faulty", {})
    now = node.clock.now()
    day = node.business_day(node.shop_of(till), now)

    def job(tx: Tx) -> int:
        known = entry_in_tx(tx, id)
        if known is not None:
            first = decode_count(known.body) if known.kind == "count" else None
            if first is None or first.till != till.id or first.coins != dict(coins) or first.foreign != other:
                raise Refused(Failure("sale_differs", {}))
            return first.counted
        drawer = node.balances.of(accounts.drawer(till.id))
        body = encode(Count(till.id, dict(coins), counted, drawer, other, foreign_in_drawer(node, till.id)))
        node.journal.append(tx, Draft(id, "count", now, day, body, (), actor.staff, till.id))
        return counted

    try:
        return Counted(id, await node.writer.write(job))
    except Refused as refused:
        failure: Failure = refused.failure
        return failure
    except StorageFull:
        return Failure("storage_full", {})
    except StorageDown:
        return Failure("storage_down", {})
