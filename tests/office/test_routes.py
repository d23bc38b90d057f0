"""The office over HTTP: the shapes that its front end agreed on, rights on every address, both languages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar import Litestar

from tests.insight.test_reports import sold
from tests.shop_fixture import OpenShop
from tests.signing_in.browser import browser, code_of, office, open_web, till
from tresen.operations.drawer.close_day import Closing, ClosingRequest, close_day
from tresen.operations.drawer.open_day import OpeningRequest, open_day
from tresen.operations.printing.work import print_due
from tresen.store.queues import QueueItem, put

READS = (
    "today", "receipts", "articles", "articles/milk", "articles/milk/history", "articles/export.csv", "groups",
    "imports", "stock", "stock/milk/movements", "places", "customers", "staff", "rights", "tills", "health", "printers",
    "terminals", "signers", "simulators", "closings", "journal", "journal/1", "verification", "queues",
    "reports/day?from=2026-06-01&to=2026-06-07", "reports/article.csv?from=2026-06-01&to=2026-06-07", "settings",
    "devices", "tokens",
)  # fmt: skip


@asynccontextmanager
async def open_office(folder: Path) -> AsyncIterator[tuple[OpenShop, Litestar, httpx.AsyncClient]]:
    async with open_web(folder) as (shop, app):
        for actor in (shop.cashier, shop.second):
            await open_day(shop.node, actor, OpeningRequest(shop.ids.new(), amount=10_000))
        yield shop, app, await office(app)


async def read(client: httpx.AsyncClient, path: str) -> Any:
    answer = await client.get(f"/api/v1/office/{path}")
    assert answer.status_code == 200, f"{path}: {answer.text}"
    return answer.json()


@pytest.mark.parametrize("path", READS)
async def test_every_address_answers_the_owner_and_nobody_else(tmp_path: Path, path: str) -> None:
    async with open_office(tmp_path) as (shop, app, boss):
        await sold(shop, 1, 0)
        assert (await boss.get(f"/api/v1/office/{path}")).status_code == 200
        stranger = await browser(app).get(f"/api/v1/office/{path}")
        assert (stranger.status_code, code_of(stranger)) == (401, "not_signed_in")


async def test_an_accountant_reads_and_changes_nothing(tmp_path: Path) -> None:
    async with open_office(tmp_path) as (_shop, app, boss):
        made = await boss.post(
            "/api/v1/office/staff", json={"id": "a" * 32, "name": "Anna Accountant", "role": "accountant", "pin": ""}
        )
        assert made.status_code == 201, made.text
        password = {"password": "ein ganz langer satz"}
        assert (await boss.post(f"/api/v1/office/staff/{'a' * 32}/password", json=password)).status_code == 200
        anna = browser(app)
        signed_in = await anna.post("/api/v1/office/sign-in", json={"name": "Anna Accountant", **password})
        assert set(signed_in.json()["rights"]) == {
            "office.today", "office.receipts", "office.closings", "office.deviations", "office.journal", "office.reports",
            "office.fiscal",
        }  # fmt: skip
        assert (await anna.get("/api/v1/office/journal")).status_code == 200
        for path in ("customers", "staff", "tokens", "simulators"):
            assert (await anna.get(f"/api/v1/office/{path}")).status_code == 403
        denied = await anna.put("/api/v1/office/settings/points", json={"value": {}})
        assert (denied.status_code, code_of(denied)) == (403, "denied")


async def test_articles_from_form_to_history(tmp_path: Path) -> None:
    async with open_office(tmp_path) as (_shop, _app, boss):
        form = {
            "number": "77", "name": "Honig", "price": 599, "tax_key": 2, "kind": "goods", "unit": "piece", "per": 1000,
            "group": "group-1", "deposit": [], "min_age": 0, "weighed": False, "open_price_min": None,
            "open_price_max": None, "discountable": True, "content": 500, "content_unit": "weight", "points": True,
            "active": True, "picture": None, "cost": None, "stock_min": 3000, "stocked": True,
            "barcodes": [{"code": "4000000000037", "quantity": 1000, "price": None}],
        }  # fmt: skip
        made = await boss.post("/api/v1/office/articles", json={"id": "b" * 32, **form})
        assert made.status_code == 201, made.text
        article = made.json()
        assert {key: article[key] for key in form} == form
        changed = await boss.put(f"/api/v1/office/articles/{'b' * 32}", json={**article, "price": 649})
        assert changed.json()["price"] == 649
        late = await boss.put(f"/api/v1/office/articles/{'b' * 32}", json={**article, "price": 1})
        assert (late.status_code, code_of(late)) == (409, "changed_meanwhile")
        history = await read(boss, f"articles/{'b' * 32}/history")
        assert [(one["record"]["price"], one["source"], one["actor_name"]) for one in history] == [
            (649, "form", "Olga Owner"), (599, "form", "Olga Owner"),
        ]  # fmt: skip
        listed = await read(boss, "articles?q=honig")
        assert (listed["total"], listed["items"][0]["tax_rate"], listed["items"][0]["stock"]) == (1, 700, 0)
        assert (await read(boss, "articles?q=4000000000037"))["items"][0]["number"] == "77"
        assert [alert["number"] for alert in (await read(boss, "today"))["stock_alerts"]] == ["77"]
        png = b"\x89PNG\r\n\x1a\n" + b"0" * 100
        picture = await boss.post(f"/api/v1/office/articles/{'b' * 32}/picture", files={"file": ("x.png", png)})
        assert (await boss.get(picture.json()["picture"])).content == png
        script = {"file": ("x.svg", b"<svg onload=alert(1)>")}
        assert (await boss.post(f"/api/v1/office/articles/{'b' * 32}/picture", files=script)).status_code == 400


async def test_an_import_over_http(tmp_path: Path) -> None:
    async with open_office(tmp_path) as (shop, _app, boss):
        table = "Nummer;Name;Preis;Steuerschlüssel\n50;Butter;2,19;2\n51;Fehler;viel;2\n".encode()
        look = await boss.post(
            "/api/v1/office/articles/import", files={"file": ("waren.csv", table)}, data={"dry_run": "true"}
        )
        assert look.status_code == 200, look.text
        check = look.json()
        assert check["counts"] == {"new": 1, "changed": 0, "unchanged": 0, "errors": 1}
        assert check["errors"] == [
            {"row": 3, "column": "Preis", "value": "viel",
             "message": "“viel” is not an amount in euros and cents, for example 1.99."},
        ]  # fmt: skip
        begun = await boss.post(f"/api/v1/office/imports/{check['id']}/apply")
        assert begun.status_code == 202
        while shop.node._tasks:
            for task in list(shop.node._tasks):
                await task
        run = await read(boss, f"imports/{check['id']}")
        assert (run["state"], run["done"], run["undoable"]) == ("applied", 1, True)
        assert (await boss.post(f"/api/v1/office/imports/{check['id']}/undo")).status_code == 202
        bad = await boss.post("/api/v1/office/articles/import", files={"file": ("x", b"\x00\x01")})
        assert (bad.status_code, code_of(bad)) == (422, "import_file_unreadable")


async def test_receipt_closing_journal_and_proof(tmp_path: Path) -> None:
    async with open_office(tmp_path) as (shop, _app, boss):
        receipt = await sold(shop, 1, 1)
        found = await read(boss, f"receipts?q={receipt.number}&from=2026-06-01&to=2026-06-01&kind=sale")
        assert (found["total"], found["sum"]) == (1, 378)
        detail = await read(boss, f"receipts/{receipt.id}")
        assert "Milch 1 l" in detail["printed"]["text"] and detail["url"] == f"/r/{receipt.token}"
        assert (await boss.get("/api/v1/office/receipts?from=2026-06-02")).json()["total"] == 0
        closing = await close_day(shop.node, shop.cashier, ClosingRequest(shop.ids.new()))
        view = await read(boss, f"closings/{closing.id}")  # type: ignore[union-attr]
        assert (view["number"], view["total"]) == (1, 378)
        pdf = await boss.get(f"/api/v1/office/closings/{closing.id}.pdf")  # type: ignore[union-attr]
        assert pdf.content.startswith(b"%PDF")
        page = await read(boss, "journal?size=3")
        assert page["items"][0]["sentence"] == "Closing Z 1 of Kasse 1"
        assert page["items"][0]["previous"] == page["items"][1]["hash"]
        assert page["next"] == page["items"][2]["seq"]
        german = await boss.get("/api/v1/office/journal?kind=receipt&size=1", headers={"Accept-Language": "de"})
        assert "€" in german.json()["items"][0]["sentence"]
        assert "Z 1" in (await read(boss, f"journal/{page['items'][0]['seq']}"))["sentence"]
        assert (await read(boss, "journal?q=milch"))["items"][0]["subject"] == "article:milk"
        everything = await read(boss, "journal?size=200")
        assert all(one["sentence"] and one["sentence"] != one["kind"] for one in everything["items"])
        begun = await boss.post("/api/v1/office/verification")
        assert begun.status_code == 202
        while shop.node._tasks:
            for task in list(shop.node._tasks):
                await task
        proof = await read(boss, "verification")
        assert proof["state"] == "ok", proof
        assert [check["ok"] for check in proof["checks"]] == [True] * 5
        assert proof["done"] == proof["total"] > 0


async def test_stock_customers_and_points_by_hand(tmp_path: Path) -> None:
    async with open_office(tmp_path) as (shop, app, boss):
        act = {
            "id": "1" * 32, "kind": "receive", "place": "place-1", "reason": "", "note": "",
            "lines": [{"article": "milk", "quantity": 5000, "cost": 80}],
        }  # fmt: skip
        done = await boss.post("/api/v1/office/stock/movements", json=act)
        assert done.status_code == 201, done.text
        assert (await read(boss, "stock?q=milch"))["value"] == 400
        undone = await boss.post(f"/api/v1/office/stock/movements/{done.json()['entry']}/undo")
        assert undone.json()["lines"] == [{"article": "milk", "difference": -5000, "quantity": 0}]
        moves = await read(boss, "stock/milk/movements")
        assert [(one["kind"], one["quantity"], one["balance"]) for one in moves["items"]] == [
            ("undo", -5000, 0), ("receive", 5000, 5000),
        ]  # fmt: skip
        person = {
            "name": "Jörg Müller",
            "phone": "0170 1234567",
            "mail": "J@example.org",
            "street": "",
            "postcode": "",
            "city": "",
        }
        new = {"id": "2" * 32, "person": person, "number": "", "consents": ["loyalty"]}
        made = await boss.post("/api/v1/office/customers", json=new)
        assert made.status_code == 201, made.text
        double = await boss.post("/api/v1/office/customers", json={**new, "id": "3" * 32})
        assert (double.status_code, double.json()["detail"]["customer"]) == (409, "2" * 32)
        assert [row["name"] for row in (await read(boss, "customers?q=jorg"))["items"]] == ["Jörg Müller"]
        assert (await read(boss, "customers?q=%2B49 170 123"))["total"] == 1
        book = {"id": "4" * 32, "amount": 50, "reason": "Kulanz"}
        for _ in range(2):
            assert (await boss.post(f"/api/v1/office/customers/{'2' * 32}/points", json=book)).json()["points"] == 50
        low = await boss.post(
            f"/api/v1/office/customers/{'2' * 32}/points", json={"id": "5" * 32, "amount": -51, "reason": "x"}
        )
        assert code_of(low) == "points_too_low"
        points = await read(boss, f"customers/{'2' * 32}/points")
        assert [(one["amount"], one["reason"], one["actor_name"]) for one in points["items"]] == [
            (50, "Kulanz", "Olga Owner")
        ]
        cashier = await till(app, staff="staff-cashier")
        seen = await cashier.get("/api/v1/till/customers?q=müller")
        assert [one["points"] for one in seen.json()] == [50]
        erased = await boss.post(f"/api/v1/office/customers/{'2' * 32}/erase")
        assert erased.json()["person"] is None and erased.json()["points"] == 50
        assert (await read(boss, "customers"))["items"][0]["name"] == ""
        everything = b"".join(body for _, _, _, body in shop.entries())
        assert "Jörg".encode() not in everything and b"@example" not in everything, (
            "personal data stay out of the journal"
        )


async def test_staff_and_rights(tmp_path: Path) -> None:
    async with open_office(tmp_path) as (_shop, app, boss):
        last = await boss.put("/api/v1/office/staff/staff-owner", json={"role": "manager"})
        assert (last.status_code, code_of(last)) == (409, "last_owner")
        gone = await boss.put("/api/v1/office/staff/staff-second", json={"active": False})
        assert gone.json()["active"] is False
        rights = (
            await boss.put("/api/v1/office/rights", json={"role": "cashier", "act": "refund", "right": "deny"})
        ).json()
        assert rights["matrix"]["cashier"]["refund"] == "deny" and rights["fixed"] == ["owner"]
        fixed = await boss.put("/api/v1/office/rights", json={"role": "owner", "act": "refund", "right": "deny"})
        assert code_of(fixed) == "bad_input"
        manager = await office(app, "Mara Manager")
        assert (await manager.get("/api/v1/office/staff")).status_code == 403


async def test_settings_part_by_part(tmp_path: Path) -> None:
    async with open_office(tmp_path) as (shop, _app, boss):
        before = await read(boss, "settings")
        receipt = {"heading": "Feinkost", "thanks": "Danke!", "returns": "Umtausch in 14 Tagen", "show_savings": False}
        changes: dict[str, Any] = {
            "shop": {**before["shop"], "name": "Neuer Name"}, "receipt": receipt,
            "points": {"active": True, "points_per_euro": 2, "point_value": 1},
            "favourites": ["soap", "milk"], "public_address": "https://laden.example/",
            "reasons": {"stock": ["Bruch", " Bruch ", "Verdorben"]},
            "tax": [*before["tax"], {"key": 2, "rate": 500, "valid_from": "2026-07-01", "label": "Ermäßigter Steuersatz"}],
            "labels": [{"prefix": "28", "article_digits": 5, "value_kind": "weight", "value_digits": 5, "decimals": 3}],
        }  # fmt: skip
        early = await boss.put("/api/v1/office/settings/shop", json={"value": changes["shop"]})
        assert (early.status_code, code_of(early)) == (409, "closing_first")
        for actor in (shop.owner, shop.second):
            assert isinstance(await close_day(shop.node, actor, ClosingRequest(shop.ids.new())), Closing)
        for part, value in changes.items():
            answer = await boss.put(f"/api/v1/office/settings/{part}", json={"value": value})
            assert answer.status_code == 200, f"{part}: {answer.text}"
        await open_day(shop.node, shop.owner, OpeningRequest(shop.ids.new(), amount=10_000))
        after = await read(boss, "settings")
        assert after["receipt"] == receipt
        assert after["reasons"]["stock"] == ["Bruch", "Verdorben"]
        assert after["reasons"]["void"] == before["reasons"]["void"]
        assert after["public_address"] == "https://laden.example"
        sale = await sold(shop, 1, 1)
        assert sale.party.name == "Neuer Name"
        assert shop.node.masterdata.excerpt("2026-06-01").settings.points_per_euro == 2
        text = (await read(boss, f"receipts/{sale.id}"))["printed"]["text"]
        assert "Feinkost" in text and "Umtausch in 14 Tagen" in text
        wrong: dict[str, Any] = {
            "public_address": "javascript:alert(1)", "favourites": ["gone"], "points": {"active": 1},
            "tax": before["tax"][1:], "shop": {**before["shop"], "tax_number": "", "vat_id": ""},
            "labels": [{"prefix": "28", "article_digits": 1}], "reasons": {"nonsense": []}, "nothing": 1,
        }  # fmt: skip
        for part, value in wrong.items():
            answer = await boss.put(f"/api/v1/office/settings/{part}", json={"value": value})
            assert 400 <= answer.status_code < 500, part


async def test_tills_queues_and_printers(tmp_path: Path) -> None:
    async with open_office(tmp_path) as (shop, _app, boss):
        made = await boss.post("/api/v1/office/tills", json={"name": "Kasse 3"})
        assert made.status_code == 201 and made.json()["serial"].startswith("TRESEN-")
        renamed = await boss.put(
            f"/api/v1/office/tills/{made.json()['id']}", json={"name": "Marktstand", "active": False}
        )
        assert (renamed.json()["name"], renamed.json()["active"]) == ("Marktstand", False)
        busy = await boss.put("/api/v1/office/tills/till-1", json={"active": False})
        assert (busy.status_code, code_of(busy)) == (409, "till_open")
        tills = await read(boss, "tills")
        assert [(one["name"], one["open"], one["drawer"]) for one in tills][:2] == [
            ("Kasse 1", True, 10_000),
            ("Kasse 2", True, 10_000),
        ]
        now = shop.clock.now()
        item = QueueItem("q1", "print", now, {"printer": "gone", "rows": ["x"]}, due_at=now)
        await shop.node.writer.write(lambda tx: put(tx, item))
        await print_due(shop.node)
        [job] = (await read(boss, "queues"))["items"]
        assert (job["state"], job["reason"], job["tries"]) == ("failed", "this printer does not exist", 1)
        again = await boss.post("/api/v1/office/queues/q1/retry", json={})
        assert again.json()["due_at"] == now
        assert (
            code_of(await boss.post("/api/v1/office/queues/q1/retry", json={"printer": "nowhere"})) == "printer_missing"
        )
        assert code_of(await boss.post("/api/v1/office/queues/none/retry", json={})) == "not_found"
        assert (await boss.put("/api/v1/office/simulators/tse-1", json={"mode": "down"})).status_code == 404
