"""The shop of the vectors and the cases made by hand, each with a sentence for a name."""

from dataclasses import dataclass

from tresen.core.article import Article, Barcode, ComponentPart, DepositPart, Excerpt, ReturnableLine, Settings
from tresen.core.basket import Basket, BasketLine, Discount, ReturnOf
from tresen.core.quote import Component
from tresen.core.tax import TaxRate


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    basket: Basket
    day: str = "2026-11-23"


SHOP = Excerpt(
    articles={
        article.id: article
        for article in (
            Article("roll", "10", "Brötchen", 100, 2, group="bakery"),
            Article("coffee", "11", "Kaffee to go", 250, 1),
            Article("soap", "12", "Seife", 333, 1),
            Article("book", "13", "Roman", 1200, 2, discountable=False),
            Article("cheese", "20", "Bergkäse", 2490, 2, unit="weight", weighed=True),
            Article("ham", "21", "Schinken", 199, 2, unit="weight", per=100, weighed=True),
            Article("fabric", "22", "Stoff", 1290, 1, unit="length"),
            Article("cola", "30", "Cola 0,5 l", 119, 1, deposit=(DepositPart("can"),)),
            Article("crate", "31", "Wasser", 499, 1, deposit=(DepositPart("bottle", 12_000), DepositPart("box"))),
            Article("milk", "32", "Milch im Glas", 149, 2, deposit=(DepositPart("jar"),)),
            Article("beer", "33", "Pils", 89, 1, deposit=(DepositPart("bottle"),), min_age=16),
            Article("vodka", "34", "Wodka", 1299, 1, min_age=18),
            Article("can", "40", "Einwegpfand", 25, 1, kind="deposit", points=False),
            Article("bottle", "41", "Mehrwegpfand", 15, 1, kind="deposit", points=False),
            Article("jar", "42", "Pfandglas", 15, 2, kind="deposit", points=False),
            Article("box", "43", "Kastenpfand", 150, 1, kind="deposit", points=False),
            Article("voucher", "50", "Gutschein", 0, 5, kind="voucher", open_price_min=500, open_price_max=50_000),
            Article("flowers", "60", "Blumen", 0, 2, open_price_min=100, open_price_max=10_000),
            Article("cigarettes", "70", "Zigaretten", 850, 1, discountable=False, points=False, min_age=18),
            Article("latte", "80", "Latte macchiato", 380, 1, take_away_key=2),
            Article("burger", "81", "Burger", 600, 2),
            Article("menu", "82", "Menü", 990, 2, components=(ComponentPart("burger"), ComponentPart("latte"))),
            Article(
                "brunch", "83", "Brunch", 1990, 2,
                components=(ComponentPart("burger", share=7000), ComponentPart("beer", 2000, 3000)),
            ),
            Article("eggs", "84", "Eier vom Hof", 350, 2, agency=7),
            Article("night", "85", "Nachtzuschlag", 150, 1, kind="surcharge"),
            Article("oat", "86", "Haferdrink", 200, 1, planned_key=2, planned_from="2026-11-23"),
            Article("spa", "51", "Gutschein Seife", 1000, 1, kind="single_voucher", discountable=False),
        )
    },
    tax={
        1: TaxRate(1, 1900, "2021-01-01", "Allgemeiner Steuersatz"),
        2: TaxRate(2, 700, "2021-01-01", "Ermäßigter Steuersatz"),
        5: TaxRate(5, 0, "2020-01-01", "Nicht steuerbar"),
        21: TaxRate(21, 1600, "2021-01-01", "Historischer allgemeiner Steuersatz 16 %"),
    },
    returnable={
        ("r1", 1): ReturnableLine("soap", "Seife", "goods", "piece", 1, 1900, 3000, 899, number="12", points=8),
        ("r1", 2): ReturnableLine("cola", "Cola 0,5 l", "goods", "piece", 1, 1900, 6000, 714, 2000, 238, "30", points=7),
        ("r1", 3): ReturnableLine(
            "can", "Einwegpfand", "deposit", "piece", 1, 1900, 6000, 150, 2000, 50, "40", business_case="Pfand",
            deposit_of=2,
        ),
        ("r3", 1): ReturnableLine(
            "menu", "Menü", "goods", "piece", 2, 700, 3000, 2970, number="82", in_house="1",
            components=(
                Component("burger", "81", "Burger", "", 3000, "piece", 2, 700, 600, 600),
                Component("latte", "80", "Latte macchiato", "", 3000, "piece", 1, 1600, 380, 380),
            ),
        ),
        ("r2", 1): ReturnableLine("cheese", "Bergkäse", "goods", "weight", 2, 500, 451, 1123, number="20"),
    },
    settings=Settings(eat_in=True),
    barcodes={"4001234567891": Barcode("4001234567891", "coffee", 6000, 1299)},
)  # fmt: skip


def line(article: str, quantity: int = 1000) -> BasketLine:
    return BasketLine(article, article, quantity)


def back(receipt: str, number: int, quantity: int) -> BasketLine:
    return BasketLine(f"{receipt}/{number}", "", -quantity, return_of=ReturnOf(receipt, number, "Gefällt nicht"))


HAND_MADE = [
    Case("an empty basket", Basket("h1")),
    Case("two rolls and a coffee, the official worked day", Basket("h2", (line("roll", 2000), line("coffee")))),
    Case("451 g of cheese by the scale", Basket("h3", (line("cheese", 451),))),
    Case("the same cheese by its price label", Basket("h4", (BasketLine("a", "cheese", amount=1123),))),
    Case("a crate brings twelve bottles and a box", Basket("h5", (line("crate", 2000),))),
    Case("empties come back", Basket("h6", (line("bottle", -12_000), line("box", -1000)))),
    Case("glass of milk: the deposit has its own rate", Basket("h7", (line("milk", 3000),))),
    Case(
        "one euro off, spread over two rates",
        Basket("h8", (line("roll"), line("coffee"), line("soap")), (Discount("amount", 100, "Kulanz"),)),
    ),
    Case(
        "ten percent off leaves deposit, book and voucher alone",
        Basket(
            "h9",
            (line("cola", 10_000), line("book"), BasketLine("v", "voucher", price=1000)),
            (Discount("percent", 1000, "Treue"),),
            "anna",
        ),
    ),
    Case("a price override stays visible", Basket("h10", (BasketLine("a", "soap", 3000, 300, "Etikett falsch"),))),
    Case(
        "soap in three single returns", Basket("h11", (back("r1", 1, 1000), back("r1", 1, 1000), back("r1", 1, 1000)))
    ),
    Case("the last cola takes its deposit along", Basket("h12", (back("r1", 2, 4000),))),
    Case("more than is left of the cola", Basket("h13", (back("r1", 2, 5000),))),
    Case(
        "cheese back at the rate of its day, new cheese at today's",
        Basket("h14", (back("r2", 1, 451), line("cheese", 451))),
    ),
    Case("a six-pack by its barcode", Basket("h15", (BasketLine("a", "coffee", 6000, barcode="4001234567891"),))),
    Case("beer and vodka: one question", Basket("h16", (line("beer", 6000), line("vodka"))), "2028-02-29"),
    Case("points for whole euros", Basket("h17", (line("soap"), line("roll"), line("cola")), customer="anna")),
    Case(
        "a voucher whose VAT is paid covers the soap and not the rolls",
        Basket(
            "h19", (line("roll"), line("soap", 2000), BasketLine("v", "spa", amount=1000, voucher="ABCDEFGHIJKLMNOP"))
        ),
    ),
    Case(
        "two vouchers for one soap: the second pays only what the first left",
        Basket(
            "h20",
            (
                BasketLine("v", "spa", amount=200, voucher="ABCDEFGHIJKLMNOP"),
                line("soap"),
                BasketLine("w", "spa", amount=1000, voucher="BCDEFGHIJKLMNOPQ"),
            ),
        ),
    ),
    Case("a menu is split by what is in it", Basket("h22", (line("menu", 3000), line("burger")), in_house="1")),
    Case("taken away the milk drink in the menu is food", Basket("h23", (line("menu"), line("latte")), in_house="0")),
    Case(
        "one latte stays here",
        Basket("h24", (line("latte"), BasketLine("l2", "latte", in_house="0")), (Discount("amount", 77, "Kulanz"),)),
    ),
    Case("thirty percent of the brunch are drinks, and the beer asks for the age", Basket("h25", (line("brunch"),))),
    Case(
        "a delivery is spread over the shop's own goods",
        Basket(
            "h26",
            (line("menu"), line("eggs", 2000), line("soap"), line("night"), line("cola")),
            (Discount("percent", 1000, "Treue"),),
            surcharges=(Discount("amount", 250, "Lieferung"),),
        ),
    ),
    Case(
        "no surcharge without goods",
        Basket("h27", (line("eggs"),), surcharges=(Discount("percent", 500, "Lieferung"),)),
    ),
    Case("a planned VAT key on its first day", Basket("h28", (line("oat"),))),
    Case("the same the day before", Basket("h29", (line("oat"),)), "2026-11-22"),
    Case("a set comes back in part, at the rate of its sale", Basket("h30", (back("r3", 1, 1000),))),
    Case(
        "nothing that the voucher could pay for",
        Basket("h21", (line("roll"), BasketLine("v", "spa", amount=1000, voucher="ABCDEFGHIJKLMNOP"))),
    ),
    Case("what the till does not know", Basket("h18", (line("nothing"), line("roll", -1000), line("flowers")))),
]
