"""What is surely not in the journal, without asking it."""

from hypothesis import given
from hypothesis import strategies as st

from tresen.journal import known_ids
from tresen.journal.known_ids import KnownIds

IDS = st.integers(0, 300).map(lambda number: f"{number:032x}")


@given(before=st.sets(IDS), added=st.lists(IDS, max_size=60), asked=IDS)
def test_an_id_that_was_appended_is_never_denied(before: set[str], added: list[str], asked: str) -> None:
    limit, known_ids.LIMIT = known_ids.LIMIT, 5
    try:
        known = KnownIds(max(before, default=""))
        for id in added:
            known.add(id)
    finally:
        known_ids.LIMIT = limit
    if asked in before or asked in added:
        assert known.doubtful(asked)


def test_a_new_sale_need_not_ask() -> None:
    known = KnownIds(f"{7:032x}")
    known.add(f"{9:032x}")
    assert not known.doubtful(f"{8:032x}")
    assert known.doubtful(f"{9:032x}")
    assert known.doubtful(f"{3:032x}")
