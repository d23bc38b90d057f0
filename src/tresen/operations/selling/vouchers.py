"""Vouchers: sold with a code of their own, redeemed as far as their value reaches.

A multi-purpose voucher is a tender and has no VAT when it is sold (§3(15) UStG). A single-purpose voucher is taxed when
it is sold (§3(14) UStG) and redeemed as a line of the basket (see `tresen.core.redeeming`). Whoever brings one back that
was sold here gets its price back as long as nothing was spent of it.

The code is a keyed hash of receipt and line, so it cannot be guessed and needs no table; what is left on a voucher is
the balance of its account.
"""

import base64
from dataclasses import dataclass
from typing import Final

from tresen.core.failures import Failure
from tresen.core.quote import QuoteLine
from tresen.core.receipt import Receipt
from tresen.core.redeeming import REDEEMED, VOUCHER_KINDS, spaced
from tresen.ledger import accounts
from tresen.operations.node import Node
from tresen.operations.selling.transfers import voucher_account

LENGTH: Final = 16


@dataclass(slots=True)
class VoucherState:
    """What a voucher is worth now, cents."""

    code: str
    left: int
    article: str = ""
    """For a single-purpose voucher the article it was sold as: it is redeemed as a line; empty: it is a tender."""
    name: str = ""


def name_vouchers(node: Node, receipt: str, lines: tuple[QuoteLine, ...]) -> None:
    """Give every voucher that is sold its code; it is printed with the line's name. One that comes back keeps its own."""
    for line in lines:
        if line.kind not in VOUCHER_KINDS or line.business_case == REDEEMED:
            continue
        if line.return_receipt:
            line.barcode = line.voucher = code_for(node, line.return_receipt, line.return_line)
        elif line.amount > 0:
            line.barcode = line.voucher = code_for(node, receipt, line.n)
            line.name = f"{line.name} {spaced(line.voucher)}"


def code_for(node: Node, receipt: str, line: int) -> str:
    """Sixteen letters and digits (80 bits)."""
    return base64.b32encode(node.keyed(f"voucher {receipt} {line}")[:10]).decode()


def plain(text: str) -> str:
    """A code as typed or scanned, without spaces and dashes, in capitals."""
    return "".join(sign for sign in text.upper() if sign.isalnum())[:40]


def voucher_state(node: Node, text: str) -> VoucherState | Failure:
    """What is left on a voucher."""
    code = plain(text)
    if len(code) != LENGTH:
        return Failure("voucher_unknown", {})
    account = accounts.voucher(code)
    if node.balances.knows(account):
        return VoucherState(code, node.balances.of(account))
    for article in node.masterdata.single_vouchers:
        account = accounts.single_voucher(article, code)
        if node.balances.knows(account):
            return VoucherState(code, node.balances.of(account), article, node.masterdata.priced[article].name)
    return Failure("voucher_unknown", {})


def voucher_refusal(node: Node, receipt: Receipt) -> Failure | None:
    """Why the receipt's vouchers cannot pay what they should; asked in the writer, so none is spent twice."""
    wanted: dict[str, int] = {}
    for tender in receipt.tenders:
        if tender.kind == "voucher":
            wanted[tender.payment] = wanted.get(tender.payment, 0) + tender.amount
    for code, amount in wanted.items():
        state = voucher_state(node, code)
        if isinstance(state, Failure):
            return state
        if state.article:
            return Failure("voucher_is_line", {})
        if amount > state.left:
            return Failure("voucher_too_low", {"left": state.left})
    return _line_refusal(node, receipt)


def _line_refusal(node: Node, receipt: Receipt) -> Failure | None:
    """Why a voucher cannot be redeemed as a line or taken back."""
    if receipt.type != "Beleg":
        return None
    for line in receipt.lines:
        if line.kind not in VOUCHER_KINDS or line.amount >= 0:
            continue
        left = node.balances.of(voucher_account(line))
        if line.business_case != REDEEMED:
            if left < -line.amount:
                return Failure("voucher_not_returnable", {"left": max(left, 0)})
        elif not node.balances.knows(voucher_account(line)):
            return Failure("voucher_unknown", {})
        elif left < -line.amount:
            return Failure("voucher_too_low", {"left": max(left, 0)})
    return None
