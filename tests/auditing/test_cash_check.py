"""A cash check on the spot: the target is of this second, the count stands beside it, nothing is corrected."""

from pathlib import Path

from tests.insight.test_reports import sold
from tests.signing_in.browser import browser, code_of, office, open_web
from tresen.ledger import accounts
from tresen.operations.drawer.open_day import OpeningRequest, open_day

FISCAL = "/api/v1/office/fiscal"


async def test_the_target_follows_every_sale_and_a_count_changes_nothing(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        await open_day(shop.node, shop.cashier, OpeningRequest(shop.ids.new(), amount=10_000))
        boss = await office(app)
        before = (await boss.get(f"{FISCAL}/cash")).json()
        assert [(one["name"], one["expected"], one["open"]) for one in before["drawers"]] == [
            ("Kasse 1", 10_000, True), ("Kasse 2", 0, False),
        ]  # fmt: skip
        sale = await sold(shop, 2, 1)
        now = (await boss.get(f"{FISCAL}/cash")).json()["drawers"][0]["expected"]
        assert now == 10_000 + sale.total
        coins = {"5000": 2, "200": 1, "1": 3}
        body = {"id": "c" * 32, "till": "till-1", "coins": coins, "present": "Frau Streng, Finanzamt Mitte"}
        made = await boss.post(f"{FISCAL}/cash", json=body)
        assert made.status_code == 201, made.text
        check = made.json()
        assert (check["counted"], check["expected"], check["difference"]) == (10_203, now, 10_203 - now)
        assert (check["till_name"], check["staff_name"], check["present"]) == (
            "Kasse 1", "Olga Owner", "Frau Streng, Finanzamt Mitte",
        )  # fmt: skip
        again = await boss.post(f"{FISCAL}/cash", json=body)
        assert again.json() == check, "a repetition gets the first answer"
        assert len(shop.entries("cash_check")) == 1
        assert shop.node.balances.of(accounts.drawer("till-1")) == now, "nothing is corrected"
        other = await boss.post(f"{FISCAL}/cash", json=body | {"coins": {"5000": 1}})
        assert code_of(other) == "sale_differs"


async def test_a_cash_check_is_kept_and_can_be_signed_on_paper(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (_shop, app):
        boss = await office(app)
        await boss.post(f"{FISCAL}/cash", json={"id": "d" * 32, "till": "till-2", "amount": 1})
        checks = (await boss.get(f"{FISCAL}/cash")).json()["checks"]
        assert [(one["till"], one["counted"], one["difference"]) for one in checks] == [("till-2", 1, 1)]
        pdf = await boss.get(f"{FISCAL}/cash/{'d' * 32}.pdf")
        assert pdf.status_code == 200
        assert pdf.content.startswith(b"%PDF")
        missing = await boss.get(f"{FISCAL}/cash/{'e' * 32}.pdf")
        assert code_of(missing) == "not_found"


async def test_what_is_no_count_is_refused(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        boss = await office(app)
        for more, code in (
            ({"coins": {"3": 1}}, "count_faulty"), ({"coins": {"x": 1}}, "count_faulty"), ({"till": "no"}, "till_not_found"),
        ):  # fmt: skip
            answer = await boss.post(f"{FISCAL}/cash", json={"id": "a" * 32, "till": "till-1", **more})
            assert code_of(answer) == code
        assert shop.entries("cash_check") == []


async def test_the_area_belongs_to_owner_and_accountant(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (_shop, app):
        boss = await office(app)
        assert "office.fiscal" in (await boss.get("/api/v1/office/me")).json()["rights"]
        lines = {one["name"]: one for one in (await boss.get(FISCAL)).json()}
        assert lines["cash"]["state"] == "ok"
        assert "drawers" in lines["cash"]["text"]
        manager = await office(app, "Mara Manager")
        assert code_of(await manager.get(FISCAL)) == "denied"
        assert code_of(await manager.post(f"{FISCAL}/cash", json={"id": "a" * 32, "till": "till-1"})) == "denied"
        assert code_of(await browser(app).get(FISCAL)) == "not_signed_in"
