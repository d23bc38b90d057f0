"""The rows of a closing: one for each business case and VAT key, one for each way of paying that is no cash.

Gross amounts on accounts that compute their VAT themselves; the signed sum on the cash account is what the drawer's
content changed by. The opening balance is no row: that money was in the drawer before.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tresen.fiscal.business_cases import CaseSum
from tresen.fiscal.closing import PaymentTotal
from tresen.fiscal.datev.settings import DatevSettings

LONGEST_TEXT: Final = 60
_OPENING: Final = "Anfangsbestand"
_PAYMENT_ROLES: Final = {
    "ECKarte": "debit_card",
    "Kreditkarte": "credit_card",
    "ElZahlungsdienstleister": "online",
    "Guthabenkarte": "stored_value",
    "Unbar": "other_payment",
}
_CASE_ROLES: Final = {
    "TrinkgeldAN": "staff_tips",
    "MehrzweckgutscheinKauf": "multi_voucher",
    "MehrzweckgutscheinEinloesung": "multi_voucher",
    "Forderungsentstehung": "receivables",
    "Forderungsaufloesung": "receivables",
    "Privatentnahme": "private_out",
    "Privateinlage": "private_in",
    "Geldtransit": "transit",
    "Lohnzahlung": "wages",
    "Einzahlung": "other_in",
    "Auszahlung": "other_out",
}
_PREPAID: Final = ("Anzahlungseinstellung", "Anzahlungsaufloesung")
_DEPOSIT: Final = ("Pfand", "PfandRueckzahlung")
_OLD_KEYS: Final = {11: 1, 12: 2}
"""Keys of rates that were given up and are the same rate as a key of today: same account."""
_OWN_KEYS: Final = 1000
"""From here on keys are the shop's own: margin scheme."""


class AccountMissing(Exception):
    """No account is known for a role; the message is the role."""


@dataclass(slots=True, frozen=True)
class ClosingSums:
    """What is posted of a closing."""

    till: str
    till_name: str
    number: int
    """Z number."""
    day: str
    """Business day, YYYY-MM-DD."""
    cases: tuple[CaseSum, ...]
    payments: tuple[PaymentTotal, ...]
    small_business: bool = False


@dataclass(slots=True, frozen=True)
class BatchRow:
    """A row of the batch. `amount`: cents, positive; `debit`: on the side Soll of `account`."""

    amount: int
    debit: bool
    account: str
    contra: str
    day: str
    voucher: str
    """Belegfeld 1."""
    text: str
    reversal: bool = False
    """Generalumkehr."""

    @property
    def signed(self) -> int:
        """As it changes the balance of `account`, debit positive."""
        return self.amount if self.debit != self.reversal else -self.amount


def rows_of(closing: ClosingSums, settings: DatevSettings, *, reversal: bool = False) -> list[BatchRow]:
    """All rows of a closing. Raises AccountMissing."""
    main = settings.account("cash" if settings.card == "cash" else "interim")
    if not main:
        raise AccountMissing("cash" if settings.card == "cash" else "interim")
    made = []
    for (role, text), amount in _case_amounts(closing).items():
        made.append((main, role, amount, text))
    for payment in closing.payments:
        if payment.type in _PAYMENT_ROLES:
            text = f"{payment.type} {payment.name}".strip()
            made.append((main, _PAYMENT_ROLES[payment.type], -payment.amount, text))
    if settings.card == "interim":
        cash = sum(payment.amount for payment in closing.payments if payment.type == "Bar") - _opening(closing.cases)
        made.append((main, "cash", -cash, "Bargeld"))
    return [
        _row_of(closing, settings, account, role, amount, text, reversal=reversal)
        for account, role, amount, text in made
        if amount
    ]


def _opening(cases: Iterable[CaseSum]) -> int:
    return sum(case.gross for case in cases if case.type == _OPENING)


def _case_amounts(closing: ClosingSums) -> dict[tuple[str, str], int]:
    """Signed cents into the drawer, by role and text."""
    amounts: dict[tuple[str, str], int] = {}
    for case in closing.cases:
        if case.type == _OPENING:
            continue
        place = (_role(case, small_business=closing.small_business), _text(case))
        amounts[place] = amounts.get(place, 0) + case.gross
    return amounts


def _role(case: CaseSum, *, small_business: bool) -> str:
    if case.type == "DifferenzSollIst":
        return "surplus" if case.gross > 0 else "shortage"
    if case.agency:
        return "agency"
    if case.type in _CASE_ROLES:
        return _CASE_ROLES[case.type]
    key = _OLD_KEYS.get(case.tax_key, case.tax_key)
    if case.type in _PREPAID:
        return f"prepaid_{key}"
    if small_business and key == 6:
        return "small_business"
    if key >= _OWN_KEYS:
        return "margin"
    return f"deposit_{key}" if case.type in _DEPOSIT and key in (1, 2) else f"revenue_{key}"


def _text(case: CaseSum) -> str:
    vat = f" USt-Schlüssel {case.tax_key}" if case.vat or case.tax_key != 5 else ""
    return f"{case.type}{f' {case.name}' if case.name else ''}{vat}"


def _row_of(
    closing: ClosingSums, settings: DatevSettings, account: str, role: str, amount: int, text: str, *, reversal: bool
) -> BatchRow:
    contra = settings.account(role)
    if not contra:
        raise AccountMissing(role)
    whole = f"{text}, {closing.till_name} Z{closing.number}"
    return BatchRow(
        abs(amount), amount > 0, account, contra, closing.day, _voucher(closing), whole[:LONGEST_TEXT], reversal
    )


def _voucher(closing: ClosingSums) -> str:
    """Till and Z number in the characters that Belegfeld 1 allows."""
    till = "".join(sign for sign in closing.till if sign.isascii() and (sign.isalnum() or sign in "$&%*+-/"))
    return f"{till[:20]}-Z{closing.number}"
