"""Promotions, price lists and coupons over HTTP: shapes, rights, and from the form to the till."""

from pathlib import Path
from typing import Any

import pytest

from tests.office.test_routes import open_office, read
from tests.signing_in.browser import browser, code_of, till
from tresen.insight.promotion_trial import Trial

SOAP_OFFER: dict[str, Any] = {
    "id": "soap-offer", "name": "Seifenwoche", "action": {"way": "amount", "value": 50},
    "goods": {"articles": ["soap"]}, "when": {"valid_to": "2026-07-01"},
}  # fmt: skip
CLUB: dict[str, Any] = {
    **SOAP_OFFER,
    "id": "club",
    "name": "Vereinscoupon",
    "when": {"coupon": True, "codes": ["VEREIN"]},
}

READS = ("promotions", "promotions/soap-offer", "promotions/soap-offer/history",
         "promotions/soap-offer/effect?from=2026-06-01&to=2026-06-07", "price-lists", "price-lists/base/prices",
         "coupon-batches")  # fmt: skip


@pytest.mark.parametrize("path", READS)
async def test_every_address_answers_the_owner_and_nobody_else(tmp_path: Path, path: str) -> None:
    async with open_office(tmp_path) as (_shop, app, boss):
        await boss.post("/api/v1/office/promotions", json={"promotion": SOAP_OFFER})
        assert (await boss.get(f"/api/v1/office/{path}")).status_code == 200
        stranger = await browser(app).get(f"/api/v1/office/{path}")
        assert (stranger.status_code, code_of(stranger)) == (401, "not_signed_in")


async def test_a_promotion_from_form_to_till(tmp_path: Path) -> None:
    async with open_office(tmp_path) as (_shop, app, boss):
        made = await boss.post("/api/v1/office/promotions", json={"promotion": SOAP_OFFER})
        assert made.status_code == 201, made.text
        stored = made.json()
        again = await boss.post("/api/v1/office/promotions", json={"promotion": SOAP_OFFER})
        assert again.json() == stored
        rules = await till(app, staff="staff-cashier")
        at_till = await rules.get("/api/v1/till/rules")
        assert [one["id"] for one in at_till.json()["promotions"]] == ["soap-offer"]
        basket = {"id": "a" * 32, "lines": [{"id": "1", "article": "soap"}]}
        assert (await rules.post("/api/v1/till/quote", json={"basket": basket})).json()["total"] == 199
        changed = {**stored["promotion"], "action": {**stored["promotion"]["action"], "value": 60}}
        body = {"promotion": changed, "version": stored["version"]}
        assert (await boss.put("/api/v1/office/promotions/soap-offer", json=body)).status_code == 200
        late = await boss.put("/api/v1/office/promotions/soap-offer", json=body)
        assert (late.status_code, code_of(late)) == (409, "changed_meanwhile")
        off = await boss.post("/api/v1/office/promotions/soap-offer/switch", json={"active": False})
        assert off.json()["promotion"]["active"] is False
        assert (await rules.post("/api/v1/till/quote", json={"basket": basket})).json()["total"] == 249
        history = await read(boss, "promotions/soap-offer/history")
        assert [one["promotion"]["action"]["value"] for one in history] == [60, 60, 50]
        assert history[0]["actor_name"] == "Olga Owner"
        assert (await boss.delete("/api/v1/office/promotions/soap-offer")).status_code == 204
        gone = await boss.get("/api/v1/office/promotions/soap-offer")
        assert (gone.status_code, code_of(gone)) == (404, "promotion_not_found")


@pytest.mark.parametrize(
    ("change", "field"),
    [({"goods": {"articles": ["gone"]}}, "goods.articles"), ({"action": {"way": "amount"}}, "action.value")],
)
async def test_a_faulty_promotion_is_explained(tmp_path: Path, change: dict[str, Any], field: str) -> None:
    async with open_office(tmp_path) as (_shop, _app, boss):
        answer = await boss.post("/api/v1/office/promotions", json={"promotion": SOAP_OFFER | change})
        assert (answer.status_code, answer.json()["detail"]["field"]) == (422, field)
        nonsense = await boss.post("/api/v1/office/promotions", json={"promotion": {**SOAP_OFFER, "stacking": "x"}})
        assert (nonsense.status_code, code_of(nonsense)) == (400, "bad_input")


async def test_a_preview_over_http(tmp_path: Path) -> None:
    async with open_office(tmp_path) as (_shop, _app, boss):
        body = {"promotion": SOAP_OFFER, "lines": [{"article": "soap", "quantity": 2000}]}
        shown = (await boss.post("/api/v1/office/promotions/preview", json=body)).json()
        assert (shown["before"]["total"], shown["after"]["total"]) == (498, 398)
        assert await read(boss, "promotions") == []


async def test_a_trial_over_http(tmp_path: Path) -> None:
    async with open_office(tmp_path) as (shop, _app, boss):
        body = {"id": "c" * 32, "promotion": SOAP_OFFER, "first": "2026-06-01", "last": "2026-06-01"}
        begun = await boss.post("/api/v1/office/promotions/trials", json=body)
        assert (begun.status_code, begun.json()["state"]) == (202, "running")
        while shop.node._tasks:
            for task in list(shop.node._tasks):
                await task
        trial: Trial = shop.node.trial
        assert trial.state == "done"
        assert (await read(boss, f"promotions/trials/{'c' * 32}"))["result"]["receipts"] == 0
        assert (await boss.get(f"/api/v1/office/promotions/trials/{'d' * 32}")).status_code == 404
        assert (await boss.delete(f"/api/v1/office/promotions/trials/{'c' * 32}")).json()["state"] == "done"


async def test_price_lists_over_http(tmp_path: Path) -> None:
    async with open_office(tmp_path) as (_shop, _app, boss):
        wanted = {"id": "club", "name": "Verein", "priority": 5, "groups": ["club"]}
        made = await boss.post("/api/v1/office/price-lists", json={"price_list": wanted})
        assert made.status_code == 201, made.text
        soap = await read(boss, "articles/soap")
        soap["prices"] = [
            {"price": 199, "list": "club"}, {"price": 229, "from_quantity": 5000},
            {"price": 259, "valid_from": "2026-07-01"},
        ]  # fmt: skip
        soap["tags"] = ["bio", "regional"]
        changed = await boss.put("/api/v1/office/articles/soap", json=soap)
        assert changed.status_code == 200, changed.text
        assert (changed.json()["tags"], len(changed.json()["prices"])) == (["bio", "regional"], 3)
        [row] = await read(boss, "price-lists")
        assert (row["price_list"]["name"], row["articles"]) == ("Verein", 1)
        prices = await read(boss, "price-lists/club/prices")
        assert [(one["number"], one["usual"], one["price"]["price"]) for one in prices["items"]] == [("2", 249, 199)]
        assert (await read(boss, "price-lists/base/prices"))["total"] == 2
        kept = await boss.delete("/api/v1/office/price-lists/club")
        assert (kept.status_code, code_of(kept)) == (409, "price_list_in_use")
        for prices_wrong in (
            [{"price": -1}], [{"price": 1, "list": "gone"}], [{"price": 1, "from_quantity": -1}],
            [{"price": 1, "valid_from": "soon"}], [{"price": 1}, {"price": 2}],
        ):  # fmt: skip
            bad = await boss.put("/api/v1/office/articles/soap", json={**changed.json(), "prices": prices_wrong})
            assert (bad.status_code, code_of(bad)) == (400, "bad_input"), prices_wrong
        table = (await boss.get("/api/v1/office/articles/export.csv")).text
        assert "Verein=1,99 | base*5=2,29 | base@2026-07-01..=2,59" in table and "bio regional" in table
        look = await boss.post("/api/v1/office/articles/import", files={"file": ("waren.csv", table.encode())})
        assert (look.json()["counts"]["unchanged"], look.json()["counts"]["changed"]) == (2, 0), look.text


async def test_coupons_over_http_and_at_the_till(tmp_path: Path) -> None:
    async with open_office(tmp_path) as (_shop, app, boss):
        await boss.post("/api/v1/office/promotions", json={"promotion": CLUB})
        wanted = {"id": "e" * 32, "promotion": "club", "name": "Sommerfest", "count": 3}
        made = await boss.post("/api/v1/office/coupon-batches", json=wanted)
        assert made.status_code == 201, made.text
        assert (await boss.post("/api/v1/office/coupon-batches", json=wanted)).json() == made.json()
        [row] = await read(boss, "coupon-batches")
        assert (row["promotion_name"], row["used"], row["batch"]["count"]) == ("Vereinscoupon", 0, 3)
        page = await read(boss, f"coupon-batches/{'e' * 32}/codes?size=2")
        assert (page["total"], len(page["items"])) == (3, 2)
        code, shown = page["items"][0]["code"], page["items"][0]["shown"]
        csv = await boss.get(f"/api/v1/office/coupon-batches/{'e' * 32}/codes.csv")
        assert code in csv.text and csv.headers["content-type"].startswith("text/csv")
        at_till = await till(app)
        state = (await at_till.get(f"/api/v1/till/coupons/{shown.lower()}")).json()
        assert (state["code"], state["promotion"], state["single"]) == (code, "club", True)
        often = (await at_till.get("/api/v1/till/coupons/verein")).json()
        assert (often["code"], often["single"]) == ("VEREIN", False)
        wrong = await at_till.get("/api/v1/till/coupons/nothing")
        assert (wrong.status_code, code_of(wrong)) == (404, "coupon_unknown")
        assert (await browser(app).get(f"/api/v1/till/coupons/{code}")).status_code == 401
        off = await boss.post(f"/api/v1/office/coupon-batches/{'e' * 32}/switch", json={"active": False})
        assert off.json()["active"] is False
        assert (await at_till.get(f"/api/v1/till/coupons/{code}")).status_code == 404
        assert (await boss.get(f"/api/v1/office/coupons/{code}")).status_code == 404
