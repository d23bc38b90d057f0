"""Whether a promotion holds, goods aside: time, customer, shop, channel, tender, coupon and how often it was used."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tresen.core.customer import CustomerFacts
from tresen.core.promotion import Conditions, Hours, Promotion, Usage

MIDNIGHT = "T00:00:00"


@dataclass(slots=True)
class Occasion:
    """When, where, with whom and by which codes a basket is quoted."""

    at: str
    """Local wall time `YYYY-MM-DDTHH:MM:SS`."""
    customer: CustomerFacts | None
    shop: str
    channel: str
    tender: str
    usage: Usage
    codes: tuple[str, ...] = ()
    """As presented, in capitals."""
    coupons: Mapping[str, str] | None = None
    """Single-use codes: code and promotion."""
    weekday: int = 0
    """1 to 7; worked out when it is first needed."""


def moment(at: str) -> str:
    """A date alone is its midnight."""
    return at if len(at) > 10 else at + MIDNIGHT


def running(when: Conditions, at: Occasion) -> bool:
    """Whether date, weekday and hours hold. Starts are included, ends are not."""
    if at.at < when.valid_from or (when.valid_to and at.at >= when.valid_to):
        return False
    if not when.hours:
        return not when.weekdays or _weekday(at) in when.weekdays
    return any(_within(hours, when.weekdays, at) for hours in when.hours)


def _within(hours: Hours, weekdays: tuple[int, ...], at: Occasion) -> bool:
    """A span over midnight belongs to the weekday on which it began."""
    time = at.at[11:]
    if hours.start < hours.until:
        return hours.start <= time < hours.until and (not weekdays or _weekday(at) in weekdays)
    if time >= hours.start:
        return not weekdays or _weekday(at) in weekdays
    return time < hours.until and (not weekdays or (_weekday(at) - 2) % 7 + 1 in weekdays)


def _weekday(at: Occasion) -> int:
    if at.weekday == 0:
        at.weekday = date.fromisoformat(at.at[:10]).isoweekday()
    return at.weekday


def fits_customer(when: Conditions, at: Occasion) -> bool:
    """Whether the customer is one that the promotion is for."""
    customer = at.customer
    if customer is None:
        return not (
            when.customer_groups or when.tiers or when.known_customer or when.first_purchase or when.birthday_month
        )
    if when.customer_groups and customer.group not in when.customer_groups:
        return False
    if when.tiers and customer.tier not in when.tiers:
        return False
    if when.first_purchase and not customer.first_purchase:
        return False
    return not when.birthday_month or f"{customer.birthday_month:02d}" == at.at[5:7]


def holds(promotion: Promotion, at: Occasion) -> bool:
    """All conditions that do not ask for goods or codes, and the limits over receipts."""
    when, limits = promotion.when, promotion.limits
    if (when.valid_from or when.valid_to or when.weekdays or when.hours) and not running(when, at):
        return False
    if not fits_customer(when, at):
        return False
    if when.shops and at.shop not in when.shops:
        return False
    if when.channels and at.channel not in when.channels:
        return False
    if when.tenders and at.tender not in when.tenders:
        return False
    usage, name = at.usage, promotion.id
    if limits.per_customer and (at.customer is None or usage.customer.get(name, 0) >= limits.per_customer):
        return False
    if limits.per_day and usage.day.get(name, 0) >= limits.per_day:
        return False
    return not limits.total or usage.total.get(name, 0) < limits.total


def opened_by(promotion: Promotion, at: Occasion) -> str:
    """The presented code that opens a promotion, the first that may still be used; empty if there is none."""
    for code in at.codes:
        if at.coupons is not None and at.coupons.get(code) == promotion.id:
            return code
        if code in [each.strip().upper() for each in promotion.when.codes]:
            limit = promotion.limits.per_code
            if not limit or at.usage.codes.get(code, 0) < limit:
                return code
    return ""
