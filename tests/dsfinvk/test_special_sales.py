"""What happens around a sale: the official worked day, owing and paying, tips, goods for staff."""

from pathlib import Path

from tests.dsfinvk.reading import cents, exported
from tests.examples.test_foreign_cash import border_shop, sold_for_francs
from tests.examples.test_on_account import DEBTOR, pays, shop_with_account, sold_on_account
from tests.examples.test_tips import taking_tips, tip
from tests.examples.test_worked_day import worked_day
from tests.floor import approved, open_floor, right
from tresen.core.receipt import Tender
from tresen.operations.drawer.pay_out_tips import pay_out_tips
from tresen.operations.selling.give_benefit import give_benefit
from tresen.operations.selling.recording import RecordRequest


async def test_the_official_worked_day_is_exported_to_the_cent(tmp_path: Path) -> None:
    """DSFinV-K annex F: cash 257.00, card 4.50, private 5.00 against 250.00 from the safe, 10.75 + 0.75 and 4.20 + 0.80."""
    async with open_floor(tmp_path) as floor:
        await worked_day(floor)
        export = exported(floor)
        export.must_hold()
        (closing,) = export.cashpointclosing
        assert (closing["Z_SE_BARZAHLUNGEN"], closing["Z_SE_ZAHLUNGEN"]) == ("257,00", "261,50")
        assert [(row["ZAHLART_WAEH"], row["ZAHLART_BETRAG_WAEH"]) for row in export.cash_per_currency] == [
            ("EUR", "257,00")
        ]
        assert {row["ZAHLART_TYP"]: row["Z_ZAHLART_BETRAG"] for row in export.payment} == {
            "Bar": "257,00",
            "ECKarte": "4,50",
        }
        cases = {(row["GV_TYP"], row["UST_SCHLUESSEL"]): row["Z_UMS_BRUTTO"] for row in export.businesscases}
        assert cases == {
            ("Umsatz", "1"): "5,00", ("Umsatz", "2"): "11,50", ("Forderungsentstehung", "5"): "-1,50",
            ("Forderungsaufloesung", "5"): "1,50", ("Anzahlungseinstellung", "2"): "3,50",
            ("Anzahlungsaufloesung", "2"): "-3,50", ("Geldtransit", "5"): "250,00", ("Privatentnahme", "5"): "-5,00",
        }  # fmt: skip
        printed = {"1": [0, 0], "2": [0, 0]}
        beleg = {row["BON_ID"] for row in export.transactions if row["BON_TYP"] == "Beleg"}
        for row in export.transactions_vat:
            if row["BON_ID"] in beleg and row["UST_SCHLUESSEL"] in printed:
                printed[row["UST_SCHLUESSEL"]][0] += cents(row["BON_NETTO"])
                printed[row["UST_SCHLUESSEL"]][1] += cents(row["BON_UST"])
        assert printed == {"1": [420, 80], "2": [1075, 75]}
        for key in ("1", "2"):
            rows = [row for row in export.businesscases if row["UST_SCHLUESSEL"] == key]
            assert [
                sum(cents(row["Z_UMS_NETTO"]) for row in rows),
                sum(cents(row["Z_UST"]) for row in rows),
            ] == printed[key]
        assert sorted(row["BON_TYP"] for row in export.transactions).count("AVBestellung") == 3


async def test_a_sale_on_account_and_what_is_paid_of_it_later(tmp_path: Path) -> None:
    async with shop_with_account(tmp_path) as floor:
        sale = (await sold_on_account(floor, "milk", "soap")).receipt
        paid = right(await pays(floor, sale, 200)).receipt
        await floor.close_day()
        export = exported(floor)
        export.must_hold()
        assert export.lines(sale.id) == [
            ("Umsatz", "2", 129),
            ("Umsatz", "1", 249),
            ("Forderungsentstehung", "5", -378),
        ]
        assert export.about("datapayment", sale.id, "ZAHLART_TYP", "BASISWAEH_BETRAG") == [("Keine", "0,00")]
        assert export.about("transactions", sale.id, "UMS_BRUTTO", "KUNDE_ID", "KUNDE_NAME") == [
            ("0,00", sale.customer_number, "")
        ]
        assert export.lines(paid.id) == [("Forderungsaufloesung", "5", 200)]
        assert export.about("references", paid.id, "REF_TYP", "REF_BON_ID") == [("Transaktion", sale.id)]
        assert floor.node.masterdata.customers[DEBTOR].number == sale.customer_number


async def test_tips_and_goods_for_staff(tmp_path: Path) -> None:
    async with taking_tips(tmp_path, "staff") as floor:
        served = (await floor.sell(floor.basket("soap", tip(51)), None, Tender("cash", 300))).receipt
        manager = approved(floor.cashier, "cash_out")
        paid_out = right(await pay_out_tips(floor.node, manager, floor.id(), "staff-cashier", 51)).receipt
        basket = floor.basket("milk")
        await floor.keep(basket)
        gift = right(await give_benefit(floor.node, floor.manager, RecordRequest(basket, 129), "staff-second")).receipt
        await floor.close_day()
        export = exported(floor)
        export.must_hold()
        assert export.lines(served.id) == [("Umsatz", "1", 249), ("TrinkgeldAN", "5", 51)]
        assert export.lines(paid_out.id) == [("TrinkgeldAN", "5", -51)]
        assert export.about("transactions", gift.id, "BON_TYP", "KUNDE_ID", "KUNDE_NAME", "KUNDE_TYP") == [
            ("AVSachbezug", "staff-second", "Sina Second", "Mitarbeiter")
        ]
        assert export.about("datapayment", gift.id) == []
        assert "Umsatz" in {row["GV_TYP"] for row in export.businesscases}
        assert all(row["UST_SCHLUESSEL"] != "2" for row in export.businesscases), "the gift is in no sum"


async def test_a_tip_for_the_owner_is_taxed(tmp_path: Path) -> None:
    async with taking_tips(tmp_path, "owner") as floor:
        sale = (await floor.sell(floor.basket("soap", tip(51, "tip_owner")), None, Tender("cash", 300))).receipt
        await floor.close_day()
        export = exported(floor)
        export.must_hold()
        assert export.lines(sale.id) == [("Umsatz", "1", 249), ("TrinkgeldAG", "1", 51)]


async def test_foreign_cash_stands_in_its_own_currency(tmp_path: Path) -> None:
    async with border_shop(tmp_path) as floor:
        sale = (await sold_for_francs(floor, 500)).receipt
        await floor.close_day()
        export = exported(floor)
        export.must_hold()
        assert export.about("datapayment", sale.id, "ZAHLWAEH_CODE", "ZAHLWAEH_BETRAG", "BASISWAEH_BETRAG") == [
            ("CHF", "5,00", "5,25"), ("EUR", "", "-2,76"),
        ]  # fmt: skip
        assert [(row["ZAHLART_WAEH"], row["ZAHLART_BETRAG_WAEH"]) for row in export.cash_per_currency] == [
            ("CHF", "5,00"), ("EUR", "97,24"),
        ]  # fmt: skip
        assert export.cashpointclosing[0]["Z_SE_BARZAHLUNGEN"] == "102,49"
