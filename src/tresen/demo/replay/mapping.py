"""From the panel to the shop, pure: each line of the panel becomes a basket line that brings exactly its cents.

How a line is kept exact: the articles have no list price (the panel has none either, only what was asked that day), so
the basket line carries the line's regular amount as a label would, and one discount takes it down to what the customer
paid. Nothing is divided, so multi-buys that do not divide into whole cents need no rounding.
"""

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

from tresen.core import gtin
from tresen.core.article import Article, Barcode
from tresen.core.basket import Basket, BasketLine, Discount
from tresen.core.business_day import business_day
from tresen.core.quantity import ONE
from tresen.demo.goods import Good
from tresen.demo.replay.panel import PanelArticle, PanelBasket, PanelLine

PANEL_ZONE: Final = ZoneInfo("America/New_York")
SHOP_ZONE: Final = ZoneInfo("Europe/Berlin")
DAY_START: Final = 4
"""Hour at which a business day of the shop begins."""
SAME_CALENDAR: Final = 313
"""Weeks from 2017 to 2023, a year in which every date falls on the same day of the week."""
MOST_PIECES: Final = 50
"""A quantity above it is no number of pieces (fuel is counted in thousandths of a gallon)."""
HIGHEST_PRICE: Final = 2_000_00
"""Upper limit of the open price of the replay's articles, cents."""

LOYALTY: Final = "Treuerabatt"
COUPON: Final = "Coupon"
MATCH: Final = "Coupon-Zugabe"
CARRIED: Final = "Coupon-Übertrag"
PAID_OUT: Final = "Coupon über Warenwert"


@dataclass(slots=True, frozen=True)
class PanelSale:
    """A basket of the panel, ready to be sold."""

    basket: Basket
    total: int
    """What the receipt must come to, cents; never negative."""
    payout: int
    """What coupons are worth beyond the whole basket, cents: paid out in cash beside the receipt."""
    amounts: tuple[int, ...]
    """What each line must come to before a discount on the basket."""

    @property
    def carried(self) -> int:
        """Coupon value that other lines of the basket had to take over, cents."""
        return sum(self.amounts) - self.total


def sale_of(basket: PanelBasket, articles: Mapping[int, PanelArticle], id: str) -> PanelSale:
    """Make the sale. Total minus payout is what the panel's household handed over, to the cent.

    A coupon worth more than its line takes the line to nothing; the rest is a discount on the basket, and what even the
    basket cannot take is paid out.
    """
    lines = []
    amounts = []
    rest = 0
    for place, line in enumerate(basket.lines, start=1):
        lines.append(_line(place, line, articles[line.article]))
        amounts.append(max(line.paid, 0))
        rest += max(-line.paid, 0)
    carried = min(rest, sum(amounts))
    discounts = (Discount("amount", carried, CARRIED),) if carried else ()
    customer = customer_id(basket.household)
    return PanelSale(
        Basket(id, tuple(lines), discounts, customer), sum(amounts) - carried, rest - carried, tuple(amounts)
    )


def pieces_of(line: PanelLine) -> int:
    """Pieces that leave the shelf: where the panel's quantity is none (0, fuel), the line counts as one piece."""
    return line.quantity if 0 < line.quantity <= MOST_PIECES else 1


def good_of(article: PanelArticle) -> Good:
    """The article of the replay: number `J…`, a code of the range 27, open price, group and VAT key by department."""
    group, tax_key, min_age = _duties(article.department, article.line_of_goods)
    number = article_id(article.id)
    return Good(
        Article(
            id=number,
            number=number,
            name=article_name(article),
            price=0,
            tax_key=tax_key,
            group=group,
            min_age=min_age,
            open_price_min=0,
            open_price_max=HIGHEST_PRICE,
        ),
        (Barcode(article_code(article.id), number),),
    )


def article_id(id: int) -> str:
    """Id and number of a replay article."""
    return f"J{id}"


def article_code(id: int) -> str:
    """A GTIN-13 for circulation inside one company (prefix 27); the panel itself has no codes."""
    payload = f"27{id:010d}"
    return payload + gtin.check_digit(payload)


def article_name(article: PanelArticle) -> str:
    """A name for the receipt, at most 40 characters, made of what the panel says."""
    text = " ".join(f"{(article.kind or article.line_of_goods).capitalize()} {article.size.lower()}".split())
    return text[:40].rstrip() if text else f"Unbekannter Artikel {article.id}"


def customer_id(household: int) -> str:
    """Id of the loyalty customer that stands for a household."""
    return made_id(0, "household", household)


def card_number(household: int) -> str:
    """The number on the household's card: a GTIN-13 of the range 2199."""
    payload = f"2199{household:08d}"
    return payload + gtin.check_digit(payload)


def wall_clock(at: int) -> datetime:
    """The clock on the store's wall.

    A trap: the panel's times carry no zone and look local, but behave like UTC. Taken as they are, the shops would be
    busiest at 22 o'clock and sell after midnight; in New York's time the day runs from 8 to 22 with its peak at 17.
    """
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at)).astimezone(PANEL_ZONE).replace(tzinfo=None)


def shop_time(at: int, weeks: int = SAME_CALENDAR) -> int:
    """The panel's moment on the German shop's wall clock, whole weeks later; milliseconds since 1970 UTC."""
    local = (wall_clock(at) + timedelta(weeks=weeks)).replace(tzinfo=SHOP_ZONE)
    return round((local - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(milliseconds=1))


def shop_day(at: int) -> str:
    """The business day (YYYY-MM-DD) of a moment in the shop; milliseconds since 1970 UTC."""
    local = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at)).astimezone(SHOP_ZONE)
    return business_day(local.replace(tzinfo=None), DAY_START)


def made_id(at: int, *name: object) -> str:
    """An id of the form of a UUIDv7 (32 hex digits) that is the same in every run: time, then a hash of the name."""
    digest = int.from_bytes(hashlib.sha256("/".join(map(str, name)).encode()).digest()[:10], "big")
    high, low = digest >> 68, digest & ((1 << 62) - 1)
    return f"{at << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low:032x}"


def _line(place: int, line: PanelLine, article: PanelArticle) -> BasketLine:
    off = line.regular - max(line.paid, 0)
    reasons = [text for cents, text in ((line.loyalty, LOYALTY), (line.match, MATCH), (line.coupon, COUPON)) if cents]
    pieces = pieces_of(line)
    return BasketLine(
        id=str(place),
        article=article_id(line.article),
        quantity=pieces * ONE,
        amount=line.regular,
        discount=Discount("amount", off, " + ".join(reasons)) if off else None,
        text="" if pieces == line.quantity else f"{article_name(article)} (1 Posten, Menge im Panel: {line.quantity})",
        age_checked=_duties(article.department, article.line_of_goods)[2] > 0,
    )


@cache
def _duties(department: str, line_of_goods: str) -> tuple[str, int, int]:
    """Group, VAT key and age limit; what the panel does not name is taxed in full."""
    table = _table()
    return table.get((department, line_of_goods)) or table.get((department, "*")) or table["*", "*"]


@cache
def _table() -> dict[tuple[str, str], tuple[str, int, int]]:
    text = files(__package__).joinpath("panel_groups.csv").read_text(encoding="utf-8")
    return {
        (row["department"], row["category"]): (row["group"], int(row["tax_key"]), int(row["min_age"] or 0))
        for row in csv.DictReader(text.splitlines())
    }
