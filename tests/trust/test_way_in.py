"""Which address another device is given, in the pairing's QR code and on the office's page."""

from pathlib import Path

from tests.shop_fixture import open_shop
from tests.signing_in.browser import browser, code_of, office, till
from tests.trust.test_access import opened
from tests.trust.test_plain_http import for_all, shop_with
from tresen.web.app import Settings, make_app
from tresen.web.trust.access import Wanted
from tresen.web.trust.way_in import WayIn, way_in

LOCAL = "localhost:8000"


def test_by_the_nodes_own_authority_the_trust_page_comes_first(tmp_path: Path) -> None:
    way = way_in(opened(tmp_path), "", LOCAL, "http://localhost:8000/")
    assert way == WayIn("trust", "http://192.168.178.20:8000/till/", "http://192.168.178.20:8000/trust")
    assert way.with_code("ABCD2345") == "http://192.168.178.20:8000/trust#pair=ABCD2345"


def test_a_public_address_with_https_needs_no_trust_page(tmp_path: Path) -> None:
    way = way_in(opened(tmp_path), "https://kasse.example/", LOCAL, "http://localhost:8000/")
    assert way.with_code("X") == "https://kasse.example/till/#pair=X"
    assert way_in(opened(tmp_path), "http://old.example", LOCAL, "http://localhost:8000/").reach == "trust"


def test_without_https_of_its_own_the_page_that_asks_names_the_way(tmp_path: Path) -> None:
    here = way_in(opened(tmp_path, host="127.0.0.1"), "", LOCAL, "http://localhost:8000/")
    assert here == WayIn("here", "http://localhost:8000/till/")
    plain = way_in(opened(tmp_path, plain_only=True), "", "kasse.example", "https://kasse.example/")
    assert plain == WayIn("plain", "https://kasse.example/till/")


async def test_the_office_shows_how_devices_connect_and_the_fingerprint_to_compare(tmp_path: Path) -> None:
    async with shop_with(tmp_path, for_all()) as (app, access):
        client = await office(app, scheme="https", address="192.168.178.44", host="theke.local:8443")
        shown = (await client.get("/api/v1/office/access")).json()
        assert shown["reach"] == "trust"
        assert shown["trust"] == "http://theke.local:8000/trust", "the name by which the office was opened works here"
        assert shown["fingerprint"] == access.print_of_authority()
        assert shown["called"].startswith("Tresen ")
        assert "192.168.178.20" in shown["names"]
        assert shown["expires_at"] < shown["authority_until"]
        assert "PRIVATE" not in str(shown)
        pairing = (await client.post("/api/v1/office/tills/till-1/pairing")).json()
        assert pairing["url"] == f"http://theke.local:8000/trust#pair={pairing['code']}"
        assert (pairing["till"], pairing["reach"]) == ("http://theke.local:8000/till/", "trust")


async def test_only_who_may_see_devices_sees_how_they_connect(tmp_path: Path) -> None:
    async with shop_with(tmp_path, Wanted("127.0.0.1", 8000)) as (app, _), browser(app) as stranger:
        assert code_of(await stranger.get("/api/v1/office/access")) == "not_signed_in"
        shown = (await (await office(app)).get("/api/v1/office/access")).json()
        assert (shown["reach"], shown["fingerprint"], shown["expires_at"]) == ("here", "", None)


async def test_customers_find_receipts_in_plain_http_because_their_telephones_trust_nobody(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        app = make_app(shop.node, Settings(tmp_path, access=opened(tmp_path)))
        paired = await till(app, scheme="https", staff="staff-owner")
        for path in ("/api/v1/till", "/api/v1/till/rules"):
            assert (await paired.get(path)).json()["public_address"] == "http://192.168.178.20:8000", path
    async with open_shop(tmp_path / "alone") as shop:
        app = make_app(shop.node, Settings(tmp_path, access=opened(tmp_path, host="127.0.0.1")))
        assert (await (await till(app, staff="staff-owner")).get("/api/v1/till")).json()["public_address"] == ""
