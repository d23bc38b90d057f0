"""The process documentation says what is set up, and every change of that makes an edition that stays."""

import io
import json
from pathlib import Path

import pypdfium2

from tests.shop_fixture import OpenShop, open_shop
from tests.signing_in.browser import code_of, office, open_web
from tresen.operations.documentation.edition import decode_edition, hash_of
from tresen.operations.documentation.keep_editions import note_edition
from tresen.operations.documentation.own_texts import QUESTIONS
from tresen.operations.house.change_till import change_till
from tresen.operations.people.change_staff import set_right

DOCUMENTATION = "/api/v1/office/fiscal/documentation"


def text_of(pdf: bytes) -> str:
    """Everything that can be read in a PDF, on one line."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(" ".join(pages).replace("\ufffe", "").replace("\u200b", "").split())


def kept(shop: OpenShop) -> list[dict]:
    return [json.loads(body) for _, _, _, body in shop.entries("process_documentation")]


async def test_an_edition_is_kept_for_every_state_and_only_then(tmp_path: Path, database_url: str) -> None:
    async with open_shop(tmp_path, database_url) as shop:
        first = await note_edition(shop.node)
        assert first is not None
        assert (first.number, first.changed) == (1, ())
        assert await note_edition(shop.node) is None, "nothing changed"
        assert await set_right(shop.node, shop.owner, "cashier", "no_sale", "deny") is None
        second = await note_edition(shop.node)
        assert second is not None
        assert second.number == 2
        assert [text.split("„")[0] for text in second.changed] == ["Berechtigungen: entfallen ", "Berechtigungen: neu "]
        assert "Lade ohne Verkauf öffnen" in second.changed[0]
        assert await set_right(shop.node, shop.owner, "cashier", "no_sale", "approve") is None
        third = await note_edition(shop.node)
        assert third is not None
        assert third.hash == first.hash, "the same configuration has the same hash"
        assert third.number == 3
        for _, _, _, body in shop.entries("process_documentation"):
            edition = decode_edition(body)
            assert hash_of(edition.document) == edition.hash


async def test_what_is_set_up_stands_in_the_pdf(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (_shop, app):
        boss = await office(app)
        view = (await boss.get(DOCUMENTATION)).json()
        assert (len(view["editions"]), view["missing"], len(view["texts"])) == (1, len(QUESTIONS), len(QUESTIONS))
        edition = view["editions"][0]
        answer = await boss.get(f"{DOCUMENTATION}/{edition['id']}.pdf")
        assert answer.headers["content-type"] == "application/pdf"
        assert b"pdfaid" in answer.content, "archivable"
        text = text_of(answer.content)
        for said in (
            "Verfahrensdokumentation", "Testladen", "TRESEN-TEST-1", "TRESEN-TEST-2", "99/999/99999", "Olga Owner",
            "19,00 %", "SQLite", "Noch nicht beschrieben", "Erste Fassung", "zehn Jahre",
        ):  # fmt: skip
            assert said in text, said
        assert edition["hash"][:20] in text.replace(" ", "")


async def test_the_owner_writes_what_only_the_owner_knows(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        boss = await office(app)
        said = "Die Lade zählt abends Kai.\nDas Geld kommt in den Tresor."
        view = (await boss.put(f"{DOCUMENTATION}/texts/cash", json={"text": said})).json()
        assert view["missing"] == len(QUESTIONS) - 1
        text = text_of((await boss.get(f"{DOCUMENTATION}/{view['editions'][0]['id']}.pdf")).content)
        assert "Die Lade zählt abends Kai." in text
        first = view["editions"][-1]
        await boss.put(f"{DOCUMENTATION}/texts/cash", json={"text": "Niemand zählt."})
        old = text_of((await boss.get(f"{DOCUMENTATION}/{first['id']}.pdf")).content)
        assert "Niemand zählt." not in old, "an edition stays as it was kept"
        for key, wrong in (("cash", "x" * 4001), ("cash", "\x07"), ("nothing", "x")):
            answer = await boss.put(f"{DOCUMENTATION}/texts/{key}", json={"text": wrong})
            assert code_of(answer) == "bad_input"
        manager = await office(app, "Mara Manager")
        assert code_of(await manager.put(f"{DOCUMENTATION}/texts/cash", json={"text": "x"})) == "denied"
        assert shop.node.masterdata.settings.own_texts == {"cash": "Niemand zählt."}
        assert len(kept(shop)) == 2


async def test_a_till_that_is_renamed_is_named_in_the_history(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        await note_edition(shop.node)
        changed = await change_till(shop.node, shop.owner, "till-2", name="Kasse am Eingang")
        assert not hasattr(changed, "code"), changed
        second = await note_edition(shop.node)
        assert second is not None
        assert any("Kasse am Eingang · TRESEN-TEST-2" in text for text in second.changed)


async def test_before_the_tse_has_said_who_it_is_nothing_is_kept(tmp_path: Path) -> None:
    async with open_shop(tmp_path) as shop:
        member = next(iter(shop.node.signing.members.values()))
        info, member.info = member.info, None
        assert await note_edition(shop.node) is None
        member.info = info
        assert await note_edition(shop.node) is not None
