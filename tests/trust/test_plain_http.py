"""What plain HTTP shows once the node has HTTPS, and to whom."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from litestar import Litestar

from tests.shop_fixture import open_shop
from tests.signing_in.browser import browser, code_of
from tresen.web.app import Settings, make_app
from tresen.web.trust.access import Access, Wanted, open_access
from tresen.web.trust.authority import Names

HERE = Names(("localhost", "theke", "theke.local"), ("192.168.178.20", "127.0.0.1"))
PHONE, MACHINE = "192.168.178.44", "127.0.0.1"


@asynccontextmanager
async def shop_with(folder: Path, wanted: Wanted) -> AsyncIterator[tuple[Litestar, Access]]:
    async with open_shop(folder) as shop:
        access = open_access(folder, wanted, lambda: HERE)
        yield make_app(shop.node, Settings(folder, access=access, static=folder / "static")), access


def for_all(**more: object) -> Wanted:
    return Wanted("0.0.0.0", 8000, 8443, **more)  # type: ignore[arg-type]


async def place(app: Litestar, path: str, address: str = PHONE, host: str = "192.168.178.20:8000") -> tuple[int, str]:
    async with browser(app, address, host=host) as client:
        answer = await client.get(path)
        return answer.status_code, answer.headers.get("location", "")


async def test_a_page_leads_to_the_trust_page_which_knows_where_to_go_on(tmp_path: Path) -> None:
    async with shop_with(tmp_path, for_all()) as (app, _):
        assert await place(app, "/till/") == (307, "/trust?to=/till/")
        assert await place(app, "/office/articles") == (307, "/trust?to=/office/articles")
        assert await place(app, "/") == (307, "/trust?to=/")


async def test_a_file_is_redirected_under_the_name_that_was_asked(tmp_path: Path) -> None:
    async with shop_with(tmp_path, for_all()) as (app, _):
        there = "https://192.168.178.20:8443/till/assets/a.js?v=1"
        assert await place(app, "/till/assets/a.js?v=1") == (307, there)
        there = "https://theke.local:8443/pictures/milk.svg"
        assert await place(app, "/pictures/milk.svg", host="theke.local:8000") == (307, there)


@pytest.mark.parametrize("host", ["evil.example/x", "a b", "theke.local:8000@evil.example", '"><script>'])
async def test_a_host_that_is_none_does_not_get_into_the_address(tmp_path: Path, host: str) -> None:
    async with shop_with(tmp_path, for_all()) as (app, _):
        status, there = await place(app, "/pictures/milk.svg", host=host)
        assert (status, there) == (307, "https://192.168.178.20:8443/pictures/milk.svg")


async def test_the_interface_refuses_instead_of_redirecting_so_that_an_open_key_is_noticed(tmp_path: Path) -> None:
    async with shop_with(tmp_path, for_all()) as (app, _), browser(app, PHONE) as client:
        for method, path in (("GET", "/api/v1/till"), ("POST", "/api/v1/pair"), ("POST", "/api/v1/till/sales")):
            answer = await client.request(method, path, headers={"Authorization": "Bearer x"})
            assert (answer.status_code, code_of(answer)) == (403, "https_needed"), path
            assert answer.json()["detail"]["address"].startswith("https://")
        assert (await client.get("/api/v1/setup")).status_code == 200, "whether it answers may be asked"
        assert code_of(await client.post("/api/v1/setup", json={})) == "https_needed"
        assert code_of(await client.post("/till/", json={})) == "https_needed"


async def test_customers_open_their_receipts_with_telephones_that_trust_nobody(tmp_path: Path) -> None:
    async with shop_with(tmp_path, for_all()) as (app, _):
        assert (await place(app, "/r/receipt.css"))[0] == 200
        assert (await place(app, "/r/unknown"))[0] == 404


async def test_the_machine_itself_and_https_are_left_alone(tmp_path: Path) -> None:
    async with shop_with(tmp_path, for_all()) as (app, _):
        for address in (MACHINE, "127.4.5.6", "::1", "::ffff:127.0.0.1"):
            async with browser(app, address) as client:
                assert code_of(await client.get("/api/v1/till")) != "https_needed", address
        async with browser(app, PHONE, scheme="https") as client:
            assert code_of(await client.get("/api/v1/till")) == "device_unknown"
            assert (await client.get("/")).headers["location"] == "/till/"


async def test_without_https_of_its_own_nothing_changes(tmp_path: Path) -> None:
    for wanted in (Wanted("127.0.0.1", 8000), Wanted("0.0.0.0", 8000, plain_only=True)):
        async with shop_with(tmp_path / wanted.host, wanted) as (app, access):
            assert access.shown is None
            assert not (tmp_path / wanted.host / "https").exists()
            assert await place(app, "/") == (302, "/till/")
            async with browser(app, PHONE) as client:
                assert code_of(await client.get("/api/v1/till")) == "device_unknown"


async def test_by_a_real_certificate_pages_go_straight_to_its_name(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    from tresen.web.trust.authority import open_authority

    issuer = open_authority(tmp_path / "issuer", "ISSUER", Names(("kasse.example",)), datetime.now(UTC))
    chain, key = issuer.issue(Names(("kasse.example",)), datetime.now(UTC))
    (tmp_path / "chain.pem").write_bytes(chain)
    (tmp_path / "key.pem").write_bytes(key)
    real = for_all(certificate=tmp_path / "chain.pem", key=tmp_path / "key.pem")
    async with shop_with(tmp_path / "shop", real) as (app, access):
        assert access.reach == "https"
        assert await place(app, "/till/") == (307, "https://kasse.example:8443/till/")
        async with browser(app, PHONE) as client:
            assert (await client.get("/trust/tresen.crt")).status_code == 404
            page = (await client.get("/trust?lang=en")).text
        assert "nothing to install" in page
        assert "https://kasse.example:8443/till/" in page


async def test_over_https_the_cookies_never_travel_in_the_open(tmp_path: Path) -> None:
    from tests.shop_fixture import PASSWORDS

    async with shop_with(tmp_path, for_all()) as (app, _), browser(app, PHONE, scheme="https") as client:
        answer = await client.post(
            "/api/v1/office/sign-in", json={"name": "Olga Owner", "password": PASSWORDS["staff-owner"]}
        )
        assert answer.status_code == 200
        assert "secure" in answer.headers["set-cookie"].lower()


async def test_a_page_over_plain_http_cannot_change_anything_over_https(tmp_path: Path) -> None:
    """The trust page is plain: whoever changes it on its way still cannot use a cookie of the safe pages."""
    from tests.shop_fixture import PASSWORDS

    async with shop_with(tmp_path, for_all()) as (app, _), browser(app, PHONE, scheme="https") as client:
        await client.post("/api/v1/office/sign-in", json={"name": "Olga Owner", "password": PASSWORDS["staff-owner"]})
        for headers in (
            {"Sec-Fetch-Site": "same-site"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Origin": "http://laden.test:8000"},
        ):
            answer = await client.post("/api/v1/office/tills", json={"name": "Kasse X"}, headers=headers)
            assert code_of(answer) == "csrf", headers
