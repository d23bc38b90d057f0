"""What a browser or a machine sends to a node, without a network: cookies are kept, the mark of our pages is sent."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from litestar import Litestar

from tests.shop_fixture import PASSWORDS, PINS, OpenShop, living, make_node, open_shop
from tresen.web.app import Settings, make_app

HOST = "laden.test"


def app_of(node: Any, folder: Path) -> Litestar:
    return make_app(node, Settings(folder))


def browser(app: Litestar, address: str = "10.0.0.5", scheme: str = "http", **headers: str) -> httpx.AsyncClient:
    """A page of ours in a browser of its own."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app, client=(address, 50_000)),  # type: ignore[arg-type]
        base_url=f"{scheme}://{HOST}",
        headers={
            "X-Tresen": "1",
            "Accept-Language": "en",
            **{name.replace("_", "-"): headers[name] for name in headers},
        },
    )


@asynccontextmanager
async def open_web(folder: Path) -> AsyncIterator[tuple[OpenShop, Litestar]]:
    """The filled shop behind its routes."""
    async with open_shop(folder) as shop:
        yield shop, app_of(shop.node, folder)


@asynccontextmanager
async def empty_web(folder: Path) -> AsyncIterator[tuple[Any, Litestar]]:
    """A node at its first start."""
    node = make_node(folder)
    async with living(node):
        yield node, app_of(node, folder)


async def office(app: Litestar, staff: str = "Olga Owner", **more: Any) -> httpx.AsyncClient:
    """A browser that is signed in to the office."""
    client = browser(app, **more)
    password = PASSWORDS["staff-" + staff.split()[1].lower()]
    answer = await client.post("/api/v1/office/sign-in", json={"name": staff, "password": password})
    assert answer.status_code == 200, answer.text
    return client


async def till(
    app: Litestar, till: str = "till-1", staff: str = "", scheme: str = "http", **more: Any
) -> httpx.AsyncClient:
    """A browser that is paired with a till, with somebody signed in."""
    boss = await office(app, scheme=scheme)
    code = (await boss.post(f"/api/v1/office/tills/{till}/pairing")).json()["code"]
    client = browser(app, scheme=scheme, **more)
    answer = await client.post("/api/v1/pair", json={"code": code, "device_name": "Tablet"})
    assert answer.status_code == 201, answer.text
    if staff:
        signed_in = await client.post("/api/v1/till/sign-in", json={"staff": staff, "pin": PINS[staff]})
        assert signed_in.status_code == 200, signed_in.text
        client.headers["X-Staff-Session"] = signed_in.json()["session"]
    return client


def code_of(answer: httpx.Response) -> str:
    """The failure's code, empty if it worked."""
    return str(answer.json().get("code", "")) if answer.status_code >= 400 else ""
