"""Machines: keys with scopes, shown once."""

from pathlib import Path

import pytest

from tests.signing_in.browser import browser, code_of, office, open_web

SALE_PATH = "/api/v1/till/quote"
BASKET = {"basket": {"id": "0" * 31 + "1", "lines": []}}


async def test_a_token_is_shown_once_and_opens_what_its_scopes_say(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        boss = await office(app)
        issued = await boss.post(
            "/api/v1/office/tokens", json={"name": "Web-Shop", "scopes": ["sell"], "till": "till-2"}
        )
        assert issued.status_code == 201, issued.text
        secret = issued.json()["secret"]
        assert secret.startswith("tresen_") and secret.endswith(issued.json()["hint"])
        machine = browser(app, Authorization=f"Bearer {secret}", X_Tresen="")
        assert (await machine.post(SALE_PATH, json=BASKET)).status_code == 200
        assert code_of(await machine.get("/api/v1/office/me")) == "denied"
        [listed] = (await boss.get("/api/v1/office/tokens")).json()["items"]
        assert "secret" not in listed and listed["last_used_at"] == shop.clock.now()
        assert (await boss.delete(f"/api/v1/office/tokens/{listed['id']}")).status_code == 204
        assert code_of(await machine.post(SALE_PATH, json=BASKET)) == "token_invalid"
        [listed] = (await boss.get("/api/v1/office/tokens")).json()["items"]
        assert listed["revoked_at"] == shop.clock.now()
        assert [kind for kind, *_ in shop.entries() if kind.startswith("token")] == ["token_issued", "token_revoked"]


async def test_a_token_without_a_till_names_one_in_each_request(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (_, app):
        boss = await office(app)
        made = await boss.post("/api/v1/office/tokens", json={"name": "Wiedergabe", "scopes": ["sell", "office"]})
        machine = browser(app, Authorization=f"Bearer {made.json()['secret']}", X_Tresen="")
        assert code_of(await machine.post(SALE_PATH, json=BASKET)) == "till_not_found"
        assert (await machine.post(SALE_PATH, json=BASKET, headers={"X-Till": "till-1"})).status_code == 200
        assert (await machine.get("/api/v1/till/goods", headers={"X-Till": "till-1"})).status_code == 200
        assert (await machine.get("/api/v1/office/me")).json()["role"] == "machine"


@pytest.mark.parametrize("scopes", [[], ["staff"], ["settings"], ["approve"], ["devices"], ["sell", "everything"]])
async def test_nobody_gets_a_token_for_what_only_people_do(tmp_path: Path, scopes: list[str]) -> None:
    async with open_web(tmp_path) as (_, app):
        boss = await office(app)
        answer = await boss.post("/api/v1/office/tokens", json={"name": "Zu viel", "scopes": scopes})
        assert code_of(answer) == "bad_input"


async def test_only_a_machine_that_sells_comes_near_a_till(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (_, app):
        boss = await office(app)
        made = await boss.post(
            "/api/v1/office/tokens", json={"name": "Bericht", "scopes": ["reports"], "till": "till-1"}
        )
        machine = browser(app, Authorization=f"Bearer {made.json()['secret']}", X_Tresen="")
        for path in ("/api/v1/till/baskets", "/api/v1/till/goods"):
            assert code_of(await machine.get(path)) == "denied"


async def test_made_up_tokens_open_nothing(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (_, app):
        for key in ("tresen_", "tresen_a.b", "tresen_." + "x" * 40):
            machine = browser(app, Authorization=f"Bearer {key}")
            assert code_of(await machine.post(SALE_PATH, json=BASKET)) == "token_invalid"
            assert code_of(await machine.get("/api/v1/office/me")) == "token_invalid"


async def test_managers_make_no_tokens(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (_, app):
        page = await office(app, "Mara Manager")
        assert code_of(await page.post("/api/v1/office/tokens", json={"name": "x", "scopes": ["sell"]})) == "denied"
