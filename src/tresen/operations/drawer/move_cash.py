"""Cash in and out of a drawer: own receipts of type Beleg, signed like a sale (AEAO to §146a, own entries)."""

from dataclasses import dataclass
from typing import Final

from tresen.core import handing_out
from tresen.core.basket import Basket
from tresen.core.cash_case import case_of
from tresen.core.failures import Failure
from tresen.core.ids import is_id
from tresen.core.receipt import Receipt
from tresen.ledger import accounts
from tresen.operations.node import Actor, Answer, Node
from tresen.operations.rights import check
from tresen.operations.selling.circumstances import circumstances
from tresen.operations.selling.settle import known_receipt, repeated, resume, settle
from tresen.store.connection import StorageDown
from tresen.store.open_baskets import OpenBasket

CASES: Final = {
    "Geldtransit": ("cash_in", "cash_out"),
    "Privateinlage": ("cash_in",),
    "Privatentnahme": ("cash_out",),
    "Lohnzahlung": ("cash_out",),
    "Einzahlung": ("cash_in",),
    "Auszahlung": ("cash_out",),
}
"""DSFinV-K business cases of cash movements and the kinds they may have."""
LIMIT: Final = 10_000_000


@dataclass(slots=True)
class CashRequest:
    """Put cash in or take it out. The id is made by the till."""

    id: str
    amount: int
    """Cents, positive."""
    reason: str
    case: str = ""
    """DSFinV-K business case; empty: found from the reason."""
    note: str = ""


async def move_cash(node: Node, actor: Actor, kind: str, request: CashRequest) -> Answer | Failure:
    """Book cash in (`cash_in`) or out (`cash_out`) of this till's drawer."""
    assert kind in ("cash_in", "cash_out"), "one of the two directions"
    if not is_id(request.id):
        return Failure("bad_input", {"field": "id"})
    async with node.turns.of(request.id):
        try:
            first = await _first_answer(node, kind, request)
        except StorageDown:
            return Failure("storage_down", {})
        return await _move(node, actor, kind, request) if first is None else first


async def _first_answer(node: Node, kind: str, request: CashRequest) -> Answer | Failure | None:
    """What a repetition gets; None if the id is new."""
    open = node.open.get(request.id)
    if open is not None and open.state == "signing":
        resumed = await resume(node, open)
        if isinstance(resumed, Failure):
            return resumed
    known = await known_receipt(node, request.id)
    if known is None:
        return None
    same = known.kind == kind and abs(known.total) == request.amount
    return repeated(known) if same else Failure("sale_differs", {"receipt": known.id, "total": known.total})


async def _move(node: Node, actor: Actor, kind: str, request: CashRequest) -> Answer | Failure:
    missing = check(node, actor, kind)
    if missing is not None:
        return missing
    if not node.till_days.of(actor.till).open:
        return Failure("day_not_open", {})
    if not request.reason.strip():
        return Failure("reason_needed", {})
    if not 0 < request.amount <= LIMIT:
        return Failure("cash_limit", {"limit": LIMIT})
    case = request.case or case_of(request.reason, kind)
    if kind not in CASES.get(case, ()):
        return Failure("bad_input", {"field": "case"})
    if kind == "cash_out" and node.balances.of(accounts.drawer(actor.till)) < request.amount:
        return Failure("drawer_too_low", {"left": node.balances.of(accounts.drawer(actor.till))})
    if not node.has_room():
        return Failure("storage_full", {})
    amount = request.amount if kind == "cash_in" else -request.amount
    made = cash_receipt(node, actor, request.id, kind, case, amount, request.reason, request.note)
    return await settle(node, OpenBasket(made.id, made.till, Basket(made.id), made.started_at), made, True)


async def book_cash(
    node: Node, actor: Actor, id: str, kind: str, case: str, amount: int, reason: str,
    foreign: tuple[str, int] | None = None,
) -> Answer | Failure:  # fmt: skip
    """Book what opening or closing a day asks for, once; `amount` signed, positive into the drawer."""
    async with node.turns.of(id):
        open = node.open.get(id)
        if open is not None and open.state == "signing":
            return await resume(node, open)
        known = await known_receipt(node, id)
        if known is not None:
            return repeated(known)
        made = cash_receipt(node, actor, id, kind, case, amount, reason, foreign=foreign)
        return await settle(node, OpenBasket(id, made.till, Basket(id), made.started_at), made, False)


def intended_cash(receipt: Receipt) -> OpenBasket:
    """A cash movement as it is kept until its receipt is in the journal."""
    return OpenBasket(
        receipt.id, receipt.till, Basket(receipt.id), receipt.started_at, "signing",
        intention={"receipt": receipt, "print": False},
    )  # fmt: skip


def cash_receipt(
    node: Node, actor: Actor, id: str, kind: str, case: str, amount: int, reason: str, note: str = "",
    foreign: tuple[str, int] | None = None,
) -> Receipt:  # fmt: skip
    """The receipt of a cash movement; `amount` signed, positive into the drawer."""
    till = node.masterdata.tills[actor.till]
    now = node.clock.now()
    day = node.business_day(node.shop_of(till), now)
    at = circumstances(node, till, actor.staff, actor.staff_name, day, now, id)
    at.approved_by, at.approved_by_name = actor.approved_by, actor.approved_by_name
    return handing_out.cash_receipt(id, kind, case, amount, reason, note, at, foreign)
