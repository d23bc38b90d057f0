"""The proof at the end: what was sent, added up from the plan alone, against what the node says it has."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from tresen.core.money import format_cents
from tresen.core.quantity import ONE
from tresen.demo.replay.endpoints import CustomerRow, Office, ReceiptRow, StockRow
from tresen.demo.replay.mapping import PAID_OUT
from tresen.demo.replay.steps import Expectation


@dataclass(slots=True, frozen=True)
class Check:
    """One sentence of the proof with both of its sides."""

    name: str
    expected: int
    found: int
    money: bool = False

    @property
    def holds(self) -> bool:
        """Whether both sides are equal."""
        return self.expected == self.found


@dataclass(slots=True)
class Found:
    """What the node says, added up."""

    sales: int = 0
    refunds: int = 0
    aborts: int = 0
    signed: int = 0
    sales_money: int = 0
    refunds_money: int = 0
    payouts: int = 0

    def add(self, row: ReceiptRow) -> None:
        """Take up one receipt."""
        if row.kind == "sale":
            self.sales += 1
            self.sales_money += row.total
        elif row.kind == "refund":
            self.refunds += 1
            self.refunds_money += row.total
        elif row.kind == "abort":
            self.aborts += 1
        elif row.kind == "cash_out" and PAID_OUT in row.first_line:
            self.payouts -= row.total
        if row.kind in ("sale", "refund", "abort"):
            self.signed += row.signature == "signed"


@dataclass(slots=True)
class Proof:
    """The result of a replay."""

    checks: list[Check]
    seconds: float = 0.0
    sales_per_second: float = 0.0
    sent: int = 0
    """Sales sent in this run; after a break fewer than the proof is about."""

    @property
    def holds(self) -> bool:
        """Whether everything is as it must be."""
        return all(check.holds for check in self.checks)

    def as_json(self) -> dict[str, object]:
        """For machines."""
        rows = [asdict(check) | {"holds": check.holds} for check in self.checks]
        return {
            "holds": self.holds,
            "checks": rows,
            "sent": self.sent,
            "seconds": round(self.seconds, 1),
            "sales_per_second": round(self.sales_per_second),
        }

    def as_text(self) -> str:
        """For people."""
        lines = [_row("", "expected", "found", "")]
        for check in self.checks:
            expected, found = (
                format_cents(value) if check.money else str(value) for value in (check.expected, check.found)
            )
            lines.append(_row(check.name, expected, found, "ok" if check.holds else "DIFFERS"))
        return "\n".join(lines)


async def prove(office: Office, tills: Sequence[str], expected: Expectation, *, points: bool) -> Proof:
    """Ask the node for its receipts, stock and points and compare. Stock and points hold for a node of its own."""
    found = Found()
    for till in tills:
        async for row in office.receipts(till):
            found.add(row)
    stock = [row async for row in office.stock()]
    customers = [row async for row in office.customers()] if points else []
    return Proof(compare(expected, found, stock, customers, points=points))


def compare(
    expected: Expectation, found: Found, stock: Sequence[StockRow], customers: Sequence[CustomerRow], *, points: bool
) -> list[Check]:
    """All sentences of the proof."""
    receipts = expected.sales + expected.refunds + expected.aborts
    checks = [
        Check("sales", expected.sales, found.sales),
        Check("refunds", expected.refunds, found.refunds),
        Check("aborted baskets", expected.aborts, found.aborts),
        Check("signed receipts of these", receipts, found.signed),
        Check("panel's money = sales less coupon payouts", expected.panel_money, found.sales_money - found.payouts,
              money=True),
        Check("refunds' money", expected.refunds_money, found.refunds_money, money=True),
        Check("articles whose stock differs", 0, len(differing_stock(expected.pieces, stock))),
    ]  # fmt: skip
    if points:
        balances = {row.id: row.points for row in customers}
        checks.append(Check("customers whose points differ", 0, len(differing(expected.points, balances))))
        total = sum(balances.get(id, 0) for id in expected.points)
        checks.append(Check("points of all households", sum(expected.points.values()), total))
    return checks


def differing_stock(pieces: Counter[str], stock: Sequence[StockRow]) -> list[str]:
    """Articles of the replay whose stock is not just what was sold and returned (they begin with none)."""
    on_hand = {row.number: row.quantity for row in stock}
    return differing({article: -sold * ONE for article, sold in pieces.items()}, on_hand)


def differing(expected: Mapping[str, int], found: Mapping[str, int]) -> list[str]:
    """The keys whose values are not equal; a missing value is 0."""
    return [key for key, value in expected.items() if found.get(key, 0) != value]


def _row(*cells: str) -> str:
    return f"{cells[0]:<44}{cells[1]:>16}{cells[2]:>16}  {cells[3]}".rstrip()
