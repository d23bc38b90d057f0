"""What the office sees without asking again, and the switches of the practice shop."""

from pathlib import Path

import msgspec

from tests.insight.test_reports import selling, sold
from tests.shop_fixture import make_node
from tests.signing_in.browser import code_of, office, open_web
from tresen.ports.practice import PracticeDevice
from tresen.web.office.today import _stream
from tresen.web.practice_devices import Simulators


async def test_today_comes_at_once_and_every_new_receipt_by_itself(tmp_path: Path) -> None:
    async with selling(tmp_path) as shop:
        stream = _stream(shop.node, "", "de")
        first = await anext(stream)
        assert first.event == "today"
        receipt = await sold(shop, 1, 1)
        heard = [await anext(stream), await anext(stream)]
        assert [message.event for message in heard] == ["receipt", "today"]
        assert msgspec.json.decode(str(heard[0].data))["id"] == receipt.id
        assert msgspec.json.decode(str(heard[1].data))["turnover"]["now"] == 378
        await stream.aclose()  # type: ignore[attr-defined]


async def test_an_outage_of_the_tse_is_rehearsed_from_the_office(tmp_path: Path) -> None:
    async with open_web(tmp_path) as (shop, app):
        shop.node.practice = Simulators(shop.node)
        boss = await office(app)
        listed = (await boss.get("/api/v1/office/simulators")).json()
        assert [(one["what"], one["mode"]) for one in listed] == [("tse", "ok")]
        switched = await boss.put("/api/v1/office/simulators/tse-1", json={"mode": "down"})
        assert switched.json()["mode"] == "down" == shop.signer.mode
        assert code_of(await boss.put("/api/v1/office/simulators/tse-1", json={"mode": "on fire"})) == "bad_input"
        assert code_of(await boss.put("/api/v1/office/simulators/none", json={"mode": "ok"})) == "device_not_found"
        assert [subject for _, _, subject, _ in shop.entries("simulator_switched")] == ["device:tse-1"]


def test_an_empty_node_has_a_signer_only(tmp_path: Path) -> None:
    node = make_node(tmp_path)
    assert [device.what for device in Simulators(node).listed()] == ["tse"]
    assert isinstance(Simulators(node).switch("tse-1", "slow"), PracticeDevice)
    assert Simulators(node).switch("gone", "ok") is None
    node.writer.stop()
    node.database.close()
    node.signing.signer.close()  # type: ignore[attr-defined]
