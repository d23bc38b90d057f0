"""Every situation that a till knows: sold, closed, exported, and read back as an auditor does."""

from dataclasses import replace
from pathlib import Path

from tests.dsfinvk.reading import cents, exported
from tests.floor import Floor, open_floor, right
from tresen.core.article import Article
from tresen.core.basket import BasketLine, Discount, ReturnOf
from tresen.core.failures import Failure
from tresen.core.receipt import Tender
from tresen.fiscal.fiscal_settings import FiscalSettings
from tresen.ledger.dsfinvk import Wanted
from tresen.masterdata.kinds import ArticleRecord
from tresen.masterdata.records import change
from tresen.operations.drawer.move_cash import CashRequest, move_cash
from tresen.operations.dsfinvk.export import export_dsfinvk
from tresen.operations.orders.ordered import down_payment_for, open_orders
from tresen.operations.orders.place_order import OrderRequest, place_order
from tresen.operations.selling.abort import abort
from tresen.operations.selling.recording import RecordRequest
from tresen.operations.selling.sell import SaleRequest, sell


async def test_a_sale_in_cash(tmp_path: Path, database_url: str) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        await floor.open_day()
        sale = (await floor.sell(floor.basket("milk", "soap", "cola"))).receipt
        await floor.close_day()
        export = exported(floor)
        export.must_hold()
        (head,) = export.about("transactions", sale.id)
        assert (head["BON_TYP"], head["BON_NR"], head["BON_STORNO"]) == ("Beleg", str(sale.number), "0")
        assert (head["UMS_BRUTTO"], head["BEDIENER_NAME"]) == ("5,22", "Kai Cashier")
        assert head["BON_ENDE"] == "2026-06-01T10:00:00+02:00"
        assert export.about(
            "datapayment", sale.id, "ZAHLART_TYP", "ZAHLWAEH_CODE", "ZAHLWAEH_BETRAG", "BASISWAEH_BETRAG"
        ) == [("Bar", "EUR", "", "5,22")]
        assert export.lines(sale.id) == [
            ("Umsatz", "2", 129),
            ("Umsatz", "1", 249),
            ("Umsatz", "1", 119),
            ("Pfand", "1", 25),
        ]
        assert export.about("lines", sale.id, "ARTIKELTEXT", "ART_NR", "WARENGR", "MENGE", "EINHEIT", "STK_BR")[0] == (
            "Milch 1 l", "1", "Lebensmittel", "1,000", "", "1,29",
        )  # fmt: skip
        (tse,) = export.about("transactions_tse", sale.id)
        assert (tse["TSE_VORGANGSDATEN"], tse["TSE_TA_VORGANGSART"]) == (
            "Beleg^3.93_1.29_0.00_0.00_0.00^5.22:Bar", "Kassenbeleg-V1",
        )  # fmt: skip
        assert export.tse[0]["TSE_SERIAL"] == sale.signed.serial
        assert len(export.tse[0]["TSE_ZERTIFIKAT_I"]) > 100


async def test_goods_come_back_and_the_export_names_the_receipt_they_were_sold_on(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        sale = (await floor.sell(floor.basket("milk", "cola"))).receipt
        await floor.close_day()
        await floor.open_day(amount=floor.drawer())
        line = BasketLine("1", "", -1000, return_of=ReturnOf(sale.id, 1, "Mangelhaft"))
        back = (await floor.sell(floor.basket(line), floor.manager)).receipt
        again = (
            await floor.sell(
                floor.basket(replace(line, return_of=ReturnOf(sale.id, 2, "Gefällt nicht"))), floor.manager
            )
        ).receipt
        await floor.close_day()
        export = exported(floor)
        export.must_hold()
        assert export.about(
            "references", back.id, "POS_ZEILE", "REF_TYP", "REF_Z_KASSE_ID", "REF_Z_NR", "REF_BON_ID"
        ) == [("1", "Transaktion", "till-1", "1", sale.id)]
        assert (
            export.about("references", back.id)[0]["REF_DATUM"] == export.about("transactions", sale.id)[0]["BON_ENDE"]
        )
        assert export.about("lines", back.id, "MENGE", "STK_BR", "GV_TYP") == [("-1,000", "1,29", "Umsatz")]
        assert export.about("transactions", back.id, "UMS_BRUTTO", "BON_NOTIZ") == [("-1,29", "Mangelhaft")]
        assert {case for case, _, _ in export.lines(again.id)} == {"Umsatz", "PfandRueckzahlung"}
        marked = exported(floor, settings=FiscalSettings("1", 5, "date"))
        assert marked.about("transactions", back.id)[0]["BON_STORNO"] == "1"
        assert marked.about("transactions", sale.id)[0]["BON_STORNO"] == "0"
        assert marked.about("references", back.id)[0]["REF_DATUM"] == "2026-06-01"
        assert marked.about("lines_vat", sale.id)[0]["POS_BRUTTO"] == "1,29000"
        assert marked.about("transactions", sale.id)[0]["UMS_BRUTTO"] == "2,73"


async def test_discounts_on_a_line_on_the_basket_and_by_hand(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket(
            BasketLine("1", "soap", 2000, discount=Discount("amount", 50, "Delle")), "milk",
            BasketLine("3", "soap", price=199, price_reason="Falsch ausgezeichnet"),
        )  # fmt: skip
        basket = replace(basket, discounts=(Discount("percent", 1000, "Stammkunde"),))
        sale = (await floor.sell(basket, floor.manager)).receipt
        await floor.close_day()
        export = exported(floor)
        export.must_hold()
        assert export.lines(sale.id) == [
            ("Umsatz", "1", 448), ("Umsatz", "2", 129), ("Umsatz", "1", 199), ("Rabatt", "1", -65), ("Rabatt", "2", -13),
        ]  # fmt: skip
        assert export.about("itemamounts", sale.id, "POS_ZEILE", "TYP", "PF_BRUTTO") == [
            ("1", "base_amount", "4,98"), ("1", "discount", "-0,50"), ("3", "base_amount", "2,49"), ("3", "discount", "-0,50"),
        ]  # fmt: skip
        assert export.about("lines", sale.id, "STK_BR")[0] == ("2,24",)
        assert export.about("lines", sale.id, "ARTIKELTEXT", "POS_ZEILE")[3] == ("Stammkunde", "4")


async def test_weighed_goods_and_lines_that_were_taken_off_again(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket(
            BasketLine("1", "cheese", 451), BasketLine("2", "soap", 3000, voided=True, void_reason="Falsch erfasst")
        )
        sale = (await floor.sell(basket, floor.manager)).receipt
        await floor.close_day()
        export = exported(floor)
        export.must_hold()
        assert export.about("lines", sale.id, "ARTIKELTEXT", "ART_NR", "P_STORNO", "MENGE", "EINHEIT", "STK_BR") == [
            ("Bergkäse", "5", "0", "0,451", "kg", "24,90"),
            ("Seife (Falsch erfasst)", "2", "1", "3,000", "", "0,00"),
        ]
        assert export.lines(sale.id) == [("Umsatz", "2", 1123)]


async def test_aborts_and_training_are_there_and_count_nothing(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        given_up, practised = floor.basket("milk", "soap"), floor.basket("soap")
        await floor.keep(given_up)
        right(await abort(floor.node, floor.cashier, given_up.id, "Kunde möchte nicht"))
        right(await sell(floor.node, floor.cashier, SaleRequest(practised, 249, (), training=True)))
        await floor.close_day()
        export = exported(floor)
        export.must_hold()
        assert export.about("transactions", given_up.id, "BON_TYP", "UMS_BRUTTO", "BON_NOTIZ") == [
            ("AVBelegabbruch", "0,00", "Kunde möchte nicht")
        ]
        assert export.about("lines", given_up.id, "ARTIKELTEXT", "P_STORNO") == [("Milch 1 l", "1"), ("Seife", "1")]
        assert (
            export.about("transactions_tse", given_up.id)[0]["TSE_VORGANGSDATEN"]
            == "AVBelegabbruch^0.00_0.00_0.00_0.00_0.00^"
        )
        assert export.about("transactions", practised.id, "BON_TYP", "UMS_BRUTTO") == [("AVTraining", "2,49")]
        assert export.about("datapayment", practised.id) == []
        assert {row["GV_TYP"] for row in export.businesscases} == {"Geldtransit"}


async def test_cash_movements_of_every_kind_and_the_difference(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day(floor.manager)
        asked = [
            ("cash_in", "Privateinlage", 2000), ("cash_out", "Privatentnahme", 500), ("cash_out", "Geldtransit", 700),
            ("cash_out", "Lohnzahlung", 1000), ("cash_in", "Einzahlung", 300), ("cash_out", "Auszahlung", 200),
        ]  # fmt: skip
        made = {
            case: right(
                await move_cash(
                    floor.node, floor.manager, kind, CashRequest(floor.id(), amount, "Grund", case, "Notiz")
                )
            ).receipt
            for kind, case, amount in asked
        }
        await floor.close_day(floor.manager, {"100": 100})
        await floor.open_day(floor.manager, amount=10_000)
        await floor.close_day(floor.manager)
        export = exported(floor)
        export.must_hold()
        for kind, case, amount in asked:
            signed = amount if kind == "cash_in" else -amount
            assert export.lines(made[case].id) == [(case, "5", signed)]
            (paid,) = export.about("datapayment", made[case].id)
            assert (paid["ZAHLART_TYP"], cents(paid["BASISWAEH_BETRAG"])) == ("Bar", signed)
            assert export.about("transactions", made[case].id, "BON_NOTIZ") == [("Grund; Notiz",)]
        sums = {(row["Z_NR"], row["GV_TYP"]): cents(row["Z_UMS_BRUTTO"]) for row in export.businesscases}
        assert sums["1", "DifferenzSollIst"] == 100
        assert sums["1", "Geldtransit"] == 10_000 - 700
        assert sums["2", "Anfangsbestand"] == 10_000


async def test_cards_by_kind_and_cash_for_the_rest(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket("soap", "milk")
        await floor.keep(basket)
        payment = await floor.pay(basket.id, 300)
        sale = (
            await floor.sell(basket, None, Tender("card", 300, payment=payment.id), Tender("cash", 78, 100))
        ).receipt
        await floor.close_day()
        export = exported(floor)
        export.must_hold()
        card = next(tender for tender in sale.tenders if tender.kind == "card")
        assert export.about("datapayment", sale.id, "ZAHLART_TYP", "ZAHLART_NAME", "BASISWAEH_BETRAG") == [
            ("ECKarte", card.card, "3,00"), ("Bar", "", "0,78"),
        ]  # fmt: skip
        assert cents(export.cashpointclosing[0]["Z_SE_BARZAHLUNGEN"]) == 10_078


async def test_a_multi_purpose_voucher_is_sold_and_redeemed(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await stocked(floor, Article("gift", "9", "Gutschein", 1000, 5, kind="voucher", discountable=False))
        await floor.open_day()
        bought = (await floor.sell(floor.basket("gift"))).receipt
        code = bought.lines[0].barcode
        spent = (await floor.sell(floor.basket("soap"), None, Tender("voucher", 249, payment=code))).receipt
        await floor.close_day()
        export = exported(floor)
        export.must_hold()
        assert export.lines(bought.id) == [("MehrzweckgutscheinKauf", "5", 1000)]
        assert export.lines(spent.id) == [("Umsatz", "1", 249), ("MehrzweckgutscheinEinloesung", "5", -249)]
        assert export.about("lines", spent.id, "GUTSCHEIN_NR")[1] == (code,)
        assert export.about("transactions_vat", spent.id, "UST_SCHLUESSEL", "BON_BRUTTO", "BON_NETTO", "BON_UST") == [
            ("1", "2,49", "2,09", "0,40"), ("5", "-2,49", "-2,49", "0,00"),
        ]  # fmt: skip
        assert export.about("datapayment", spent.id, "ZAHLART_TYP", "BASISWAEH_BETRAG") == [("Keine", "0,00")]
        assert export.about("transactions", spent.id)[0]["UMS_BRUTTO"] == "0,00"
        assert export.about("references", spent.id) == []


async def test_a_tse_outage_says_why_there_is_no_signature(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        floor.signer.switch("down")
        unsigned = (await floor.sell(floor.basket("milk"))).receipt
        await floor.close_day()
        export = exported(floor)
        export.must_hold()
        (tse,) = export.about("transactions_tse", unsigned.id)
        assert tse["TSE_TA_FEHLER"] == unsigned.signed.failure
        assert (tse["TSE_ID"], tse["TSE_TANR"], tse["TSE_TA_SIG"], tse["TSE_VORGANGSDATEN"]) == ("1", "", "", "")


async def test_what_was_handed_out_without_the_node_stands_in_the_closing_that_was_open_when_it_arrived(
    tmp_path: Path,
) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        booked = floor.basket("soap")
        await floor.sell(booked)
        right(await floor.send(await floor.hand_out(booked)))
        late = await floor.hand_out(floor.basket("milk"))
        await floor.close_day()
        right(await floor.send(late))
        await floor.open_day(amount=floor.drawer())
        await floor.close_day()
        export = exported(floor)
        export.must_hold()
        (head,) = export.about("transactions", late.receipt.id)
        assert (head["Z_NR"], head["BON_NR"], head["UMS_BRUTTO"]) == ("2", str(late.receipt.number), "1,29")
        assert export.about("transactions_tse", late.receipt.id)[0]["TSE_TA_FEHLER"]
        (twice,) = [row for row in export.transactions if row["BON_TYP"] == "AVSonstige"]
        assert (twice["BON_NR"], twice["BON_NAME"]) == (
            "10000001",
            "Ohne Server ausgehändigter Beleg eines gebuchten Verkaufs",
        )
        assert export.about("references", twice["BON_ID"], "REF_Z_NR", "REF_BON_ID") == [("1", booked.id)]


async def test_each_till_has_closings_of_its_own_and_any_part_can_be_asked_for(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        for _ in range(3):
            for actor in (floor.cashier, floor.second):
                await floor.open_day(actor, floor.drawer(actor.till) or 10_000)
                await floor.sell(floor.basket("milk"), actor)
                await floor.close_day(actor)
            floor.clock.move(hours=24)
        whole = exported(floor)
        whole.must_hold()
        assert [(row["Z_KASSE_ID"], row["Z_NR"]) for row in whole.cashpointclosing] == [
            (till, str(number)) for number in (1, 2, 3) for till in ("till-1", "till-2")
        ]
        assert {row["KASSE_SERIENNR"] for row in whole.cashregister} == {"TRESEN-TEST-1", "TRESEN-TEST-2"}
        second = exported(floor, Wanted("2026-06-02", "2026-06-02"))
        second.must_hold()
        assert [row["Z_NR"] for row in second.cashpointclosing] == ["2", "2"]
        one = exported(floor, Wanted(till="till-2", number=3))
        one.must_hold()
        assert [(row["Z_KASSE_ID"], row["Z_NR"]) for row in one.cashpointclosing] == [("till-2", "3")]
        assert len(one.transactions) == 2
        assert exported_failure(floor, Wanted("2026-07-01")) == Failure("no_closing_in_period", {})


async def stocked(floor: Floor, article: Article) -> None:
    """One more article."""
    record = ArticleRecord(article)
    await floor.node.writer.write(
        lambda tx: change(
            tx, floor.node.journal, "article", article.id, record, entry_id=floor.id(), at=floor.clock.now(),
            day="2026-06-01", actor="test",
        )
    )  # fmt: skip


def exported_failure(floor: Floor, wanted: Wanted) -> object:
    """What comes instead of an export."""
    target = floor.folder / f"export-{floor.id()}"
    answer = floor.node.database.read_now(
        lambda connection: export_dsfinvk(connection, wanted, FiscalSettings(), target, lambda done, total: None)
    )
    assert not list(floor.folder.glob("export-*.part"))
    assert not target.exists()
    return answer


async def test_an_order_is_linked_with_its_down_payment_and_its_sale(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket(BasketLine("rolls", "milk", 10_000), "soap")
        await floor.keep(basket)
        record = RecordRequest(basket, (await floor.quote(basket)).total)
        order = right(await place_order(floor.node, floor.cashier, OrderRequest(record, "2026-06-03", "Huber"))).receipt
        money = right(await down_payment_for(floor.node, order.id, 300))
        prepaid = (
            await floor.sell(floor.basket(*[BasketLine(str(n), "", money=one) for n, one in enumerate(money, 1)]))
        ).receipt
        (waiting,) = await open_orders(floor.node)
        used = [
            BasketLine(f"used-{n}", "", -1000, return_of=ReturnOf(one.receipt, one.line, "Abholung"))
            for n, one in enumerate(waiting.down_payments)
        ]
        handed = replace(waiting.basket, id=floor.id(), lines=(*waiting.basket.lines, *used), order=order.id)
        sale = (await floor.sell(handed)).receipt
        await floor.close_day()
        export = exported(floor)
        export.must_hold()
        assert export.about("transactions", order.id, "BON_TYP", "UMS_BRUTTO") == [("AVBestellung", "15,39")]
        assert export.about("datapayment", order.id) == []
        (tse,) = export.about("transactions_tse", order.id)
        assert (tse["TSE_TA_VORGANGSART"], tse["TSE_VORGANGSDATEN"]) == (
            "Bestellung-V1", '10;"Milch 1 l";1.29\r1;"Seife";2.49',
        )  # fmt: skip
        assert export.lines(prepaid.id) == [("Anzahlungseinstellung", "1", 49), ("Anzahlungseinstellung", "2", 251)]
        assert sorted(export.lines(sale.id)) == [
            ("Anzahlungsaufloesung", "1", -49), ("Anzahlungsaufloesung", "2", -251), ("Umsatz", "1", 249), ("Umsatz", "2", 1290),
        ]  # fmt: skip
        linked = {row["BON_ID"]: row["ABRECHNUNGSKREIS"] for row in export.allocation_groups}
        assert linked.keys() == {order.id, prepaid.id, sale.id}
        assert len(set(linked.values())) == 1
        assert {row["REF_BON_ID"] for row in export.about("references", sale.id)} == {order.id, prepaid.id}


async def test_a_day_without_any_receipt_has_its_closing(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day(amount=0)
        await floor.close_day()
        await floor.open_day(amount=0)
        sale = (await floor.sell(floor.basket(BasketLine("1", "soap", text='Seife; "grün"')))).receipt
        await floor.close_day()
        export = exported(floor)
        export.must_hold()
        assert [(row["Z_NR"], row["Z_START_ID"], row["Z_SE_ZAHLUNGEN"]) for row in export.cashpointclosing] == [
            ("1", "", "0,00"), ("2", sale.id, "2,49"),
        ]  # fmt: skip
        assert export.about("lines", sale.id, "ARTIKELTEXT") == [(sale.lines[0].name,)]
