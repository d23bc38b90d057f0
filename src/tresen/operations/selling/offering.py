"""What promotions and price lists must know beside the basket: who buys, which codes open what, how often was used.

Without promotions and price lists nothing is looked up, and nothing is copied.
"""

from collections.abc import Mapping
from dataclasses import replace

from tresen.core.article import Excerpt
from tresen.core.basket import Basket
from tresen.core.promotion import Usage
from tresen.ledger import accounts
from tresen.ledger.use_accounts import USE
from tresen.masterdata.kinds import Shop
from tresen.masterdata.offers import Offers
from tresen.operations.node import Node
from tresen.operations.people.customer_facts import customer_facts
from tresen.operations.promotions.coupon_codes import opened_by, plain_code

MOST_CODES = 20


async def offered_excerpt(node: Node, basket: Basket, day: str, shop: Shop) -> Excerpt:
    """What quotes of a basket depend on (without returns)."""
    offers = node.masterdata.offers
    excerpt = node.masterdata.excerpt(day, shop.id)
    if not offers.promotions and not offers.price_lists:
        return excerpt
    codes = tuple(dict.fromkeys(plain_code(code) for code in basket.codes[:MOST_CODES]))
    customer = None
    if basket.customer:
        customer = await customer_facts(
            node, basket.customer, birthday=offers.by_birthday, first_purchase=offers.by_first_purchase
        )
    if customer is None and not codes and not offers.limited:
        return excerpt
    usage = usage_of(node, offers, basket.customer, day, codes)
    return replace(excerpt, customer=customer, usage=usage, coupons=unused(node, codes, day))


def usage_of(node: Node, offers: Offers, customer: str, day: str, codes: tuple[str, ...] = ()) -> Usage:
    """How often the limited promotions and the codes were used so far."""
    of = node.balances.of
    total, on_day, by_customer = {}, {}, {}
    for promotion in offers.limited:
        id, limits = promotion.id, promotion.limits
        if limits.total:
            total[id] = of(accounts.uses(id), USE)
        if limits.per_day:
            on_day[id] = of(accounts.uses_on(id, day), USE)
        if limits.per_customer and customer:
            by_customer[id] = of(accounts.uses_of(id, customer), USE)
    return Usage(by_customer, on_day, total, {code: of(accounts.coupon(code), USE) for code in codes})


def unused(node: Node, codes: tuple[str, ...], day: str) -> Mapping[str, str]:
    """The single-use codes that can be used on a day, with the promotion that each opens."""
    found = {}
    for code in codes:
        promotion = opened_by(node, code, day)
        if promotion and node.balances.of(accounts.coupon(code), USE) <= 0:
            found[code] = promotion
    return found
