"""First start, and signing in to the office."""

from pathlib import Path

import pytest

from tests.shop_fixture import PASSWORDS
from tests.signing_in.browser import browser, code_of, empty_web, office, open_web
from tresen.core.tax import TaxRate, rates_on
from tresen.operations.signing_in.set_password import password_weak

FIRST = {
    "shop_name": "Hofladen", "street": "Dorfstraße 4", "postcode": "29553", "city": "Bienenbüttel",
    "tax_number": "33/123/45678", "owner_name": "Anna Berger", "password": "gelbe Kanne am Morgen", "till_name": "Kasse 1",
}  # fmt: skip


async def test_first_start_makes_owner_shop_till_and_rates_once(tmp_path: Path) -> None:
    async with empty_web(tmp_path) as (node, app):
        page = browser(app)
        assert (await page.get("/api/v1/setup")).json()["needs_owner"] is True
        answer = await page.post("/api/v1/setup", json=FIRST)
        assert answer.status_code == 201, answer.text
        assert answer.json()["role"] == "owner"
        assert "office.settings" in answer.json()["rights"]
        assert (await page.get("/api/v1/office/me")).json()["name"] == "Anna Berger"
        assert (await page.get("/api/v1/setup")).json()["needs_owner"] is False
        again = await browser(app).post("/api/v1/setup", json=FIRST)
        assert (again.status_code, code_of(again)) == (409, "setup_done")
        [till] = node.masterdata.tills
        assert till.serial.startswith("TRESEN-") and len(till.serial) == 19
        rates = rates_on([TaxRate(r.key, r.rate, r.valid_from, r.label) for r in node.masterdata.tax], "2026-06-01")
        assert {key: rate.rate for key, rate in rates.items() if key < 10} == {
            1: 1900, 2: 700, 3: 780, 4: 550, 5: 0, 6: 0, 7: 0, 8: 0,
        }  # fmt: skip
        assert rates[21].rate == 1600


async def test_the_lowered_rates_of_2020_are_known(tmp_path: Path) -> None:
    async with empty_web(tmp_path) as (node, app):
        await browser(app).post("/api/v1/setup", json=FIRST)
        rates = [TaxRate(r.key, r.rate, r.valid_from, r.label) for r in node.masterdata.tax]
        assert [rates_on(rates, day)[1].rate for day in ("2020-06-30", "2020-07-01", "2021-01-01")] == [
            1900,
            1600,
            1900,
        ]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"password": "kurz"}, "password_weak"), ({"password": "passwort1234"}, "password_weak"),
        ({"password": "Anna Berger12"}, "password_weak"), ({"password": "aaaaaaaaaaaaaaaa"}, "password_weak"),
        ({"shop_name": "  "}, "bad_input"), ({"tax_number": ""}, "bad_input"), ({"city": "x" * 61}, "bad_input"),
        ({"owner_name": "a\x00b"}, "bad_input"), ({"postcode": 5}, "bad_input"),
    ],
)  # fmt: skip
async def test_first_start_says_what_is_missing(tmp_path: Path, changed: dict[str, object], code: str) -> None:
    async with empty_web(tmp_path) as (node, app):
        answer = await browser(app).post("/api/v1/setup", json={**FIRST, **changed})
        assert code_of(answer) == code
        assert len(node.masterdata.shops) == 0


async def test_the_session_is_a_cookie_that_no_script_reads_and_no_foreign_page_sends(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (_, app):
        body = {"name": "olga owner", "password": PASSWORDS["staff-owner"]}
        plain = (await browser(app).post("/api/v1/office/sign-in", json=body)).headers["set-cookie"]
        assert "HttpOnly" in plain and "SameSite=strict" in plain and "Path=/" in plain
        assert "Max-Age" not in plain and "Secure" not in plain
        secure = await browser(app, scheme="https").post("/api/v1/office/sign-in", json=body)
        assert "Secure" in secure.headers["set-cookie"]


async def test_a_wrong_password_says_the_same_as_a_wrong_name(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        page = browser(app)
        wrong = await page.post("/api/v1/office/sign-in", json={"name": "Olga Owner", "password": "nein nein nein"})
        unknown = await page.post("/api/v1/office/sign-in", json={"name": "Niemand", "password": "nein nein nein"})
        no_password = await page.post("/api/v1/office/sign-in", json={"name": "Kai Cashier", "password": ""})
        assert wrong.json() == unknown.json() == no_password.json()
        assert (wrong.status_code, code_of(wrong)) == (401, "wrong_password")
        await shop.settled()
        assert len(shop.entries("denied")) >= 2


async def test_guessing_passwords_gets_slow(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        page = browser(app)
        bad = {"name": "Olga Owner", "password": "nein nein nein"}
        codes = [code_of(await page.post("/api/v1/office/sign-in", json=bad)) for _ in range(7)]
        assert codes == ["wrong_password"] * 5 + ["throttled"] * 2
        good = {"name": "Olga Owner", "password": PASSWORDS["staff-owner"]}
        assert code_of(await page.post("/api/v1/office/sign-in", json=good)) == "throttled"
        assert (await browser(app, "10.0.0.6").post("/api/v1/office/sign-in", json=good)).status_code == 200
        shop.clock.move(seconds=2)
        assert (await page.post("/api/v1/office/sign-in", json=good)).status_code == 200


async def test_a_session_lasts_twelve_hours_from_its_last_use(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        page = await office(app)
        for _ in range(3):
            shop.clock.move(hours=11)
            assert (await page.get("/api/v1/office/me")).status_code == 200
        shop.clock.move(hours=12)
        assert code_of(await page.get("/api/v1/office/me")) == "session_expired"


async def test_signing_out_ends_it_at_once(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        page = await office(app)
        key = page.cookies["tresen_office"]
        assert (await page.post("/api/v1/office/sign-out")).status_code == 204
        thief = browser(app)
        thief.cookies.set("tresen_office", key)
        assert code_of(await thief.get("/api/v1/office/me")) == "not_signed_in"
        assert [kind for kind, *_ in shop.entries()][-2:] == ["signed_in", "signed_out"]


async def test_a_new_password_ends_the_other_sessions(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (_, app):
        here, elsewhere = await office(app), await office(app)
        weak = await here.post("/api/v1/office/staff/staff-owner/password", json={"password": "kurz"})
        assert code_of(weak) == "password_weak"
        changed = await here.post(
            "/api/v1/office/staff/staff-owner/password", json={"password": "blaue Kanne am Abend"}
        )
        assert changed.json()["password_set"] is True
        assert (await here.get("/api/v1/office/me")).status_code == 200
        assert code_of(await elsewhere.get("/api/v1/office/me")) == "not_signed_in"


async def test_rights_open_parts_of_the_office(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        page = await office(app, "Mara Manager")
        rights = (await page.get("/api/v1/office/me")).json()["rights"]
        assert "office.articles" in rights and "office.staff" not in rights
        refused = await page.get("/api/v1/office/tokens")
        assert (refused.status_code, code_of(refused)) == (403, "denied")
        await shop.settled()
        [(_, actor, _, body)] = shop.entries("denied")
        assert actor == "staff-manager" and b'"act":"settings"' in body


async def test_somebody_who_left_is_out_at_once(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        page = await office(app)
        shop.node.masterdata.staff["staff-owner"].active = False
        assert code_of(await page.get("/api/v1/office/me")) == "not_signed_in"


def test_long_enough_passwords_are_not_nagged_about() -> None:
    assert not password_weak("correct horse battery", "Anna")
    assert not password_weak("Gießkanne-am-See", "Anna")
    assert password_weak("tresen123456", "Anna")
