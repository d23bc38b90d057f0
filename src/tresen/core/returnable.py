"""What of a receipt can still come back: its sold lines less what came back already."""

from collections.abc import Mapping

from tresen.core.article import ReturnableLine
from tresen.core.receipt import Receipt

NOTHING = (0, 0)


def returnable_lines(receipt: Receipt, back: Mapping[int, tuple[int, int]]) -> dict[int, ReturnableLine]:
    """By number of the sold line. `back`: quantity and amount that came back already, by number of the line."""
    lines: dict[int, ReturnableLine] = {}
    for line in receipt.lines:
        if line.quantity <= 0:
            continue
        quantity, amount = back.get(line.n, NOTHING)
        priced, manual = line.list_amount, 0
        for adjustment in line.adjustments:
            if adjustment.kind == "price_override":
                priced += adjustment.amount
            elif adjustment.kind != "promotion":
                manual += adjustment.amount
        lines[line.n] = ReturnableLine(
            article=line.article, name=line.name, kind=line.kind, unit=line.unit, tax_key=line.tax_key,
            tax_rate=line.tax_rate, quantity=line.quantity, amount=line.amount, returned_quantity=quantity,
            returned_amount=amount, number=line.number, group=line.group, business_case=line.business_case,
            points=line.points, deposit_of=line.deposit_of, customer=receipt.customer, priced=priced, manual=manual,
            agency=line.agency, case_name=line.case_name, in_house=line.in_house, components=line.components,
        )  # fmt: skip
    return lines
