"""A till that could not reach the node sends what it handed out: each receipt is booked once, as it was printed."""

from dataclasses import replace
from pathlib import Path

from tests.floor import back, open_floor, refused, right
from tresen.core.receipt import Tender
from tresen.operations.slots import series_state
from tresen.operations.taking_in.take_in import take_in


async def test_a_receipt_handed_out_without_the_node_is_booked_as_it_was_printed(
    tmp_path: Path, database_url: str
) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        await floor.open_day()
        item = await floor.hand_out(floor.basket("milk", "cola"))
        taken = right(await floor.send(item))
        assert (taken.state, taken.number, taken.counter) == ("booked", 10_000_001, 1)
        (sale,) = [receipt for receipt in floor.receipts() if receipt.kind == "sale"]
        assert (sale.number, sale.total, sale.series) == (10_000_001, 273, "offline-1")
        assert sale.signed.failure and not sale.signed.signature
        assert floor.drawer() == 10_273
        state = right(await series_state(floor.node, floor.devices["till-1"]))
        assert (state.next, state.last, state.missing) == (2, 1, [])


async def test_the_same_receipt_sent_three_times_is_booked_once(tmp_path: Path, database_url: str) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        await floor.open_day()
        item = await floor.hand_out(floor.basket("milk"))
        answers = [right(await floor.send(item)) for _ in range(2)]
        await floor.restart()
        answers.append(right(await floor.send(item)))
        assert [answer.repeated for answer in answers] == [False, True, True]
        assert {(answer.state, answer.number, answer.url) for answer in answers} == {
            ("booked", 10_000_001, answers[0].url)
        }
        assert floor.drawer() == 10_129


async def test_receipts_that_arrive_out_of_order_leave_no_gap_in_the_end(tmp_path: Path, database_url: str) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        await floor.open_day()
        device = floor.devices["till-1"]
        items = [await floor.hand_out(floor.basket("milk")) for _ in range(4)]
        right(await floor.send(items[3]))
        right(await floor.send(items[1]))
        state = right(await series_state(floor.node, device))
        assert (state.last, state.missing) == (4, [10_000_001, 10_000_003])
        await floor.restart()
        assert right(await series_state(floor.node, device)).missing == [10_000_001, 10_000_003]
        floor.must_hold()
        right(await floor.send(items[2]))
        right(await floor.send(items[0]))
        assert right(await series_state(floor.node, device)).missing == []
        await floor.restart()
        assert right(await series_state(floor.node, device)).missing == []


async def test_a_sale_whose_answer_was_lost_is_booked_once_though_handed_out_again(
    tmp_path: Path, database_url: str
) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        await floor.open_day()
        basket = floor.basket("milk", "soap")
        await floor.keep(basket)
        online = await floor.sell(basket)
        item = await floor.hand_out(basket)
        taken = right(await floor.send(item))
        assert (taken.state, taken.signed, taken.booked_as) == ("known_signed", True, online.receipt.number)
        assert len([receipt for receipt in floor.receipts() if receipt.kind == "sale"]) == 1
        assert floor.drawer() == 10_378
        (entry,) = floor.entries("handed_out")
        assert (entry[9], entry[10], entry[11]) == ("offline-1", 1, f"receipt:{basket.id}")
        again = right(await floor.send(item))
        assert again.repeated and again.state == "known_signed"
        assert len(floor.entries("handed_out")) == 1
        assert [one.code for one in floor.node.deviations.of_till("till-1")] == ["unsigned_though_signed"]


async def test_other_content_under_the_same_id_is_refused(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        item = await floor.hand_out(floor.basket("milk"))
        right(await floor.send(item))
        other = await floor.hand_out(floor.basket("soap"))
        refused(
            await floor.send(replace(item, receipt=replace(item.receipt, note="anders"))),
            "sale_differs",
        )
        number = replace(other.receipt, number=item.receipt.number, counter=item.receipt.counter)
        refused(await floor.send(replace(other, receipt=number)), "number_taken")
        refused(await take_in(floor.node, floor.devices["till-2"], other), "series_foreign")
        right(await floor.send(other))
        assert floor.drawer() == 10_378


async def test_the_basket_that_was_kept_on_the_node_goes_with_its_receipt(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        basket = floor.basket("milk")
        await floor.keep(basket)
        assert floor.node.open[basket.id].transaction
        right(await floor.send(await floor.hand_out(basket)))
        assert not floor.node.open and floor.node.signing.lost, "its TSE transaction is ended as stale"


async def test_goods_sold_without_the_node_can_be_refunded_without_it_and_with_it(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        sold = await floor.hand_out(floor.basket("milk", "soap"))
        right(await floor.send(sold))
        refund = await floor.hand_out(floor.basket(back(sold.receipt, 1)), None, Tender("cash", -129))
        right(await floor.send(refund))
        right(await floor.try_sell(floor.basket(back(sold.receipt, 2)), floor.manager))
        assert floor.drawer() == 10_000
        again = floor.hand_out_again(refund)
        taken = right(await floor.send(again))
        assert "returned_twice" in [each.code for each in taken.deviations]


async def test_receipts_of_a_day_that_is_closed_keep_their_day_and_count_in_the_next_closing(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        early = await floor.hand_out(floor.basket("milk"))
        first = await floor.close_day()
        floor.clock.move(hours=24)
        right(await floor.send(early))
        await floor.open_day(amount=10_129)
        second = await floor.close_day()
        assert first.totals.last_receipt != early.receipt.id
        assert (
            early.receipt.id in (second.totals.first_receipt, second.totals.last_receipt) or second.totals.records > 1
        )
        (late,) = [receipt for receipt in floor.receipts() if receipt.id == early.receipt.id]
        assert late.business_day == "2026-06-01"
        assert sum(kind.amount for kind in second.totals.kinds if kind.kind == "sale") == 129
