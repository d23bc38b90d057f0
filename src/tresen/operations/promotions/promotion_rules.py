"""What a promotion must fulfil before it is stored: whoever fills in the form hears which part is wrong."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from tresen.core.failures import Failure
from tresen.core.promotion import REACHES, STACKINGS, WAYS, Action, Conditions, Promotion, Selection
from tresen.core.quantity import ONE
from tresen.ledger.use_accounts import SINGLE
from tresen.masterdata.records import Masterdata

TENDERS: Final = ("cash", "card", "voucher", "store_credit", "on_account")
CODE: Final = re.compile(r"[A-Z0-9]{3,40}")
CLOCK: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
TAG: Final = re.compile(r"[^\s,;:]{1,40}")
MOST_NAMED: Final = 2000
"""Articles, groups or tags in one selection."""
MOST_PROMOTIONS: Final = 1000
MOST_PARTS: Final = 10
MOST_STEPS: Final = 20
MOST_CODES: Final = 100
HIGHEST: Final = 10_000_000
"""Cents, points, pieces: beyond it somebody mistyped."""
PERCENT: Final = 10_000


def check_promotion(md: Masterdata, promotion: Promotion) -> Failure | None:
    """The first part that cannot be right, named by its field."""
    field = next(_faults(md, promotion), None)
    return Failure("promotion_faulty", {"field": field}) if field is not None else None


def _faults(md: Masterdata, promotion: Promotion) -> Iterator[str]:
    if not promotion.name.strip() or len(promotion.name) > 60 or not promotion.name.isprintable():
        yield "name"
    if promotion.stacking not in STACKINGS:
        yield "stacking"
    if len(promotion.group) > 40 or not promotion.group.isprintable():
        yield "group"
    if abs(promotion.priority) > 1000:
        yield "priority"
    yield from _selection(md, "goods", promotion.goods)
    yield from _action(md, promotion, promotion.action)
    yield from _conditions(md, promotion.when)
    limits = promotion.limits
    for name in ("per_sale", "per_customer", "per_day", "per_code", "total", "max_saving"):
        if not 0 <= getattr(limits, name) <= HIGHEST:
            yield f"limits.{name}"
    if limits.per_code and not promotion.when.codes:
        yield "limits.per_code"


def _selection(md: Masterdata, field: str, goods: Selection) -> Iterator[str]:
    for name in ("articles", "without_articles"):
        ids = getattr(goods, name)
        if len(ids) > MOST_NAMED or any(id not in md.articles.by_id for id in ids):
            yield f"{field}.{name}"
    for name in ("groups", "without_groups"):
        ids = getattr(goods, name)
        if len(ids) > MOST_NAMED or any(id not in md.groups.by_id for id in ids):
            yield f"{field}.{name}"
    for name in ("tags", "without_tags"):
        tags = getattr(goods, name)
        if len(tags) > MOST_NAMED or any(not TAG.fullmatch(tag) for tag in tags):
            yield f"{field}.{name}"


def _action(md: Masterdata, promotion: Promotion, action: Action) -> Iterator[str]:
    yield from shape_faults(action)
    for n, part in enumerate(action.parts):
        yield from _selection(md, f"action.parts.{n}.goods", part.goods)
    if action.gifts is not None:
        yield from _selection(md, "action.gifts", action.gifts)
        if not (action.gifts.articles or action.gifts.groups or action.gifts.tags):
            yield "action.gifts"
    if action.way == "coupon":
        opened = md.promotions.get(action.coupon)
        if opened is None or not opened.when.coupon or action.coupon == promotion.id:
            yield "action.coupon"


def shape_faults(action: Action) -> Iterator[str]:
    """What makes an action one that cannot be computed, whatever articles there are; also asked of a device's word."""
    if action.way not in WAYS:
        yield "action.way"
    if action.reach not in REACHES:
        yield "action.reach"
    if not _value_fits(action.way, action.value) and not action.scale:
        yield "action.value"
    yield from _sets(action)
    if len(action.scale) > MOST_STEPS:
        yield "action.scale"
    for step in action.scale:
        if not _value_fits(action.way, step.value) or (step.from_quantity > 0) == (step.from_amount > 0):
            yield "action.scale"
    if not 0 <= action.coupon_days <= 3650:
        yield "action.coupon_days"


def _value_fits(way: str, value: int) -> bool:
    if way == "percent":
        return 0 < value <= PERCENT
    if way == "fixed_price":
        return 0 <= value <= HIGHEST
    return way == "coupon" or 0 < value <= HIGHEST


def _sets(action: Action) -> Iterator[str]:
    """Sets of equal units have a size, sets of different ones have parts, and only `set` has either."""
    if action.reach != "set":
        if action.set_size or action.parts:
            yield "action.set_size"
        return
    if action.parts:
        if action.set_size or len(action.parts) > MOST_PARTS:
            yield "action.parts"
        if not any(part.rewarded for part in action.parts):
            yield "action.parts"
        for n, part in enumerate(action.parts):
            if part.quantity <= 0 or part.quantity % ONE or part.quantity > 1000 * ONE:
                yield f"action.parts.{n}.quantity"
        return
    if not 2 <= action.set_size <= 1000:
        yield "action.set_size"
    if not 1 <= action.first <= action.set_size or not (
        action.last == 0 or action.first <= action.last <= action.set_size
    ):
        yield "action.first"


def _conditions(md: Masterdata, when: Conditions) -> Iterator[str]:
    for name in ("min_quantity", "min_amount", "basket_amount"):
        if not 0 <= getattr(when, name) <= 1000 * HIGHEST:
            yield f"when.{name}"
    if when.codes and not when.coupon:
        yield "when.coupon"
    if len(when.codes) > MOST_CODES or len(set(when.codes)) != len(when.codes):
        yield "when.codes"
    if any(not CODE.fullmatch(code) or len(code) == SINGLE for code in when.codes):
        yield "when.codes"
    if any(not 1 <= day <= 7 for day in when.weekdays) or len(set(when.weekdays)) != len(when.weekdays):
        yield "when.weekdays"
    if len(when.hours) > 10 or any(
        not CLOCK.fullmatch(part.start) or not CLOCK.fullmatch(part.until) for part in when.hours
    ):
        yield "when.hours"
    if any(tender not in TENDERS for tender in when.tenders):
        yield "when.tenders"
    if any(shop not in md.shops.by_id for shop in when.shops):
        yield "when.shops"
    for name in ("customer_groups", "tiers", "channels"):
        if any(not value or len(value) > 40 for value in getattr(when, name)):
            yield f"when.{name}"
    yield from (f"when.{name}" for name in span_faults(when.valid_from, when.valid_to))


def span_faults(valid_from: str, valid_to: str) -> Iterator[str]:
    """Which end of a span of local wall time is wrong; empty ends are open."""
    if valid_from and not is_wall_time(valid_from):
        yield "valid_from"
    elif valid_to and (not is_wall_time(valid_to) or (valid_from and valid_to <= valid_from)):
        yield "valid_to"


def is_wall_time(text: str) -> bool:
    """`YYYY-MM-DD` or `YYYY-MM-DDTHH:MM:SS`."""
    try:
        if len(text) == 10:
            return date.fromisoformat(text).year >= 2000
        return len(text) == 19 and text[10] == "T" and datetime.fromisoformat(text).year >= 2000
    except ValueError:
        return False
