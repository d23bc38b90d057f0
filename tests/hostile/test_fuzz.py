"""Bad input on the whole described interface: always an answer in the agreed shape, never a breakdown."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from live import LiveShop, live_shop, office_session, till_session

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


@pytest.fixture(scope="module")
def described(shop: LiveShop) -> object:
    return schemathesis.openapi.from_url(f"{shop.base}/api/schema/openapi.json")


schema = schemathesis.pytest.from_fixture("described")

OPEN_ENDED = ("/sign-out", "/revoke", "/events")
"""Would end the session that the fuzzer needs, or never end by themselves."""


@schema.parametrize()
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_comes_in_the_node_answers_in_plain_words(
    case: schemathesis.Case, sessions: tuple[dict[str, str], dict[str, str]]
) -> None:
    if any(part in case.path for part in OPEN_ENDED):
        return
    till, office = sessions
    headers = office if "/office/" in case.path else till
    answer = case.call(headers=headers, timeout=30)
    assert answer.status_code < 500 or answer.status_code in (503, 507), answer.content[:500]
    if answer.status_code >= 400:
        content = answer.json()
        assert {"code", "title", "safe", "do"} <= content.keys()
        assert content["code"] != "unexpected", content


def test_after_the_storm_nothing_is_missing(shop: LiveShop) -> None:
    from tresen.ledger.verify import verify
    from tresen.store.database import Database

    database = Database(str(Path(shop.folder) / "node.db"))
    verdict = database.read_now(verify)
    database.close()
    assert verdict.faults == []
