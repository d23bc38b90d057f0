"""The office puts an export together beside the sales, says how far it is, and hands it out."""

import io
import zipfile
from pathlib import Path

import httpx

from tests.office.test_routes import open_office, read
from tests.shop_fixture import OpenShop
from tests.signing_in.browser import code_of, office
from tresen.core.failures import Failure
from tresen.ledger.dsfinvk import Wanted
from tresen.operations.drawer.close_day import Closing, ClosingRequest, close_day
from tresen.operations.dsfinvk.prepare import Exports, begin_export

AREA = "/api/v1/office/fiscal/dsfinvk"


async def closed(shop: OpenShop, folder: Path) -> None:
    shop.node.exports = Exports(folder / "exports")
    assert isinstance(await close_day(shop.node, shop.owner, ClosingRequest(shop.ids.new())), Closing)


async def finished(shop: OpenShop, boss: httpx.AsyncClient) -> dict[str, object]:
    """The newest export, once it is not running any more."""
    while shop.node._tasks:
        (task, *_) = shop.node._tasks
        await task
    shown: dict[str, object] = (await read(boss, "fiscal/dsfinvk"))["exports"][0]
    return shown


async def test_an_export_is_put_together_and_fetched(tmp_path: Path) -> None:
    async with open_office(tmp_path) as (shop, _app, boss):
        await closed(shop, tmp_path)
        begun = await boss.post(f"{AREA}/exports", json={"first": "2026-06-01", "last": "2026-06-30"})
        assert (begun.status_code, begun.json()["state"], begun.json()["url"]) == (202, "running", "")
        again = await boss.post(f"{AREA}/exports", json={})
        assert (again.status_code, code_of(again)) == (409, "export_running")
        made = await finished(shop, boss)
        assert (made["state"], made["done"], made["total"], made["staff"]) == ("ready", 1, 1, "Olga Owner")
        fetched = await boss.get(str(made["url"]))
        assert fetched.headers["content-disposition"].startswith("attachment")
        assert "DSFinV-K_2026-06-01_2026-06-30.zip" in fetched.headers["content-disposition"]
        with zipfile.ZipFile(io.BytesIO(fetched.content)) as packed:
            assert len(packed.namelist()) == 22
        assert code_of(await boss.get(f"{AREA}/exports/none.zip")) == "export_missing"
        assert [kind for kind, *_ in shop.entries("exported")] == ["exported"]


async def test_what_cannot_be_exported_says_why_and_leaves_nothing(tmp_path: Path) -> None:
    async with open_office(tmp_path) as (shop, app, boss):
        await closed(shop, tmp_path)
        for body, code in [
            ({"first": "2026-06-31"}, "range_faulty"),
            ({"first": "2026-06-02", "last": "2026-06-01"}, "range_faulty"),
            ({"till": "till-9"}, "till_not_found"),
            ({"number": -1}, "bad_input"),
        ]:
            assert code_of(await boss.post(f"{AREA}/exports", json=body)) == code
        assert (await boss.post(f"{AREA}/exports", json={"first": "2027-01-01"})).status_code == 202
        made = await finished(shop, boss)
        assert (made["state"], made["failure"], made["url"]) == ("failed", "no_closing_in_period", "")
        assert [path.name for path in (tmp_path / "exports").iterdir()] == []
        manager = await office(app, "Mara Manager")
        assert (await manager.post(f"{AREA}/exports", json={})).status_code == 403
        denied = await begin_export(shop.node, shop.cashier, Wanted())
        assert isinstance(denied, Failure)


async def test_the_newest_five_stay(tmp_path: Path) -> None:
    async with open_office(tmp_path) as (shop, _app, boss):
        await closed(shop, tmp_path)
        exports: Exports = shop.node.exports
        for _ in range(2):
            await boss.post(f"{AREA}/exports", json={})
            await finished(shop, boss)
        old = exports.made[0]
        exports.made += [old] * 4
        exports.forget_oldest()
        assert len(exports.made) == 5
        assert exports.file(old.id) is None


async def test_the_owner_says_how_the_specification_is_read(tmp_path: Path) -> None:
    async with open_office(tmp_path) as (shop, _app, boss):
        await closed(shop, tmp_path)
        assert (await read(boss, "fiscal/dsfinvk"))["settings"] == {
            "bon_storno": "0", "decimals": 2, "ref_datum": "timestamp",
        }  # fmt: skip
        wanted = {"bon_storno": "1", "decimals": 5, "ref_datum": "date"}
        changed = await boss.put(f"{AREA}/settings", json=wanted)
        assert changed.json()["settings"] == wanted
        assert (await boss.put(f"{AREA}/settings", json={**wanted, "decimals": 3})).status_code == 400
        await boss.post(f"{AREA}/exports", json={})
        made = await finished(shop, boss)
        with zipfile.ZipFile(io.BytesIO((await boss.get(str(made["url"]))).content)) as packed:
            assert ";100,00000;100,00000;0,00000\r\n" in packed.read("businesscases.csv").decode()
