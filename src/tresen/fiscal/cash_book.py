"""The cash book: for each closing what was in the drawer, what came and went by kind, and what was left."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tresen.fiscal.closing import ClosingTotals

MOVEMENTS: Final = (
    "Privateinlage", "Privatentnahme", "Geldtransit", "Lohnzahlung", "Einzahlung", "Auszahlung", "DifferenzSollIst",
)  # fmt: skip
"""Business cases that are nothing but cash coming or going."""
TAKINGS: Final = "Bareinnahmen"


@dataclass(slots=True, frozen=True)
class CashPage:
    """One closing of one till. Cents; positive amounts came into the drawer."""

    till: str
    till_name: str
    number: int
    day: str
    opening: int
    movements: tuple[tuple[str, int], ...]
    """Kind and amount, none is zero: the takings in cash first, then the movements."""
    balance: int
    """In the drawer after the closing."""
    counted: int
    foreign: tuple[tuple[str, int], ...] = ()
    """Foreign cash taken, by currency, hundredths."""

    @property
    def sound(self) -> bool:
        """Opening and movements make the balance."""
        return self.opening + sum(amount for _, amount in self.movements) == self.balance


def cash_page(
    totals: ClosingTotals, opening: int, *, till: str, till_name: str, number: int, day: str, left: int, counted: int
) -> CashPage:
    """The page of a closing; `opening` is what the closing before left."""
    by_kind = _movements(totals)
    moved = sum(by_kind.values())
    cash = sum(payment.amount for payment in totals.payments if payment.type == "Bar")
    takings = cash - moved - sum(case.gross for case in totals.cases if case.type == "Anfangsbestand")
    movements = ((TAKINGS, takings), *((kind, by_kind[kind]) for kind in MOVEMENTS if kind in by_kind))
    foreign = tuple((one.currency, one.amount) for one in totals.cash if one.currency != "EUR" and one.amount)
    return CashPage(
        till, till_name, number, day, opening, tuple(one for one in movements if one[1]), left, counted, foreign
    )


def _movements(totals: ClosingTotals) -> dict[str, int]:
    found: dict[str, int] = {}
    for case in totals.cases:
        if case.type in MOVEMENTS:
            found[case.type] = found.get(case.type, 0) + case.gross
    return found


def cash_book_text(pages: Iterable[CashPage]) -> str:
    """The book as CSV for a spreadsheet: semicolons, decimal comma, CRLF."""
    lines = ["Kasse;Z-Nummer;Geschäftstag;Vorgang;Einnahme;Ausgabe;Bestand"]
    for page in pages:
        at = f"{_cell(page.till_name)};{page.number};{page.day}"
        balance = page.opening
        lines.append(f"{at};Anfangsbestand;;;{_euros(balance)}")
        for kind, amount in page.movements:
            balance += amount
            coming, going = (_euros(amount), "") if amount > 0 else ("", _euros(-amount))
            lines.append(f"{at};{kind};{coming};{going};{_euros(balance)}")
        lines.append(f"{at};Endbestand;;;{_euros(page.balance)}")
    return "".join(f"{line}\r\n" for line in lines)


def _euros(cents: int) -> str:
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole},{rest:02d}"


def _cell(text: str) -> str:
    """A name cannot start a formula or break the row."""
    plain = text.replace('"', '""')
    return f'"{plain}"' if plain[:1] not in "=+-@" else f'"\'{plain}"'
