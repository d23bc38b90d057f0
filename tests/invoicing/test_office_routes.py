"""Invoices over HTTP in the office: list, files, recipient, cancellation, rights."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import facturx

from tests.invoicing.counted import FORM, sold
from tests.invoicing.official_rules import broken_german_rules, broken_rules
from tests.signing_in.browser import browser, code_of, office, open_web
from tresen.operations.drawer.open_day import OpeningRequest, open_day

BUYER = {"name": FORM.name, "street": FORM.street, "postcode": FORM.postcode, "city": FORM.city}
SETTINGS = {
    "prefix": "R-", "self_service": True, "months": 1, "contact": "Olga Owner", "phone": "030 901820",
    "mail": "rechnung@testladen.example",
}  # fmt: skip


async def test_the_office_writes_finds_and_hands_out_invoices(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        await open_day(shop.node, shop.owner, OpeningRequest(shop.ids.new(), amount=10_000))
        receipt = await sold(shop, soap=120)
        boss = await office(app)
        assert (await boss.put("/api/v1/office/settings/invoices", json={"value": SETTINGS})).status_code == 200
        about = (await boss.get(f"/api/v1/office/receipts/{receipt.id}/invoices")).json()
        assert (about["possible"], about["small"], about["self_service"], about["items"]) == (True, False, True, [])
        wrong = await boss.post(f"/api/v1/office/receipts/{receipt.id}/invoice", json={**BUYER, "postcode": "1"})
        assert (wrong.status_code, code_of(wrong), wrong.json()["detail"]) == (
            400, "invoice_buyer_faulty", {"field": "postcode"},
        )  # fmt: skip
        public = {**BUYER, "reference": "04011000-1234512345-06"}
        made = (await boss.post(f"/api/v1/office/receipts/{receipt.id}/invoice", json=public)).json()
        assert (made["number"], made["total"], made["due"], made["xrechnung"]) == ("R-1", receipt.total, 0, True)
        listed = (await boss.get("/api/v1/office/invoices?q=k%C3%A4ufer")).json()
        assert [(one["number"], one["buyer"]) for one in listed["items"]] == [("R-1", "Käufer GmbH")]
        assert (await boss.get("/api/v1/office/invoices?q=niemand")).json()["total"] == 0
        address = f"/api/v1/office/invoices/{made['id']}"
        pdf = await boss.get(f"{address}.pdf")
        assert (pdf.headers["content-type"], "R-1.pdf" in pdf.headers["content-disposition"]) == (
            "application/pdf",
            True,
        )
        _, inside = facturx.get_xml_from_pdf(pdf.content, check_xsd=True)
        xml = (await boss.get(f"{address}.xml")).text
        assert inside.decode() == xml
        assert broken_rules(xml) == []
        assert broken_german_rules((await boss.get(f"{address}.xrechnung.xml")).text) == []
        history = (await boss.get(f"/api/v1/office/receipts/{receipt.id}")).json()["history"]
        assert "Invoice R-1" in [one["text"] for one in history if one["kind"] == "invoice"]
        entries = (await boss.get("/api/v1/office/journal?kind=invoice")).json()["items"]
        assert [one["sentence"] for one in entries] == [f"Invoice R-1 of €{receipt.total / 100:.2f}"]
        cancelled = (await boss.post(f"{address}/cancel", json={"reason": "Name falsch"})).json()
        assert (cancelled["type"], cancelled["corrects"]) == ("cancellation", "R-1")
        about = (await boss.get(f"/api/v1/office/receipts/{receipt.id}/invoices")).json()
        assert [(one["number"], one["cancelled"]) for one in about["items"]] == [("R-1", True), ("R-2", False)]


async def test_an_invoice_without_reference_is_no_xrechnung(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        await open_day(shop.node, shop.owner, OpeningRequest(shop.ids.new(), amount=10_000))
        receipt = await sold(shop)
        boss = await office(app)
        made = (await boss.post(f"/api/v1/office/receipts/{receipt.id}/invoice", json=BUYER)).json()
        assert made["xrechnung"] is False
        refused = await boss.get(f"/api/v1/office/invoices/{made['id']}.xrechnung.xml")
        assert code_of(refused) == "xrechnung_incomplete"
        assert code_of(await boss.get("/api/v1/office/invoices/gone")) == "invoice_not_found"


async def test_the_bookkeeper_gets_all_invoices_of_a_period_in_one_file(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        await open_day(shop.node, shop.owner, OpeningRequest(shop.ids.new(), amount=10_000))
        boss = await office(app)
        for pieces in (1, 2):
            receipt = await sold(shop, soap=pieces)
            name = BUYER["name"] if pieces == 2 else "=1+1"
            await boss.post(f"/api/v1/office/receipts/{receipt.id}/invoice", json={**BUYER, "name": name})
        answer = await boss.get("/api/v1/office/invoices/files.zip?from=2026-06-01&to=2026-06-30")
        with ZipFile(BytesIO(answer.content)) as file:
            assert sorted(file.namelist()) == ["R-1.pdf", "R-1.xml", "R-2.pdf", "R-2.xml", "rechnungen.csv"]
            assert broken_rules(file.read("R-2.xml").decode()) == []
            rows = file.read("rechnungen.csv").decode("utf-8-sig").splitlines()
        assert ";'=1+1;" in rows[1], "no spreadsheet computes what a customer typed"
        assert rows[2].startswith("R-2;invoice;2026-06-01;Käufer GmbH;TRESEN-TEST-1/")
        assert rows[2].endswith(";6,27;")
        empty = await boss.get("/api/v1/office/invoices/files.zip?from=2026-07-01")
        with ZipFile(BytesIO(empty.content)) as file:
            assert file.namelist() == ["rechnungen.csv"]


async def test_strangers_read_no_invoices(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        await open_day(shop.node, shop.owner, OpeningRequest(shop.ids.new(), amount=10_000))
        receipt = await sold(shop)
        boss, stranger = await office(app), browser(app)
        made = (await boss.post(f"/api/v1/office/receipts/{receipt.id}/invoice", json=BUYER)).json()
        for path in (
            "invoices",
            f"invoices/{made['id']}",
            f"invoices/{made['id']}.pdf",
            f"receipts/{receipt.id}/invoices",
        ):
            assert code_of(await stranger.get(f"/api/v1/office/{path}")) == "not_signed_in"
        asked = await stranger.post(f"/api/v1/office/receipts/{receipt.id}/invoice", json=BUYER)
        assert code_of(asked) == "not_signed_in"
        assert len(shop.entries("invoice")) == 1
