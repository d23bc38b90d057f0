"""Why this price? The steps from an article's usual price to what a line costs, as data that screens put into words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tresen.core.money import divide_half_up
from tresen.core.promotion import Action, AppliedPromotion
from tresen.core.quote import QuoteLine

StepKind = Literal[
    "usual",
    "price_list",
    "price",
    "label",
    "price_override",
    "promotion",
    "line_discount",
    "basket_discount",
    "basket_surcharge",
    "paid",
    "deposit",
]
"""`usual` the usual price, where another took its place · `price_list` the price of a list (`cause` names it, `base` for
a planned or quantity price) · `price` the usual price itself · `label` read from a price label · the kinds of
adjustments · `paid` what the line costs · `deposit` what is charged beside it."""


@dataclass(slots=True, frozen=True)
class PriceStep:
    """One step. `amount` is what the step changes, `left` the amount of the line after it; both in cents."""

    kind: StepKind
    amount: int
    left: int
    label: str = ""
    cause: str = ""
    quantity: int = 0
    """Thousandths that the step concerns."""
    price: int = 0
    """Cents for `per`."""
    per: int = 0
    action: Action | None = None
    """What the promotion gives, for its formula."""


def price_steps(
    lines: Sequence[QuoteLine], number: int, applied: Sequence[AppliedPromotion] = (), *, labelled: bool = False
) -> tuple[PriceStep, ...]:
    """The steps of the line with this number. Works for a quote and, years later, for a receipt."""
    line = next((each for each in lines if each.n == number), None)
    if line is None:
        return ()
    steps = [*_first(line, labelled), *_adjusted(line, applied)]
    if line.adjustments:
        steps.append(PriceStep("paid", line.amount, line.amount, quantity=line.quantity))
    for each in lines:
        if each.deposit_of == number:
            steps.append(PriceStep(
                "deposit", each.amount, line.amount, each.name, quantity=each.quantity, price=each.price, per=each.per
            ))  # fmt: skip
    return tuple(steps)


def _first(line: QuoteLine, labelled: bool) -> list[PriceStep]:
    """Where the list amount comes from."""
    own = (line.list_amount, line.list_amount)
    if line.price_list:
        usual = divide_half_up(line.usual_price * line.quantity, line.per) if line.per > 0 else 0
        return [
            PriceStep("usual", usual, usual, quantity=line.quantity, price=line.usual_price, per=line.per),
            PriceStep(
                "price_list", line.list_amount - usual, line.list_amount, cause=line.price_list,
                quantity=line.quantity, price=line.price, per=line.per,
            ),
        ]  # fmt: skip
    kind: StepKind = "label" if labelled else "price"
    return [PriceStep(kind, *own, quantity=line.quantity, price=line.price, per=line.per)]


def _adjusted(line: QuoteLine, applied: Sequence[AppliedPromotion]) -> list[PriceStep]:
    actions = {each.promotion.id: each.promotion.action for each in applied}
    steps: list[PriceStep] = []
    left = line.list_amount
    for each in line.adjustments:
        left += each.amount
        kind: StepKind = "line_discount"
        if each.kind in ("price_override", "promotion", "basket_discount", "basket_surcharge"):
            kind = each.kind  # type: ignore[assignment]
        steps.append(PriceStep(
            kind, each.amount, left, each.label, each.cause, each.units or line.quantity, action=actions.get(each.cause)
        ))  # fmt: skip
    return steps
