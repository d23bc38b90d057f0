"""What a receipt moves: goods, money, points. Pure; every transfer is balanced because it has two ends."""

from tresen.core.foreign_cash import EURO
from tresen.core.money_lines import CASES
from tresen.core.quote import QuoteLine
from tresen.core.receipt import Receipt, Tender
from tresen.core.redeeming import VOUCHER_KINDS
from tresen.journal.entry import Transfer
from tresen.ledger import accounts
from tresen.ledger.use_accounts import ORDER, USE, uses_of

HANDING_OVER = ("sale", "exchange")
CASH_KINDS = ("cash_in", "cash_out", "float", "difference")


def transfers_of(receipt: Receipt, place: str) -> tuple[Transfer, ...]:
    """Transfers of a sale, refund or exchange at a place. Training and aborts move nothing."""
    if receipt.type == "AVBestellung":
        return _transfers_of_order(receipt)
    if receipt.type == "AVSachbezug":
        return tuple([
            _between(accounts.stock(place, line.article), accounts.STAFF, line.quantity, line.unit, receipt.kind)
            for line in receipt.lines
        ])  # fmt: skip
    if receipt.type != "Beleg":
        return ()
    if receipt.kind in CASH_KINDS:
        return _transfers_of_cash(receipt)
    reason = receipt.kind
    moved = [transfer for line in receipt.lines for transfer in _transfers_of_line(receipt, line, place)]
    for tender in receipt.tenders:
        moved += _transfers_of_tender(receipt, tender)
    if receipt.order is not None and receipt.kind in HANDING_OVER:
        held = accounts.ordered(receipt.order.id, receipt.order.record)
        moved.append(Transfer(held, accounts.ORDERS, 1, ORDER, reason))
    for customer, points in receipt.points_taken:
        moved.append(_between(accounts.points(customer), accounts.PROGRAMME, points, "point", reason))
    earned = receipt.points + dict(receipt.points_taken).get(receipt.customer, 0)
    if earned and receipt.customer:
        moved.append(_between(accounts.PROGRAMME, accounts.points(receipt.customer), earned, "point", reason))
    for account in uses_of(receipt) if receipt.promotions else ():
        moved.append(Transfer(accounts.OFFERS, account, 1, USE, reason))
    for account, uses in receipt.uses_back:
        moved.append(_between(account, accounts.OFFERS, uses, USE, reason))
    return tuple(transfer for transfer in moved if transfer.amount)


def _transfers_of_order(receipt: Receipt) -> tuple[Transfer, ...]:
    """An order holds from its record on until it is handed over or taken back by another record."""
    note = receipt.order
    assert note is not None, "a record of an order says which"
    if note.basket is not None:
        held = accounts.ordered(note.id, receipt.id)
        return (Transfer(accounts.ORDERS, held, 1, ORDER, receipt.kind),)
    held = accounts.ordered(note.id, note.record)
    return (Transfer(held, accounts.ORDERS, 1, ORDER, receipt.kind),)


def _goods(place: str, article: str, quantity: int, unit: str, reason: str, *, restock: bool) -> Transfer:
    """Goods that go out, or come back to the shelf or into the bin."""
    if quantity < 0 and not restock:
        return Transfer(accounts.CUSTOMER, accounts.LOSS, -quantity, unit, "return_not_restocked")
    return _between(accounts.stock(place, article), accounts.CUSTOMER, quantity, unit, reason)


def voucher_account(line: QuoteLine) -> str:
    """Where the value of a voucher stands that is sold, taken back or redeemed with a line."""
    code = line.voucher or line.barcode
    return accounts.voucher(code) if line.kind == "voucher" else accounts.single_voucher(line.article, code)


def _transfers_of_line(receipt: Receipt, line: QuoteLine, place: str) -> list[Transfer]:
    """Goods from the shelf and back to it; vouchers and money change what the shop owes or is owed."""
    if line.kind in CASES:
        return _transfers_of_money(receipt, line)
    if line.kind in VOUCHER_KINDS:
        owed = accounts.VOUCHERS if line.kind == "voucher" else accounts.SINGLE_VOUCHERS
        return [_between(owed, voucher_account(line), line.amount, "EUR", "voucher")]
    if line.kind == "surcharge":
        return []
    restock, reason = line.restock, receipt.kind
    if line.components:  # a set is taken from the shelf part by part
        return [_goods(place, one.article, one.quantity, one.unit, reason, restock=restock) for one in line.components]
    return [_goods(place, line.article, line.quantity, line.unit, reason, restock=restock)]


def _transfers_of_tender(receipt: Receipt, tender: Tender) -> list[Transfer]:
    """How it was paid."""
    amount, reason = tender.amount, receipt.kind
    if tender.kind == "store_credit":  # what the shop owes the customer grows by a refund and is spent by a sale
        return [_between(accounts.credit(receipt.customer), accounts.CREDITS, amount, "EUR", reason)]
    if tender.kind == "voucher":
        return [Transfer(accounts.voucher(tender.payment), accounts.VOUCHERS, amount, "EUR", reason)]
    if tender.kind == "on_account":  # a refund names the sale whose open amount it lessens
        open_of = accounts.owed(tender.payment or receipt.id)
        return [
            _between(accounts.CUSTOMER, accounts.receivable(receipt.customer), amount, "EUR", reason),
            _between(accounts.OWED, open_of, amount, "EUR", reason),
        ]
    if tender.currency != EURO:
        amount = tender.foreign_amount
    return [_between(accounts.CUSTOMER, _account_of(tender.kind, receipt), amount, tender.currency, reason)]


def _transfers_of_money(receipt: Receipt, line: QuoteLine) -> list[Transfer]:
    """What a line of money changes beside its payment; with a negative amount it is taken back or used up."""
    if line.kind == "receivable":
        customer = accounts.receivable(receipt.customer)
        return [
            _between(customer, accounts.CUSTOMER, line.amount, "EUR", receipt.kind),
            _between(accounts.owed(line.article), accounts.OWED, line.amount, "EUR", receipt.kind),
        ]
    if line.kind == "down_payment":
        order = accounts.prepaid(line.article, line.return_receipt or receipt.id)
        return [_between(accounts.DOWN_PAYMENTS, order, line.amount, "EUR", receipt.kind)]
    if line.kind == "tip_staff":
        return [_between(accounts.TIPS, accounts.tips(line.article), line.amount, "EUR", receipt.kind)]
    return []


def _transfers_of_cash(receipt: Receipt) -> tuple[Transfer, ...]:
    """Cash into or out of the drawer. The opening balance (Anfangsbestand) only states what is already there."""
    drawer, tender = accounts.drawer(receipt.till), receipt.tenders[0]
    amount, unit = (receipt.total if tender.currency == EURO else tender.foreign_amount), tender.currency
    case = receipt.lines[0].business_case
    if case == "Anfangsbestand" or not amount:
        return ()
    if case == "TrinkgeldAN":  # what belonged to staff is handed to them
        staff = accounts.tips(receipt.lines[0].article)
        return (
            _between(accounts.STAFF, drawer, amount, unit, receipt.kind),
            _between(accounts.TIPS, staff, amount, unit, receipt.kind),
        )
    others = {"Geldtransit": accounts.safe(receipt.shop), "DifferenzSollIst": accounts.COUNT}
    return (_between(others.get(case, accounts.OWNER), drawer, amount, unit, receipt.kind),)


def _account_of(tender: str, receipt: Receipt) -> str:
    if tender == "cash":
        return accounts.drawer(receipt.till)
    return accounts.clearing(tender, receipt.till)


def _between(source: str, target: str, amount: int, unit: str, reason: str) -> Transfer:
    """A transfer of a signed amount: a negative one goes the other way."""
    if amount < 0:
        return Transfer(target, source, -amount, unit, reason)
    return Transfer(source, target, amount, unit, reason)
