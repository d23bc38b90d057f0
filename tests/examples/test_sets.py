"""Sets and menus: one line and one price, VAT by what is in it, stock of what was taken from the shelf."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.examples.goods_shop import cases, opened, paper, refused, returned, sold, vat
from tests.shop_fixture import open_shop
from tresen.core.article import Article, ComponentPart
from tresen.core.basket import BasketLine, Discount
from tresen.core.failures import Failure
from tresen.core.quote import Component, QuoteLine
from tresen.core.tax_parts import split
from tresen.ledger import accounts
from tresen.ledger.verify import verify

BURGER = Article("burger", "30", "Burger", 600, 2)
COLA = Article("cola", "31", "Cola", 300, 1)
WINE = Article("wine", "32", "Wein", 500, 1, min_age=16)
MENU = Article("menu", "33", "Menü", 800, 2, components=(ComponentPart("burger"), ComponentPart("cola", 2000)))
BUFFET = Article(
    "buffet",
    "34",
    "Brunch",
    2000,
    2,
    components=(ComponentPart("burger", share=7000), ComponentPart("cola", share=3000)),
)


async def test_a_menu_is_taxed_by_the_single_prices_of_food_and_drink(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await opened(shop, BURGER, COLA, MENU)
        sale = await sold(shop, 800, BasketLine("1", "menu"))
        (line,) = sale.lines
        assert [(one.name, one.quantity, one.tax_key, one.price) for one in line.components] == [
            ("Burger", 1000, 2, 600),
            ("Cola", 2000, 1, 300),
        ]
        assert vat(sale) == {1: (400, 336, 64), 2: (400, 374, 26)}
        assert sale.signed.process_data == "Beleg^4.00_4.00_0.00_0.00_0.00^8.00:Bar"
        assert cases(sale) == {("Umsatz", 0, 1): (400, 64), ("Umsatz", 0, 2): (400, 26)}
        text = paper(sale)
        assert "1 × Burger" in text
        assert "2 × Cola" in text
        assert "B+A" in text
        place = shop.node.masterdata.tills["till-1"].place
        moved = {
            name: shop.node.balances.of(accounts.stock(place, name), "piece") for name in ("menu", "burger", "cola")
        }
        assert moved == {"menu": 0, "burger": -1000, "cola": -2000}
    assert shop.node.database.read_now(verify).faults == []


async def test_thirty_percent_for_the_drinks_of_a_buffet(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await opened(shop, BURGER, COLA, BUFFET)
        sale = await sold(shop, 4000, BasketLine("1", "buffet", 2000))
        assert vat(sale) == {1: (1200, 1008, 192), 2: (2800, 2617, 183)}
        half = await returned(shop, sale, -2000, (1, 1000))
        assert vat(half) == {1: (-600, -504, -96), 2: (-1400, -1308, -92)}
        rest = await returned(shop, sale, -2000, (1, 1000))
        assert {key: gross for key, (gross, _) in cases(sale, half, rest).items()} == {
            ("Umsatz", 0, 1): 0,
            ("Umsatz", 0, 2): 0,
        }
        assert all(one.quantity == -1000 for one in rest.lines[0].components)
        place = shop.node.masterdata.tills["till-1"].place
        assert shop.node.balances.of(accounts.stock(place, "cola"), "piece") == 0
    assert shop.node.database.read_now(verify).faults == []


async def test_a_discount_is_split_like_the_set_itself(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await opened(shop, BURGER, COLA, MENU)
        sale = await sold(shop, 720, BasketLine("1", "menu"), discounts=(Discount("percent", 1000, "Kulanz"),))
        assert {key: gross for key, (gross, _) in cases(sale).items()} == {
            ("Umsatz", 0, 1): 400, ("Umsatz", 0, 2): 400, ("Rabatt", 0, 1): -40, ("Rabatt", 0, 2): -40,
        }  # fmt: skip


async def test_wine_in_a_set_asks_for_the_age(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        dinner = Article(
            "dinner", "35", "Menü mit Wein", 1000, 2, components=(ComponentPart("burger"), ComponentPart("wine"))
        )
        await opened(shop, BURGER, WINE, dinner)
        sale = await sold(shop, 1000, BasketLine("1", "dinner", age_checked=True))
        assert vat(sale)[1][0] == 455


async def test_a_set_takes_simple_goods_only_and_shares_that_are_all_of_it(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await opened(shop, BURGER, COLA, MENU)

        def made(*parts: ComponentPart) -> Article:
            return Article("x", "99", "X", 100, 2, components=parts)

        assert (await refused(shop, made(ComponentPart("menu")))).code == "component_unfit"
        half = made(ComponentPart("burger", share=7000), ComponentPart("cola"))
        assert await refused(shop, half) == Failure("bad_input", {"field": "components"})
        short = made(ComponentPart("burger", share=7000), ComponentPart("cola", share=2000))
        assert await refused(shop, short) == Failure("bad_input", {"field": "components"})
        assert (await refused(shop, made(ComponentPart("nothing")))).code == "article_not_found"


@given(
    st.integers(-1_000_000, 1_000_000),
    st.lists(st.tuples(st.integers(1, 3), st.integers(0, 5000)), min_size=1, max_size=6),
)
def test_the_parts_of_a_set_are_the_set(amount: int, weights: list[tuple[int, int]]) -> None:
    rates = {1: 1900, 2: 700, 3: 780}
    parts = tuple(Component("a", "1", "A", "", 1000, "piece", key, rates[key], 1, weight) for key, weight in weights)
    line = QuoteLine(
        1,
        "l",
        "s",
        "1",
        "Set",
        "goods",
        "",
        "piece",
        1000,
        1000,
        amount,
        amount,
        amount,
        2,
        700,
        "Umsatz",
        components=parts,
    )
    found = split(line, amount)
    assert sum(part for _, _, part in found) == amount
    assert len({key for key, _, _ in found}) == len(found)
    assert all(part * amount >= 0 for _, _, part in found)
