"""What a device must stand: a start without its node, a full disk, an update in the middle of work, a receipt that is refused."""

import json

from playwright.sync_api import expect

from tests.journeys.lab.device import OUTBOX
from tests.journeys.lab.handing_out import ITEMS, hand_out, is_handed_out, sold_once
from tests.journeys.lab.lab import Lab, opened
from tests.journeys.pages import PATIENCE
from tests.journeys.words import money


def test_a_telephone_starts_and_sells_although_its_node_was_never_there_since(lab: Lab) -> None:
    lab.kill_node()
    device = lab.device(size="phone")
    till = opened(device)
    hand_out(till, 139 + 89, "Croissant", "Gurke")
    lab.start_node()
    device.all_confirmed(1)
    sold_once(lab, 228)


def test_what_was_handed_out_is_taken_back_without_the_node(lab: Lab) -> None:
    device, till = lab.till()
    lab.kill_node()
    hand_out(till, 2 * 139 + 89, "Croissant", "Croissant", "Gurke")
    number = device.numbers()[0]
    till.menu("refund.title")
    sheet = till.page.get_by_role("dialog").last
    till.field("refund.number", sheet).fill(str(number))
    till.tap("refund.search", sheet)
    till.sees("refund.local")
    till.tap("refund.more", sheet, name="Croissant")
    till.choose_reason("Ware mangelhaft", "refund.reason", sheet)
    till.tap("refund.add", sheet, amount=money(-139))
    till.total(-139)
    till.pay(refund=True)
    till.tap("pay.cash.out")
    is_handed_out(till, 139)
    lab.start_node()
    device.all_confirmed(2)
    books = sold_once(lab, 367, -139)
    (refund,) = [one for one in books.sold() if one.kind == "refund"]
    assert refund.body["refers_to"] == [books.sold()[0].id]
    assert "returned_twice" not in books.deviations and "price_differs" not in books.deviations


def test_a_full_disk_refuses_the_sale_before_money_is_taken(lab: Lab) -> None:
    device, _ = lab.till()
    used = device.used()
    device.close()
    lab.kill_node()
    till = opened(device, room=used + 120_000)
    till.sell("Croissant")
    till.tap("basket.pay")
    till.sees("fail.device_full.title")
    assert device.handed_out() == []
    device.close()
    # Room was made: the basket is still there.
    till = opened(device)
    till.total(139)
    till.pay()
    till.tap("pay.cash.exact", amount="")
    is_handed_out(till, 139)
    lab.start_node()
    device.all_confirmed(1)
    sold_once(lab, 139)


def test_an_update_waits_for_what_is_only_on_the_device_and_keeps_the_open_basket(lab: Lab) -> None:
    device, till = lab.till()
    device.link.cut()
    hand_out(till, 139, "Croissant")
    till.sell("Gurke")
    till.total(89)
    fault = device.link.fault("refuse", ITEMS, times=1000)
    device.link.mend()
    lab.update_node()
    fault.wait()
    till.page.reload()
    till.sees("shell.update.held")
    till.total(89)
    assert device.states() == ["waiting"]
    fault.release()
    device.all_confirmed(1)
    till.tap("shell.update.do")
    expect(till.page.locator("meta[name=build]")).to_have_count(1, timeout=2 * PATIENCE)
    till.total(89)
    till.pay_exactly()
    sold_once(lab, 139, 89)


def test_a_receipt_that_the_node_refuses_waits_for_a_person_and_goes_on_when_told(lab: Lab) -> None:
    device, till = lab.till()
    device.link.cut()
    hand_out(till, 139, "Croissant")
    hand_out(till, 89, "Gurke")

    def spoiled(body: bytes) -> bytes:
        item = json.loads(body)
        item["receipt"]["total"] += 1
        return json.dumps(item).encode()

    fault = device.link.fault("garble", ITEMS, change=spoiled)
    device.link.mend()
    fault.wait()
    device.until_stored(OUTBOX, "items", "all.filter((item) => item.state === 'confirmed').length === 1")
    assert device.states() == ["refused", "confirmed"]
    till.press(till.page.locator("[data-state-line]"))
    till.press(till.page.get_by_role("button", name=till.say("outbox.open"), exact=True))
    card = till.page.locator("[data-item='refused']")
    expect(card).to_contain_text(till.say("item.safe"))
    till.tap("item.again", card)
    device.all_confirmed(2)
    sold_once(lab, 139, 89)
