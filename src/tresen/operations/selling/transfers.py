"""What a receipt moves: goods, money, points. Pure; every transfer is balanced because it has two ends."""

from tresen.core.quote import QuoteLine
from tresen.core.receipt import Receipt
from tresen.core.redeeming import VOUCHER_KINDS
from tresen.journal.entry import Transfer
from tresen.ledger import accounts
from tresen.ledger.use_accounts import USE, uses_of

CASH_KINDS = ("cash_in", "cash_out", "float", "difference")


def transfers_of(receipt: Receipt, place: str) -> tuple[Transfer, ...]:
    """Transfers of a sale, refund or exchange at a place. Training and aborts move nothing."""
    if receipt.type != "Beleg":
        return ()
    if receipt.kind in CASH_KINDS:
        return _transfers_of_cash(receipt)
    moved: list[Transfer] = []
    reason = receipt.kind
    for line in receipt.lines:
        if line.kind in VOUCHER_KINDS:
            owed = accounts.VOUCHERS if line.kind == "voucher" else accounts.SINGLE_VOUCHERS
            moved.append(_between(owed, voucher_account(line), line.amount, "EUR", "voucher"))
        elif line.quantity < 0 and not line.restock:
            moved.append(Transfer(accounts.CUSTOMER, accounts.LOSS, -line.quantity, line.unit, "return_not_restocked"))
        else:
            shelf = accounts.stock(place, line.article)
            quantity = line.quantity
            if quantity > 0:
                moved.append(Transfer(shelf, accounts.CUSTOMER, quantity, line.unit, reason))
            elif quantity < 0:
                moved.append(Transfer(accounts.CUSTOMER, shelf, -quantity, line.unit, reason))
    for tender in receipt.tenders:
        if tender.kind == "store_credit":  # what the shop owes the customer grows by a refund and is spent by a sale
            credit = accounts.credit(receipt.customer)
            moved.append(_between(credit, accounts.CREDITS, tender.amount, "EUR", reason))
        elif tender.kind == "voucher":
            moved.append(Transfer(accounts.voucher(tender.payment), accounts.VOUCHERS, tender.amount, "EUR", reason))
        else:
            moved.append(_between(accounts.CUSTOMER, _account_of(tender.kind, receipt), tender.amount, "EUR", reason))
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


def voucher_account(line: QuoteLine) -> str:
    """Where the value of a voucher stands that is sold, taken back or redeemed with a line."""
    code = line.voucher or line.barcode
    return accounts.voucher(code) if line.kind == "voucher" else accounts.single_voucher(line.article, code)


def _transfers_of_cash(receipt: Receipt) -> tuple[Transfer, ...]:
    """Cash into or out of the drawer. The opening balance (Anfangsbestand) only states what is already there."""
    drawer = accounts.drawer(receipt.till)
    case = receipt.lines[0].business_case
    if case == "Anfangsbestand" or not receipt.total:
        return ()
    others = {"Geldtransit": accounts.safe(receipt.shop), "DifferenzSollIst": accounts.COUNT}
    return (_between(others.get(case, accounts.OWNER), drawer, receipt.total, "EUR", receipt.kind),)


def _account_of(tender: str, receipt: Receipt) -> str:
    if tender == "cash":
        return accounts.drawer(receipt.till)
    return accounts.clearing(tender, receipt.till)


def _between(source: str, target: str, amount: int, unit: str, reason: str) -> Transfer:
    """A transfer of a signed amount: a negative one goes the other way."""
    if amount < 0:
        return Transfer(target, source, -amount, unit, reason)
    return Transfer(source, target, amount, unit, reason)
