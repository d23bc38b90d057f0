"""Open the day of a till: what is in the drawer is stated, a change of it goes to or comes from the safe."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tresen.core.cash import count_sum
from tresen.core.failures import Failure
from tresen.core.ids import is_id
from tresen.core.receipt import Receipt
from tresen.journal.entry import Draft, encode
from tresen.journal.read import entry_in_tx
from tresen.ledger import accounts
from tresen.masterdata.kinds import Till
from tresen.operations.drawer.move_cash import LIMIT, cash_receipt, intended_cash
from tresen.operations.node import Actor, Node, derived_id
from tresen.operations.rights import check
from tresen.operations.selling.settle import resume
from tresen.store import open_baskets
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
    """Begin a period. Sent again it answers as the first time; a till whose day is open otherwise says so."""
    till = node.masterdata.tills.get(actor.till)
    if till is None:
        return Failure("device_revoked", {})
    if not is_id(request.id):
        return Failure("bad_input", {"field": "id"})
    missing = check(node, actor, "open_day")
    if missing is not None:
        return missing
    async with node.turns.of(f"day:{till.id}"):
        try:
            return await _open(node, actor, till, request)
        except Refused as refused:
            failure: Failure = refused.failure
            return failure
        except StorageFull:
            return Failure("storage_full", {})
        except StorageDown:
            return Failure("storage_down", {})


async def _open(node: Node, actor: Actor, till: Till, request: OpeningRequest) -> DayState | Failure:
    known = await node.writer.write(lambda tx: entry_in_tx(tx, request.id))
    if known is not None and known.kind == "day_opened" and known.till == till.id:
        return await _book(node, till, request.id)
    if node.till_days.of(till.id).open:
        return Failure("day_already_open", {})
    counted = _counted(request)
    if isinstance(counted, Failure):
        return counted
    if not node.has_room():
        return Failure("storage_full", {})
    carried = node.balances.of(accounts.drawer(till.id))
    now = node.clock.now()
    draft = Draft(
        request.id, "day_opened", now, node.business_day(node.shop_of(till), now),
        encode({"float": counted, "coins": dict(request.coins), "carried": carried}), (), actor.staff, till.id,
    )  # fmt: skip
    movements = [intended_cash(receipt) for receipt in _movements(node, actor, request.id, carried, counted)]

    def job(tx: Tx) -> None:
        if node.till_days.of(till.id).open:
            raise Refused(Failure("day_already_open", {}))
        node.journal.append(tx, draft)
        for movement in movements:
            open_baskets.put(tx, movement)

    await node.writer.write(job)
    node.open |= {movement.id: movement for movement in movements}
    return await _book(node, till, request.id)


def _movements(node: Node, actor: Actor, id: str, carried: int, counted: int) -> list[Receipt]:
    """What is in the drawer already, and what comes from or goes to the safe."""
    made = []
    if carried:
        made.append(cash_receipt(
            node, actor, derived_id(id, "float"), "float", "Anfangsbestand", carried, "Anfangsbestand"
        ))  # fmt: skip
    if counted != carried:
        kind = "cash_in" if counted > carried else "cash_out"
        change = derived_id(id, "change")
        made.append(cash_receipt(node, actor, change, kind, "Geldtransit", counted - carried, "Wechselgeld"))
    return made


async def _book(node: Node, till: Till, id: str) -> DayState | Failure:
    """Turn what the opening intended into receipts; a crash in between is finished by `recover`."""
    for word in ("float", "change"):
        async with node.turns.of(derived_id(id, word)):
            movement = node.open.get(derived_id(id, word))
            booked = await resume(node, movement) if movement is not None else None
            if isinstance(booked, Failure):
                return booked
    node.bus.tell("state", till.id)
    return day_state(node, till.id)


def _counted(request: OpeningRequest) -> int | Failure:
    """Cents in the drawer as stated."""
    counted: int | None = request.amount
    if any(not value.isdecimal() for value in request.coins):
        return Failure("count_faulty", {})
    if request.coins:
        counted = count_sum({int(value): pieces for value, pieces in request.coins.items()})
    if counted is None:
        return Failure("count_faulty", {})
    return counted if 0 <= counted <= LIMIT else Failure("cash_limit", {"limit": LIMIT})


def day_state(node: Node, till: str) -> DayState:
    day = node.till_days.of(till)
    return DayState(day.open, day.opened_at, day.business_day, day.float, day.number)
