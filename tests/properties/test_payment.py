"""A payment over every possible order of events: never two charges, approved stays, late success is surfaced."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from tresen.core.failures import CATALOGUE, Failure
from tresen.core.payment import EVENTS, OPEN, STATES, TRANSITIONS, PaymentEvent, PaymentState, advance, replay


def walk(events: tuple[PaymentEvent, ...]) -> None:
    state: PaymentState = "intended"
    sent = 0
    for event in events:
        following = advance(state, event)
        if isinstance(following, Failure):
            assert following.code in CATALOGUE
            continue
        sent += event == "send"
        if state == "approved":
            assert following == "approved" or event == "unwanted"
        if state == "declined":
            assert following in ("declined", "late_success")
            assert following == "declined" or event == "approve"
        if following == "late_success":
            assert state in ("declined", "late_success") or event == "unwanted"
        if state == "late_success":
            assert following in ("late_success", "given_back")
        if state == "unknown" and following in ("approved", "declined"):
            assert event in ("approve", "decline", "manager_approve", "manager_decline")
        state = following
    assert sent <= 1


def test_every_row_of_up_to_four_events() -> None:
    for length in range(5):
        for events in product(EVENTS, repeat=length):
            walk(events)


@given(st.lists(st.sampled_from(EVENTS), max_size=40))
def test_long_rows_of_events(events: list[PaymentEvent]) -> None:
    walk(tuple(events))


def test_the_table_names_only_known_states_and_reaches_all_of_them() -> None:
    reached = {"intended"} | set(TRANSITIONS.values())
    assert reached == set(STATES)
    assert {state for state, _ in TRANSITIONS} == set(STATES)


def test_no_way_leads_back_to_an_open_state_from_an_answer() -> None:
    for (state, _), following in TRANSITIONS.items():
        assert state in OPEN or following not in OPEN


def test_a_crash_before_the_send_is_declined_and_after_it_unknown() -> None:
    assert replay(("restart",))[0] == "declined"
    assert replay(("send", "restart"))[0] == "unknown"


def test_a_manager_decides_only_what_is_unknown() -> None:
    state, refused = replay(("manager_approve", "send", "manager_approve", "lose", "manager_decline"))
    assert state == "declined"
    assert refused == ("manager_approve", "manager_approve")


def test_success_after_the_manager_decided_against_it_is_surfaced() -> None:
    assert replay(("send", "lose", "manager_decline", "approve"))[0] == "late_success"
    assert replay(("send", "lose", "manager_decline", "approve", "give_back"))[0] == "given_back"
