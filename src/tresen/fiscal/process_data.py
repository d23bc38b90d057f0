"""The text a TSE signs for a receipt: processData of `Kassenbeleg-V1` (DSFinV-K annex I), written and read.

`Beleg^75.33_7.99_0.00_0.00_0.00^10.00:Bar_64.30:Unbar`: type, five gross sums by VAT group, sums of cash and non-cash
payments. Amounts are cents here and have exactly two decimals there.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

RECEIPT: Final = "Kassenbeleg-V1"
"""processType of everything this module writes."""

ORDER: Final = "Bestellung-V1"
OTHER: Final = "SonstigerVorgang"

TYPES: Final = frozenset(
    {
        "Beleg",
        "AVTransfer",
        "AVBestellung",
        "AVTraining",
        "AVBelegstorno",
        "AVBelegabbruch",
        "AVSachbezug",
        "AVSonstige",
        "AVRechnung",
    }
)
"""The nine BON_TYP of DSFinV-K."""

_ABORT: Final = "AVBelegabbruch^0.00_0.00_0.00_0.00_0.00^"
_FIRST_FREE_KEY: Final = 1000
_NO_SLOTS: Final[Mapping[int, int]] = {}


def _slots_of_reserved_keys() -> dict[int, int]:
    """Keys 1 to 8, and the historical two-digit keys, which go into the slot of their last digit."""
    slots = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 5, 7: 5, 8: 5}
    for tens in range(10, 100, 10):
        slots.update({tens + digit: digit for digit in (1, 2, 3, 4)})
    return slots


_SLOT: Final = _slots_of_reserved_keys()


class BadProcessData(ValueError):
    """The text does not follow the grammar; the message says where."""


@dataclass(slots=True, frozen=True)
class PaymentSum:
    """The sum of all cash, or of all non-cash, payments in one currency. `amount` in cents of that currency."""

    is_cash: bool
    amount: int
    currency: str = "EUR"


@dataclass(slots=True, frozen=True)
class ProcessData:
    """What a processData text says."""

    type: str
    amounts: tuple[int, int, int, int, int]
    """Gross cents of slot 1 (general), 2 (reduced), 3 and 4 (averages of §24 UStG), 5 (no tax)."""
    payments: tuple[PaymentSum, ...]


def slot_of(tax_key: int, own_slots: Mapping[int, int] = _NO_SLOTS) -> int:
    """The slot, 1 to 5, of a VAT key. Free keys (from 1000) go to slot 5 unless `own_slots` says otherwise.

    Raises ValueError for a key below 1000 that DSFinV-K annex 2 does not know: no sale may be signed with it.
    """
    slot = _SLOT.get(tax_key)
    if slot is not None:
        return slot
    if tax_key >= _FIRST_FREE_KEY:
        return own_slots.get(tax_key, 5)
    raise ValueError(f"VAT key {tax_key} is reserved and unknown")


def _written(cents: int) -> str:
    if cents >= 0:
        return f"{cents // 100}.{cents % 100:02d}"
    return f"-{-cents // 100}.{-cents % 100:02d}"


def receipt_process_data(
    receipt_type: str,
    amounts: Mapping[int, int],
    tenders: Iterable[tuple[bool, int, str]],
    own_slots: Mapping[int, int] = _NO_SLOTS,
) -> str:
    """Write the processData of a receipt.

    `amounts`: gross cents by VAT key, exactly as printed. `tenders`: (is it cash, cents, currency code); payments of
    one kind and currency are added up, sums of zero are dropped, the order is cash before non-cash, EUR before others.
    Raises ValueError for an unknown type or reserved VAT key (both are bugs of the caller).
    """
    if receipt_type not in TYPES:
        raise ValueError(f"{receipt_type!r} is no BON_TYP")
    slots = [0, 0, 0, 0, 0]
    for key, cents in amounts.items():
        slots[slot_of(key, own_slots) - 1] += cents
    sums: dict[tuple[bool, bool, str], int] = {}
    for is_cash, cents, currency in tenders:
        order = (not is_cash, currency != "EUR", currency)
        sums[order] = sums.get(order, 0) + cents
    payments = []
    for order in sorted(sums) if len(sums) > 1 else sums:
        cents = sums[order]
        if cents:
            kind = ":Unbar" if order[0] else ":Bar"
            payments.append(_written(cents) + (f"{kind}:{order[2]}" if order[1] else kind))
    written = "_".join([_written(cents) if cents else "0.00" for cents in slots])
    return f"{receipt_type}^{written}^{'_'.join(payments)}"


def abort_process_data() -> str:
    """The text for a sale that was started and given up: `AVBelegabbruch`, zeros, no payment."""
    return _ABORT


_AMOUNT: Final = re.compile(r"(-?)(0|[1-9][0-9]{0,14})\.([0-9]{2})")
_PAYMENT: Final = re.compile(r"(?P<amount>[^:_^]*):(?P<kind>Bar|Unbar)(?::(?P<currency>[A-Z]{3}))?")


def _read_amount(text: str) -> int:
    found = _AMOUNT.fullmatch(text)
    if found is None or text == "-0.00":
        raise BadProcessData(f"{text!r} is no amount: digits without superfluous zeros, a point, two digits")
    cents = int(found[2]) * 100 + int(found[3])
    return -cents if found[1] else cents


def _read_payment(text: str) -> PaymentSum:
    found = _PAYMENT.fullmatch(text)
    if found is None:
        raise BadProcessData(f"{text!r} is no payment: amount, `:Bar` or `:Unbar`, and a currency other than EUR")
    if found["currency"] == "EUR":
        raise BadProcessData("EUR is never written")
    amount = _read_amount(found["amount"])
    if amount == 0:
        raise BadProcessData("a payment of 0.00 is left out")
    return PaymentSum(found["kind"] == "Bar", amount, found["currency"] or "EUR")


def _order(payment: PaymentSum) -> tuple[bool, bool, str]:
    return (not payment.is_cash, payment.currency != "EUR", payment.currency)


def parse_process_data(text: str) -> ProcessData:
    """Read a processData of `Kassenbeleg-V1` strictly: what this accepts is what an auditor's software accepts.

    Raises BadProcessData with the reason. A valid signature does not prove a valid text, so both are checked.
    """
    parts = text.split("^")
    if len(parts) != 3:
        raise BadProcessData("there must be exactly two `^`")
    receipt_type, written, paid = parts
    if receipt_type not in TYPES:
        raise BadProcessData(f"{receipt_type!r} is no BON_TYP")
    amounts = [_read_amount(amount) for amount in written.split("_")]
    if len(amounts) != 5:
        raise BadProcessData(f"there must be five amounts, not {len(amounts)}")
    payments = tuple(_read_payment(payment) for payment in paid.split("_")) if paid else ()
    orders = [_order(payment) for payment in payments]
    if any(before >= after for before, after in pairwise(orders)):
        raise BadProcessData("payments are added up and ordered: Bar, Bar foreign, Unbar, Unbar foreign")
    if receipt_type == "AVBelegabbruch" and (payments or any(amounts)):
        raise BadProcessData("an abort has no amounts and no payments")
    one, two, three, four, five = amounts
    return ProcessData(receipt_type, (one, two, three, four, five), payments)
