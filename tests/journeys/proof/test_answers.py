"""The node, the line or an answer is gone at the worst moment: the customer gets one receipt, the books have it once."""

from playwright.sync_api import expect

from tests.journeys.lab.handing_out import ITEMS, SALES, hand_out, is_handed_out, pay, sold_once
from tests.journeys.lab.lab import Lab
from tests.journeys.lab.link import Kind

FAULTS: tuple[Kind, ...] = ("refuse", "lose_request", "cut_request", "lose_answer", "cut_answer", "twice")

RETRIED: tuple[Kind, ...] = ("lose_request", "lose_answer", "cut_answer", "twice")


def test_the_node_dies_before_it_hears_of_the_sale(lab: Lab) -> None:
    device, till = lab.till()
    fault = device.link.fault("hold", SALES)
    pay(till, "Croissant")
    fault.wait()
    lab.kill_node()
    fault.release()
    is_handed_out(till, 139)
    lab.start_node()
    device.all_confirmed(1)
    sold_once(lab, 139)


def test_the_node_dies_after_it_has_booked_and_before_it_answers(lab: Lab) -> None:
    """The till hands the receipt out by itself; the books keep the one sale and note the number that was printed."""
    device, till = lab.till()
    fault = device.link.fault("hold_answer", SALES)
    pay(till, "Croissant")
    fault.wait()
    lab.kill_node()
    device.link.cut()
    fault.release()
    is_handed_out(till, 139)
    device.link.mend()
    lab.start_node()
    device.all_confirmed(1)
    assert device.handed_out()[0]["confirmation"]["state"] == "known_signed"
    books = sold_once(lab, 139)
    assert [(one.series, one.signed) for one in books.sold()] == [("receipt", True)]
    assert len(books.known) == 1


def test_a_request_that_was_given_up_reaches_the_node_after_the_receipt_was_handed_out(lab: Lab) -> None:
    device, till = lab.till()
    late = device.link.fault("hold", SALES, times=99)
    pay(till, "Croissant")
    late.wait()
    is_handed_out(till, 139)
    device.all_confirmed(1)
    known = len(device.link.sent(SALES))
    late.release()
    till.next_customer()
    pay(till, "Gurke")
    till.is_done()
    assert len(device.link.sent(SALES)) >= known
    sold_once(lab, 139, 89)


def test_receipts_that_were_handed_out_arrive_once_whatever_the_line_does(lab: Lab) -> None:
    """Refused, lost on the way there, cut in the middle of a send, lost or cut on the way back, sent twice."""
    device, till = lab.till()
    for count, kind in enumerate(FAULTS, 1):
        device.link.cut()
        hand_out(till, 139, "Croissant")
        fault = device.link.fault(kind, ITEMS)
        device.link.mend()
        fault.wait()
        device.all_confirmed(count)
    sold_once(lab, *[139] * len(FAULTS))


def test_training_without_the_node_ends_like_a_sale_and_counts_nothing(lab: Lab) -> None:
    device, till = lab.till()
    till.menu("menu.training.on")
    till.sees("shell.training")
    device.link.cut()
    pay(till, "Croissant")
    till.is_done()
    till.sees("done.training")
    device.link.mend()
    device.all_confirmed(1)
    assert [item["receipt"]["type"] for item in device.handed_out()] == ["AVTraining"]
    device.close()
    books = lab.books()
    books.must_hold()
    assert books.totals() == []


def test_the_node_is_killed_while_it_takes_in(lab: Lab) -> None:
    device, till = lab.till()
    device.link.cut()
    for _ in range(3):
        hand_out(till, 139, "Croissant")
    fault = device.link.fault("hold_answer", ITEMS)
    device.link.mend()
    fault.wait()
    lab.kill_node()
    fault.release()
    lab.start_node()
    device.all_confirmed(3)
    sold_once(lab, 139, 139, 139)


def test_an_answer_that_comes_at_the_second_try_is_no_outage(lab: Lab) -> None:
    device, till = lab.till()
    for kind in RETRIED:
        fault = device.link.fault(kind, SALES)
        pay(till, "Croissant")
        fault.wait()
        done = till.is_done()
        expect(done.locator("[data-handed-out]")).to_have_count(0)
        till.next_customer()
    assert device.handed_out() == []
    sold_once(lab, *[139] * len(RETRIED))
