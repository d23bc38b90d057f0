"""What an invoice says in words: how it was paid, and which receipt it belongs to. German, as the law it follows."""

from collections.abc import Iterable
from typing import Final

from tresen.core.money import format_cents
from tresen.core.receipt import Receipt, Tender

_MEANS: Final = {
    "cash": ("Bar", "10"),
    "card": ("Kartenzahlung", "ZZZ"),
    "voucher": ("Gutschein", "ZZZ"),
    "store_credit": ("Kundenguthaben", "ZZZ"),
    "on_account": ("Auf Rechnung", "1"),
}
"""By tender: word and code of UNTDID 4461. The codes for cards (48, 54, 55) oblige to name the card's number, which a
receipt has masked and an invoice need not tell; `ZZZ` is "as agreed"."""
ON_ACCOUNT: Final = "on_account"
_SET_OFF: Final = "Verrechnung mit Rückgabe"
_OTHER: Final = ("Verrechnung", "ZZZ")


def means_of(tenders: Iterable[Tender], total: int) -> tuple[str, str]:
    """How a receipt was paid, in words, and the code of the largest part.

    The words name amounts where they make up `total`; where goods that came back paid a part, they say so instead.
    """
    sums: dict[str, int] = {}
    for tender in tenders:
        if tender.amount:
            sums[tender.kind] = sums.get(tender.kind, 0) + tender.amount
    if not sums:
        return _OTHER
    code = _MEANS.get(max(sums, key=lambda kind: abs(sums[kind])), _OTHER)[1]
    paid = {kind: cents for kind, cents in sums.items() if kind != ON_ACCOUNT} or sums
    if abs(sum(sums.values())) != abs(total):
        return ", ".join([*(_MEANS.get(kind, _OTHER)[0] for kind in paid), _SET_OFF]), code
    words = [f"{_MEANS.get(kind, _OTHER)[0]} {format_cents(abs(cents), ',')} EUR" for kind, cents in paid.items()]
    return ", ".join(words), code


def receipt_name(receipt: Receipt) -> str:
    """The receipt as people and auditors name it."""
    return f"{receipt.till_serial}/{receipt.number}"


def receipt_note(receipt: Receipt, day: str) -> str:
    """Which receipt it belongs to, and that its VAT is the same and owed once."""
    return (
        f"Gehört zum Kassenbeleg {receipt.number} vom {day}, {receipt.till_name} (Seriennummer {receipt.till_serial}). "
        "Die Umsatzsteuer ist dieselbe wie auf diesem Kassenbeleg und wird nur einmal geschuldet."
    )
