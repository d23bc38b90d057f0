"""Promotions and price lists that are switched on, made ready for the quote once per change."""

from collections.abc import Iterable
from dataclasses import dataclass

from tresen.core.price_list import PriceList
from tresen.core.promotion import Promotion


@dataclass(slots=True, frozen=True)
class Offers:
    """The same object until a promotion or a price list changes, so that what is built on it can be kept with it."""

    promotions: tuple[Promotion, ...] = ()
    price_lists: tuple[PriceList, ...] = ()
    limited: tuple[Promotion, ...] = ()
    """Those whose uses are counted over receipts."""
    by_birthday: bool = False
    """Whether one asks for the month of the customer's birthday."""
    by_first_purchase: bool = False


def offers_of(promotions: Iterable[Promotion], price_lists: Iterable[PriceList]) -> Offers:
    """In the order of their ids."""
    running = tuple(sorted((one for one in promotions if one.active), key=lambda one: one.id))
    lists = tuple(sorted((one for one in price_lists if one.active), key=lambda one: one.id))
    return Offers(
        running, lists, tuple(one for one in running if counted(one)),
        any(one.when.birthday_month for one in running), any(one.when.first_purchase for one in running),
    )  # fmt: skip


def counted(promotion: Promotion) -> bool:
    """Whether a limit over receipts stands on it."""
    limits = promotion.limits
    return bool(limits.total or limits.per_day or limits.per_customer)
