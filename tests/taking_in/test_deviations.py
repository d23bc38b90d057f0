"""What differs is told to the office, settled by a person, and changes nothing of the receipt."""

from dataclasses import replace
from pathlib import Path

from tests.floor import approved, back, open_floor, refused, right
from tests.signing_in.browser import code_of, office, open_web, till
from tests.taking_in.test_routes import Tablet
from tresen.core.basket import BasketLine, Discount
from tresen.core.deviation import DEVIATIONS, sentences
from tresen.core.promotion import Action, AppliedPromotion, Conditions, Limits, Promotion
from tresen.core.receipt import Tender
from tresen.insight.deviations import list_deviations
from tresen.masterdata.kinds import OfflineLimits
from tresen.operations.house.change_settings import change_offline
from tresen.operations.node import Actor
from tresen.operations.taking_in.handed_out import ApprovalNote
from tresen.operations.taking_in.settle_deviation import settle_deviation

OWNER = Actor("staff-owner", "Olga Owner", "owner")


def codes(answer: object) -> list[str]:
    return [each.code for each in right(answer).deviations]


def test_every_deviation_is_told_in_both_languages() -> None:
    for code, words in DEVIATIONS.items():
        assert all(text.strip() for text in (*words.de, *words.en)), code
    said, _ = sentences("price_differs", {"amount_till": 300, "amount_node": 280}, "de")
    assert said == "Die Kasse hat 3,00 EUR berechnet, der Server 2,80 EUR."
    assert sentences("of_a_newer_node", {}, "en") == ("of_a_newer_node", "")


async def test_a_deviation_is_listed_settled_once_and_stays_with_its_decision(
    tmp_path: Path, database_url: str
) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        await floor.open_day()
        basket = floor.basket("milk")
        await floor.sell(basket)
        right(await floor.send(await floor.hand_out(basket)))
        found = right(await list_deviations(floor.node, "open", "", 0, 50, "de"))
        (one,) = found.items
        assert (one.code, one.till_name, one.receipt, found.total) == (
            "unsigned_though_signed", "Kasse 1", basket.id, 1
        )  # fmt: skip
        assert "10000001" in one.text
        refused(await settle_deviation(floor.node, floor.cashier, one.id, "gesehen"), "denied")
        refused(await settle_deviation(floor.node, OWNER, one.id, " "), "reason_needed")
        refused(await settle_deviation(floor.node, OWNER, "f" * 32, "gesehen"), "not_found")
        right(await settle_deviation(floor.node, OWNER, one.id, "Beleg neu ausgedruckt"))
        right(await settle_deviation(floor.node, floor.manager, one.id, "noch einmal"))
        await floor.restart()
        assert not floor.node.deviations.open
        assert right(await list_deviations(floor.node, "open", "", 0, 50, "de")).items == []
        (settled,) = right(await list_deviations(floor.node, "settled", "till-1", 0, 50, "de")).items
        assert settled.settled is not None
        assert (settled.settled.decision, settled.settled.staff_name) == ("Beleg neu ausgedruckt", "Olga Owner")


async def test_vouchers_and_store_credit_may_be_overdrawn_and_the_office_is_told(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        limits = OfflineLimits(voucher_limit=10_000, store_credit_limit=10_000)
        assert await change_offline(floor.node, OWNER, limits) is None
        voucher = await floor.hand_out(
            floor.basket("milk"), None, Tender("voucher", 129, payment="ABCD-EFGH-IJKL-MNOP")
        )
        assert codes(await floor.send(voucher)) == ["voucher_overdrawn"]
        assert floor.node.balances.of("voucher:ABCDEFGHIJKLMNOP") == -129
        credit = await floor.hand_out(floor.basket("milk", customer="customer-1"), None, Tender("store_credit", 129))
        assert codes(await floor.send(credit)) == ["credit_overdrawn"]
        assert floor.node.balances.of("credit:customer-1") == -129


async def test_what_is_above_the_limits_of_the_office_is_booked_and_told(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        card = Tender("card", 129, text="girocard")
        assert codes(await floor.send(await floor.hand_out(floor.basket("milk"), None, card))) == ["limit_exceeded"]
        assert (
            await change_offline(floor.node, OWNER, OfflineLimits(card_external_limit=500, cash_limit_total=200))
            is None
        )
        assert codes(await floor.send(await floor.hand_out(floor.basket("milk"), None, card))) == []
        assert codes(await floor.send(await floor.hand_out(floor.basket("soap")))) == ["limit_exceeded"]
        assert await change_offline(floor.node, OWNER, OfflineLimits(active=False)) is None
        assert codes(await floor.send(await floor.hand_out(floor.basket("milk")))) == ["limit_exceeded"]


async def test_a_right_that_was_missing_is_told_and_an_approval_counts(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        sold = await floor.hand_out(floor.basket("milk", "soap"))
        right(await floor.send(sold))
        first = await floor.hand_out(floor.basket(back(sold.receipt, 1)), None, Tender("cash", -129))
        assert codes(await floor.send(first)) == ["right_missing"]
        note = (ApprovalNote("refund", "staff-manager", "pin"),)
        second = await floor.hand_out(floor.basket(back(sold.receipt, 2)), None, Tender("cash", -249))
        assert codes(await floor.send(replace(second, approvals=note))) == []
        by_nobody = replace(
            floor.hand_out_cash("cash_out", -100, floor.cashier), approvals=(ApprovalNote("cash_out", "staff-second"),)
        )
        assert codes(await floor.send(by_nobody)) == ["right_missing"]
        assert codes(await floor.send(floor.hand_out_cash("cash_out", -100, floor.manager))) == []
        assert approved(floor.cashier, "refund").approved_by == "staff-manager"


async def test_a_wrong_clock_is_told_and_the_business_day_is_the_nodes(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        hour = 3_600_000
        item = await floor.hand_out(floor.basket("milk"))
        ahead = replace(item, receipt=replace(
            item.receipt, started_at=item.receipt.started_at + 30 * hour, finished_at=item.receipt.finished_at + 30 * hour
        ))  # fmt: skip
        answer = right(await floor.send(ahead, off=30 * hour))
        assert [(each.code, each.detail) for each in answer.deviations] == [("clock_wrong", {"minutes": 1800})]
        booked = floor.receipts()[-1]
        assert booked.business_day == "2026-06-01" and booked.finished_at == ahead.receipt.finished_at
        floor.clock.move(hours=20)
        behind = await floor.hand_out(floor.basket("milk"))
        behind = replace(behind, receipt=replace(
            behind.receipt, started_at=behind.receipt.started_at - 20 * hour, finished_at=behind.receipt.finished_at - 20 * hour
        ))  # fmt: skip
        assert codes(await floor.send(behind, off=-20 * hour)) == ["clock_wrong"]
        assert floor.receipts()[-1].business_day == "2026-06-02"


async def test_a_clock_that_jumped_ahead_takes_no_older_receipt_back_before_its_day(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        floor.clock.move(minutes=5)
        before_the_jump = await floor.hand_out(floor.basket("milk"))
        assert codes(await floor.send(before_the_jump, off=30 * 3_600_000)) == ["clock_wrong"]
        assert floor.receipts()[-1].business_day == "2026-06-01"


async def test_a_day_that_was_opened_by_a_wrong_clock_begins_when_it_really_did(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        hour = 3_600_000
        opening = floor.hand_out_cash("float", 10_000, floor.cashier)
        ahead = replace(
            opening.receipt,
            started_at=opening.receipt.started_at + 30 * hour,
            finished_at=opening.receipt.finished_at + 30 * hour,
        )
        real = floor.clock.at
        floor.clock.move(hours=48)
        right(await floor.send(replace(opening, receipt=ahead), off=30 * hour))
        assert floor.node.till_days.of("till-1").opened_at == real
        assert floor.receipts()[-1].business_day == "2026-06-01"


async def test_days_without_contact_and_a_right_clock_are_no_deviation(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        item = await floor.hand_out(floor.basket("milk"))
        floor.clock.move(hours=7 * 24)
        assert codes(await floor.send(item)) == []
        assert floor.receipts()[-1].business_day == "2026-06-01"


async def test_what_the_till_knew_and_the_node_does_not_is_told(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        item = await floor.hand_out(floor.basket("milk"))
        lines = tuple(replace(line, article="gone", name="Sommerhut") for line in item.receipt.lines)
        item = replace(item, receipt=replace(item.receipt, lines=lines, staff="nobody", staff_name="Aushilfe"))
        assert sorted(codes(await floor.send(item))) == ["article_unknown", "staff_unknown"]


async def test_a_refund_of_a_sale_that_has_not_arrived_is_told_and_the_sale_may_follow(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        sold = await floor.hand_out(floor.basket("milk"), floor.second)
        floor.node.recent.clear()
        line = replace(
            sold.receipt.lines[0], quantity=-1000, amount=-129, return_receipt=sold.receipt.id, return_line=1
        )
        refund = floor.hand_out_again(sold)
        receipt = replace(
            refund.receipt, kind="refund", lines=(line,), total=-129, tenders=(Tender("cash", -129),),
            taxes=tuple(replace(t, gross=-t.gross, net=-t.net, vat=-t.vat) for t in refund.receipt.taxes),
            refers_to=(sold.receipt.id,), staff="staff-manager",
        )  # fmt: skip
        floor.handed["till-2"] += 1
        assert codes(await floor.send(replace(refund, receipt=receipt))) == ["sale_unknown"]
        floor.must_hold()
        right(await floor.send(sold))


async def test_the_office_reads_and_settles_deviations_in_its_language(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        client = await till(app)
        tablet = Tablet(shop, next(iter(shop.node.masterdata.devices)).id)
        sent = await tablet.milk()
        sent["receipt"] |= {"staff": "nobody", "staff_name": "Aushilfe"}
        told = (await client.post("/api/v1/till/handed-out", json=sent)).json()["deviations"]
        assert told == [{"code": "staff_unknown", "text": "Who sold is not (any more) among the staff: Aushilfe."}]
        boss = await office(app)
        assert (await boss.get("/api/v1/office/today")).json()["waiting"] == {"deviations": 1, "missing": 0}
        listed = (await boss.get("/api/v1/office/deviations")).json()
        (one,) = listed["items"]
        assert (one["number"], one["do"], listed["open"]) == (10_000_001, "Check who was at the till.", 1)
        settled = await boss.post(f"/api/v1/office/deviations/{one['id']}/settle", json={"decision": "Cousin Eva"})
        assert settled.json()["settled"]["decision"] == "Cousin Eva"
        assert (await boss.get("/api/v1/office/deviations")).json()["items"] == []
        again = await boss.get("/api/v1/office/deviations", params={"state": "settled"})
        assert [each["id"] for each in again.json()["items"]] == [one["id"]]
        assert code_of(await boss.get("/api/v1/office/deviations", params={"state": "lost"})) == "bad_input"
        journal = (await boss.get("/api/v1/office/journal")).json()
        assert any("Deviation settled: Cousin Eva" in entry["sentence"] for entry in journal["items"])


async def test_a_discount_without_the_right_to_it_is_told(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        line = BasketLine("1", "milk", discount=Discount("percent", 1000, "Kulanz"))
        trainee = replace(floor.cashier, role="cashier")
        assert codes(await floor.send(await floor.hand_out(floor.basket(line), trainee))) == []


async def test_a_code_that_was_used_up_meanwhile_is_told(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        promotion = Promotion(
            "welcome",
            "Willkommen",
            Action("percent", 1000),
            when=Conditions(codes=("HALLO",)),
            limits=Limits(per_code=1),
        )
        used = AppliedPromotion(promotion, code="HALLO")
        sold = [await floor.hand_out(floor.basket("milk")) for _ in range(2)]
        first, second = (replace(one, receipt=replace(one.receipt, promotions=(used,))) for one in sold)
        assert codes(await floor.send(first)) == []
        assert codes(await floor.send(second)) == ["coupon_used_twice"]
