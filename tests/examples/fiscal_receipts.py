"""Makes receipts for the tests of the fiscal folds, with sums as the quote makes them."""

from collections.abc import Sequence
from dataclasses import replace

from tresen.core.quote import Adjustment, QuoteLine
from tresen.core.receipt import Party, Receipt, Signed, Tender
from tresen.core.tax import TaxSum, tax_sum

RATES = {1: 1900, 2: 700, 5: 0, 11: 1900}
PARTY = Party("Tante Emma GmbH", "Hauptstraße 1", "10115", "Berlin")
SIGNED = Signed(
    client="TRESEN-0001",
    process_data="Beleg^0.00_0.00_0.00_0.00_0.00^",
    transaction=7,
    counter=14,
    started_at=1_800_000_000_000,
    finished_at=1_800_000_001_000,
    signature="c2lnbmF0dXJl",
    serial="ab" * 32,
    algorithm="ecdsa-plain-SHA256",
    time_format="unixTime",
    public_key="cG9pbnQ=",
)


def line(amount: int, key: int = 1, case: str = "Umsatz", *adjustments: Adjustment, **more) -> QuoteLine:
    """A line that costs `amount` after its adjustments."""
    listed = amount - sum(one.amount for one in adjustments)
    values = {
        "n": 1, "line": "l", "article": "a", "number": "1", "name": "Brötchen", "kind": "goods", "group": "",
        "unit": "piece", "quantity": 1000, "per": 1000, "price": listed, "list_amount": listed, "amount": amount,
        "tax_key": key, "tax_rate": RATES[key], "business_case": case, "adjustments": adjustments,
    }  # fmt: skip
    return QuoteLine(**{**values, **more})


def taxes_of(lines: Sequence[QuoteLine]) -> tuple[TaxSum, ...]:
    sums: dict[tuple[int, int], int] = {}
    for one in lines:
        place = (one.tax_key, one.tax_rate)
        sums[place] = sums.get(place, 0) + one.amount
    return tuple(tax_sum(key, rate, sums[key, rate]) for key, rate in sorted(sums))


def receipt(
    number: int, lines: Sequence[QuoteLine], tenders: Sequence[Tender] = (), kind: str = "sale", **more
) -> Receipt:
    """A receipt that is complete by the law."""
    total = sum(one.amount for one in lines)
    values = {
        "id": f"{number:032x}", "kind": kind, "type": "Beleg", "shop": "s", "till": "t", "till_name": "Kasse 1",
        "till_serial": "TRESEN-0001", "business_day": "2027-01-15", "started_at": 1_800_000_000_000 + number,
        "finished_at": 1_800_000_001_000 + number, "staff": "anna", "staff_name": "Anna", "party": PARTY,
        "lines": tuple(lines), "taxes": taxes_of(lines), "tenders": tuple(tenders), "total": total,
        "number": number, "signed": replace(SIGNED),
    }  # fmt: skip
    return Receipt(**{**values, **more})
