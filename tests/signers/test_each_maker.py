"""The way of an owner with each maker's TSE: tried, set up in the office, sold with, archived, there again after a restart."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.contracts.signer_doubles.diebold_socket import ADMIN, TIME, DieboldService
from tests.contracts.signer_doubles.epson_printer import EpsonPrinter
from tests.contracts.signer_doubles.fiskaly_cloud import KEY, SECRET, FiskalyCloud
from tests.contracts.signer_doubles.secure_element import SecureElement
from tests.contracts.signer_doubles.swissbit_library import SwissbitLibrary
from tests.contracts.tar_checker import check_tar
from tests.shop_fixture import OpenShop
from tests.signing_in.browser import office, open_web
from tresen.adapters.signer_diebold import DieboldSetup
from tresen.adapters.signer_epson import EpsonSetup
from tresen.adapters.signer_fiskaly import FiskalySetup
from tresen.adapters.signer_simulator import SimulatedSigner
from tresen.adapters.signer_swissbit import SwissbitSetup
from tresen.core.basket import Basket, BasketLine
from tresen.core.receipt import Tender
from tresen.fiscal.qr_code import qr_text
from tresen.fiscal.verification import verify_qr
from tresen.operations.drawer.open_day import OpeningRequest, open_day
from tresen.operations.selling.sell import SaleRequest, sell
from tresen.operations.signers.archive import Piece, SignerArchive
from tresen.operations.signers.archiving import archive_signer
from tresen.operations.signers.opening import arrange, open_signer
from tresen.store import secrets
from tresen.store.sealing import Sealer

TSE = "/api/v1/office/fiscal/tse"
ID = "c" * 32
TSS = "6f1c9b5e-0c1d-4b6e-9a55-2f1d0f6f7c11"


@asynccontextmanager
async def fiskaly(element: SecureElement, folder: Path) -> AsyncIterator[tuple[Any, dict[str, str]]]:
    cloud = FiskalyCloud(element, TSS, state="UNINITIALIZED")
    cloud.state, cloud.export_steps = "CREATED", []
    address = await cloud.serve()
    typed = {"api_key": KEY, "api_secret": SECRET, "tss": TSS, "admin_puk": "3208775922", "address": address}
    yield FiskalySetup(element.clock), typed
    await cloud.stop()


@asynccontextmanager
async def epson(element: SecureElement, folder: Path) -> AsyncIterator[tuple[Any, dict[str, str]]]:
    printer = EpsonPrinter(element, state="UNINITIALIZED")
    typed = {"host": "127.0.0.1", "port": str(await printer.listen()), "encryption": "none"}
    yield EpsonSetup(element.clock), typed
    await printer.stop()


@asynccontextmanager
async def swissbit(element: SecureElement, folder: Path) -> AsyncIterator[tuple[Any, dict[str, str]]]:
    library = SwissbitLibrary(element, state=0)
    yield SwissbitSetup(folder, element.clock, lambda _: library), {"mount": "/media/tse"}


@asynccontextmanager
async def diebold(element: SecureElement, folder: Path) -> AsyncIterator[tuple[Any, dict[str, str]]]:
    double = DieboldService(element)
    address = f"ws://127.0.0.1:{await double.listen()}/"
    yield DieboldSetup(element.clock), {"address": address, "admin_pin": ADMIN, "time_admin_pin": TIME}
    await double.stop()


@asynccontextmanager
async def open_office(maker: Any, folder: Path) -> AsyncIterator[tuple[OpenShop, httpx.AsyncClient, Any]]:
    """A shop that has no TSE yet, and what its owner types for the one that was bought."""
    async with open_web(folder) as (shop, app):
        element = SecureElement(device=SimulatedSigner(folder / "element", shop.clock, "P-384"))
        async with maker(element, folder) as (setup, typed):
            node = shop.node
            node.signer_kinds = {setup.kind: setup}
            node.sealer = Sealer(folder / "secrets.key")
            node.signer_archive = SignerArchive(folder / "tse-archive")
            node.signing.take_out("tse-1")
            await open_day(node, shop.cashier, OpeningRequest(shop.ids.new(), amount=10_000))
            form = {"id": ID, "kind": setup.kind, "name": "Die TSE", "place": "Büro", "fields": typed}
            try:
                yield shop, await office(app), form
            finally:
                for member in node.signing.members.values():
                    member.signer.close()  # type: ignore[attr-defined]
        element.close()


async def buy_milk(shop: OpenShop) -> Any:
    basket = Basket(shop.ids.new(), (BasketLine("1", "milk"),))
    answer = await sell(shop.node, shop.cashier, SaleRequest(basket, 129, (Tender("cash", 129),)))
    return answer.receipt.signed  # type: ignore[union-attr]


@pytest.mark.parametrize("maker", [fiskaly, epson, swissbit, diebold])
async def test_bought_set_up_sold_with_archived_and_there_again(tmp_path: Path, maker: Any) -> None:
    async with open_office(maker, tmp_path) as (shop, boss, form):
        assert (await buy_milk(shop)).failure, "without a TSE the receipt says so"
        tried = await boss.post(f"{TSE}/test", json={"kind": form["kind"], "fields": form["fields"]})
        assert tried.json() == {"reached": True}
        made = await boss.post(TSE, json=form)
        assert made.status_code == 201, made.text
        tse = made.json()["tse"]
        assert (tse["phase"], tse["state"], tse["simulated"]) == ("in_use", "ok", False)
        assert tse["tills"] == ["Kasse 1", "Kasse 2"]
        signed = await buy_milk(shop)
        verdict = verify_qr(qr_text(signed))
        assert verdict.valid and verdict.serial == tse["serial"], verdict.reason

        member = shop.node.signing.members[ID]
        assert isinstance(await archive_signer(shop.node, member), Piece)
        await buy_milk(shop)
        assert isinstance(await archive_signer(shop.node, member), Piece)
        assert shop.node.signer_archive is not None
        check_tar(b"".join(shop.node.signer_archive.whole(tse["serial"])))
        assert shop.node.signer_archive.faults(tse["serial"]) == []

        shop.node.signing.take_out(ID).signer.close()  # type: ignore[union-attr]
        kept = await shop.node.writer.write(lambda tx: secrets.get(tx, "tse", ID))
        assert kept is not None
        assert open_signer(shop.node, shop.node.masterdata.signers[ID], kept[0]) == ""
        arrange(shop.node)
        await shop.node.signing.open()
        for till in shop.node.masterdata.tills:
            await shop.node.signing.register(till.serial)
        assert not (await buy_milk(shop)).failure


@pytest.mark.parametrize("maker", [fiskaly, epson, swissbit, diebold])
async def test_what_was_typed_is_in_no_journal_and_no_answer(tmp_path: Path, maker: Any) -> None:
    async with open_office(maker, tmp_path) as (shop, boss, form):
        made = await boss.post(TSE, json=form)
        kept = await shop.node.writer.write(lambda tx: secrets.get(tx, "tse", ID))
        assert kept is not None
        hidden = set(shop.node.sealer.open(kept[0], f"tse:{ID}").decode().split('"')[3::4])  # type: ignore[union-attr]
        to_note = set(made.json()["to_note"].values())
        assert len(hidden) >= 2
        shown = (await boss.get(TSE)).text
        for secret in hidden:
            assert secret not in shown
            assert secret in to_note or secret not in made.text
            assert all(secret.encode() not in body for _, _, _, body in shop.entries())
