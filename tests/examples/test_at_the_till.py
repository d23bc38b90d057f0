"""What a cashier does, one sentence a test: opening, selling, parking, taking over, taking back, exchanging."""

from dataclasses import replace
from pathlib import Path

from tests.floor import approved, back, open_floor, refused, right
from tresen.core.basket import Basket, BasketLine, Discount, ReturnOf
from tresen.core.receipt import Tender
from tresen.ledger import accounts
from tresen.operations.drawer.open_day import OpeningRequest, open_day
from tresen.operations.drawer.report import report
from tresen.operations.selling.abort import abort
from tresen.operations.selling.keep_basket import keep_basket
from tresen.operations.selling.park import fetch, listed_baskets, park
from tresen.operations.selling.sell import SaleRequest, sell


def line(article: str, pieces: int = 1, **more: object) -> BasketLine:
    return replace(BasketLine("", article, pieces * 1000), **more)  # type: ignore[arg-type]


# ---- opening


async def test_nothing_is_sold_before_the_day_is_open(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        refused(await floor.try_sell(floor.basket("milk")), "day_not_open")


async def test_the_drawer_is_opened_with_a_float_counted_by_coin_and_note(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        coins = {"5000": 1, "2000": 2, "200": 5}
        day = right(await open_day(floor.node, floor.cashier, OpeningRequest(floor.id(), coins)))
        assert (day.open, day.float, floor.drawer()) == (True, 10_000, 10_000)
        for faulty in ({"123": 1}, {"100": -1}, {"²": 1}, {"-5": 1}):
            asked = OpeningRequest(floor.id(), faulty)
            refused(await open_day(floor.node, floor.second, asked), "count_faulty")


async def test_what_stayed_in_the_drawer_is_the_next_days_float_and_the_rest_comes_from_the_safe(
    tmp_path: Path,
) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day(amount=5_000)
        await floor.close_day()
        await floor.open_day(amount=8_000)
        kinds = [(receipt.kind, receipt.total) for receipt in floor.receipts()]
        assert kinds == [("cash_in", 5_000), ("float", 5_000), ("cash_in", 3_000)]
        assert floor.drawer() == 8_000


# ---- selling


async def test_a_sale_gives_a_signed_receipt_with_number_change_and_address(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket("milk", "cola")
        answer = await floor.sell(basket, None, Tender("cash", 273, given=500))
        receipt = answer.receipt
        assert (receipt.total, answer.change, receipt.number) == (273, 227, 2)
        assert receipt.signed.signature and receipt.signed.simulated
        assert floor.node.receipt_for(answer.url.removeprefix("/r/")) == receipt.id
        assert floor.drawer() == 10_273
        assert floor.node.balances.of(accounts.stock("place-1", "cola"), "piece") == -1000


async def test_a_sale_is_paid_partly_by_card_and_partly_in_cash(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket("milk", "soap")
        await floor.keep(basket)
        payment = await floor.pay(basket.id, 300)
        sold = await floor.sell(basket, None, Tender("card", 300, payment=payment.id), Tender("cash", 78))
        assert [(tender.kind, tender.amount) for tender in sold.receipt.tenders] == [("card", 300), ("cash", 78)]
        assert sold.receipt.tenders[0].card and "Terminal" in sold.receipt.tenders[0].text
        assert floor.node.balances.of("clearing:card:till-1") == 300


async def test_tenders_pay_exactly_the_total_and_only_cash_gives_change(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket("milk")
        refused(await floor.try_sell(basket, None, Tender("cash", 128)), "tenders_do_not_match")
        refused(await floor.try_sell(basket, None, Tender("cash", 129, given=100)), "tenders_do_not_match")
        refused(await floor.try_sell(basket, None, Tender("card", 129, payment="x")), "payment_not_for_basket")
        refused(await floor.try_sell(basket, None, Tender("store_credit", 129, given=200)), "change_only_for_cash")
        refused(await sell(floor.node, floor.cashier, SaleRequest(basket, 1, (Tender("cash", 1),))), "total_differs")
        assert floor.drawer() == 10_000


async def test_a_tip_or_partial_approval_is_never_taken_for_the_whole(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket("soap")
        await floor.keep(basket)
        floor.behaviour.mode, floor.behaviour.change_by = "change_amount", -100
        payment = await floor.pay(basket.id, 249)
        wrong = await floor.try_sell(basket, None, Tender("card", 249, payment=payment.id))
        refused(wrong, "payment_amount_differs")
        refused(await floor.try_sell(basket), "tenders_do_not_match")
        await floor.sell(basket, None, Tender("card", 149, payment=payment.id), Tender("cash", 100))


async def test_an_article_from_eighteen_asks_for_the_latest_birth_date(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        asked = refused(await floor.try_sell(floor.basket("vodka")), "age_check")
        assert asked.detail["detail"] == "2008-06-01"
        await floor.sell(floor.basket(line("vodka", age_checked=True)))


async def test_a_voided_line_counts_nothing_and_stays_on_record(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket("milk", line("soap", voided=True, void_reason="Falsch erfasst"))
        sold = (await floor.sell(basket)).receipt
        assert sold.total == 129
        assert sold.voided == ("soap 1000 Falsch erfasst",)
        assert right(await report(floor.node, floor.cashier)).totals.voids == 1


async def test_an_owner_may_let_voids_need_an_approval(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        settings = floor.node.masterdata.all_settings.by_id["settings"]
        settings.rights = {"cashier": {"void_line": "approve"}}
        basket = floor.basket("milk", line("soap", voided=True, void_reason="Falsch erfasst"))
        refused(await floor.try_sell(basket), "approval_needed")
        await floor.sell(basket, approved(floor.cashier, "void_line"))


async def test_an_aborted_basket_is_kept_with_its_lines_and_reason(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket("milk", "cola")
        await floor.keep(basket)
        receipt = right(await abort(floor.node, floor.cashier, basket.id, "Kunde möchte nicht"))
        assert (receipt.type, receipt.total, receipt.reason) == ("AVBelegabbruch", 0, "Kunde möchte nicht")
        assert len(receipt.voided) == 2 and receipt.signed.process_data.startswith("AVBelegabbruch^")
        assert listed_baskets(floor.node) == [] and floor.drawer() == 10_000


# ---- open and parked baskets


async def test_a_parked_basket_is_fetched_at_another_till_with_its_owner_named(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        await floor.open_day(floor.second)
        basket = floor.basket("milk")
        await floor.keep(basket)
        right(await park(floor.node, floor.cashier, basket.id, "Frau mit Hut"))
        (listed,) = listed_baskets(floor.node)
        assert (listed.label, listed.state, listed.owner_name, listed.owner_till_name) == (
            "Frau mit Hut", "parked", "Kai Cashier", "Kasse 1",
        )  # fmt: skip
        fetched = right(await fetch(floor.node, floor.second, basket.id))
        assert (fetched.owner_till, fetched.owner_name, fetched.basket) == ("till-2", "Sina Second", basket)
        refused(await floor.try_sell(basket), "basket_taken_over")
        sold = (await floor.sell(basket, floor.second)).receipt
        assert (sold.till, sold.number) == ("till-2", 2)


async def test_an_open_basket_is_taken_over_only_by_right(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket("milk")
        await floor.keep(basket)
        floor.node.masterdata.all_settings.by_id["settings"].rights = {"cashier": {"take_over": "deny"}}
        refused(await fetch(floor.node, floor.second, basket.id), "denied")
        floor.node.masterdata.all_settings.by_id["settings"].rights = {}
        assert right(await fetch(floor.node, floor.second, basket.id)).owner_till == "till-2"
        refused(await keep_basket(floor.node, floor.cashier, basket, 1, False), "basket_taken_over")
        refused(await park(floor.node, floor.cashier, basket.id, ""), "basket_taken_over")
        refused(await abort(floor.node, floor.cashier, basket.id, ""), "basket_taken_over")


async def test_a_basket_that_is_being_paid_is_locked(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket("milk")
        await floor.keep(basket)
        floor.behaviour.mode = "hang"
        await floor.pay(basket.id, 129)
        changed = Basket(basket.id, floor.basket("milk", "soap").lines)
        refused(await keep_basket(floor.node, floor.cashier, changed, 1, False), "basket_paying")
        refused(await park(floor.node, floor.cashier, basket.id, ""), "basket_paying")
        refused(await fetch(floor.node, floor.second, basket.id), "basket_paying")
        refused(await abort(floor.node, floor.cashier, basket.id, ""), "basket_paying")
        refused(await floor.try_sell(basket), "payment_unknown")


async def test_an_open_and_a_parked_basket_survive_a_power_cut(tmp_path: Path, database_url: str) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        await floor.open_day()
        one, other = floor.basket("milk"), floor.basket("cola", customer="customer-1")
        await floor.keep(one)
        await floor.keep(other)
        right(await park(floor.node, floor.cashier, other.id, "Hut"))
        await floor.restart()
        assert {(each.id, each.state) for each in listed_baskets(floor.node)} == {
            (one.id, "open"), (other.id, "parked"),
        }  # fmt: skip
        await floor.sell(one)
        await floor.sell(right(await fetch(floor.node, floor.cashier, other.id)).basket)
        assert len(floor.finishes()) == 3, "the transactions that began with them were finished, no others"


# ---- refunds and exchanges


async def test_a_refund_takes_parts_back_with_a_reason_and_never_more_than_was_paid(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        discount = Discount("percent", 1000, "Kulanz")
        sold = (await floor.sell(floor.basket(line("soap", 3, discount=discount)))).receipt
        refunds = []
        for _ in range(3):
            refunds.append((await floor.sell(floor.basket(back(sold)), floor.manager)).receipt)
        assert [receipt.kind for receipt in refunds] == ["refund"] * 3
        assert sum(receipt.total for receipt in refunds) == -sold.total == -672
        assert refunds[0].reason == "Mangelhaft" and refunds[0].refers_to == (sold.id,)
        refused(await floor.try_sell(floor.basket(back(sold)), floor.manager), "return_above_sold")
        refused(await floor.try_sell(floor.basket(back(sold, 7)), floor.manager), "return_not_found")
        assert floor.drawer() == 10_000


async def test_a_refund_needs_a_reason(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        sold = (await floor.sell(floor.basket("milk"))).receipt
        for reason in ("", "  "):
            refused(await floor.try_sell(floor.basket(back(sold, reason=reason)), floor.manager), "return_needs_reason")
        without = line("milk", -1, return_of=ReturnOf("", 0, ""))
        refused(await floor.try_sell(floor.basket(without), floor.manager), "return_needs_reason")


async def test_returned_goods_go_back_on_the_shelf_or_are_lost(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        sold = (await floor.sell(floor.basket(line("milk", 2)))).receipt
        await floor.sell(floor.basket(back(sold)), floor.manager)
        await floor.sell(floor.basket(back(sold, restock=False)), floor.manager)
        gone = line("milk", -1, return_of=ReturnOf("", 0, "Verdorben", restock=False))
        await floor.sell(floor.basket(gone), floor.manager)
        assert floor.node.balances.of("stock:place-1:milk", "piece") == -1000
        assert floor.node.balances.of(accounts.LOSS, "piece") == 2000


async def test_points_go_back_from_whoever_earned_them(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        sold = (await floor.sell(floor.basket(line("soap", 3), customer="customer-1"))).receipt
        assert sold.points == sold.points_balance == 7
        refund = (await floor.sell(floor.basket(back(sold), customer="customer-2"), floor.manager)).receipt
        assert refund.points == 0 and dict(refund.points_taken) == {"customer-1": 2}
        nobody = (await floor.sell(floor.basket(back(sold)), floor.manager)).receipt
        assert dict(nobody.points_taken) == {"customer-1": 3}
        last = (await floor.sell(floor.basket(back(sold), customer="customer-1"), floor.manager)).receipt
        assert last.points == -2 and last.points_balance == 0
        assert floor.node.balances.of("points:customer-1", "point") == 0
        assert floor.node.balances.of("points:customer-2", "point") == 0


async def test_a_refund_without_receipt_needs_its_own_approval_and_is_a_refund(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket(line("milk", -1, return_of=ReturnOf("", 0, "Mangelhaft")))
        asked = refused(await floor.try_sell(basket), "approval_needed")
        assert asked.detail == {"act": "refund_without_receipt"}
        refused(await floor.try_sell(basket, approved(floor.cashier, "refund")), "approval_needed")
        receipt = (await floor.sell(basket, approved(floor.cashier, "refund_without_receipt"))).receipt
        assert (receipt.kind, receipt.total, receipt.reason) == ("refund", -129, "Mangelhaft")
        assert right(await report(floor.node, floor.cashier)).totals.refunds_amount == -129


async def test_an_exchange_is_one_receipt_over_the_difference(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        sold = (await floor.sell(floor.basket("milk"))).receipt
        dearer = (await floor.sell(floor.basket(back(sold), "soap"), floor.manager)).receipt
        assert (dearer.kind, dearer.total) == ("exchange", 120)
        same = floor.basket(back(dearer, 2), "soap")
        even = (await floor.sell(same, floor.manager)).receipt
        assert (even.kind, even.total, even.tenders) == ("exchange", 0, ())


async def test_a_refund_goes_back_to_the_card_by_the_terminal(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        sold = (await floor.sell(floor.basket("soap"))).receipt
        basket = floor.basket(back(sold))
        await floor.keep(basket)
        payment = await floor.pay(basket.id, 249, refund=True)
        refund = await floor.sell(basket, floor.manager, Tender("card", -249, payment=payment.id))
        assert refund.receipt.total == -249 and floor.charges() == {payment.id: -249}


async def test_store_credit_grows_by_a_refund_and_is_spent_by_a_sale(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        sold = (await floor.sell(floor.basket("soap"))).receipt
        refund = floor.basket(back(sold), customer="customer-1")
        await floor.sell(refund, floor.manager, Tender("store_credit", -249))
        assert floor.node.balances.of("credit:customer-1") == 249
        too_much = floor.basket("soap", "milk", customer="customer-1")
        refused(await floor.try_sell(too_much, None, Tender("store_credit", 378)), "store_credit_too_low")
        await floor.sell(floor.basket("milk", customer="customer-1"), None, Tender("store_credit", 129))
        assert floor.node.balances.of("credit:customer-1") == 120
        refused(await floor.try_sell(floor.basket("milk"), None, Tender("store_credit", 129)), "customer_needed")
