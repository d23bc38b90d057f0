"""A small shop to write business sentences with: articles, rates, and words for what a cashier does."""

from dataclasses import replace

from tresen.core.article import Article, Barcode, DepositPart, Excerpt, ReturnableLine, Settings
from tresen.core.basket import Basket, BasketLine, Discount, ReturnOf
from tresen.core.quote import Quote, QuoteLine
from tresen.core.quoting import quote
from tresen.core.tax import TaxRate

DAY = "2026-11-23"

TAX = {
    1: TaxRate(1, 1900, "2021-01-01", "Allgemeiner Steuersatz"),
    2: TaxRate(2, 700, "2021-01-01", "Ermäßigter Steuersatz"),
    5: TaxRate(5, 0, "2020-01-01", "Nicht steuerbar"),
}

ARTICLES = [
    Article("roll", "10", "Brötchen", 100, 2),
    Article("coffee", "11", "Kaffee to go", 250, 1),
    Article("soap", "12", "Seife", 333, 1),
    Article("book", "13", "Roman", 1200, 2, discountable=False),
    Article("cheese", "20", "Bergkäse", 2490, 2, unit="weight", weighed=True),
    Article("ham", "21", "Schinken je 100 g", 199, 2, unit="weight", per=100, weighed=True),
    Article("cola", "30", "Cola 0,5 l", 119, 1, deposit=(DepositPart("can"),)),
    Article("crate", "31", "Mineralwasser Kasten", 499, 1, deposit=(DepositPart("bottle", 12_000), DepositPart("box"))),
    Article("beer", "32", "Pils", 89, 1, deposit=(DepositPart("bottle"),), min_age=16),
    Article("vodka", "33", "Wodka", 1299, 1, min_age=18),
    Article("can", "40", "Einwegpfand", 25, 1, kind="deposit", points=False),
    Article("bottle", "41", "Mehrwegpfand", 15, 1, kind="deposit", points=False),
    Article("box", "42", "Kastenpfand", 150, 1, kind="deposit", points=False),
    Article("voucher", "50", "Gutschein", 0, 5, kind="voucher", open_price_min=500, open_price_max=50_000),
    Article("flowers", "60", "Blumen", 0, 2, open_price_min=100, open_price_max=10_000),
    Article("daily", "61", "Tageszeitung", 0, 2),
    Article("cigarettes", "70", "Zigaretten", 850, 1, discountable=False, points=False, min_age=18),
]

SHOP = Excerpt({article.id: article for article in ARTICLES}, TAX)


def line(article: str, pieces: int = 1, **more: object) -> BasketLine:
    """A line of so many whole pieces; its id is the article's."""
    made = BasketLine(article, article, pieces * 1000)
    for name, value in more.items():
        setattr(made, name, value)
    return made


def weighed(article: str, grams: int, **more: object) -> BasketLine:
    return line(article, quantity=grams, **more)


def back(receipt: str, number: int, quantity: int, name: str = "", **more: object) -> BasketLine:
    """A return of `quantity` thousandths of a line of an old receipt; its id is `name` or made from both."""
    return BasketLine(
        name or f"{receipt}/{number}", "", -quantity, return_of=ReturnOf(receipt, number, "Gefällt nicht"), **more
    )


def percent(value: int, reason: str = "Treue") -> Discount:
    """A discount in whole percent."""
    return Discount("percent", value * 100, reason)


def euros(cents: int, reason: str = "Kulanz") -> Discount:
    return Discount("amount", cents, reason)


def ring_up(
    *lines: BasketLine,
    discounts: tuple[Discount, ...] = (),
    customer: str = "",
    day: str = DAY,
    shop: Excerpt = SHOP,
) -> Quote:
    return quote(Basket("b", lines, discounts, customer), shop, day)


def with_settings(**settings: int) -> Excerpt:
    return replace(SHOP, settings=Settings(**settings))


def with_barcodes(*barcodes: Barcode) -> Excerpt:
    return replace(SHOP, barcodes={barcode.code: barcode for barcode in barcodes})


def sold(line: QuoteLine, **more: object) -> ReturnableLine:
    """What the ledger keeps of a receipt's line, so that it can come back."""
    made = ReturnableLine(
        line.article, line.name, line.kind, line.unit, line.tax_key, line.tax_rate, line.quantity, line.amount,
        number=line.number, group=line.group, business_case=line.business_case, points=line.points,
        deposit_of=line.deposit_of,
    )  # fmt: skip
    return replace(made, **more)


def after(receipt: str, bought: Quote, shop: Excerpt = SHOP) -> Excerpt:
    """The shop after a sale: its lines can come back."""
    return replace(shop, returnable={(receipt, each.n): sold(each) for each in bought.lines})


def codes(answer: Quote) -> list[str]:
    return [warning.code for warning in answer.warnings]


def blocking(answer: Quote) -> list[str]:
    return [warning.code for warning in answer.warnings if warning.blocks]
