"""Bad input on the whole described interface: always an answer in the agreed shape, never a breakdown."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from tests.live import LiveShop, live_shop, office_session, till_session

pytestmark = pytest.mark.alone


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveShop]:
    with live_shop(tmp_path_factory.mktemp("fuzz") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def sessions(shop: LiveShop) -> tuple[dict[str, str], dict[str, str]]:
    till = till_session(shop)
    shop.call("POST", "/api/v1/till/day/open", {"id": "0" * 31 + "1", "amount": 20000}, till)
    return till, office_session(shop)


OPEN_ENDED = ("/sign-out", "/revoke", "/events")
"""Would end the session that the fuzzer needs, or never end by themselves."""
EXAMPLES = 10


def test_whatever_comes_in_the_node_answers_in_plain_words(
    shop: LiveShop, sessions: tuple[dict[str, str], dict[str, str]]
) -> None:
    till, office = sessions
    described = schemathesis.openapi.from_url(f"{shop.base}/api/schema/openapi.json")
    asked = 0
    for found in described.get_all_operations():
        operation = found.ok()
        if any(part in operation.path for part in OPEN_ENDED):
            continue
        headers = office if "/office/" in operation.path else till

        storm(operation, headers, GenerationMode.POSITIVE)
        with contextlib.suppress(Unsatisfiable):  # nothing can be wrong with an operation without input
            storm(operation, headers, GenerationMode.NEGATIVE)
        asked += 1
    assert asked > 30


def storm(operation: Any, headers: dict[str, str], mode: GenerationMode) -> None:
    """Some requests to one operation, fitting its description or not."""

    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def asked(case: schemathesis.Case) -> None:
        answers_well(case, headers)

    asked()


def answers_well(case: schemathesis.Case, headers: dict[str, str]) -> None:
    """An answer in the agreed shape; 503 and 507 say that a device or the disk is out."""
    answer = case.call(headers=headers, timeout=30)
    assert answer.status_code < 500 or answer.status_code in (503, 507), (case.path, case.body, answer.content[:500])
    if answer.status_code >= 400:
        content = answer.json()
        assert {"code", "title", "safe", "do"} <= content.keys(), (case.path, content)
        assert content["code"] != "unexpected", (case.path, case.body, content)


def test_after_the_storm_nothing_is_missing(shop: LiveShop) -> None:
    from tresen.ledger.verify import verify
    from tresen.store.database import Database

    database = Database(str(Path(shop.folder) / "node.db"))
    verdict = database.read_now(verify)
    database.close()
    assert verdict.faults == []
