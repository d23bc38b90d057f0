"""The guard before every request."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.shop_fixture import PASSWORDS, PINS
from tests.signing_in.browser import HOST, browser, code_of, office, open_web, till
from tresen.web.guards import BODY_LIMIT, KNOWN, STRANGER, STRICT, UPLOAD_LIMIT, Buckets, Rate, guarded

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; media-src 'self'; worker-src 'self' blob:; manifest-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
SIGN_IN = {"name": "Olga Owner", "password": PASSWORDS["staff-owner"]}


@pytest.mark.parametrize("path", ["/api/v1/setup", "/api/v1/till", "/nowhere", "/api/nowhere"])
async def test_every_answer_carries_the_security_headers(tmp_path: Path, path: str) -> None:
    async with open_web(tmp_path) as (_, app):
        headers = (await browser(app).get(path)).headers
        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["permissions-policy"].startswith("camera=(self)")
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert (headers.get("cache-control") == "no-store") is path.startswith("/api/")


async def test_only_the_till_may_speak_to_a_printer_at_its_device(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (_, app):
        said = {path: (await browser(app).get(path)).headers["permissions-policy"] for path in ("/till/", "/office/")}
    assert "usb=(self), serial=(self)" in said["/till/"]
    assert "usb=(), serial=()" in said["/office/"]


async def test_an_answer_that_may_be_kept_says_so_itself(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (_, app):
        device = await till(app)
        headers = (await device.get("/api/v1/till/rules")).headers
        assert headers.get_list("cache-control") == ["private, no-cache"]


async def test_a_foreign_page_changes_nothing(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (_, app):
        page = await office(app)
        path, name = "/api/v1/office/tills", {"json": {"name": "Fremd"}}
        assert code_of(await page.post(path, **name, headers={"X-Tresen": ""})) == "csrf"
        assert code_of(await page.post(path, **name, headers={"Origin": "https://evil.example"})) == "csrf"
        assert code_of(await page.post(path, **name, headers={"Origin": "null"})) == "csrf"
        assert code_of(await page.post(path, **name, headers={"Sec-Fetch-Site": "cross-site"})) == "csrf"
        assert code_of(await page.post(path, **name, headers={"Sec-Fetch-Site": "same-site"})) == "csrf"
        ours = {"Origin": f"http://{HOST}", "Sec-Fetch-Site": "same-origin"}
        assert (await page.post(path, **name, headers=ours)).status_code == 201


async def test_a_foreign_page_signs_nobody_in(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (_, app):
        evil = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
        assert code_of(await browser(app).post("/api/v1/office/sign-in", json=SIGN_IN, headers=evil)) == "csrf"


async def test_the_public_address_is_ours_too(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        page = await office(app)
        shop.node.masterdata.settings.public_address = "https://laden.example/"
        headers = {"Origin": "https://laden.example"}
        answer = await page.post("/api/v1/office/tills", json={"name": "Neu"}, headers=headers)
        assert answer.status_code == 201


async def test_a_machine_with_a_key_needs_no_mark(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (_, app):
        device = await till(app)
        machine = browser(app, Authorization=f"Bearer {device.cookies['tresen_device']}", X_Tresen="")
        pin = {"staff": "staff-cashier", "pin": PINS["staff-cashier"]}
        assert (await machine.post("/api/v1/till/sign-in", json=pin)).status_code == 200


async def test_large_bodies_are_refused_with_and_without_a_length(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (_, app):
        page = await office(app)

        async def pieces(size: int) -> AsyncIterator[bytes]:
            for _ in range(size // 65_536 + 1):
                yield b" " * 65_536

        path = "/api/v1/office/tills"
        assert code_of(await page.post(path, content=b" " * (BODY_LIMIT + 1))) == "too_much"
        assert code_of(await page.post(path, content=pieces(BODY_LIMIT))) == "too_much"
        assert code_of(await page.post(path, content=b"x", headers={"Content-Length": "9" * 30})) == "too_much"
        small = pieces(1000)
        assert (
            code_of(await page.post(path, content=small, headers={"Content-Type": "application/json"})) == "bad_input"
        )
        upload = await page.post("/api/v1/office/articles/import", content=b" " * (BODY_LIMIT + 1))
        assert code_of(upload) != "too_much"
        assert UPLOAD_LIMIT == 20 * 1024 * 1024
        week = await page.post("/api/v1/office/rescue", content=b" " * (UPLOAD_LIMIT + 1))
        assert code_of(week) != "too_much", "a week of receipts of a busy till"


async def test_a_body_without_a_length_arrives_whole(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (_, app):

        async def pieces() -> AsyncIterator[bytes]:
            yield b'{"name": "Olga Owner",'
            yield b'"password": "vier zufaellige woerter"}'

        sent = browser(app).post(
            "/api/v1/office/sign-in", content=pieces(), headers={"Content-Type": "application/json"}
        )
        assert (await sent).status_code == 200


def test_buckets_fill_up_again_and_their_memory_is_bounded() -> None:
    buckets = Buckets(Rate(2, 0.5), limit=3)
    assert [buckets.take("a", 0.0) for _ in range(3)] == [0.0, 0.0, 2.0]
    assert buckets.take("a", 1.0) == 1.0
    assert buckets.take("a", 2.0) == 0.0
    for key in "bcdefgh":
        assert buckets.take(key, 2.0) == 0.0
    assert len(buckets) == 3


class Reached:
    """An application that only counts."""

    def __init__(self) -> None:
        self.count = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.count += 1
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def visitor(app: Any, address: str = "10.0.0.5", **headers: str) -> httpx.AsyncClient:
    sent = {"X-Tresen": "1", **{name.replace("_", "-"): value for name, value in headers.items()}}
    transport = httpx.ASGITransport(app=app, client=(address, 5))
    return httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}", headers=sent)


async def test_who_guesses_is_stopped_early_and_by_address(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, _):
        now = [0.0]
        reached = Reached()
        app = guarded(reached, shop.node, clock=lambda: now[0])
        guesser = visitor(app)
        answers = [await guesser.post("/api/v1/pair") for _ in range(STRICT.burst + 1)]
        assert [answer.status_code for answer in answers] == [204] * STRICT.burst + [429]
        assert answers[-1].headers["retry-after"] == "2"
        assert answers[-1].json()["code"] == "throttled"
        neighbour = visitor(app, "10.0.0.6")
        assert (await neighbour.post("/api/v1/pair")).status_code == 204
        assert (await guesser.get("/r/x")).status_code == 204, "the rest goes on"
        now[0] = 1.0
        assert (await guesser.post("/api/v1/pair")).status_code == 204
        one, two = visitor(app, "2001:db8:1:1::1"), visitor(app, "2001:db8:1:1:ffff::2")
        for _ in range(STRICT.burst):
            await one.post("/api/v1/setup")
        assert (await two.post("/api/v1/setup")).status_code == 429, "one IPv6 network is one address"


async def test_a_paired_device_may_ask_five_thousand_times_a_second(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, whole):
        device = await till(whole)
        now = [0.0]
        app = guarded(Reached(), shop.node, clock=lambda: now[0])
        ours = visitor(app, Cookie=f"tresen_device={device.cookies['tresen_device']}")
        stranger = visitor(app, Cookie="tresen_device=made.up")
        for _ in range(STRANGER.burst):
            await ours.get("/api/v1/till")
            assert (await stranger.get("/api/v1/till")).status_code == 204
        assert (await ours.get("/api/v1/till")).status_code == 204
        assert (await stranger.get("/api/v1/till")).status_code == 429
        assert KNOWN.burst == KNOWN.per_second == 5000


async def test_the_host_can_be_fixed(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, _):
        reached = Reached()
        app = guarded(reached, shop.node, hosts=[HOST])
        assert (await visitor(app).get("/")).status_code == 204
        assert (await visitor(app, Host="rebound.example").get("/")).status_code == 400
        assert reached.count == 1
