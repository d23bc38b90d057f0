"""A moment from which on a log surely holds a signature counter."""

from hypothesis import given
from hypothesis import strategies as st

from tresen.fiscal.log_moments import LogMoments

STEPS = st.lists(st.tuples(st.integers(1, 5), st.integers(-300_000, 400_000)), min_size=1, max_size=60)


@given(STEPS, st.integers(0, 400))
def test_nothing_from_the_counter_on_is_older_than_the_moment_even_if_the_clock_jumps(steps, asked):
    moments, made, counter, at = LogMoments(), [], 0, 1_800_000_000_000
    for more, later in steps:
        counter, at = counter + more, at + later
        moments.note(counter, at)
        made.append((counter, at))
    since = moments.before(asked)
    assert all(at >= since for counter, at in made if counter >= asked)
    if asked < made[0][0]:
        assert since == 0


def test_a_clock_that_was_set_back_makes_earlier_marks_worthless():
    moments = LogMoments()
    moments.note(1, 1_000_000)
    moments.note(2, 2_000_000)
    assert moments.before(2) == 2_000_000
    moments.note(3, 1_500_000)
    assert (moments.before(2), moments.before(3)) == (0, 1_500_000)


def test_it_does_not_grow_for_ever_and_keeps_the_newest():
    moments = LogMoments()
    for number in range(1, 50_000):
        moments.note(number, number * 60_000)
    assert len(moments._counters) <= 20_000
    assert moments.before(49_999) == 49_999 * 60_000
    assert moments.before(1) == 0
