"""Selling with promotions: what the customer pays, what the receipt says, what is used up, and what a return gives back."""

import asyncio
from dataclasses import replace
from pathlib import Path

from tests.floor import back, open_floor, refused, right
from tests.promotions.offers import OWNER, SOAP, cheaper, codes, put, renamed, with_code
from tresen.core.basket import BasketLine
from tresen.core.promotion import Action, Conditions, Limits, Selection
from tresen.core.receipt import Tender
from tresen.ledger import accounts
from tresen.ledger.use_accounts import USE
from tresen.operations.people.change_customer import PersonForm, change_customer
from tresen.operations.promotions.change_promotion import switch_promotion
from tresen.operations.promotions.coupon_codes import coupon_state
from tresen.operations.selling.sell import SaleRequest, sell

SOAPS_3_FOR_2 = cheaper("three", goods=SOAP)
SOAPS_3_FOR_2 = replace(SOAPS_3_FOR_2, name="3 für 2", action=Action("percent", 10_000, "set", 3, 3, 3))


def soaps(pieces: int, id: str = "1") -> BasketLine:
    return BasketLine(id, "soap", pieces * 1000)


async def test_three_for_two_is_on_receipt_and_books(tmp_path: Path, database_url: str) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        await floor.open_day()
        await put(floor, SOAPS_3_FOR_2)
        receipt = (await floor.sell(floor.basket(soaps(3), "milk"))).receipt
        assert (receipt.total, receipt.savings) == (2 * 249 + 129, 249)
        [applied] = receipt.promotions
        assert (applied.promotion.id, applied.promotion.name, applied.saving, applied.uses) == (
            "three",
            "3 für 2",
            249,
            1,
        )
        right(await switch_promotion(floor.node, OWNER, "three", active=False))
        assert (await floor.sell(floor.basket(soaps(3)))).receipt.total == 3 * 249
        later = await floor.sell(floor.basket(back(receipt, quantity=3000), back(receipt, 2)), floor.manager)
        assert later.receipt.total == -receipt.total, "what comes back is what was paid, although the promotion is over"


async def test_a_sale_at_the_old_price_is_told_the_new_one(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        request = await floor.request(floor.basket(soaps(1)))
        await put(floor, cheaper())
        answer = refused(await sell(floor.node, floor.cashier, request), "total_differs")
        assert (answer.detail["total"], answer.detail["agreed"]) == (199, 249)


async def test_a_promotion_for_some_customers_knows_them(tmp_path: Path, database_url: str) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        await floor.open_day()
        person = PersonForm("Erika Muster", birthday_month=6)
        right(await change_customer(floor.node, floor.manager, "customer-1", form=person, group="club", tier="gold"))
        for when in (
            Conditions(customer_groups=("club",)), Conditions(tiers=("gold",)), Conditions(birthday_month=True),
            Conditions(first_purchase=True),
        ):  # fmt: skip
            await put(floor, cheaper(when=when))
            assert (await floor.quote(floor.basket("soap"))).total == 249
            assert (await floor.quote(floor.basket("soap", customer="customer-2"))).total == (
                199 if when.first_purchase else 249
            )
            assert (await floor.quote(floor.basket("soap", customer="customer-1"))).total == 199
        await floor.sell(floor.basket("soap", customer="customer-1"))
        assert (await floor.quote(floor.basket("soap", customer="customer-1"))).total == 249, "not the first any more"


async def test_a_coupon_is_used_once_and_given_back_with_the_goods(tmp_path: Path, database_url: str) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        await floor.open_day()
        await put(floor, with_code())
        [code] = await codes(floor, count=1)
        sold = (await floor.sell(replace(floor.basket("soap", "milk"), codes=(code,)))).receipt
        assert sold.total == 149 + 129 and sold.promotions[0].code == code
        refused(coupon_state(floor.node, code, "2026-06-01"), "coupon_used")
        again = await floor.quote(replace(floor.basket("soap"), codes=(code,)))
        assert again.total == 249
        await floor.restart()
        refused(coupon_state(floor.node, code, "2026-06-01"), "coupon_used")
        await floor.sell(floor.basket(back(sold, 2)), floor.manager)
        refused(coupon_state(floor.node, code, "2026-06-01"), "coupon_used")
        refund = (await floor.sell(floor.basket(back(sold, 1)), floor.manager)).receipt
        assert refund.total == -149
        assert refund.uses_back == ((accounts.coupon(code), 1),)
        right(coupon_state(floor.node, code, "2026-06-01"))
        assert (await floor.sell(replace(floor.basket("soap"), codes=(code,)))).receipt.total == 149


async def test_two_tills_with_the_same_coupon_sell_it_once(tmp_path: Path, database_url: str) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        await floor.open_day()
        await floor.open_day(floor.second)
        await put(floor, with_code())
        [code] = await codes(floor, count=1)
        actors = (floor.cashier, floor.second, floor.cashier, floor.second)
        requests = [await floor.request(replace(floor.basket("soap"), codes=(code,)), actor) for actor in actors]
        answers = await asyncio.gather(
            *(sell(floor.node, actor, request) for actor, request in zip(actors, requests, strict=True))
        )
        said = sorted(getattr(answer, "code", "sold") for answer in answers)
        assert said == ["coupon_used", "coupon_used", "coupon_used", "sold"]
        assert floor.node.balances.of(accounts.coupon(code), USE) == 1
        assert not floor.node.reserved_uses._by_receipt


async def test_limits_over_all_tills(tmp_path: Path, database_url: str) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        await floor.open_day()
        await floor.open_day(floor.second)
        await put(floor, cheaper(limits=Limits(per_day=3, total=4, per_customer=1)))
        assert (await floor.quote(floor.basket("soap"))).total == 249, "a limit per customer needs one"
        await put(floor, cheaper(limits=Limits(per_day=3, total=4)))
        actors = [floor.cashier, floor.second] * 3
        requests = [await floor.request(floor.basket("soap"), actor) for actor in actors]
        assert {request.total for request in requests} == {199}
        answers = await asyncio.gather(
            *(sell(floor.node, actor, request) for actor, request in zip(actors, requests, strict=True))
        )
        said = sorted(getattr(answer, "code", "sold") for answer in answers)
        assert said == ["promotion_used_up"] * 3 + ["sold"] * 3
        assert (await floor.quote(floor.basket("soap"))).total == 249, "three a day"
        floor.clock.move(hours=24)
        assert (await floor.quote(floor.basket("soap"))).total == 199, "a new day"
        await floor.sell(floor.basket("soap"))
        assert (await floor.quote(floor.basket("soap"))).total == 249, "four in all"


async def test_a_customer_may_once_and_again_after_bringing_it_back(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        await put(floor, cheaper(limits=Limits(per_customer=1)))
        sold = (await floor.sell(floor.basket("soap", customer="customer-1"))).receipt
        assert sold.total == 199
        assert (await floor.quote(floor.basket("soap", customer="customer-1"))).total == 249
        assert (await floor.quote(floor.basket("soap", customer="customer-2"))).total == 199
        await floor.sell(floor.basket(back(sold)), floor.manager)
        assert (await floor.quote(floor.basket("soap", customer="customer-1"))).total == 199


async def test_a_sale_sent_again_uses_nothing_twice(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        await put(floor, cheaper(limits=Limits(total=5)))
        request = await floor.request(floor.basket("soap"))
        first = right(await sell(floor.node, floor.cashier, request))
        again = right(await sell(floor.node, floor.cashier, request))
        assert again.receipt == first.receipt
        assert floor.node.balances.of(accounts.uses("soap-offer"), USE) == 1


async def test_training_uses_neither_limit_nor_code(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        await put(floor, with_code(limits=Limits(total=1)))
        [code] = await codes(floor, count=1)
        basket = replace(floor.basket("soap"), codes=(code,))
        total = (await floor.quote(basket)).total
        right(await sell(floor.node, floor.cashier, SaleRequest(basket, total, training=True)))
        right(coupon_state(floor.node, code, "2026-06-01"))
        assert floor.node.balances.of(accounts.uses("club"), USE) == 0


async def test_a_purchase_gives_a_coupon_for_the_next_one(tmp_path: Path, database_url: str) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        await floor.open_day()
        await put(floor, with_code())
        thanks = renamed(
            cheaper("thanks"), name="Danke", goods=Selection(articles=("milk",)), when=Conditions(min_amount=100),
            action=Action("coupon", reach="basket", coupon="club", coupon_days=10),
        )  # fmt: skip
        await put(floor, thanks)
        request = await floor.request(floor.basket("milk"))
        sold = right(await sell(floor.node, floor.cashier, request)).receipt
        [coupon] = sold.coupons
        assert (coupon.name, coupon.promotion, coupon.valid_to) == ("100 Cent auf Seife", "club", "2026-06-11")
        other = (await floor.sell(floor.basket("milk"))).receipt.coupons[0]
        assert other.code != coupon.code
        state = right(coupon_state(floor.node, coupon.code, "2026-06-11"))
        assert (state.promotion, state.single, state.valid_to) == ("club", True, "2026-06-11")
        refused(coupon_state(floor.node, coupon.code, "2026-06-12"), "coupon_expired")
        used = (await floor.sell(replace(floor.basket("soap"), codes=(coupon.code,)))).receipt
        assert used.total == 149
        await floor.sell(floor.basket(back(sold)), floor.manager)
        refused(coupon_state(floor.node, coupon.code, "2026-06-02"), "coupon_used")


async def test_whoever_brings_it_all_back_loses_the_coupon_that_came_with_it(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        await put(floor, with_code())
        thanks = renamed(cheaper("thanks"), action=Action("coupon", reach="basket", coupon="club"), goods=Selection())
        await put(floor, thanks)
        sold = (await floor.sell(floor.basket("milk"))).receipt
        [coupon] = sold.coupons
        right(coupon_state(floor.node, coupon.code, "2026-06-02"))
        refund = (await floor.sell(floor.basket(back(sold)), floor.manager)).receipt
        assert refund.uses_back == ((accounts.coupon(coupon.code), -1),)
        refused(coupon_state(floor.node, coupon.code, "2026-06-02"), "coupon_used")


async def test_a_crash_while_signing_keeps_the_use(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        await put(floor, cheaper(limits=Limits(total=1)))
        request = await floor.request(floor.basket("soap"))
        await floor.restart()
        sold = right(await sell(floor.node, floor.cashier, request))
        assert sold.receipt.total == 199
        await floor.restart()
        assert (await floor.quote(floor.basket("soap"))).total == 249


async def test_extra_points_come_and_go_with_the_goods(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        await put(floor, renamed(cheaper(), action=Action("points", 50)))
        sold = (await floor.sell(floor.basket("soap", customer="customer-1"))).receipt
        assert (sold.total, sold.points) == (249, 52)
        assert floor.node.balances.of(accounts.points("customer-1"), "point") == 52
        await floor.sell(floor.basket(back(sold), customer="customer-1"), floor.manager, Tender("cash", -249))
        assert floor.node.balances.of(accounts.points("customer-1"), "point") == 0
