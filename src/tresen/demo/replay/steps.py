"""What a till does, one after the other: the steps of a replay, and what the shop must look like after them."""

from collections import Counter
from dataclasses import dataclass, field

from tresen.core.basket import Basket
from tresen.core.receipt import Tender


@dataclass(slots=True, frozen=True)
class OpenDay:
    """Put the change into the drawer in the morning."""

    id: str
    at: int
    opening_float: int


@dataclass(slots=True, frozen=True)
class Sell:
    """A sale or a refund, paid."""

    id: str
    at: int
    basket: Basket
    total: int
    tenders: tuple[Tender, ...]
    points: int
    """Points it must earn, negative for a refund; at one point for each euro."""
    moved: tuple[tuple[str, int], ...]
    """Article and pieces that leave the shelf (negative: come back)."""
    paid_in_panel: int = 0
    """What the panel's household handed over, cents; 0 for what the replay makes up."""

    @property
    def is_refund(self) -> bool:
        """Whether it takes something back."""
        return any(line.return_of for line in self.basket.lines)


@dataclass(slots=True, frozen=True)
class Abort:
    """A basket that is given up before payment."""

    id: str
    at: int
    basket: Basket
    reason: str


@dataclass(slots=True, frozen=True)
class PayOut:
    """Coupons were worth more than the whole basket: the rest is paid out of the drawer."""

    id: str
    at: int
    amount: int
    """Cents, positive."""


@dataclass(slots=True, frozen=True)
class CloseDay:
    """Count the drawer, take the day's money out of it and close."""

    id: str
    count: str
    """Id of the count."""
    at: int
    counted: int
    taken_out: int
    """Cents that go to the safe; the change for tomorrow stays."""


Step = OpenDay | Sell | Abort | PayOut | CloseDay


@dataclass(slots=True)
class Expectation:
    """What journal, stock and points must say, added up from the steps alone."""

    sales: int = 0
    refunds: int = 0
    aborts: int = 0
    days: int = 0
    sales_money: int = 0
    """Cents of all sales."""
    refunds_money: int = 0
    """Cents of all refunds, negative."""
    payouts: int = 0
    """Cents paid out for coupons worth more than the whole basket."""
    panel_money: int = 0
    """What the panel's households handed over, cents, from the panel's own columns."""
    pieces: Counter[str] = field(default_factory=Counter)
    """Pieces sold less pieces returned, by article."""
    points: Counter[str] = field(default_factory=Counter)
    """By customer."""

    def add(self, step: Step) -> None:
        """Take up one step."""
        if isinstance(step, Sell):
            self._add_sale(step)
        elif isinstance(step, Abort):
            self.aborts += 1
        elif isinstance(step, PayOut):
            self.payouts += step.amount
        elif isinstance(step, CloseDay):
            self.days += 1

    def _add_sale(self, step: Sell) -> None:
        if step.is_refund:
            self.refunds += 1
            self.refunds_money += step.total
        else:
            self.sales += 1
            self.sales_money += step.total
        self.panel_money += step.paid_in_panel
        for article, pieces in step.moved:
            self.pieces[article] += pieces
        self.points[step.basket.customer] += step.points
