"""Count a drawer on the spot while somebody looks on: the target is of this very moment, and nothing is corrected."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from tresen.core.cash import count_sum
from tresen.core.failures import Failure
from tresen.journal.entry import Draft, encode
from tresen.journal.read import entry_in_tx
from tresen.ledger import accounts
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.writing import written
from tresen.store.writer import Refused, Tx


@dataclass(slots=True)
class CashCheck:
    """A cash check as it is in the journal. Cents; `coins`: pieces by value, empty if one amount was given."""

    till: str
    coins: dict[str, int]
    counted: int
    expected: int
    present: str = ""
    """Who looked on, as the office wrote it."""


decode_cash_check = msgspec.json.Decoder(CashCheck).decode


@dataclass(slots=True, frozen=True)
class CashCheckRequest:
    """`amount` counts if no coins are given."""

    id: str
    till: str
    coins: Mapping[str, int]
    amount: int = 0
    present: str = ""


async def check_cash(node: Node, actor: Actor, request: CashCheckRequest) -> CashCheck | Failure:
    """Write down what was counted and what should have been there. A repetition gets the first answer."""
    missing = check(node, actor, "fiscal")
    if missing is not None:
        return missing
    till = node.masterdata.tills.get(request.till)
    if till is None:
        return Failure("till_not_found", {})
    counted = _counted(request)
    present = " ".join(request.present.split())[:100]
    if counted is None:
        return Failure("count_faulty", {})
    now = node.clock.now()
    day = node.business_day(node.shop_of(till), now)

    def job(tx: Tx) -> CashCheck:
        known = entry_in_tx(tx, request.id)
        if known is not None:
            first = decode_cash_check(known.body) if known.kind == "cash_check" else None
            if first is None or (first.till, first.counted) != (till.id, counted):
                raise Refused(Failure("sale_differs", {}))
            return first
        found = CashCheck(till.id, dict(request.coins), counted, node.balances.of(accounts.drawer(till.id)), present)
        draft = Draft(
            request.id, "cash_check", now, day, encode(found), (), actor.staff, till.id, subject=f"till:{till.id}"
        )
        node.journal.append(tx, draft)
        return found

    return await written(node, job)


def _counted(request: CashCheckRequest) -> int | None:
    if not request.coins:
        return request.amount if request.amount >= 0 else None
    if any(not value.isdecimal() for value in request.coins):
        return None
    return count_sum({int(value): pieces for value, pieces in request.coins.items()})
