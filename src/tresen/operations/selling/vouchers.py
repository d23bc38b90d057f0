"""Multi-purpose vouchers: sold with a code of their own, redeemed as far as their value reaches (§3(15) UStG: no VAT yet).

The code is a keyed hash of receipt and line, so it cannot be guessed and needs no table; what is left on a voucher is
the balance of its account.
"""

import base64
from dataclasses import dataclass
from typing import Final

from tresen.core.failures import Failure
from tresen.core.quote import QuoteLine
from tresen.core.receipt import Receipt
from tresen.ledger import accounts
from tresen.operations.node import Node

LENGTH: Final = 16


@dataclass(slots=True)
class VoucherState:
    """What a voucher is worth now, cents."""

    code: str
    left: int


def name_vouchers(node: Node, receipt: str, lines: tuple[QuoteLine, ...]) -> None:
    """Give every voucher that is sold its code; it is printed with the line's name."""
    for line in lines:
        if line.kind == "voucher" and line.amount > 0:
            line.barcode = code_for(node, receipt, line.n)
            line.name = f"{line.name} {spaced(line.barcode)}"


def code_for(node: Node, receipt: str, line: int) -> str:
    """Sixteen letters and digits (80 bits)."""
    return base64.b32encode(node.keyed(f"voucher {receipt} {line}")[:10]).decode()


def spaced(code: str) -> str:
    """As people read it: `ABCD-EFGH-IJKL-MNOP`."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def plain(text: str) -> str:
    """A code as typed or scanned, without spaces and dashes, in capitals."""
    return "".join(sign for sign in text.upper() if sign.isalnum())[:40]


def voucher_state(node: Node, text: str) -> VoucherState | Failure:
    """What is left on a voucher."""
    code = plain(text)
    account = accounts.voucher(code)
    if len(code) != LENGTH or not node.balances.knows(account):
        return Failure("voucher_unknown", {})
    return VoucherState(code, node.balances.of(account))


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
        if amount > state.left:
            return Failure("voucher_too_low", {"left": state.left})
    return None
