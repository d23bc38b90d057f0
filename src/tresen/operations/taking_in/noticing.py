"""What deviates at once, seen in the writer while a receipt is taken in. Nothing here refuses it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from tresen.core.quote import Quote
from tresen.core.receipt import Receipt
from tresen.journal.read import entry_in_tx
from tresen.ledger import accounts
from tresen.ledger.receipts import receipt_of
from tresen.ledger.use_accounts import USE, limits_of
from tresen.operations.node import Actor, Node
from tresen.operations.rights import acts_in, right, right_of
from tresen.operations.taking_in.handed_out import HandedOut, RaisedDeviation
from tresen.operations.taking_in.soundness import SALES
from tresen.store.writer import Tx

TOLERANCE: Final = 5 * 60_000
"""So far a clock may be off."""


@dataclass(slots=True, frozen=True)
class Clock:
    """`late`: what must be added to the receipt's moments; `off`: by how much the device's clock is wrong."""

    late: int
    off: int


def clock_of(item: HandedOut, now: int) -> Clock:
    """How the till's clock stood beside the node's when the item was sent."""
    device = item.device_now or item.sent_at
    if not device:  # out of a rescue file: nobody can say how the clock stood, but nothing was handed out in the future
        ahead = max(item.receipt.finished_at - now, 0)
        return Clock(-ahead, ahead) if ahead > TOLERANCE else Clock(0, 0)
    shown = device + item.clock_offset if item.clock_offset is not None else item.sent_at or device
    late, off = now - shown, device - now
    ahead = item.receipt.finished_at + late - now
    late -= max(ahead, 0)  # nothing was handed out in the future
    if max(abs(now - shown), abs(off)) <= TOLERANCE:
        return Clock(0, 0) if item.receipt.finished_at <= now + TOLERANCE else Clock(late, ahead)
    return Clock(late if abs(late) > TOLERANCE else 0, off if abs(off) > TOLERANCE else -late)


def since_opening(clock: Clock, finished_at: int, opened_at: int) -> Clock:
    """A clock that jumped ahead says of older receipts, too, that they were made earlier than they were. What bears a moment
    of the open day was not handed out before that day was opened."""
    early = opened_at - finished_at - clock.late
    if clock.late < 0 < early and finished_at >= opened_at:
        return replace(clock, late=min(clock.late + early, 0))
    return clock


def noticed(node: Node, tx: Tx, item: HandedOut, clock: Clock) -> Iterator[RaisedDeviation]:
    """Everything that differs now and here."""
    receipt = item.receipt
    if clock.off:
        yield RaisedDeviation("clock_wrong", {"minutes": (abs(clock.off) + 30_000) // 60_000})
    staff = node.masterdata.staff.get(receipt.staff)
    if staff is None or not staff.active:
        yield RaisedDeviation("staff_unknown", {"name": receipt.staff_name or receipt.staff})
    for line in receipt.lines:
        if line.article and line.article not in node.masterdata.priced:
            yield RaisedDeviation("article_unknown", {"name": line.name or line.article})
            break
    if staff is not None:
        yield from _missing_rights(node, item, staff.role)
    if receipt.type == "Beleg":
        yield from _limits(node, receipt)
        yield from _overdrawn(node, receipt)
        yield from _used_up(node, receipt)
        yield from _returned(node, tx, receipt)


def _missing_rights(node: Node, item: HandedOut, role: str) -> Iterator[RaisedDeviation]:
    receipt = item.receipt
    approved = []
    for note in item.approvals[:20]:
        approver = node.masterdata.staff.get(note.staff)
        if approver is not None and approver.active and right(node, approver.role, "approve") == "allow":
            approved.append(note.act)
    actor = Actor(receipt.staff, receipt.staff_name, role, receipt.till, approved_acts=tuple(approved))
    if receipt.kind in SALES:
        shown = Quote(receipt.lines, receipt.taxes, receipt.total, receipt.savings, receipt.points, 0)
        wanted = ("sell", *acts_in(item.basket, shown))
    else:
        wanted = ("open_day" if receipt.kind == "float" else receipt.kind,)
    for act in wanted:
        state = right_of(node, actor, act)
        if state == "deny" or (state == "approve" and act not in actor.approved_acts):
            yield RaisedDeviation("right_missing", {"act": act})
            return


def _limits(node: Node, receipt: Receipt) -> Iterator[RaisedDeviation]:
    """What the office allows without the node (see the settings); the first limit that was exceeded."""
    limits = node.masterdata.settings.offline
    if receipt.kind not in SALES:
        return
    paid: dict[str, int] = {}
    for tender in receipt.tenders:
        paid[tender.kind] = paid.get(tender.kind, 0) + max(tender.amount, 0)
    asked = (
        ("active", 0 if limits.active else -1, max(0, receipt.total)),
        ("total", limits.cash_limit_total or -2, receipt.total),
        ("voucher", limits.voucher_limit, paid.get("voucher", 0)),
        ("store_credit", limits.store_credit_limit, paid.get("store_credit", 0)),
        ("card", limits.card_external_limit, _noted_by_hand(node, receipt)),
    )
    for name, limit, amount in asked:
        allowed = max(limit, 0)
        if (name == "active" and limit < 0) or (name != "active" and limit >= 0 and amount > allowed):
            yield RaisedDeviation("limit_exceeded", {"amount_limit": allowed, "amount_till": amount, "limit": name})
            return


def _noted_by_hand(node: Node, receipt: Receipt) -> int:
    """Paid at a terminal that the node does not know of."""
    known = {id for id, payment in node.payments.items() if payment.basket == receipt.id}
    return sum(tender.amount for tender in receipt.tenders if tender.kind == "card" and tender.payment not in known)


def _overdrawn(node: Node, receipt: Receipt) -> Iterator[RaisedDeviation]:
    vouchers: dict[str, int] = {}
    credit = 0
    for tender in receipt.tenders:
        if tender.kind == "voucher":
            vouchers[tender.payment] = vouchers.get(tender.payment, 0) + tender.amount
        elif tender.kind == "store_credit":
            credit += tender.amount
    for code, amount in vouchers.items():
        left = node.balances.of(accounts.voucher(code))
        if amount > left:
            yield RaisedDeviation("voucher_overdrawn", {"code": code, "amount_till": amount, "amount_node": left})
            break
    left = node.balances.of(accounts.credit(receipt.customer))
    if credit > max(left, 0):
        yield RaisedDeviation("credit_overdrawn", {"amount_till": credit, "amount_node": left})


def _used_up(node: Node, receipt: Receipt) -> Iterator[RaisedDeviation]:
    """Codes and promotions that had been used as often as they may."""
    for account, limit in limits_of(receipt).items() if receipt.promotions else ():
        if node.balances.of(account, USE) >= limit:
            named = next(
                (one.promotion.name for one in receipt.promotions if one.code and account.endswith(one.code)), ""
            )
            yield RaisedDeviation("coupon_used_twice", {"code": named or account.partition(":")[2]})
            return


def _returned(node: Node, tx: Tx, receipt: Receipt) -> Iterator[RaisedDeviation]:
    """More came back than was sold, or the sale is not here (yet)."""
    for id in receipt.refers_to:
        entry = entry_in_tx(tx, id)
        if entry is None or entry.kind != "receipt":
            yield RaisedDeviation("sale_unknown", {"sale": id})
            continue
        sold = {line.n: line for line in receipt_of(entry.body, entry.counter).lines}
        back = node.receipts.returned_in_tx(tx, id)
        for line in receipt.lines:
            if line.return_receipt == id:
                known = back.get(line.return_line, (0, 0))
                back[line.return_line] = (known[0] - line.quantity, known[1] - line.amount)
        for n, (quantity, amount) in sorted(back.items()):
            if n not in sold or quantity > sold[n].quantity or amount > sold[n].amount:
                yield RaisedDeviation("returned_twice", {"sale": id, "line": n})
                break
