"""Every screen and dialog of the till, and how to get there from the sale."""

from collections.abc import Callable
from typing import Final

from playwright.sync_api import expect

from tests.journeys.counter import Counter
from tests.journeys.pages import PATIENCE
from tests.journeys.practice_shop import tell_terminal
from tests.journeys.words import money

Bring = Callable[[Counter], None]


def _sheet(entry: str) -> Bring:
    def bring(till: Counter) -> None:
        till.menu(entry)
        expect(till.page.get_by_role("dialog").or_(till.page.get_by_role("heading", level=1)).first).to_be_visible()

    return bring


def _page(entry: str, title: str) -> Bring:
    def bring(till: Counter) -> None:
        till.menu(entry)
        expect(till.page.get_by_role("heading", name=till.say(title), exact=True).first).to_be_visible(timeout=PATIENCE)
        expect(till.page.locator("[data-spinner]")).to_have_count(0)

    return bring


def _filled(till: Counter) -> None:
    till.sell("Brausewind Cola Dose", "Croissant")
    till.pane()


def _act(key: str) -> Bring:
    def bring(till: Counter) -> None:
        till.sell("Croissant")
        till.act(key)

    return bring


def _editor(till: Counter) -> None:
    till.sell("Croissant")
    till.press(till.lines().first.get_by_role("button"))
    expect(till.page.locator("[data-editor]")).to_be_visible()


def _found(till: Counter) -> None:
    till.search("Milch")


def _nothing(till: Counter) -> None:
    field = till.page.locator("[data-search]")
    field.fill("xyzxyz")
    till.sees("search.none")


def _weigh(till: Counter) -> None:
    till.sell("Bananen")
    till.key("1", ",", "5")


def _price(till: Counter) -> None:
    till.sell("Diverses 19 %")


def _times(till: Counter) -> None:
    till.press(till.page.get_by_role("button", name=till.say("times.title")))


def _pin(till: Counter) -> None:
    till.menu("shell.cashier")
    till.press(till.page.get_by_role("dialog").get_by_role("button").filter(has_text="Jonas Weber"))
    till.key("1", "2")


def _new_customer(till: Counter) -> None:
    till.act("basket.customer")
    till.tap("customer.new")


def _age(till: Counter) -> None:
    till.sell("Doppelkorn")
    expect(till.dialog("age.title")).to_be_visible(timeout=PATIENCE)


def _empties(till: Counter) -> None:
    till.menu("tiles.empties")
    till.sees("tiles.empties.title")


def _notice(till: Counter) -> None:
    till.sell("Croissant")
    till.press(till.lines().first.get_by_role("button"))
    till.tap("line.remove")
    expect(till.button("kit.undo")).to_be_visible()


def _approval(till: Counter) -> None:
    till.menu("refund.title")
    till.tap("refund.without")
    expect(till.dialog("approve.title")).to_be_visible()


def _pay(till: Counter) -> None:
    till.sell("Croissant")
    till.pay()


def _part_paid(till: Counter) -> None:
    _pay(till)
    till.key("1")
    till.tap("pay.cash.amount", amount=money(100, till.language))
    expect(till.page.get_by_role("list", name=till.say("pay.tenders"))).to_be_visible()


def _declined(till: Counter) -> None:
    tell_terminal(till.shop, "decline")
    _pay(till)
    till.tap("pay.card")
    till.sees("card.declined")


def _unknown(till: Counter) -> None:
    tell_terminal(till.shop, "lose_link_after_charge")
    _pay(till)
    till.tap("pay.card")
    till.sees("card.unknown")


def _asked(till: Counter) -> None:
    tell_terminal(till.shop, "approve", step_ms=60_000)
    _pay(till)
    till.tap("pay.card")
    till.sees("card.asked")


def _done(till: Counter) -> None:
    till.sell("Croissant")
    till.pay()
    till.key("1", "0", "0")
    till.tap("pay.cash.amount", amount=money(100_00, till.language))
    till.is_done()


def _receipt(till: Counter) -> None:
    _done(till)
    till.next_customer()
    till.menu("receipts.title")
    till.press(till.page.get_by_role("row").nth(1).get_by_role("button").first)
    expect(till.page.get_by_role("dialog").get_by_role("article")).to_be_visible(timeout=PATIENCE)


def _refund_lines(till: Counter) -> None:
    _done(till)
    till.next_customer()
    till.menu("refund.title")
    till.field("refund.number").fill(str(till.receipts()[0]["number"]))
    till.tap("refund.search")
    till.sees("refund.lines")


def _parked(till: Counter) -> None:
    till.sell("Gurke")
    till.act("basket.park")
    till.tap("park.do", till.dialog("park.title"))
    till.sees("park.done")
    till.menu("park.list")
    till.sees("park.state.parked")


def _outbox(till: Counter) -> None:
    _page("health.title", "health.title")(till)
    till.tap("outbox.open")
    expect(till.page.get_by_role("heading", name=till.say("outbox.title"), exact=True)).to_be_visible()


def _training(till: Counter) -> None:
    till.menu("menu.training.on")
    till.sees("shell.training")


def end_training(till: Counter) -> None:
    till.tap("shell.training.leave")
    expect(till.page.get_by_text(till.say("shell.training"))).to_be_hidden(timeout=PATIENCE)


_WHERE = """() => {
    if (document.querySelector('[data-done]')) return 'done';
    const card = document.querySelector('[data-card]');
    if (card) return card.dataset.card;
    if (document.querySelector('dialog[open]')) return 'dialog';
    if (document.querySelector('[data-pay] li')) return 'tenders';
    if (document.querySelector('[data-pay]')) return 'pay';
    if (!document.querySelector('[data-search]')) return 'page';
    return 'sale';
}"""


def back_to_sale(till: Counter) -> None:
    """Leave whatever is on the screen the way a cashier would. Lines stay in the basket."""
    for _ in range(8):
        where = till.page.evaluate(_WHERE)
        if where == "sale":
            till.page.locator("[data-search]").blur()
            till.page.keyboard.press("Escape")
            return
        _leave(till, where)
        till.page.wait_for_function(f"() => ({_WHERE})() !== {where!r} || document.querySelectorAll('dialog').length")
    raise AssertionError(f"the till stays at {where}")


def _leave(till: Counter, where: str) -> None:
    if where == "done":
        till.next_customer()
    elif where == "declined":
        till.tap("card.again")
    elif where == "unknown":
        tell_terminal(till.shop, "approve")
        till.tap("card.unknown.ask")
        till.is_done()
    elif where in ("asked", "intended"):
        till.tap("card.cancel")
    elif where == "tenders":
        till.press(till.page.locator("[data-pay] li").get_by_role("button").first)
    elif where == "pay":
        till.tap("pay.back")
    elif where == "dialog" and till.dialog("age.title").count():
        till.tap("age.refuse")
    else:
        till.page.keyboard.press("Escape")


SCREENS: Final[dict[str, Bring]] = {
    "sale": lambda till: None,
    "training": _training,
    "basket": _filled,
    "editor": _editor,
    "search": _found,
    "search_nothing": _nothing,
    "weigh": _weigh,
    "price": _price,
    "times": _times,
    "menu": lambda till: till.tap("shell.menu"),
    "keys": _sheet("shell.keys"),
    "cashier": _sheet("shell.cashier"),
    "pin": _pin,
    "discount": _act("basket.discount.short"),
    "customer": _act("basket.customer"),
    "new_customer": _new_customer,
    "park": _act("basket.park"),
    "abort": _act("basket.abort"),
    "age": _age,
    "empties": _empties,
    "notice": _notice,
    "approval": _approval,
    "refund": _sheet("refund.title"),
    "no_sale": _sheet("drawer.no_sale"),
    "cash_in": _sheet("drawer.cash_in"),
    "cash_out": _sheet("drawer.cash_out"),
    "pay": _pay,
    "part_paid": _part_paid,
    "card_asked": _asked,
    "card_declined": _declined,
    "card_unknown": _unknown,
    "done": _done,
    "receipts": _page("receipts.title", "receipts.title"),
    "receipt": _receipt,
    "refund_lines": _refund_lines,
    "parked": _parked,
    "report": _page("day.report.title", "day.report.title"),
    "close": _page("day.close.title", "day.close.title"),
    "settings": _page("settings.title", "settings.title"),
    "count": _sheet("count.title"),
    "health": _page("health.title", "health.title"),
    "outbox": _outbox,
}
