"""What happens at a counter whose node is away, and what must be true afterwards."""

from playwright.sync_api import expect

from tests.journeys.counter import Counter
from tests.journeys.lab.lab import Lab
from tests.journeys.lab.look_through import Books
from tests.journeys.pages import PATIENCE
from tests.journeys.words import money

SALES = "/api/v1/till/sales"
ITEMS = "/api/v1/till/handed-out"


def pay(till: Counter, *names: str) -> None:
    """The cashier has taken the money; what happens now is not waited for."""
    till.sell(*names)
    till.pay()
    till.tap("pay.cash.exact", amount="")


def is_handed_out(till: Counter, total: int) -> None:
    """The customer sees the receipt, and that it came without the node."""
    done = till.is_done()
    expect(done.locator("[data-handed-out]")).to_be_visible(timeout=PATIENCE)
    expect(till.change()).to_have_text(money(total))


def hand_out(till: Counter, total: int, *names: str) -> None:
    """Sell without the node, to the next customer."""
    pay(till, *names)
    is_handed_out(till, total)
    till.next_customer()


def sold_once(lab: Lab, *totals: int) -> Books:
    """Counts equal on both sides, no number twice, the money right, everything sound."""
    numbers: list[tuple[str, int]] = []
    for device in lab.devices:
        assert set(device.states()) <= {"confirmed"}, device.handed_out()
        numbers += [(device.till, number) for number in device.numbers()]
        device.close()
    books = lab.books()
    books.must_hold()
    assert sorted(books.totals()) == sorted(totals)
    assert books.printed() == sorted(numbers)
    return books
