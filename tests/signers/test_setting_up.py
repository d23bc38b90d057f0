"""Setting up TSEs in the office: tried, made ready, used at once; secrets sealed; put in order and out of use."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.shop_fixture import OpenShop
from tests.signing_in.browser import browser, code_of, office, open_web
from tresen.adapters.signer_simulator.setup import SimulatorSetup
from tresen.core.basket import Basket, BasketLine
from tresen.core.receipt import Tender
from tresen.masterdata.kinds import SignerRecord
from tresen.operations.drawer.close_day import Closing, ClosingRequest, close_day
from tresen.operations.drawer.open_day import OpeningRequest, open_day
from tresen.operations.selling.keep_basket import keep_basket
from tresen.operations.selling.sell import SaleRequest, sell
from tresen.operations.signers.archive import SignerArchive
from tresen.operations.signers.opening import arrange, open_signer
from tresen.operations.signers.set_up_signer import store_signer
from tresen.ports.signer import SignerDown
from tresen.ports.signer_setup import Keep, KeptSetup
from tresen.store import secrets
from tresen.store.sealing import SealBroken, Sealer

TSE = "/api/v1/office/fiscal/tse"
ID, OTHER = "a" * 32, "b" * 32
PIN = "83510264"
FORM = {"id": ID, "kind": "simulator", "name": "Kassen-TSE", "place": "Büro", "fields": {"admin_pin": PIN}}


@asynccontextmanager
async def open_wizard(folder: Path) -> AsyncIterator[tuple[OpenShop, httpx.AsyncClient]]:
    """The office of a shop that can set up simulated TSEs beside the one it has."""
    async with open_web(folder) as (shop, app):
        node = shop.node
        node.signer_kinds = {"simulator": SimulatorSetup(folder, shop.clock)}
        node.sealer = Sealer(folder / "secrets.key")
        node.signer_archive = SignerArchive(folder / "tse-archive")
        first = SignerRecord(
            "tse-1", "simulator", "Alte TSE", configuration={"folder": "tse"}, commissioned_at=1, position=1
        )
        assert await store_signer(node, shop.owner, first) is None
        await open_day(node, shop.cashier, OpeningRequest(shop.ids.new(), amount=10_000))
        yield shop, await office(app)


async def page(boss: httpx.AsyncClient) -> Any:
    return (await boss.get(TSE)).json()


async def begin_anew(shop: OpenShop) -> None:
    """Close the day, and open it again with an empty drawer: nothing is recorded since the closing."""
    assert isinstance(await close_day(shop.node, shop.owner, ClosingRequest(shop.ids.new(), take_out=10_000)), Closing)
    await open_day(shop.node, shop.cashier, OpeningRequest(shop.ids.new()))


async def buy_milk(shop: OpenShop, id: str = "") -> Any:
    basket = Basket(id or shop.ids.new(), (BasketLine("1", "milk"),))
    return await sell(shop.node, shop.cashier, SaleRequest(basket, 129, (Tender("cash", 129),)))


async def test_a_tse_is_set_up_and_signs_for_every_till(tmp_path: Path) -> None:
    async with open_wizard(tmp_path) as (shop, boss):
        kinds = (await page(boss))["kinds"]
        assert [field["name"] for field in kinds[0]["fields"]] == ["curve", "admin_pin"]
        assert (await boss.post(f"{TSE}/test", json={"kind": "simulator", "fields": FORM["fields"]})).json() == {
            "reached": True
        }
        made = await boss.post(TSE, json=FORM)
        assert made.status_code == 201, made.text
        tse = made.json()["tse"]
        assert (tse["phase"], tse["state"], tse["simulated"]) == ("in_use", "ok", True)
        assert tse["tills"] == ["Kasse 1", "Kasse 2"]
        shop.signer.switch("down")
        sold = await buy_milk(shop)
        assert sold.receipt.signed.serial == tse["serial"], "the new one takes over"
        assert sold.receipt.signed.signature
        shop.signer.switch("normal")


async def test_the_puk_is_shown_until_it_is_noted_and_never_again(tmp_path: Path) -> None:
    async with open_wizard(tmp_path) as (shop, boss):
        first = (await boss.post(TSE, json=FORM)).json()
        assert len(first["to_note"]["admin_puk"]) == 10
        again = await boss.post(TSE, json=FORM)
        assert again.json()["to_note"] == first["to_note"], "the answer was lost: it is the same TSE and PUK"
        assert len((await page(boss))["tses"]) == 2
        assert (await boss.post(f"{TSE}/{ID}/noted")).status_code == 204
        assert (await boss.post(TSE, json=FORM)).json()["to_note"] == {}
        assert len(shop.node.signing.members) == 2


async def test_pin_and_puk_are_sealed_and_in_no_journal(tmp_path: Path) -> None:
    async with open_wizard(tmp_path) as (shop, boss):
        puk = (await boss.post(TSE, json=FORM)).json()["to_note"]["admin_puk"]
        kept = await shop.node.writer.write(lambda tx: secrets.get(tx, "tse", ID))
        for secret in (PIN, puk):
            assert secret not in kept[0]
            assert all(secret.encode() not in body for _, _, _, body in shop.entries())
            assert secret not in json.dumps(await page(boss))
        assert (tmp_path / "secrets.key").stat().st_mode & 0o777 == 0o600
        opened = json.loads(shop.node.sealer.open(kept[0], f"tse:{ID}"))
        assert (opened["admin_pin"], opened["admin_puk"]) == (PIN, puk)
        with pytest.raises(SealBroken):
            shop.node.sealer.open(kept[0], f"tse:{OTHER}")


async def test_a_tse_is_there_again_after_a_restart(tmp_path: Path) -> None:
    async with open_wizard(tmp_path) as (shop, boss):
        serial = (await boss.post(TSE, json=FORM)).json()["tse"]["serial"]
        shop.node.signing.take_out(ID).signer.close()  # type: ignore[union-attr]
        await opened_again(shop)
        assert shop.node.signing.members[ID].info.serial == serial
        assert list(shop.node.signing.members) == ["tse-1", ID]


async def test_without_its_key_file_the_tse_is_out_and_the_shop_open(tmp_path: Path) -> None:
    async with open_wizard(tmp_path) as (shop, boss):
        await boss.post(TSE, json=FORM)
        shop.node.signing.take_out(ID).signer.close()  # type: ignore[union-attr]
        (tmp_path / "secrets.key").unlink()
        await opened_again(shop)
        assert "key file is missing" in shop.node.signing.members[ID].reason
        assert (await buy_milk(shop)).receipt.signed.signature, "the other one signs"
        shop.node.signing.take_out(ID)


async def opened_again(shop: OpenShop) -> None:
    """What a start does with the TSE that was set up."""
    kept = await shop.node.writer.write(lambda tx: secrets.get(tx, "tse", ID))
    open_signer(shop.node, shop.node.masterdata.signers[ID], kept[0])
    arrange(shop.node)
    await shop.node.signing.open()


class BreaksOff(SimulatorSetup):
    """A device that makes its PUK and then does not answer, the first time."""

    broken = True

    async def set_up(self, fields: Any, so_far: KeptSetup, keep: Keep) -> KeptSetup:
        kept = await super().set_up(fields, so_far, keep)
        if self.broken:
            self.broken = False
            raise SignerDown("Verbindung verloren")
        return kept


async def test_a_set_up_that_broke_off_goes_on_with_the_same_device(tmp_path: Path) -> None:
    async with open_wizard(tmp_path) as (shop, boss):
        shop.node.signer_kinds = {"simulator": BreaksOff(tmp_path, shop.clock)}
        failed = await boss.post(TSE, json=FORM)
        assert code_of(failed) == "tse_setup_failed"
        assert failed.json()["detail"]["reason"] == "Verbindung verloren"
        assert [one["phase"] for one in (await page(boss))["tses"]] == ["in_use", "preparing"]
        assert (await buy_milk(shop)).receipt.signed.signature
        kept = await shop.node.writer.write(lambda tx: secrets.get(tx, "tse", ID))
        puk = json.loads(shop.node.sealer.open(kept[0], f"tse:{ID}"))["admin_puk"]
        done = await boss.post(TSE, json=FORM)
        assert done.status_code == 201
        assert done.json()["to_note"]["admin_puk"] == puk
        assert not (tmp_path / "tse-2").exists(), "no second device was made"


@pytest.mark.parametrize(("change", "field"), [
    ({"kind": "toaster"}, "kind"), ({"name": ""}, "name"), ({"name": "x" * 61}, "name"), ({"fields": {}}, "admin_pin"),
    ({"fields": {"admin_pin": PIN, "extra": "1"}}, "extra"), ({"fields": {"admin_pin": PIN, "curve": "P-1"}}, "curve"),
    ({"place": "a\nb"}, None),
])  # fmt: skip
async def test_what_is_typed_wrong_is_told_by_field(tmp_path: Path, change: dict[str, Any], field: str | None) -> None:
    async with open_wizard(tmp_path) as (shop, boss):
        answer = await boss.post(TSE, json={**FORM, **change})
        if field is None:
            assert answer.status_code == 201, "blanks of any kind are one blank"
            return
        assert (code_of(answer), answer.json()["detail"]["field"]) == ("bad_input", field)
        assert len(shop.node.masterdata.signers) == 1


async def test_a_wrong_pin_is_told_in_the_words_of_the_device(tmp_path: Path) -> None:
    async with open_wizard(tmp_path) as (_, boss):
        answer = await boss.post(f"{TSE}/test", json={"kind": "simulator", "fields": {"admin_pin": "12"}})
        assert code_of(answer) == "tse_test_failed"
        assert "5 to 10 digits" in answer.json()["detail"]["reason"]


async def test_only_who_may_set_up_devices_does(tmp_path: Path) -> None:
    async with open_wizard(tmp_path) as (shop, _):
        from tests.signing_in.browser import app_of

        app = app_of(shop.node, tmp_path)
        assert code_of(await browser(app).post(TSE, json=FORM)) == "not_signed_in"
        assert code_of(await browser(app).get(TSE)) == "not_signed_in"


async def test_a_till_gets_a_tse_of_its_own(tmp_path: Path) -> None:
    async with open_wizard(tmp_path) as (shop, boss):
        serial = (await boss.post(TSE, json=FORM)).json()["tse"]["serial"]
        assert (await boss.put("/api/v1/office/tills/till-1", json={"signers": [ID]})).status_code == 200
        assert code_of(await boss.put("/api/v1/office/tills/till-1", json={"signers": ["x"]})) == "tse_not_found"
        assert (await buy_milk(shop)).receipt.signed.serial == serial
        assert {one["id"]: one["tills"] for one in (await page(boss))["tses"]} == {
            "tse-1": ["Kasse 2"], ID: ["Kasse 1", "Kasse 2"],
        }  # fmt: skip


async def test_the_order_decides_which_tse_signs_first(tmp_path: Path) -> None:
    async with open_wizard(tmp_path) as (shop, boss):
        serial = (await boss.post(TSE, json=FORM)).json()["tse"]["serial"]
        assert (await boss.put(f"{TSE}/order", json={"ids": [ID, "tse-1"]})).status_code == 204
        assert (await buy_milk(shop)).receipt.signed.serial == serial
        assert code_of(await boss.put(f"{TSE}/order", json={"ids": [ID]})) == "changed_meanwhile"


async def test_out_of_use_ends_what_is_open_and_keeps_the_archive(tmp_path: Path) -> None:
    async with open_wizard(tmp_path) as (shop, boss):
        await boss.post(TSE, json=FORM)
        early = await boss.post(f"{TSE}/tse-1/retire", json={"reason": "Zertifikat läuft ab"})
        assert code_of(early) == "closing_first"
        await begin_anew(shop)
        old = shop.signer._identity.serial.hex()
        basket = Basket(shop.ids.new(), (BasketLine("1", "milk"),))
        await keep_basket(shop.node, shop.cashier, basket, 0, False)
        began = shop.node.open[basket.id]
        assert began.signer == "tse-1"
        retired = await boss.post(f"{TSE}/tse-1/retire", json={"reason": "Zertifikat läuft ab"})
        assert retired.json()["phase"] == "retired", retired.text
        sold = await buy_milk(shop, basket.id)
        assert sold.receipt.signed.serial != old
        assert sold.receipt.signed.signature
        (entry,) = [json.loads(body) for kind, _, _, body in shop.entries() if kind == "tse_switched"]
        assert (entry["transaction"], entry["serial"]) == (began.transaction, old)
        archive = SignerArchive(tmp_path / "tse-archive")
        assert archive.faults(old) == []
        assert b"AVBelegabbruch" in b"".join(archive.whole(old)), "what it had open was ended before it went"
        assert code_of(await boss.post(f"{TSE}/tse-1/retire", json={"reason": "noch einmal"})) == "tse_out_of_use"
        assert list(shop.node.signing.members) == [ID]


async def test_without_any_tse_the_shop_sells_on_and_says_so(tmp_path: Path) -> None:
    async with open_wizard(tmp_path) as (shop, boss):
        await begin_anew(shop)
        await boss.post(f"{TSE}/tse-1/retire", json={"reason": "defekt"})
        sold = await buy_milk(shop)
        assert (sold.receipt.signed.failure, sold.receipt.signed.signature) == ("no TSE is set up", "")
        assert sold.notes == ("tse_down",)
        overview = {one["name"]: one for one in (await boss.get("/api/v1/office/fiscal")).json()}
        assert (overview["tse"]["state"], overview["tse"]["text"]) == ("down", "No TSE is set up")


async def test_name_and_place_are_changed_and_archived_on_demand(tmp_path: Path) -> None:
    async with open_wizard(tmp_path) as (_, boss):
        await boss.post(TSE, json=FORM)
        changed = await boss.put(f"{TSE}/{ID}", json={"name": "TSE Laden", "certification": "BSI-K-TR-0490-2021"})
        assert (changed.json()["name"], changed.json()["place"]) == ("TSE Laden", "Büro")
        assert code_of(await boss.put(f"{TSE}/{ID}", json={"name": "alte tse"})) == "name_taken"
        archived = (await boss.post(f"{TSE}/{ID}/archive")).json()
        assert archived["first"] == 1
        assert (await boss.post(f"{TSE}/{ID}/archive")).json()["file"] == ""
        assert (await boss.get(f"{TSE}/{ID}/archive-check")).json() == []
        assert (await boss.post(f"{TSE}/{ID}/self-test")).json()["state"] == "ok"
        assert code_of(await boss.post(f"{TSE}/unknown/archive")) == "tse_not_found"
