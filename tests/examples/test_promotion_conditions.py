"""When a promotion holds: each condition at its boundary."""

from dataclasses import replace

import pytest

from tests.examples.counter import SHOP, line, weighed
from tests.examples.offers import ANNA, GOODS, of, offer, percent_off, promoted
from tresen.core.customer import CustomerFacts
from tresen.core.promotion import Hours, Limits, Usage

SOAP = (line("soap"),)


def holds(at="2026-11-23T12:00:00", lines=SOAP, customer=None, usage=None, shop="", **more) -> bool:
    """Whether ten percent are given under the conditions among `more`."""
    given = {name: more.pop(name) for name in ("tender", "channel") if name in more}
    deal = offer("deal", percent_off(10), of("soap", "cheese"), **more)
    here = replace(SHOP, articles=GOODS, shop=shop)
    return promoted(deal, *lines, at=at, customer=customer, usage=usage or Usage(), shop=here, **given).savings > 0


def test_the_minimum_is_met_exactly():
    assert [holds(lines=(line("soap", pieces),), min_quantity=3000) for pieces in (2, 3)] == [False, True]
    assert [holds(lines=(weighed("cheese", grams),), min_quantity=500) for grams in (499, 500)] == [False, True]
    assert [holds(min_amount=amount) for amount in (333, 334)] == [True, False]
    lines = (line("soap"), line("roll"))
    assert [holds(lines=lines, basket_amount=amount) for amount in (433, 434)] == [True, False]
    assert not holds(lines=lines, min_amount=334)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-22T23:59:59", False), ("2026-11-23T00:00:00", True), ("2026-11-23", True),
        ("2026-11-30T23:59:59", True), ("2026-12-01T00:00:00", False),
    ],
)  # fmt: skip
def test_it_starts_at_its_instant_and_has_ended_at_its_end(at, expected):
    assert holds(at, valid_from="2026-11-23", valid_to="2026-12-01") is expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [("T16:59:59", False), ("T17:00:00", True), ("T18:59:59", True), ("T19:00:00", False)],
)
def test_happy_hour_to_the_second(at, expected):
    assert holds("2026-11-23" + at, hours=(Hours("17:00", "19:00"),)) is expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-27T21:59:59", False), ("2026-11-27T22:00:00", True), ("2026-11-28T01:59:59", True),
        ("2026-11-28T02:00:00", False), ("2026-11-28T22:00:00", False), ("2026-11-27T01:00:00", False),
        ("2026-11-28T00:00:00", True),
    ],
)  # fmt: skip
def test_friday_night_goes_on_after_midnight(at, expected):
    assert holds(at, weekdays=(5,), hours=(Hours("22:00", "02:00"),)) is expected


def test_sunday_night_ends_on_monday():
    assert holds("2026-11-30T00:30:00", weekdays=(7,), hours=(Hours("22:00", "02:00"),))
    assert not holds("2026-11-30T22:30:00", weekdays=(7,), hours=(Hours("22:00", "02:00"),))


def test_weekdays_without_hours_and_several_hours():
    assert [holds(f"2026-11-{day}T12:00:00", weekdays=(1, 3)) for day in (23, 24, 25)] == [True, False, True]
    spans = (Hours("08:00", "10:00"), Hours("16:00", "24:00"))
    assert [holds(f"2026-11-23T{time}", hours=spans) for time in ("09:00:00", "12:00:00", "23:59:59")] == [
        True,
        False,
        True,
    ]


def test_for_whom_it_is():
    assert [holds(customer=who, customer_groups=("club",)) for who in (None, ANNA, replace(ANNA, group=""))] == [
        False, True, False,
    ]  # fmt: skip
    assert [holds(customer=who, tiers=("gold",)) for who in (ANNA, replace(ANNA, tier="silver"))] == [True, False]
    assert [holds(customer=who, known_customer=True) for who in (None, CustomerFacts("x"))] == [False, True]
    assert [holds(customer=who, first_purchase=True) for who in (ANNA, replace(ANNA, first_purchase=True))] == [
        False,
        True,
    ]


@pytest.mark.parametrize(("month", "expected"), [(11, True), (10, False), (0, False)])
def test_the_month_of_the_birthday(month, expected):
    assert holds(customer=replace(ANNA, birthday_month=month), birthday_month=True) is expected
    assert not holds(birthday_month=True)


def test_where_and_how_it_is_sold_and_paid():
    assert [holds(channel=channel, channels=("web",)) for channel in ("", "web")] == [False, True]
    assert [holds(channel=channel, channels=("till",)) for channel in ("", "web")] == [True, False]
    assert [holds(tender=tender, tenders=("cash",)) for tender in ("", "card", "cash")] == [False, False, True]
    assert [holds(shop=shop, shops=("s1",)) for shop in ("s1", "s2")] == [True, False]


def test_all_conditions_must_hold_and_one_entry_of_each_suffices():
    both = {"weekdays": (1, 2), "hours": (Hours("10:00", "13:00"),), "tenders": ("cash", "card")}
    assert holds(tender="card", **both)
    assert not holds(tender="card", at="2026-11-23T13:00:00", **both)
    assert not holds(tender="voucher", **both)


def test_limits_over_receipts_count_what_was_used_before():
    def left(limits, usage, customer=ANNA):
        return holds(customer=customer, limits=limits, usage=usage)

    assert [left(Limits(per_customer=2), Usage(customer={"deal": used})) for used in (1, 2, 3)] == [True, False, False]
    assert not left(Limits(per_customer=1), Usage(), customer=None)
    assert [left(Limits(per_day=5), Usage(day={"deal": used})) for used in (4, 5)] == [True, False]
    assert [left(Limits(total=5), Usage(total={"deal": used})) for used in (4, 5)] == [True, False]
    assert left(Limits(per_day=1), Usage(day={"other": 9}))


def test_a_code_that_was_used_as_often_as_it_may_be_says_so():
    deal = offer("deal", percent_off(10), of("soap"), coupon=True, codes=("A", "B"), limits=Limits(per_code=2))
    usage = Usage(codes={"A": 2, "B": 1})
    used_up = promoted(deal, line("soap"), codes=("A",), usage=usage)
    assert (used_up.savings, [each.code for each in used_up.warnings]) == (0, ["coupon_used_up"])
    other = promoted(deal, line("soap"), codes=("A", "B"), usage=usage)
    assert (other.promotions[0].code, [each.detail for each in other.warnings]) == ("B", ["A"])


def test_a_promotion_that_is_switched_off_does_nothing():
    assert not holds(active=False)
