"""A sale past the framework answers as the route would."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.shop_fixture import OpenShop
from tests.signing_in.browser import browser, code_of, open_web, till
from tresen.operations.drawer.open_day import OpeningRequest, open_day

PATH = "/api/v1/till/sales"


def sale(shop: OpenShop, total: int = 378) -> dict[str, Any]:
    lines = [{"id": "l1", "article": "milk"}, {"id": "l2", "article": "soap"}]
    basket = {"id": shop.ids.new(), "lines": lines}
    return {"basket": basket, "total": total, "tenders": [{"kind": "cash", "amount": total}], "print": False}


async def test_a_sale_is_answered_with_its_receipt_and_again_with_the_same(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        await open_day(shop.node, shop.owner, OpeningRequest(shop.ids.new(), amount=100))
        device = await till(app, staff="staff-cashier")
        body = sale(shop)
        first = await device.post(PATH, json=body)
        again = await device.post(PATH, json=body)
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json()["receipt"] == again.json()["receipt"]
        assert first.json()["receipt"]["number"] > 0
        assert first.headers["content-type"] == "application/json"
        assert first.headers["cache-control"] == "no-store"


async def test_trouble_is_said_in_the_shape_of_all_trouble(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        device = await till(app, staff="staff-cashier")
        closed = await device.post(PATH, json=sale(shop))
        assert (closed.status_code, code_of(closed)) == (409, "day_not_open")
        assert closed.headers["content-type"].startswith("application/problem+json")
        await open_day(shop.node, shop.owner, OpeningRequest(shop.ids.new(), amount=100))
        assert code_of(await device.post(PATH, json=sale(shop, total=1))) == "total_differs"
        stranger = await browser(app).post(PATH, json=sale(shop))
        assert (stranger.status_code, code_of(stranger)) == (401, "device_unknown")
        for content in (b"", b"{", b'{"basket": 1}', b"\xff", b'{"basket":{"id":"x"},"total":"1"}'):
            answer = await device.post(PATH, content=content)
            assert (answer.status_code, code_of(answer)) == (400, "bad_input")


async def test_a_body_in_pieces_is_read_whole(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        await open_day(shop.node, shop.owner, OpeningRequest(shop.ids.new(), amount=100))
        device = await till(app, staff="staff-cashier")
        content = msgspec.json.encode(sale(shop))

        async def pieces() -> Any:
            for at in range(0, len(content), 50):
                yield content[at : at + 50]

        assert (await device.post(PATH, content=pieces())).status_code == 201


async def test_a_bug_is_loud_in_the_log_and_calm_on_the_screen(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_web(tmp_path) as (shop, app):
        await open_day(shop.node, shop.owner, OpeningRequest(shop.ids.new(), amount=100))
        device = await till(app, staff="staff-cashier")
        with monkeypatch.context() as broken:
            broken.setattr(shop.node, "token", None)
            answer = await device.post(PATH, json=sale(shop))
        assert (answer.status_code, code_of(answer)) == (500, "unexpected")
        assert "bug in POST" in caplog.text
