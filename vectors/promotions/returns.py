"""What comes back of receipts with promotions."""

from collections.abc import Mapping
from dataclasses import replace

from tresen.core.article import ReturnableLine
from tresen.core.basket import Basket, Discount
from tresen.core.handing_out import Circumstances, ReceiptCustomer, sale_receipt
from tresen.core.promotion import Action
from tresen.core.quote import Quote
from tresen.core.quoting import quote
from tresen.core.receipt import Party
from tresen.core.returnable import returnable_lines
from vectors import cases
from vectors.offers import bundle, cents_off, gift, n_for_m, of, offer, percent_off
from vectors.promotions.family import ANNA, NOON, SHOP, Family, line


def returns() -> Family:
    """Parts of receipts with promotions come back."""
    family = Family("returns")
    sales = {
        "3 for 2": (offer("deal", n_for_m(3, 2), of("soap")), (line("soap", 3),)),
        "a bundle": (offer("deal", bundle(300, (of("roll"), 1), (of("coffee"), 1))), (line("roll", 2), line("coffee", 2))),
        "10 % from 10.00": (offer("deal", percent_off(10, "basket"), basket_amount=1000), (line("roll", 10), line("soap"))),
        "5.00 off from 10.00": (offer("deal", cents_off(500, "basket"), basket_amount=1000), (line("roll", 10),)),
        "a gift": (offer("deal", gift(of("soap")), basket_amount=1000), (line("roll", 11), line("soap"))),
        "2 for 1 of dear and cheap": (offer("deal", n_for_m(2, 1), of("soap", "coffee", "roll", "cola")), (line("soap"), line("coffee"), line("roll"), line("cola"))),
        "extra points": (offer("deal", Action("points", 50, "basket"), of("soap"), min_amount=600), (line("soap", 2), line("roll"))),
        "a coupon": (offer("deal", Action("coupon", coupon="x"), min_amount=500), (line("roll", 6),)),
        "a single-use code": (offer("deal", percent_off(10), of("soap"), coupon=True), (line("soap"), line("roll"))),
    }  # fmt: skip
    for name, (promotion, lines) in sales.items():
        for discounts in ((), (Discount("percent", 1000, "Kulanz"),)):
            bought = quote(
                Basket("r", lines, discounts, "anna", codes=("S1",)),
                replace(SHOP, promotions=(promotion,), customer=ANNA, coupons={"S1": "deal"}), NOON,
            )  # fmt: skip
            shop = replace(SHOP, returnable=returnable(bought), applied={"r": bought.promotions})
            for n, part in [
                (each.n, part) for each in bought.lines if each.kind == "goods" for part in {1000, each.quantity}
            ]:
                family.add(
                    f"{name}{', 10 % by hand' * len(discounts)}: {part} of line {n} come back",
                    (),
                    cases.back("r", n, part),
                    shop=shop,
                )
            whole = [cases.back("r", each.n, each.quantity) for each in bought.lines if each.kind == "goods"]
            family.add(
                f"{name}{', 10 % by hand' * len(discounts)}: all comes back and a coffee is bought",
                (),
                *whole,
                line("coffee"),
                shop=shop,
            )
    return family


def returnable(
    bought: Quote, back: Mapping[int, tuple[int, int]] | None = None
) -> dict[tuple[str, int], ReturnableLine]:
    """What of a quote can come back once it is a receipt, less what came back already."""
    party = Party("Laden", "Weg 1", "10115", "Berlin")
    at = Circumstances("s", "t", "Kasse", "T1", party, NOON[:10], 0, "p", "Pia", "secret")
    receipt = sale_receipt(Basket("r"), bought, (), {}, at, ReceiptCustomer("anna", "1", 0))
    return {("r", number): each for number, each in returnable_lines(receipt, back or {}).items()}
