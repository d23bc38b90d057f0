"""Whatever a device sends: an answer in the agreed shape, and nothing but whole receipts in the books."""

import asyncio
import tempfile
from pathlib import Path
from typing import Any, Self

import httpx
import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.signing_in.browser import browser, office, open_web, till
from tests.taking_in.test_routes import Tablet
from tresen.core.failures import Failure
from tresen.ledger.verify import verify
from tresen.operations.drawer.report import report

INTS = st.one_of(st.integers(-3, 3), st.integers(-(2**70), 2**70), st.sampled_from((10_000_001, 129, 1000, 2**53)))
TEXTS = st.one_of(
    st.text(max_size=8), st.sampled_from(("", "\0", "cash", "sale", "float", "offline-1", "till-1", "a" * 5000))
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), INTS, TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=6,
)


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document."""
    found = [at] if at else []
    if isinstance(value, dict):
        for key, each in value.items():
            found += places(each, (*at, key))
    elif isinstance(value, list):
        for n, each in enumerate(value):
            found += places(each, (*at, n))
    return found


def changed(value: Any, at: tuple[Any, ...], new: Any) -> Any:
    if not at:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[at[0]] = changed(value[at[0]], at[1:], new)
    return copy


class Shop:
    """One shop for all examples of a property; afterwards its books must be whole."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()

    def __enter__(self) -> Self:
        self.loop.run_until_complete(self._open())
        return self

    def __exit__(self, *_error: object) -> None:
        verdict = self.shop.node.database.read_now(verify)
        self.loop.run_until_complete(self._shows_all())
        self.loop.run_until_complete(self.opened.__aexit__(None, None, None))
        self.loop.close()
        self.folder.cleanup()
        assert verdict.sound, verdict.faults

    async def _open(self) -> None:
        self.opened = open_web(Path(self.folder.name))
        self.shop, self.app = await self.opened.__aenter__()
        self.client = await till(self.app)
        self.tablet = Tablet(self.shop, next(iter(self.shop.node.masterdata.devices)).id)
        await self.client.get("/api/v1/till/series")

    async def _shows_all(self) -> None:
        """What was booked can be shown, printed, added up and closed."""
        boss = await office(self.app)
        listed = (await boss.get("/api/v1/office/receipts", params={"size": 200})).json()
        assert listed["total"] == len(self.shop.entries("receipt"))
        for row in listed["items"]:
            detail = await boss.get(f"/api/v1/office/receipts/{row['id']}")
            assert detail.status_code == 200, detail.text
            page = await browser(self.app).get(f"/r/{detail.json()['receipt']['token']}")
            assert page.status_code == 200, page.text
        assert (await boss.get("/api/v1/office/today")).status_code == 200
        assert not isinstance(await report(self.shop.node, self.shop.cashier), Failure)

    def post(self, content: Any) -> httpx.Response:
        body = msgspec.json.encode(content) if not isinstance(content, bytes) else content
        headers = {"Content-Type": "application/json"}
        return self.loop.run_until_complete(self.client.post("/api/v1/till/handed-out", content=body, headers=headers))

    def good(self) -> Any:
        return self.loop.run_until_complete(self.tablet.milk())

    def entries(self) -> int:
        return len(self.shop.entries())


def answers_well(shop: Shop, answer: httpx.Response, before: int) -> None:
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        assert {"code", "title", "safe", "do"} <= answer.json().keys() and answer.json()["code"] != "unexpected"
        assert shop.entries() == before, "a refused receipt leaves no trace"


def test_a_receipt_with_one_strange_value_is_whole_or_refused() -> None:
    with Shop() as shop:
        good = shop.good()
        everywhere = places(good)

        @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
        @given(st.sampled_from(everywhere), VALUES)
        def one(place: tuple[Any, ...], value: Any) -> None:
            before = shop.entries()
            try:
                content = msgspec.json.encode(changed(good, place, value))
            except (UnicodeEncodeError, OverflowError):
                return
            answers_well(shop, shop.post(content), before)

        one()


def test_any_json_at_all_is_answered_and_changes_nothing() -> None:
    with Shop() as shop:
        before = shop.entries()

        @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
        @given(st.one_of(VALUES, st.binary(max_size=60)))
        def one(content: Any) -> None:
            try:
                body = content if isinstance(content, bytes) else msgspec.json.encode(content)
            except (UnicodeEncodeError, OverflowError):
                return
            answer = shop.post(body)
            answers_well(shop, answer, before)
            assert answer.status_code >= 400

        one()
        assert shop.entries() == before


def test_a_set_that_cannot_be_split_is_refused_because_no_closing_could_add_it_up() -> None:
    part = {
        "article": "milk", "number": "1", "name": "Milch", "group": "", "quantity": 1000, "unit": "piece", "tax_key": 2,
        "tax_rate": 700, "price": 129, "weight": 129,
    }  # fmt: skip
    with Shop() as shop:
        for wrong in (
            {"weight": -1},
            {"weight": 2**62},
            {"tax_rate": -10_000},
            {"unit": "heap"},
            {"article": "a" * 65},
        ):
            before = shop.entries()
            sent = changed(shop.good(), ("receipt", "lines", 0, "components"), [part, {**part, "tax_key": 1, **wrong}])
            answer = shop.post(sent)
            assert answer.status_code == 422, (wrong, answer.text)
            assert shop.entries() == before
        whole = changed(shop.good(), ("receipt", "lines", 0, "components"), [part])
        assert shop.post(whole).status_code < 300
