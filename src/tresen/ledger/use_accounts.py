"""Which uses of promotions and codes a receipt counts, and where each ends. Pure.

A limit counts from the moment it is set: only promotions that carry one are counted, and every code.
"""

from typing import Final

from tresen.core.promotion import AppliedPromotion
from tresen.core.receipt import Receipt
from tresen.ledger import accounts

USE: Final = "use"
"""The unit of uses: one receipt."""
ORDER: Final = "order"
"""The unit of open orders."""
SINGLE: Final = 20
"""Letters and digits of a single-use code; codes that an owner chooses have another length."""


def uses_of(receipt: Receipt) -> dict[str, int]:
    """By account: 1, because a receipt is one use, however often the promotion hit in it."""
    found: dict[str, int] = {}
    for applied in receipt.promotions:
        for account, _ in _limited(applied, receipt):
            found[account] = 1
        if applied.code:
            found[accounts.coupon(applied.code)] = 1
    return found


def limits_of(receipt: Receipt) -> dict[str, int]:
    """By account: how many uses there may be."""
    found: dict[str, int] = {}
    for applied in receipt.promotions:
        found.update(_limited(applied, receipt))
        if applied.code:
            limit = 1 if len(applied.code) == SINGLE else applied.promotion.limits.per_code
            if limit:
                account = accounts.coupon(applied.code)
                found[account] = min(limit, found.get(account, limit))
    return found


def _limited(applied: AppliedPromotion, receipt: Receipt) -> list[tuple[str, int]]:
    id, limits = applied.promotion.id, applied.promotion.limits
    found = []
    if limits.total:
        found.append((accounts.uses(id), limits.total))
    if limits.per_day:
        found.append((accounts.uses_on(id, receipt.business_day), limits.per_day))
    if limits.per_customer and receipt.customer:
        found.append((accounts.uses_of(id, receipt.customer), limits.per_customer))
    return found
