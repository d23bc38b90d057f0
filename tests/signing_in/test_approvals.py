"""A manager approves on the cashier's till: one act, one till, once, two minutes."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar.connection import ASGIConnection

from tests.shop_fixture import PINS, OpenShop
from tests.signing_in.browser import code_of, open_web, till
from tresen.core.failures import Failure
from tresen.operations.node import Actor
from tresen.web.identity import till_actor


def asks(client: httpx.AsyncClient) -> ASGIConnection[Any, Any, Any, Any]:
    """A request of this till, as a route sees it."""
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    headers = [(b"cookie", cookies.encode()), (b"x-staff-session", client.headers["X-Staff-Session"].encode())]
    return ASGIConnection({"type": "http", "headers": headers})  # type: ignore[typeddict-item]


async def approval(client: httpx.AsyncClient, *acts: str, staff: str = "staff-manager") -> str:
    answer = await client.post("/api/v1/till/approve", json={"acts": acts, "staff": staff, "pin": PINS[staff]})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["approval"])


def outcome(shop: OpenShop, client: httpx.AsyncClient, key: str, act: str, subject: str = "") -> str:
    found = till_actor(asks(client), shop.node, key, act=act, subject=subject)
    return found.code if isinstance(found, Failure) else found.approved_by_name


async def test_it_serves_its_act_once(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        client = await till(app, staff="staff-cashier")
        assert outcome(shop, client, "", "no_sale") == "approval_needed"
        key = await approval(client, "no_sale")
        assert outcome(shop, client, key, "no_sale") == "Mara Manager"
        assert outcome(shop, client, key, "no_sale") == "approval_invalid"


async def test_it_serves_no_other_act(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        client = await till(app, staff="staff-cashier")
        assert outcome(shop, client, await approval(client, "no_sale"), "refund") == "approval_invalid"
        both = await approval(client, "refund", "discount_above_limit")
        found = till_actor(asks(client), shop.node, both, act="refund")
        assert isinstance(found, Actor) and found.approved_acts == ("refund", "discount_above_limit")
        two = f"{await approval(client, 'refund')},{await approval(client, 'no_sale')}"
        found = till_actor(asks(client), shop.node, two)
        assert isinstance(found, Actor) and found.approved_acts == ("refund", "no_sale")


async def test_it_serves_no_other_till(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        client, other = await till(app, staff="staff-cashier"), await till(app, "till-2", "staff-second")
        key = await approval(client, "no_sale")
        assert outcome(shop, other, key, "no_sale") == "approval_invalid"
        assert outcome(shop, client, key, "no_sale") == "Mara Manager"


async def test_it_ends_after_two_minutes(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        client = await till(app, staff="staff-cashier")
        key = await approval(client, "no_sale")
        shop.clock.move(minutes=2)
        assert outcome(shop, client, key, "no_sale") == "approval_invalid"


async def test_a_repetition_of_the_same_request_may_show_it_again(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        client = await till(app, staff="staff-cashier")
        key = await approval(client, "refund")
        assert outcome(shop, client, key, "refund", "basket-1") == "Mara Manager"
        shop.clock.move(minutes=20)
        assert outcome(shop, client, key, "refund", "basket-1") == "Mara Manager"
        assert outcome(shop, client, key, "refund", "basket-2") == "approval_invalid"
        shop.clock.move(minutes=10)
        assert outcome(shop, client, key, "refund", "basket-1") == "approval_invalid"


async def test_only_who_may_approves_and_only_with_their_pin(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        client = await till(app, staff="staff-cashier")
        body = {"act": "no_sale", "staff": "staff-second", "pin": PINS["staff-second"]}
        assert code_of(await client.post("/api/v1/till/approve", json=body)) == "denied"
        body = {"act": "no_sale", "staff": "staff-manager", "pin": "0000"}
        assert code_of(await client.post("/api/v1/till/approve", json=body)) == "wrong_pin"
        body = {"act": "staff", "staff": "staff-manager", "pin": PINS["staff-manager"]}
        assert code_of(await client.post("/api/v1/till/approve", json=body)) == "denied"
        body = {"act": "rob", "staff": "staff-manager", "pin": PINS["staff-manager"]}
        assert code_of(await client.post("/api/v1/till/approve", json=body)) == "bad_input"
        await shop.settled()
        denied = [actor for _, actor, _, _ in shop.entries("denied")]
        assert denied == ["staff-second", "staff-manager", "staff-manager"]


async def test_both_names_are_written_down(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        client = await till(app, staff="staff-cashier")
        await approval(client, "no_sale")
        [(_, actor, subject, body)] = shop.entries("approved")
        assert (actor, subject) == ("staff-manager", "staff:staff-cashier")
        assert b'"no_sale"' in body and b'"asked_by":"staff-cashier"' in body


@pytest.mark.parametrize("key", ["x", "a.b", ",,,", "." * 100])
async def test_nonsense_is_no_approval(tmp_path: Path, key: str) -> None:
    async with open_web(tmp_path) as (shop, app):
        client = await till(app, staff="staff-cashier")
        assert outcome(shop, client, key, "no_sale") == "approval_invalid"
        assert outcome(shop, client, key, "sell") == "", "not needed, so not asked"
