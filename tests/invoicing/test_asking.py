"""Behind the receipt's QR code: the form without script, what may be wrong, and who sees the invoice afterwards."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import facturx
import httpx
import pytest

from tests.invoicing.counted import FORM, sold
from tests.shop_fixture import OpenShop
from tests.signing_in.browser import browser, code_of, office, open_web, till
from tresen.core.receipt import Receipt
from tresen.masterdata.kinds import InvoiceSettings
from tresen.operations.drawer.open_day import OpeningRequest, open_day
from tresen.operations.house.change_settings import change_invoices

TYPED = {"name": FORM.name, "street": FORM.street, "postcode": FORM.postcode, "city": FORM.city, "country": "DE"}


@asynccontextmanager
async def customer(folder: Path) -> AsyncIterator[tuple[OpenShop, httpx.AsyncClient, Receipt]]:
    """A receipt, and a telephone that has nothing of ours: no cookie, no mark, no script."""
    async with open_web(folder) as (shop, app):
        await open_day(shop.node, shop.owner, OpeningRequest(shop.ids.new(), amount=10_000))
        receipt = await sold(shop, soap=120)
        phone = browser(app, "10.0.0.77", Accept_Language="de-DE,de;q=0.9")
        del phone.headers["X-Tresen"]
        yield shop, phone, receipt


async def mark_on(phone: httpx.AsyncClient, receipt: Receipt) -> str:
    page = await phone.get(f"/r/{receipt.token}/invoice")
    assert page.status_code == 200, page.text
    found = re.search(r'name="mark" value="([^"]+)"', page.text)
    assert found is not None
    return found.group(1)


async def send(phone: httpx.AsyncClient, receipt: Receipt, **typed: str) -> httpx.Response:
    mark = typed.pop("mark", "") or await mark_on(phone, receipt)
    return await phone.post(f"/r/{receipt.token}/invoice", data={**typed, "mark": mark})


async def test_a_customer_asks_for_an_invoice_and_saves_it(tmp_path: Path) -> None:
    async with customer(tmp_path) as (shop, phone, receipt):
        assert f'href="/r/{receipt.token}/invoice"' in (await phone.get(f"/r/{receipt.token}")).text
        sent = await send(phone, receipt, **TYPED)
        assert sent.status_code == 303
        address = sent.headers["location"]
        page = await phone.get(address)
        assert "Rechnung R-1" in page.text
        assert "Käufer GmbH" in page.text
        assert page.headers["cache-control"] == "no-store"
        pdf = await phone.get(f"{address}.pdf")
        _, inside = facturx.get_xml_from_pdf(pdf.content, check_xsd=True)
        assert inside == (await phone.get(f"{address}.xml")).content
        ((_, actor, _, _),) = shop.entries("invoice")
        assert actor == ""


async def test_the_form_works_without_script_and_says_which_field_is_wrong(tmp_path: Path) -> None:
    async with customer(tmp_path) as (shop, phone, receipt):
        page = (await phone.get(f"/r/{receipt.token}/invoice")).text
        assert "<script" not in page
        assert not re.search(r"\sstyle\s*=|\son\w+\s*=", page)
        for name in TYPED:
            assert f'<label for="{name}"' in page
        wrong = await send(phone, receipt, **{**TYPED, "name": "<b>Käufer", "postcode": "123"})
        assert wrong.status_code == 400
        assert 'aria-invalid="true" aria-describedby="postcode-wrong"' in wrong.text
        assert 'href="#postcode"' in wrong.text
        assert "&lt;b&gt;Käufer" in wrong.text, "what was typed is kept"
        assert shop.entries("invoice") == []


async def test_both_languages_are_spoken(tmp_path: Path) -> None:
    async with customer(tmp_path) as (_shop, phone, receipt):
        english = await phone.get(f"/r/{receipt.token}/invoice", headers={"Accept-Language": "en"})
        assert '<html lang="en">' in english.text
        assert "Ask for an invoice" in english.text
        assert "Germany" in english.text


async def test_only_a_form_of_this_node_for_this_receipt_is_taken(tmp_path: Path) -> None:
    async with customer(tmp_path) as (shop, phone, receipt):
        other = await sold(shop, soap=1)
        for mark in ("1.2", await mark_on(phone, other), "x"):
            assert (await send(phone, receipt, mark=mark, **TYPED)).status_code == 400
        good = await mark_on(phone, receipt)
        foreign = await phone.post(
            f"/r/{receipt.token}/invoice", data={**TYPED, "mark": good}, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert code_of(foreign) == "csrf"
        shop.clock.move(hours=13)
        late = await send(phone, receipt, mark=good, **TYPED)
        assert (late.status_code, "zu lange offen" in late.text) == (400, True)
        assert shop.entries("invoice") == []
        assert (await phone.get("/r/nobody/invoice")).status_code == 404


async def test_who_finds_the_receipt_sees_the_invoice_only_with_the_postcode(tmp_path: Path) -> None:
    async with customer(tmp_path) as (_shop, phone, receipt):
        first = (await send(phone, receipt, **TYPED)).headers["location"]
        page = (await phone.get(f"/r/{receipt.token}/invoice")).text
        assert "Käufer" not in page
        assert "Es gibt schon eine Rechnung" in page
        wrong = await send(phone, receipt, opens="1", postcode="99999")
        assert (wrong.status_code, "Die Postleitzahl ist eine andere" in wrong.text) == (400, True)
        assert (await send(phone, receipt, opens="1", postcode=" 10115 ")).headers["location"] == first
        again = await send(phone, receipt, **TYPED)
        assert again.headers["location"] == first
        other = await send(phone, receipt, **{**TYPED, "name": "Wer anders"})
        assert other.status_code == 409
        assert "Käufer" not in other.text


async def test_postcodes_cannot_be_tried_for_long(tmp_path: Path) -> None:
    async with customer(tmp_path) as (shop, phone, receipt):
        await send(phone, receipt, **TYPED)
        answers = [await send(phone, receipt, opens="1", postcode=f"{n:05d}") for n in range(8)]
        assert [answer.status_code for answer in answers] == [400] * 5 + [429] * 3
        assert "Sekunden" in answers[-1].text
        assert (await send(phone, receipt, opens="1", postcode="10115")).status_code == 429
        shop.clock.move(minutes=1)
        assert (await send(phone, receipt, opens="1", postcode="10115")).status_code == 303


async def test_one_address_cannot_send_forms_without_end(tmp_path: Path) -> None:
    async with customer(tmp_path) as (_shop, phone, receipt):
        mark = await mark_on(phone, receipt)
        answers = [await send(phone, receipt, mark=mark, **{**TYPED, "city": ""}) for _ in range(22)]
        assert {answer.status_code for answer in answers[:20]} == {400}
        assert answers[-1].status_code == 429


@pytest.mark.parametrize(
    ("chosen", "later", "said"),
    [
        (InvoiceSettings(self_service=False), 0, "nur selbst"),
        (InvoiceSettings(months=0), 31, "Frist"),
        (InvoiceSettings(months=1), 61, "Frist"),
    ],
)
async def test_the_office_decides_whether_and_how_long(
    tmp_path: Path, chosen: InvoiceSettings, later: int, said: str
) -> None:
    async with customer(tmp_path) as (shop, phone, receipt):
        mark = await mark_on(phone, receipt)
        assert await change_invoices(shop.node, shop.owner, replace(chosen)) is None
        shop.clock.move(hours=24 * later)
        page = await phone.get(f"/r/{receipt.token}/invoice")
        assert (page.status_code, said in page.text) == (409, True)
        assert "/invoice" not in (await phone.get(f"/r/{receipt.token}")).text
        if not later:
            assert (await send(phone, receipt, mark=mark, **TYPED)).status_code == 409
        assert shop.entries("invoice") == []


async def test_the_cashier_writes_the_invoice_at_the_till(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        counter = await till(app, staff="staff-cashier")
        await open_day(shop.node, shop.owner, OpeningRequest(shop.ids.new(), amount=10_000))
        receipt = await sold(shop)
        about = (await counter.get(f"/api/v1/till/invoices/{receipt.id}")).json()
        assert (about["self_service_url"], about["small"]) == (f"/r/{receipt.token}/invoice", True)
        made = (await counter.post(f"/api/v1/till/invoices/{receipt.id}", json=TYPED)).json()
        assert (made["number"], made["buyer"]["name"]) == ("R-1", "Käufer GmbH")
        boss = await office(app)
        about = (await boss.get(f"/api/v1/office/receipts/{receipt.id}/invoices")).json()
        assert about["items"][0]["url"] == made["url"]
        stranger = browser(app)
        assert code_of(await stranger.post(f"/api/v1/till/invoices/{receipt.id}", json=TYPED)) != ""
        assert code_of(await stranger.get(f"/api/v1/till/invoices/{receipt.id}")) != ""
