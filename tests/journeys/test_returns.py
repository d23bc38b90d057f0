"""Goods come back: part of a receipt, in exchange, with a manager's approval."""

from playwright.sync_api import expect

from tests.journeys.counter import Counter, Size
from tests.journeys.pages import PATIENCE
from tests.journeys.words import money


def sold(till: Counter, *names: str) -> dict:
    """A receipt over these articles, paid in cash."""
    till.sell(*names)
    till.pay_exactly()
    till.next_customer()
    return till.receipts()[0]


def test_part_of_a_receipt_comes_back_in_exchange_with_approval(counters, size: Size) -> None:
    till: Counter = counters(size, staff="staff-3")
    receipt = sold(till, "Alufolie", "Alufolie", "Croissant")
    till.menu("refund.title")
    sheet = till.page.get_by_role("dialog").last
    till.field("refund.number", sheet).fill(str(receipt["number"]))
    till.tap("refund.search", sheet)
    till.tap("refund.more", sheet, name="Alufolie 30 m")
    till.choose_reason("Falsch gekauft", "refund.reason", sheet)
    till.tap("refund.add", sheet, amount=money(-299))
    till.approve("staff-2")
    till.total(-299)
    till.sell("Gurke")
    till.total(-299 + 89)
    till.pay(refund=True)
    expect(till.page.locator("[data-due]")).to_have_text(money(210))
    till.tap("pay.cash.out")
    till.is_done()
    expect(till.change()).to_have_text(money(210))
    till.next_customer()

    exchange = till.call("GET", f"/receipts/{till.receipts()[0]['id']}")["receipt"]
    assert exchange["total"] == -210
    left = till.call("GET", f"/receipts/{receipt['id']}")["returnable"]
    assert sorted(one["quantity"] for one in left if one["quantity"]) == [1000, 1000]


def test_a_receipt_is_found_by_scanning_its_code(counters) -> None:
    till: Counter = counters("desktop")
    receipt = sold(till, "Croissant")
    token = till.call("GET", f"/receipts/{receipt['id']}")["receipt"]["token"]
    till.page.keyboard.type(f"{till.shop.base}/r/{token}\n")
    sheet = till.page.get_by_role("dialog").last
    expect(sheet).to_contain_text("Croissant", timeout=PATIENCE)
    till.tap("refund.all", sheet)
    till.choose_reason("Ware mangelhaft", "refund.reason", sheet)
    till.press(till.field("refund.restock", sheet))
    till.tap("refund.add", sheet, amount=money(-139))
    till.total(-139)
    till.pay(refund=True)
    till.tap("pay.cash.out")
    till.is_done()
    till.next_customer()
    # The same receipt gives nothing a second time.
    till.menu("refund.title")
    till.field("refund.number").fill(str(receipt["number"]))
    till.tap("refund.search")
    till.sees("refund.nothing")


def test_without_a_receipt_each_tile_takes_one_back(counters) -> None:
    till: Counter = counters("tablet", staff="staff-3")
    till.menu("refund.title")
    till.tap("refund.without")
    till.approve("staff-2")
    till.sees("refund.without.on")
    till.page.get_by_label(till.say("refund.without.on")).or_(till.page.get_by_role("combobox")).first.select_option(
        "Ware mangelhaft"
    )
    till.sell("Croissant")
    till.press(till.page.get_by_role("button", name=till.say("tiles.empties.end"), exact=True))
    till.total(-139)
    till.pay(refund=True)
    till.tap("pay.cash.out")
    till.is_done()
    assert till.receipts()[0]["total"] == -139


def test_a_wrong_pin_gives_no_approval(counters) -> None:
    till: Counter = counters("tablet", staff="staff-3")
    till.menu("drawer.no_sale")
    till.choose_reason("Geld wechseln", "drawer.reason")
    till.press(till.page.get_by_role("dialog").last.get_by_role("button", name=till.say("drawer.no_sale")))
    dialog = till.dialog("approve.title")
    till.press(dialog.get_by_role("button").filter(has_text="Malte Brandt"))
    till.key("9", "9", "9", "9")
    till.tap("approve.go", dialog)
    expect(dialog.get_by_role("alert")).to_be_visible(timeout=PATIENCE)
    till.put_away()
    expect(till.notices().get_by_text(till.say("drawer.done.no_sale"))).to_have_count(0)
