"""Receipts as shops hand them out; the cases of the golden files and the pictures."""

from dataclasses import replace
from typing import Any

from tresen.adapters.moment_system.zones import local_time
from tresen.core.promotion import Action, AppliedPromotion, Promotion
from tresen.core.quote import Adjustment, QuoteLine
from tresen.core.receipt import IssuedCoupon, Party, Receipt, Signed, Tender
from tresen.core.tax import tax_sum

STARTED = 1_795_422_912_000
FINISHED = 1_795_423_031_000
SIGNATURE = "MEQCIAy4P9k+7x9saDO0uRZ4El8QwN+qTgYiv1DIaJIMWRiuAiAt+saFDGjK2Yi5Cxgy7PprXQ5O0seRgx4ltdpW9REvwA=="
PUBLIC_KEY = "BHhWOeisRpPBTGQ1W4VUH95TXx2GARf8e2NYZXJoInjtGqnxJ8sZ3CQpYgjI+LYEmW5A37sLWHsyU7nSJUBemyU="
SERIAL = "c92dc16a9bd3549976ebadba575895fab6f0dfb0d3001f08921db57e1e51cf2b"
QR = (
    "V0;TRESEN-0001;Kassenbeleg-V1;Beleg^7.91_9.91_0.00_0.00_0.00^17.82:Bar;1812;4711;2026-11-23T09:15:12.000Z;"
    f"2026-11-23T09:17:11.000Z;ecdsa-plain-SHA256;unixTime;{SIGNATURE};{PUBLIC_KEY}"
)
SLIP = """\
        Kundenbeleg
       Kartenzahlung
          girocard

Terminal-ID         54000001
TA-Nr.                000001
Karte       ############0815
EUR                    17,82"""


local = local_time("Europe/Berlin")


def line(n: int, name: str, quantity: int, price: int, list_amount: int, tax_key: int = 2, **more: Any) -> QuoteLine:
    rate = {1: 1900, 2: 700}.get(tax_key, 0)
    amount = list_amount + sum(adjustment.amount for adjustment in more.get("adjustments", ()))
    settled = QuoteLine(
        n,
        f"l{n}",
        f"a{n}",
        str(n),
        name,
        "goods",
        "g",
        "piece",
        quantity,
        1000,
        price,
        list_amount,
        amount,
        tax_key,
        rate,
        "Umsatz",
    )
    return replace(settled, **more)


PARTY = Party(
    "Müllers Hofladen",
    "Lindenstraße 12",
    "04109",
    "Leipzig",
    tax_number="231/123/45678",
    vat_id="DE123456789",
    phone="0341 123456",
    thanks="Vielen Dank für Ihren Einkauf!\nUmtausch nur mit Beleg.",
)
SIGNED = Signed(
    "TRESEN-0001",
    "Kassenbeleg-V1",
    "Beleg^7.91_9.91_0.00_0.00_0.00^17.82:Bar",
    1812,
    4711,
    STARTED,
    FINISHED,
    SIGNATURE,
    SERIAL,
    "ecdsa-plain-SHA256",
    "unixTime",
    PUBLIC_KEY,
)

LINES = (
    line(1, "Äpfel Elstar, lose", 956, 250, 239, unit="weight"),
    line(2, "Mineralwasser Medium 0,75 l", 6000, 69, 414, 1),
    line(3, "Pfand 0,15 €", 6000, 15, 90, 1, kind="deposit", business_case="Pfand", deposit_of=2),
    line(
        4,
        "Bergkäse am Stück",
        180,
        249,
        448,
        unit="weight",
        per=100,
        adjustments=(Adjustment("line_discount", -45, "Kurzes MHD"),),
    ),
    line(
        5,
        "Bio-Vollkornbrot mit Sonnenblumenkernen und Kürbiskernen 750 g",
        1000,
        429,
        429,
        adjustments=(Adjustment("price_override", -70, "Vom Vortag"), Adjustment("basket_discount", -10, "Stammkunde")),
    ),
    line(6, "Topfpflanze", 1000, 287, 287, 1),
)
TAXES = (tax_sum(1, 1900, 791), tax_sum(2, 700, 991))

SALE = Receipt(
    "018f0c0ffee0000000000000000000a1", "sale", "Beleg", "shop", "till", "Kasse 1", "TRESEN-0001", "2026-11-23",
    STARTED, FINISHED, "s1", "Anna", PARTY, LINES, TAXES, (Tender("cash", 1782, 2000),), 1782, 125, SIGNED, 1234,
    customer="c1", customer_number="29000017", points=16, points_balance=231, token="t0k3n",
)  # fmt: skip
REFUND = replace(
    SALE, kind="refund", refers_to=("018f0c0ffee0000000000000000000a0",), reason="Nicht gefallen", number=1235,
    lines=(line(1, "Topfpflanze", -1000, 287, -287, 1, return_receipt="018f0c0ffee0000000000000000000a0", return_line=6),),
    taxes=(tax_sum(1, 1900, -287),), tenders=(Tender("cash", -287),), total=-287, savings=0, approved_by_name="Chef Müller",
    points=-2, points_balance=229,
)  # fmt: skip
TRAINING = replace(SALE, kind="training", type="AVTraining", number=1236, customer="", customer_number="", points=0)
OUTAGE = replace(
    SALE,
    number=1237,
    customer="",
    customer_number="",
    tenders=(Tender("card", 1782, text=SLIP, payment="p"),),
    signed=Signed("TRESEN-0001", failure="Keine Antwort der TSE"),
)
ABORT = replace(
    SALE,
    kind="abort",
    type="AVBelegabbruch",
    number=1238,
    tenders=(),
    customer="",
    customer_number="",
    reason="Kunde hat kein Geld dabei",
)
CASH_IN = replace(
    SALE,
    kind="cash_in",
    number=1239,
    lines=(),
    taxes=(),
    tenders=(Tender("cash", 5000),),
    total=5000,
    savings=0,
    customer="",
    customer_number="",
    reason="Wechselgeld von der Bank",
    approved_by_name="Chef Müller",
)
CASH_OUT = replace(
    CASH_IN, kind="cash_out", number=1240, total=-30000, tenders=(Tender("cash", -30000),), reason="Zur Bank"
)
FLOAT = replace(CASH_IN, kind="float", number=1241, total=15000, reason="")
DIFFERENCE = replace(CASH_IN, kind="difference", number=1242, total=-120, reason="")
EXCHANGE = replace(
    REFUND,
    kind="exchange",
    number=1243,
    total=0,
    tenders=(),
    taxes=(tax_sum(1, 1900, 0),),
    lines=(*REFUND.lines, line(2, "Topfpflanze groß", 1000, 287, 287, 1)),
)
SIMULATED = replace(SALE, signed=replace(SIGNED, simulated=True), number=1244)
SMALL = replace(SALE, party=replace(PARTY, small_business=True), number=1245)

COPY = replace(SALE, number=1246)

MENU = AppliedPromotion(Promotion("menu", "Frühstück 3,00", Action("fixed_price", 300, "set")), 100, 2)
PROMOTED = replace(
    SALE, number=1240, customer="", customer_number="", points=0, savings=100, total=600,
    lines=(
        line(1, "Brötchen", 2000, 100, 200, adjustments=(Adjustment("promotion", -29, "Frühstück 3,00", "menu", 2000),)),
        line(2, "Kaffee", 2000, 250, 500, 1, adjustments=(Adjustment("promotion", -71, "Frühstück 3,00", "menu", 2000),)),
    ),
    taxes=(tax_sum(1, 1900, 429), tax_sum(2, 700, 171)), tenders=(Tender("cash", 600, 1000),), promotions=(MENU,),
    coupons=(IssuedCoupon("WINTER-7KX2", "5 € ab 20 €", "five", "2026-12-31"),),
)  # fmt: skip
PRICED_AGAIN = replace(
    REFUND, number=1241, total=-50, tenders=(Tender("cash", -50),), taxes=(tax_sum(1, 1900, 36), tax_sum(2, 700, -86)),
    lines=(
        line(1, "Brötchen", -1000, 86, -86, 2, return_receipt="018f0c0ffee0000000000000000000a0", return_line=1),
        line(2, "Kaffee", 0, 0, 36, 1, return_receipt="018f0c0ffee0000000000000000000a0", return_line=2),
    ),
)  # fmt: skip
CASES = {
    "sale": SALE, "refund": REFUND, "training": TRAINING, "outage": OUTAGE, "abort": ABORT, "cash_in": CASH_IN,
    "cash_out": CASH_OUT, "float": FLOAT, "difference": DIFFERENCE, "exchange": EXCHANGE, "simulated": SIMULATED,
    "small_business": SMALL, "copy": COPY, "promoted": PROMOTED, "priced_again": PRICED_AGAIN,
}  # fmt: skip
