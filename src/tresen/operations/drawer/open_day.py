"""Open the day of a till: what is in the drawer is stated, a change of it goes to or comes from the safe."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tresen.core.cash import count_sum
from tresen.core.failures import Failure
from tresen.journal.entry import Draft, encode
from tresen.ledger import accounts
from tresen.operations.drawer.move_cash import LIMIT, book_cash
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.store.connection import StorageDown, StorageFull
from tresen.store.writer import Refused, Tx


@dataclass(slots=True)
class OpeningRequest:
    """How much is in the drawer: counted by coin and note (value in cents: pieces), or as one amount."""

    id: str
    coins: Mapping[str, int] = field(default_factory=dict)
    amount: int = 0


@dataclass(slots=True)
class DayState:
    """What the till shows about its day."""

    open: bool
    opened_at: int
    business_day: str
    float: int
    number: int
    """Z number of the last closing."""


async def open_day(node: Node, actor: Actor, request: OpeningRequest) -> DayState | Failure:
    """Begin a period. Repeating it is harmless; a till whose day is open says so."""
    till = node.masterdata.tills.get(actor.till)
    if till is None:
        return Failure("device_revoked", {})
    missing = check(node, actor, "open_day")
    if missing is not None:
        return missing
    if node.till_days.of(till.id).open:
        return Failure("day_already_open", {})
    counted = _counted(request)
    if isinstance(counted, Failure):
        return counted
    if not node.has_room():
        return Failure("storage_full", {})
    carried = node.balances.of(accounts.drawer(till.id))
    shop = node.shop_of(till)
    now = node.clock.now()
    draft = Draft(
        request.id, "day_opened", now, node.business_day(shop, now),
        encode({"float": counted, "coins": dict(request.coins), "carried": carried}), (), actor.staff, till.id,
    )  # fmt: skip

    def job(tx: Tx) -> None:
        if node.till_days.of(till.id).open:
            raise Refused(Failure("day_already_open", {}))
        node.journal.append(tx, draft)

    try:
        await node.writer.write(job)
    except Refused as refused:
        failure: Failure = refused.failure
        return failure
    except StorageFull:
        return Failure("storage_full", {})
    except StorageDown:
        return Failure("storage_down", {})
    if carried:
        await book_cash(node, actor, node.ids.new(), "float", "Anfangsbestand", carried, "Anfangsbestand", "", False)
    if counted != carried:
        kind = "cash_in" if counted > carried else "cash_out"
        await book_cash(node, actor, node.ids.new(), kind, "Geldtransit", counted - carried, "Wechselgeld", "", False)
    node.bus.tell("state", till.id)
    return day_state(node, till.id)


def _counted(request: OpeningRequest) -> int | Failure:
    """Cents in the drawer as stated."""
    counted: int | None = request.amount
    if request.coins:
        counted = count_sum({int(value): pieces for value, pieces in request.coins.items() if value.isdigit()})
    if counted is None:
        return Failure("count_faulty", {})
    return counted if 0 <= counted <= LIMIT else Failure("cash_limit", {"limit": LIMIT})


def day_state(node: Node, till: str) -> DayState:
    day = node.till_days.of(till)
    return DayState(day.open, day.opened_at, day.business_day, day.float, day.number)
