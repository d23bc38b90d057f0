"""Every write is sent three times, at once and again after a restart, from two tabs: it happens once."""

import asyncio
from dataclasses import replace
from pathlib import Path

from tests.floor import approved, back, open_floor, refused, right
from tresen.core.basket import Basket
from tresen.core.failures import Failure
from tresen.core.receipt import Receipt, Tender
from tresen.operations.drawer.close_day import Closing, ClosingRequest, close_day
from tresen.operations.drawer.count import count
from tresen.operations.drawer.move_cash import CashRequest, move_cash
from tresen.operations.drawer.no_sale import no_sale
from tresen.operations.drawer.open_day import DayState, OpeningRequest, open_day
from tresen.operations.node import Answer
from tresen.operations.paying.ask_back import give_back
from tresen.operations.paying.pay_by_card import CardRequest, pay_by_card
from tresen.operations.selling.abort import abort
from tresen.operations.selling.keep_basket import KeptBasket, keep_basket
from tresen.operations.selling.park import fetch, park
from tresen.operations.selling.sell import SaleRequest, sell
from tresen.store.payments import Payment


async def test_a_sale_sent_three_times_at_once_is_one_sale(tmp_path: Path, database_url: str) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        await floor.open_day()
        request = await floor.request(floor.basket("milk", "cola"))
        answers = await asyncio.gather(*(sell(floor.node, floor.cashier, request) for _ in range(3)))
        assert [right(answer).repeated for answer in answers] == [False, True, True]
        assert len({answer.receipt.number for answer in map(right, answers)}) == 1
        assert [receipt.kind for receipt in floor.receipts()][-1] == "sale"


async def test_a_sale_sent_again_after_a_restart_gets_the_first_answer(tmp_path: Path, database_url: str) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        await floor.open_day()
        basket = floor.basket("milk")
        await floor.keep(basket)
        payment = await floor.pay(basket.id, 129)
        request = await floor.request(basket, None, Tender("card", 129, payment=payment.id))
        first = right(await sell(floor.node, floor.cashier, request))
        await floor.close_day()
        await floor.restart()
        again = right(await sell(floor.node, floor.cashier, request))
        assert again.repeated and again.receipt.number == first.receipt.number
        assert len(floor.finishes()) == len(floor.receipts()), "no second transaction was begun for it"


async def test_a_refund_sent_again_after_a_restart_gets_the_first_answer(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        sold = await floor.sell(floor.basket("milk"))
        request = await floor.request(floor.basket(back(sold.receipt)))
        first = right(await sell(floor.node, floor.manager, request))
        await floor.restart()
        again = right(await sell(floor.node, floor.cashier, request))  # the approval is used up: none is needed
        assert again.repeated and again.receipt.number == first.receipt.number


async def test_the_same_id_with_other_content_is_refused(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket("milk")
        one, other = await floor.request(basket), await floor.request(Basket(basket.id, floor.basket("soap").lines))
        first, second = await asyncio.gather(
            sell(floor.node, floor.cashier, one), sell(floor.node, floor.cashier, other)
        )
        assert right(first).receipt.total == 129
        refused(second, "sale_differs")
        refused(await sell(floor.node, floor.cashier, replace(one, tenders=(Tender("cash", 128),))), "sale_differs")
        sold_for_less = replace(one, basket=Basket(basket.id, floor.basket("vodka").lines))
        refused(await sell(floor.node, floor.cashier, sold_for_less), "sale_differs")


async def test_a_sale_of_an_aborted_basket_is_refused(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket("milk")
        await floor.keep(basket)
        request = await floor.request(basket)
        right(await abort(floor.node, floor.cashier, basket.id, "Kunde möchte nicht"))
        refused(await sell(floor.node, floor.cashier, request), "sale_differs")
        refused(await keep_basket(floor.node, floor.cashier, basket, 0, False), "basket_not_found")
        await floor.restart()
        refused(await sell(floor.node, floor.cashier, request), "sale_differs")
        refused(await keep_basket(floor.node, floor.cashier, basket, 0, False), "basket_not_found")


async def test_an_abort_sent_three_times_is_one_receipt(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket("milk")
        await floor.keep(basket)
        answers = await asyncio.gather(*(abort(floor.node, floor.cashier, basket.id, "x") for _ in range(3)))
        assert len({right(answer).number for answer in answers}) == 1
        await floor.restart()
        assert right(await abort(floor.node, floor.cashier, basket.id, "x")).number == answers[0].number


async def test_selling_and_aborting_at_once_lets_one_win(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        for selling_first in (True, False):
            basket = floor.basket("milk")
            await floor.keep(basket)
            request = await floor.request(basket)
            acts = [sell(floor.node, floor.cashier, request), abort(floor.node, floor.cashier, basket.id, "x")]
            answers = await asyncio.gather(*(acts if selling_first else reversed(acts)))
            assert sum(isinstance(answer, Failure) for answer in answers) == 1
            floor.must_hold()


async def test_keeping_and_selling_at_once_never_brings_the_basket_back(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket("milk")
        await floor.keep(basket)
        request = await floor.request(basket)
        changed = replace(basket, note="Tüte")
        await asyncio.gather(
            sell(floor.node, floor.cashier, request), keep_basket(floor.node, floor.cashier, changed, 1, False)
        )
        assert floor.node.open == {}
        await floor.restart()
        assert floor.node.open == {}


async def test_a_basket_kept_three_times_at_once_begins_one_transaction(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket("milk")
        answers = await asyncio.gather(*(keep_basket(floor.node, floor.cashier, basket, 0, False) for _ in range(3)))
        assert [right(answer).version for answer in answers] == [1, 1, 1]
        assert len(floor.signer._known.open) == 1


async def test_two_tabs_change_the_same_basket_and_one_is_told(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket("milk")
        await floor.keep(basket)
        tabs = [replace(basket, lines=basket.lines + floor.basket(name).lines) for name in ("soap", "cola")]
        answers = await asyncio.gather(*(keep_basket(floor.node, floor.cashier, tab, 1, False) for tab in tabs))
        assert isinstance(answers[0], KeptBasket)
        refused(answers[1], "basket_changed")
        refused(await keep_basket(floor.node, floor.cashier, tabs[1], 0, False), "basket_changed")
        assert right(await keep_basket(floor.node, floor.cashier, tabs[0], 1, False)).version == 2, "sent again"


async def test_a_basket_parked_and_fetched_three_times_stays_one(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        await floor.open_day(floor.second)
        basket = floor.basket("milk")
        await floor.keep(basket)
        for answer in await asyncio.gather(*(park(floor.node, floor.cashier, basket.id, "Hut") for _ in range(3))):
            assert right(answer).state == "parked"
        fetched = await asyncio.gather(*(fetch(floor.node, floor.second, basket.id) for _ in range(3)))
        assert {right(answer).owner_till for answer in fetched} == {"till-2"}
        assert len(floor.node.open) == 1


async def test_cash_sent_three_times_moves_once(tmp_path: Path, database_url: str) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        await floor.open_day(amount=5_000)
        out = CashRequest(floor.id(), 5_000, "Abschöpfung in den Tresor")
        answers = await asyncio.gather(*(move_cash(floor.node, floor.manager, "cash_out", out) for _ in range(3)))
        assert len({right(answer).receipt.number for answer in answers}) == 1
        assert floor.drawer() == 0
        await floor.restart()
        again = right(await move_cash(floor.node, floor.cashier, "cash_out", out))  # too little is left; it is known
        assert again.repeated and floor.drawer() == 0
        refused(await move_cash(floor.node, floor.manager, "cash_in", out), "sale_differs")
        refused(await move_cash(floor.node, floor.manager, "cash_out", replace(out, amount=1)), "sale_differs")


async def test_a_day_opened_three_times_is_opened_once(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        request = OpeningRequest(floor.id(), amount=7_000)
        answers = await asyncio.gather(*(open_day(floor.node, floor.cashier, request) for _ in range(3)))
        assert all(isinstance(answer, DayState) and answer.open for answer in answers)
        await floor.restart()
        assert right(await open_day(floor.node, floor.cashier, request)).float == 7_000
        assert floor.drawer() == 7_000
        refused(await open_day(floor.node, floor.cashier, OpeningRequest(floor.id(), amount=1)), "day_already_open")


async def test_a_count_sent_three_times_is_one_entry(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        id = floor.id()
        for _ in range(3):
            assert right(await count(floor.node, floor.cashier, id, {"5000": 2})).counted == 10_000
        assert len(floor.entries("count")) == 1
        refused(await count(floor.node, floor.cashier, id, {"5000": 1}), "sale_differs")


async def test_a_closing_sent_three_times_books_the_difference_once(tmp_path: Path, database_url: str) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        await floor.open_day()
        counted = right(await count(floor.node, floor.cashier, floor.id(), {"5000": 1, "2000": 2})).id
        request = ClosingRequest(floor.id(), counted, take_out=4_000)
        answers = await asyncio.gather(*(close_day(floor.node, floor.cashier, request) for _ in range(3)))
        closings = [answer for answer in answers if isinstance(answer, Closing)]
        assert len(closings) == 1 and closings[0].difference == -1_000
        await floor.restart()
        again = right(await close_day(floor.node, floor.cashier, request))
        assert (again.number, again.left) == (1, 5_000) == (1, floor.drawer())
        assert [receipt.kind for receipt in floor.receipts()] == ["cash_in", "difference", "cash_out"]


async def test_an_old_count_or_that_of_another_till_does_not_close(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        await floor.open_day(floor.second)
        counted = right(await count(floor.node, floor.cashier, floor.id(), {"5000": 1})).id
        other = ClosingRequest(floor.id(), counted)
        refused(await close_day(floor.node, floor.second, other), "count_missing")
        right(await close_day(floor.node, floor.cashier, ClosingRequest(floor.id(), counted)))
        await floor.open_day(amount=5_000)
        refused(await close_day(floor.node, floor.cashier, ClosingRequest(floor.id(), counted)), "count_missing")


async def test_a_no_sale_sent_three_times_opens_the_drawer_once(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        id = floor.id()
        jobs = [right(await no_sale(floor.node, floor.manager, id, "Geld wechseln")) for _ in range(3)]
        assert jobs[0] and jobs[1:] == ["", ""]
        assert len(floor.entries("drawer_opened")) == 1


async def test_a_payment_sent_three_times_charges_once(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket("milk")
        await floor.keep(basket)
        asked = CardRequest(floor.id(), basket.id, 129)
        for answer in await asyncio.gather(*(pay_by_card(floor.node, floor.cashier, asked) for _ in range(3))):
            assert right(answer).id == asked.id
        await floor.settled()
        await floor.restart()
        assert right(await pay_by_card(floor.node, floor.cashier, asked)).state == "approved"
        refused(await pay_by_card(floor.node, floor.cashier, replace(asked, amount=1)), "payment_not_for_basket")
        refused(await pay_by_card(floor.node, floor.cashier, replace(asked, id=floor.id())), "payment_amount_differs")
        assert list(floor.charges().values()) == [129]


async def test_a_declined_payment_is_not_sent_again_after_a_restart(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket("milk")
        await floor.keep(basket)
        floor.behaviour.mode = "decline"
        asked = CardRequest(floor.id(), basket.id, 129)
        right(await pay_by_card(floor.node, floor.cashier, asked))
        await floor.settled()
        floor.behaviour.mode = "approve"
        await floor.restart()
        answer = right(await pay_by_card(floor.node, floor.cashier, asked))
        assert isinstance(answer, Payment) and answer.state == "declined"
        assert floor.charges() == {}


async def test_money_that_goes_back_cannot_pay_and_goes_back_once(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket("milk")
        await floor.keep(basket)
        payment = await floor.pay(basket.id, 129)
        request = await floor.request(basket, None, Tender("card", 129, payment=payment.id))
        floor.behaviour.mode = "lose_link_after_charge"
        refused(await give_back(floor.node, floor.manager, payment.id), "terminal_down")
        refused(await sell(floor.node, floor.cashier, request), "payments_open")
        floor.behaviour.mode = "approve"
        await floor.restart()
        refused(await sell(floor.node, floor.cashier, request), "payments_open")
        assert right(await give_back(floor.node, floor.manager, payment.id)).state == "given_back"
        assert right(await give_back(floor.node, floor.manager, payment.id)).state == "given_back"
        assert floor.charges() == {}
        assert isinstance(await floor.sell(basket), Answer), "the customer pays in cash"


async def test_two_refunds_of_one_receipt_at_once_give_back_once(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        await floor.open_day(floor.second)
        sold = (await floor.sell(floor.basket("milk"))).receipt
        requests = [await floor.request(floor.basket(back(sold))) for _ in range(2)]
        answers = await asyncio.gather(
            sell(floor.node, floor.manager, requests[0]),
            sell(floor.node, approved(floor.second, "refund"), requests[1]),
        )
        assert sum(isinstance(answer, Failure) for answer in answers) == 1
        later = await sell(
            floor.node, floor.manager, SaleRequest(floor.basket(back(sold)), -129, (Tender("cash", -129),))
        )
        refused(later, "return_above_sold")


async def test_an_id_that_is_none_is_refused(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        for id in ("", "abc", "Z" * 32, "../" * 20):
            basket = Basket(id, floor.basket("milk").lines)
            refused(
                await sell(floor.node, floor.cashier, SaleRequest(basket, 129, (Tender("cash", 129),))), "bad_input"
            )
            refused(await keep_basket(floor.node, floor.cashier, basket, 0, False), "bad_input")
            refused(await move_cash(floor.node, floor.manager, "cash_in", CashRequest(id, 1, "Bank")), "bad_input")
            refused(await open_day(floor.node, floor.cashier, OpeningRequest(id)), "bad_input")
            refused(await pay_by_card(floor.node, floor.cashier, CardRequest(id, basket.id, 1)), "bad_input")


async def test_a_receipt_under_a_counts_id_is_refused(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        id = floor.id()
        right(await count(floor.node, floor.cashier, id, {"100": 1}))
        basket = Basket(id, floor.basket("milk").lines)
        refused(await sell(floor.node, floor.cashier, SaleRequest(basket, 129, (Tender("cash", 129),))), "sale_differs")
        await floor.sell(floor.basket("milk"))
        sold: Receipt = floor.receipts()[-1]
        refused(await count(floor.node, floor.cashier, sold.id, {"100": 1}), "sale_differs")
        refused(await close_day(floor.node, floor.cashier, ClosingRequest(sold.id)), "sale_differs")
