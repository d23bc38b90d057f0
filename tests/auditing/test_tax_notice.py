"""The notice of tills to the tax office: complete, in time, and once it was told nothing is due until something changes."""

import base64
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.shop_fixture import OpenShop
from tests.signing_in.browser import code_of, office, open_web
from tresen.fiscal.tax_notice import NAMESPACE, TillSystem, last_day, missing_of, notice_xml
from tresen.masterdata.kinds import SignerRecord
from tresen.masterdata.records import change
from tresen.store.writer import Tx

URL = "/api/v1/office/fiscal/notice"
COMPLETE = TillSystem(
    "Kasse 1", "Tresen", "0.1.0", "TRESEN-AB12", "Tresen", "PC", "ab" * 32, "2026-03-31", "0490-2021", "cloud",
    "2026-01-31", "2026-02-01",
)  # fmt: skip


def test_the_file_says_what_the_law_asks_in_the_order_of_the_form() -> None:
    gone = replace(COMPLETE, serial='A<&">', decommissioned="2026-05-02", reason="verkauft & weg")
    text = notice_xml([COMPLETE, gone])
    assert text.startswith('<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n')
    systems = ET.fromstring(text).findall(f".//{{{NAMESPACE}}}AngabenAufzeichnungssystem")
    told = [[(one.tag.rpartition("}")[2], one.text) for one in system] for system in systems]
    assert told[0] == [
        ("Art", "1"), ("Software", "Tresen"), ("SoftwareVersion", "0.1.0"), ("SeriennummerAS", "TRESEN-AB12"),
        ("Hersteller", "Tresen"), ("Modell", "PC"), ("SeriennummerTSE", "ab" * 32), ("InbetriebnahmeTSE", "31.03.2026"),
        ("BSIID", "0490-2021"), ("ArtTSE", "3"), ("AnschaffungAS", "31.01.2026"), ("InbetriebnahmeAS", "01.02.2026"),
    ]  # fmt: skip
    assert told[1][3] == ("SeriennummerAS", 'A<&">')
    assert told[1][12:] == [("AusserbetriebnahmeAS", "02.05.2026"), ("GrundAusserbetriebnahme", "verkauft & weg")]


@pytest.mark.parametrize(("field", "value"), [
    ("tse_serial", "ab"), ("tse_since", ""), ("certificate", "BSI-K-TR-0490-2021"), ("certificate", ""), ("tse_form", "Karte"),
    ("acquired", ""), ("commissioned", ""), ("maker", ""), ("model", ""),
])  # fmt: skip
def test_what_is_missing_is_named(field: str, value: str) -> None:
    assert missing_of([COMPLETE]) == []
    assert missing_of([replace(COMPLETE, **{field: value})]) == [("Kasse 1", field)]


@pytest.mark.parametrize(("systems", "told", "due"), [
    ([COMPLETE], [], "2026-04-30"),  # a month after the TSE came, which was the last thing to come
    ([replace(COMPLETE, tse_since="2026-01-31")], [], "2026-02-28"),
    ([replace(COMPLETE, tse_since="2027-12-31")], [], "2028-01-31"),
    ([replace(COMPLETE, acquired="2024-01-01", tse_since="2024-01-01")], [], "2025-07-31"),
    ([COMPLETE], [COMPLETE], ""),
    ([replace(COMPLETE, version="0.2.0", model="Tablet")], [COMPLETE], ""),  # a new version is no new till
    ([replace(COMPLETE, decommissioned="2026-06-30", reason="verkauft")], [COMPLETE], "2026-07-30"),
    ([COMPLETE, replace(COMPLETE, serial="B", acquired="2026-05-05")], [COMPLETE], "2026-06-05"),
])  # fmt: skip
def test_the_term_is_a_month_after_what_changed(systems: list[TillSystem], told: list[TillSystem], due: str) -> None:
    assert last_day(systems, told) == due


async def with_tse(shop: OpenShop, **facts: object) -> None:
    """A certified TSE, as the wizard leaves it."""
    now = shop.clock.now()
    record = SignerRecord(
        "tse-real",
        "fiskaly",
        "Wolke",
        form="cloud",
        certification="BSI-K-TR-0490-2021",
        serial="cd" * 32,
        commissioned_at=now,
    )

    def job(tx: Tx) -> None:
        change(
            tx, shop.node.journal, "tse", record.id, replace(record, **facts), entry_id=shop.ids.new(), at=now,
            day="2026-06-01", actor="staff-owner",
        )  # fmt: skip

    await shop.node.writer.write(job)


async def test_the_office_tells_sends_keeps_the_proof_and_hears_of_the_next_change(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        boss = await office(app)
        (site,) = (await boss.get(URL)).json()
        assert {one["field"] for one in site["missing"]} >= {"tse_serial", "certificate"}
        assert code_of(await boss.get(f"{URL}/{site['shop']}/file")) == "tax_notice_incomplete"
        await with_tse(shop)
        for till in ("till-1", "till-2"):
            await boss.put(
                f"/api/v1/office/tills/{till}", json={"acquired_on": "2026-05-20", "maker": "Elo", "model": "X10"}
            )
        (site,) = (await boss.get(URL)).json()
        if site["missing"]:  # the fixture's tills were never set up on a day
            assert {one["field"] for one in site["missing"]} == {"commissioned"}
            for till in list(shop.node.masterdata.tills):
                shop.node.masterdata.tills[till.id].commissioned_at = shop.clock.now()
            (site,) = (await boss.get(URL)).json()
        assert site["missing"] == []
        assert site["due"] == "2026-07-01"
        file = await boss.get(f"{URL}/{site['shop']}/file")
        assert file.text.count("<AngabenAufzeichnungssystem>") == 2
        assert "<AnschaffungAS>20.05.2026</AnschaffungAS>" in file.text
        body = {
            "sent_on": "2026-06-01",
            "ticket": "kp7a3",
            "proof_name": "../ELSTER.pdf",
            "proof": base64.b64encode(b"%PDF-1").decode(),
        }
        assert (
            code_of(await boss.post(f"{URL}/{site['shop']}/sent", json=body | {"sent_on": "2026-06-02"})) == "bad_input"
        )
        assert code_of(await boss.post(f"{URL}/{site['shop']}/sent", json=body | {"proof": "*"})) == "bad_input"
        sent = await boss.post(f"{URL}/{site['shop']}/sent", json=body)
        assert sent.status_code == 201, sent.text
        assert sent.json()["proof_name"] == "..ELSTER.pdf"
        proof = await boss.get(f"{URL}/{site['shop']}/proofs/{sent.json()['id']}")
        assert (proof.content, proof.headers["content-type"]) == (b"%PDF-1", "application/octet-stream")
        (site,) = (await boss.get(URL)).json()
        assert (site["due"], len(site["sent"])) == ("", 1)
        gone = await boss.put("/api/v1/office/tills/till-2", json={"active": False, "reason": "verkauft"})
        assert gone.status_code == 200, gone.text
        (site,) = (await boss.get(URL)).json()
        assert site["due"] == "2026-07-01"
        lines = {one["name"]: one for one in (await boss.get("/api/v1/office/fiscal")).json()}
        assert lines["notice"]["state"] == "off", "nothing is told from a practice shop"
        shop.node.masterdata.settings.practice = False
        lines = {one["name"]: one for one in (await boss.get("/api/v1/office/fiscal")).json()}
        assert (lines["notice"]["state"], lines["notice"]["text"]) == ("warn", "to be sent by 2026-07-01")
