"""Staff benefits: goods for staff are recorded and signed, move no money, and change no closing."""

from pathlib import Path

from tests.floor import Floor, approved, open_floor, refused, right
from tresen.core.receipt import Receipt
from tresen.core.receipt_layout import layout
from tresen.core.receipt_text import plain_text
from tresen.operations.node import Actor
from tresen.operations.selling.give_benefit import give_benefit, take_back_benefit
from tresen.operations.selling.recording import RecordRequest


async def given(floor: Floor, actor: Actor, *articles: str) -> Receipt:
    basket = floor.basket(*articles)
    await floor.keep(basket)
    request = RecordRequest(basket, (await floor.quote(basket)).total)
    made: Receipt = right(await give_benefit(floor.node, actor, request, "staff-second")).receipt
    return made


async def test_goods_for_staff_carry_the_person_and_change_no_sum(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        gift = await given(floor, approved(floor.cashier, "staff_benefit"), "milk", "soap")
        assert (gift.kind, gift.type, gift.total, gift.tenders) == ("benefit", "AVSachbezug", 378, ())
        assert gift.recipient is not None
        assert (gift.recipient.id, gift.recipient.name) == ("staff-second", "Sina Second")
        assert gift.signed.process_data == "AVSachbezug^2.49_1.29_0.00_0.00_0.00^"
        assert "Sina Second" in plain_text(layout(gift, "de", lambda at: "2026-06-01T10:00:00"))
        assert floor.node.balances.of("stock:place-1:soap", "piece") == -1000
        assert floor.drawer() == 10_000
        totals = (await floor.close_day()).totals
        assert (totals.others, totals.payments_total) == (1, 10_000)
        assert [case.type for case in totals.cases] == ["Geldtransit"]


async def test_it_needs_a_right_of_its_own(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        request = RecordRequest(floor.basket("soap"), 249)
        failure = refused(await give_benefit(floor.node, floor.cashier, request, "staff-second"), "approval_needed")
        assert failure.detail == {"act": "staff_benefit"}
        refused(await give_benefit(floor.node, floor.manager, request, "nobody"), "staff_not_found")


async def test_it_is_taken_back_by_a_record_with_the_other_sign(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await floor.open_day()
        gift = await given(floor, floor.manager, "soap")
        undone = right(await take_back_benefit(floor.node, floor.manager, gift.id, "Irrtum")).receipt
        assert (undone.type, undone.total, undone.refers_to) == ("AVSachbezug", -249, (gift.id,))
        assert undone.signed.process_data == "AVSachbezug^-2.49_0.00_0.00_0.00_0.00^"
        assert undone.recipient == gift.recipient
        assert right(await take_back_benefit(floor.node, floor.manager, gift.id, "Irrtum")).repeated
        refused(await take_back_benefit(floor.node, floor.manager, undone.id, "Irrtum"), "receipt_not_found")
        assert floor.node.balances.of("stock:place-1:soap", "piece") == 0
