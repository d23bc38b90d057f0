"""Coupon codes: they say what they open, nobody can make one up, and each is used once."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.floor import open_floor, refused, right
from tests.promotions.offers import OWNER, codes, put, with_code
from tests.shop_fixture import make_node
from tresen.ledger import accounts
from tresen.ledger.use_accounts import USE
from tresen.masterdata.kinds import CouponBatch
from tresen.operations.promotions.coupon_batches import NewBatch, codes_csv, create_batch, switch_batch
from tresen.operations.promotions.coupon_codes import (
    BATCHES,
    DAYS,
    LETTERS,
    SERIALS,
    CouponCode,
    batch_number,
    code_text,
    coupon_state,
    plain_code,
    read_code,
    spaced_code,
)

DAY = "2026-06-01"


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    made = make_node(tmp_path_factory.mktemp("codes"))
    yield made
    made.database.close()


@given(st.integers(1, BATCHES - 1), st.integers(0, DAYS - 1), st.integers(0, SERIALS - 1))
def test_a_code_says_what_it_was_made_of(node, batch: int, day: int, serial: int) -> None:  # type: ignore[no-untyped-def]
    said = CouponCode(batch, day, serial)
    text = code_text(node, said)
    assert len(text) == 20 and set(text) <= set(LETTERS)
    assert read_code(node, text) == said
    assert batch_number(text) == batch
    assert plain_code(spaced_code(text).lower()) == text


@given(st.integers(0, 19), st.integers(1, 31))
def test_one_wrong_character_and_it_is_no_code(node, place: int, turn: int) -> None:  # type: ignore[no-untyped-def]
    text = code_text(node, CouponCode(3, 0, 7))
    other = LETTERS[(LETTERS.index(text[place]) + turn) % len(LETTERS)]
    assert read_code(node, text[:place] + other + text[place + 1 :]) is None


@given(st.text(max_size=50))
def test_whatever_is_typed_is_a_code_or_none(node, typed: str) -> None:  # type: ignore[no-untyped-def]
    assert read_code(node, plain_code(typed)) is None


def test_mistaken_letters_are_read_as_meant(node) -> None:  # type: ignore[no-untyped-def]
    text = next(
        code for serial in range(1000) if "0" in (code := code_text(node, CouponCode(1, 0, serial))) and "1" in code
    )
    assert plain_code(text.replace("0", "o").replace("1", "l")) == text
    assert plain_code("sommer 10") == "SOMMER10", "codes that the owner chose stay as they are"


async def test_a_batch_gives_codes_that_open_its_promotion_on_its_days(tmp_path: Path, database_url: str) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        await put(floor, with_code(codes=("SOMMER10",)))
        made = await codes(floor, count=4, valid_from="2026-06-02", valid_to="2026-06-03")
        assert len(set(made)) == 4
        refused(coupon_state(floor.node, made[0], "2026-06-01"), "coupon_not_yet")
        for day in ("2026-06-02", "2026-06-03"):
            state = right(coupon_state(floor.node, spaced_code(made[0]), day))
            assert (state.code, state.promotion, state.single, state.valid_to) == (made[0], "club", True, "2026-06-03")
        refused(coupon_state(floor.node, made[0], "2026-06-04"), "coupon_expired")
        often = right(coupon_state(floor.node, "sommer10", DAY))
        assert (often.code, often.single) == ("SOMMER10", False)
        for nonsense in ("", "SOMMER11", made[0][:-1], "0" * 20, "ÄÖÜ"):
            refused(coupon_state(floor.node, nonsense, "2026-06-02"), "coupon_unknown")


async def test_codes_of_a_batch_that_was_withdrawn_open_nothing(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await put(floor, with_code())
        [code] = await codes(floor, count=1)
        batch = next(iter(floor.node.masterdata.coupon_batches))
        right(await switch_batch(floor.node, OWNER, batch.id, active=False))
        refused(coupon_state(floor.node, code, DAY), "coupon_unknown")
        right(await switch_batch(floor.node, OWNER, batch.id, active=True))
        right(coupon_state(floor.node, code, DAY))


async def test_batches_have_numbers_of_their_own_also_after_a_restart(tmp_path: Path, database_url: str) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        await put(floor, with_code())
        first = await codes(floor, count=2)
        await floor.restart()
        second = await codes(floor, count=2)
        assert len({*first, *second}) == 4
        assert [batch.number for batch in floor.node.masterdata.coupon_batches] == [1, 2]
        right(coupon_state(floor.node, first[1], DAY))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"promotion": "gone"}, "promotion_not_found"), ({"count": 0}, "bad_input"), ({"count": 100_001}, "bad_input"),
        ({"name": " "}, "bad_input"), ({"valid_from": "2026-06-02", "valid_to": "2026-06-01"}, "bad_input"),
        ({"valid_to": "tomorrow"}, "bad_input"), ({"id": "a:b"}, "bad_input"),
    ],
)  # fmt: skip
async def test_a_batch_that_makes_no_sense_is_refused(tmp_path: Path, change: dict[str, object], code: str) -> None:
    async with open_floor(tmp_path) as floor:
        await put(floor, with_code())
        wanted = {"id": "a" * 32, "promotion": "club", "name": "Handzettel", "count": 5} | change
        refused(await create_batch(floor.node, OWNER, NewBatch(**wanted)), code)  # type: ignore[arg-type]


async def test_the_table_of_a_batch_is_for_printing_and_mailing(tmp_path: Path) -> None:
    async with open_floor(tmp_path) as floor:
        await put(floor, with_code())
        made = await codes(floor, count=2)
        batch: CouponBatch = next(iter(floor.node.masterdata.coupon_batches))
        lines = codes_csv(floor.node, batch, "de").removeprefix("\ufeff").split("\r\n")
        assert lines[0] == "Code;Lesbar;Gültig ab;Gültig bis;Eingelöst"
        assert lines[1] == f"{made[0]};{spaced_code(made[0])};;;"
        assert not any(code.encode() in bytes(row[12]) for row in floor.entries() for code in made), (
            "no journal, no back-up holds an unused code"
        )
        assert floor.node.balances.of(accounts.coupon(made[0]), USE) == 0
