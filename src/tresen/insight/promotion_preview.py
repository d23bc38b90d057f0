"""What a promotion would do to a basket, before it is stored: asked by the office while somebody fills in the form.

Whoever is asked about has the code, where one is needed.
"""

from dataclasses import dataclass, replace

from tresen.core.basket import Basket, BasketLine
from tresen.core.customer import CustomerFacts
from tresen.core.failures import Failure
from tresen.core.promotion import Promotion, Usage
from tresen.core.quote import Quote
from tresen.core.quoting import quote
from tresen.insight.trial_basket import PRESENTED
from tresen.operations.house.change_shop import the_shop
from tresen.operations.node import Actor, Node
from tresen.operations.promotions.promotion_rules import check_promotion, is_wall_time
from tresen.operations.rights import check

MOST_LINES = 100


@dataclass(slots=True)
class Preview:
    """The basket with the other promotions alone, and with the draft among them."""

    before: Quote
    after: Quote


@dataclass(slots=True)
class Sample:
    """A basket to look at: articles and thousandths. `at`: local wall time, empty: now."""

    lines: list[tuple[str, int]]
    at: str = ""
    customer: CustomerFacts | None = None
    tender: str = ""


def preview(node: Node, actor: Actor, draft: Promotion, sample: Sample) -> Preview | Failure:
    """Nothing is kept, and limits over receipts do not count."""
    missing = check(node, actor, "masterdata")
    if missing is not None:
        return missing
    refused = check_promotion(node.masterdata, draft)
    if refused is not None:
        return refused
    if len(sample.lines) > MOST_LINES:
        return Failure("too_much", {"limit": MOST_LINES})
    if sample.at and not is_wall_time(sample.at):
        return Failure("bad_input", {"field": "at"})
    shop, now = the_shop(node), node.clock.now()
    excerpt = node.masterdata.excerpt(node.business_day(shop, now), shop.id)
    others = tuple(one for one in excerpt.promotions if one.id != draft.id)
    at = sample.at or node.local(shop, now)
    before = replace(excerpt, promotions=others, customer=sample.customer, usage=Usage())
    lines = [
        BasketLine(str(n), article, quantity, age_checked=True) for n, (article, quantity) in enumerate(sample.lines, 1)
    ]
    codes: tuple[str, ...] = ()
    if draft.when.coupon:  # the customer has it
        codes = draft.when.codes[:1] or (PRESENTED,)
        before = replace(before, coupons={} if draft.when.codes else {PRESENTED: draft.id})
    customer = sample.customer.id if sample.customer is not None else ""
    basket = Basket("preview", tuple(lines), customer=customer, codes=codes, tender=sample.tender)
    after = replace(before, promotions=tuple(sorted((*others, replace(draft, active=True)), key=lambda one: one.id)))
    return Preview(quote(basket, before, at), quote(basket, after, at))
