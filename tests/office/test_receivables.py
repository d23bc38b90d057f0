"""Sales on account over the interface: the office sets the limit, nobody else does."""

from pathlib import Path

from tests.office.test_routes import open_office, read


async def test_the_office_sets_the_limit_and_lists_what_is_open(tmp_path: Path) -> None:
    async with open_office(tmp_path) as (_shop, _app, boss):
        id = "2" * 32
        new = {"id": id, "person": {"name": "Gasthaus Krone"}, "consents": []}
        assert (await boss.post("/api/v1/office/customers", json=new)).status_code == 201
        changed = await boss.put(f"/api/v1/office/customers/{id}", json={"account_limit": 50_000})
        assert (changed.json()["account_limit"], changed.json()["owed"]) == (50_000, 0)
        assert await read(boss, "receivables") == []
        assert (await boss.put(f"/api/v1/office/customers/{id}", json={"account_limit": -1})).status_code == 400
