"""The audit package: all that an officer may ask for of a period in one file, each file vouched for, nothing personal."""

import asyncio
import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.auditing.closed_days import closed_day
from tests.insight.test_reports import returned, sold
from tests.shop_fixture import OpenShop
from tests.signing_in.browser import browser, code_of, office, open_web
from tresen.cli import main
from tresen.operations.audit_package.packages import Packages
from tresen.operations.drawer.close_day import ClosingRequest, close_day
from tresen.operations.drawer.no_sale import no_sale
from tresen.operations.drawer.open_day import OpeningRequest, open_day
from tresen.operations.people.change_customer import PersonForm, create_customer
from tresen.operations.people.change_staff import set_right

PACKAGES = "/api/v1/office/fiscal/packages"


async def made(shop: OpenShop, boss: httpx.AsyncClient, id: str, **span: str) -> Any:
    begun = await boss.post(PACKAGES, json={"id": id, **span})
    assert begun.status_code == 202, begun.text
    busy = await boss.post(PACKAGES, json={"id": "f" * 32})
    assert code_of(busy) == "package_under_way"
    await asyncio.gather(*shop.node._tasks)
    return (await boss.get(PACKAGES)).json()[0]


def tables(package: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    text = package.read(name).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


async def a_day_with_everything(shop: OpenShop) -> None:
    await create_customer(shop.node, shop.owner, "c" * 32, PersonForm("Erika Mustermann", "0170 1234567"), "4711")
    await open_day(shop.node, shop.cashier, OpeningRequest(shop.ids.new(), amount=10_000))
    sale = await sold(shop, 2, 1)
    await returned(shop, sale)
    await no_sale(shop.node, shop.manager, shop.ids.new(), "Geld wechseln")
    await set_right(shop.node, shop.owner, "cashier", "no_sale", "deny")
    shop.clock.move(hours=1)
    await close_day(shop.node, shop.cashier, ClosingRequest(shop.ids.new()))


async def test_everything_is_in_it_and_every_file_is_vouched_for(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        shop.node.packages = Packages(tmp_path / "packages")
        await a_day_with_everything(shop)
        boss = await office(app)
        await boss.post("/api/v1/office/fiscal/cash", json={"id": "b" * 32, "till": "till-1", "amount": 5})
        done = await made(shop, boss, "a" * 32, first="2026-06-01", last="2026-06-01")
        assert (done["step"], done["faults"], done["notes"]) == ("done", 0, []), done
        answer = await boss.get(f"{PACKAGES}/{'a' * 32}.zip")
        assert answer.headers["content-disposition"].endswith('"Pruefpaket-2026-06-01-2026-06-01.zip"')
        package = zipfile.ZipFile(io.BytesIO(answer.content))
        index = tables(package, "index.csv")
        assert {one["Datei"] for one in index} == set(package.namelist()) - {"index.csv"}
        for one in index:
            content = package.read(one["Datei"])
            assert (str(len(content)), hashlib.sha256(content).hexdigest()) == (one["Bytes"], one["SHA-256"])
            assert one["Inhalt"], f"{one['Datei']} is explained"
        noted = json.loads(shop.entries("audit_package")[0][3])
        assert noted["index"] == hashlib.sha256(package.read("index.csv")).hexdigest() == done["index"]
        names = set(package.namelist())
        assert {"dsfinvk/index.xml", "dsfinvk/transactions.csv", "LIESMICH.txt"} <= names
        assert "verfahrensdokumentation/Verfahrensdokumentation-1.pdf" in names
        assert [name for name in names if name.startswith("tse/") and name.endswith(".tar")]
        whole = b"".join(package.read(name) for name in names if not name.endswith((".pdf", ".tar")))
        assert b"Mustermann" not in whole
        assert b"1234567" not in whole


async def test_protocols_say_what_was_before_and_afterwards(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        shop.node.packages = Packages(tmp_path / "packages")
        await a_day_with_everything(shop)
        boss = await office(app)
        article = (await boss.get("/api/v1/office/articles/milk")).json()
        await boss.put("/api/v1/office/articles/milk", json={**article, "price": 139, "name": "=1+1"})
        await made(shop, boss, "a" * 32)
        package = zipfile.ZipFile(shop.node.packages.folder / f"{'a' * 32}.zip")
        changes = [one for one in tables(package, "protokolle/stammdaten.csv") if one["Wer"] == "Olga Owner"]
        assert [(one["Feld"], one["Vorher"], one["Nachher"]) for one in changes if one["Feld"].endswith("price")] == [
            ("article.price", "129", "139")
        ]
        assert "'=1+1" in {one["Nachher"] for one in changes}, "a spreadsheet runs nothing"
        settings = tables(package, "protokolle/einstellungen.csv")
        assert ("rights.cashier.no_sale", "", "deny") in {
            (one["Feld"], one["Vorher"], one["Nachher"]) for one in settings
        }
        opened = tables(package, "protokolle/lade-ohne-verkauf.csv")
        assert [(one["Kasse"], one["Wer"], one["Grund"]) for one in opened] == [
            ("Kasse 1", "Mara Manager", "Geld wechseln")
        ]
        back = tables(package, "protokolle/abbrueche-rueckgaben.csv")
        assert [(one["Art"], one["Betrag"]) for one in back] == [("Rückgabe", "-1,29")]
        (z,) = tables(package, "plausibilitaet/abschluesse.csv")
        assert (z["Z"], z["Rückgaben"], z["Rückgaben Betrag"], z["Lade ohne Verkauf"]) == ("1", "1", "-1,29", "1")
        report = package.read("plausibilitaet/bericht.txt").decode()
        assert report.count("in Ordnung") == 3, report
        people = tables(package, "personal/mitarbeitende.csv")
        assert ("Olga Owner", "owner", "ja") in {(one["Name"], one["Rolle"], one["Aktiv"]) for one in people}
        rights = {one["Recht"]: one for one in tables(package, "personal/rechte.csv")}
        assert rights["no_sale"]["cashier"] == "deny"


async def test_what_is_wrong_is_counted_and_said_in_the_report(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        shop.node.packages = Packages(tmp_path / "packages")
        await closed_day(shop, shop.cashier)
        await shop.node.writer.write(lambda tx: tx.execute("UPDATE receipt SET total = total + 1", ()))
        boss = await office(app)
        done = await made(shop, boss, "a" * 32)
        assert done["faults"] >= 1
        report = (
            zipfile.ZipFile(shop.node.packages.folder / f"{'a' * 32}.zip").read("plausibilitaet/bericht.txt").decode()
        )
        assert "FEHLER" in report


async def test_a_tse_that_is_silent_is_a_note_and_not_the_end(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        shop.node.packages = Packages(tmp_path / "packages")
        await closed_day(shop, shop.cashier)
        shop.signer.switch("down")
        boss = await office(app)
        done = await made(shop, boss, "a" * 32)
        assert done["step"] == "done"
        assert len(done["notes"]) == 1
        assert "Protokoll der TSE" in done["notes"][0]


async def test_an_officer_downloads_and_does_not_make(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        shop.node.packages = Packages(tmp_path / "packages")
        boss = await office(app)
        code = (await boss.post("/api/v1/office/fiscal/passes", json={"name": "Frau Streng"})).json()["code"]
        officer = browser(app)
        await officer.post("/api/v1/office/officer-sign-in", json={"code": code})
        assert code_of(await officer.post(PACKAGES, json={"id": "a" * 32})) == "officer_reads_only"
        done = await made(shop, boss, "a" * 32)
        assert done["notes"] == ["Im Zeitraum gibt es keinen Tagesabschluss, also keinen Export nach DSFinV-K."]
        assert (await officer.get(f"{PACKAGES}/{'a' * 32}.zip")).status_code == 200
        for wrong in ({"first": "gestern"}, {"first": "2026-06-02", "last": "2026-06-01"}):
            assert code_of(await boss.post(PACKAGES, json={"id": "c" * 32, **wrong})) == "bad_input"
        assert code_of(await boss.get(f"{PACKAGES}/{'9' * 32}.zip")) == "not_found"


async def test_the_command_makes_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with open_web(tmp_path / "data") as (shop, _app):
        await closed_day(shop, shop.cashier)
    out = tmp_path / "pruefung.zip"
    command = ["export", "audit", "--data", str(tmp_path / "data"), "--out", str(out)]
    assert await asyncio.to_thread(main, command) == 0
    assert "0 findings" in capsys.readouterr().out
    assert "dsfinvk/index.xml" in zipfile.ZipFile(out).namelist()
    assert await asyncio.to_thread(main, command) == 2, "nothing is overwritten"
