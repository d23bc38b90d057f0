"""Setting up a TSE at fiskaly: a new one, one that is taken over, and tries that broke off."""

import uuid

import pytest

from tests.contracts.signer_doubles.fiskaly_cloud import KEY, PIN, PUK, SECRET, FiskalyCloud
from tests.contracts.signer_doubles.secure_element import SecureElement
from tests.contracts.signer_doubles.tls_identity import server_and_trust
from tests.contracts.signer_setup_contract import SignerSetupContract
from tresen.adapters.signer_fiskaly import FiskalySetup
from tresen.ports.signer import SignerDown
from tresen.ports.signer_setup import KeptSetup

TSS = "6f1c9b5e-0c1d-4b6e-9a55-2f1d0f6f7c11"


@pytest.fixture(scope="module")
def tls(tmp_path_factory):
    return server_and_trust(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def element(tmp_path):
    element = SecureElement(tmp_path / "element")
    yield element
    element.close()


@pytest.fixture
def cloud(element):
    return FiskalyCloud(element, TSS)


@pytest.fixture
async def address(cloud, tls):
    yield await cloud.serve(tls[0])
    await cloud.stop()


class TestFiskalySetup(SignerSetupContract):
    @pytest.fixture
    def cloud(self, element):
        return FiskalyCloud(element, TSS, state="NONE")

    @pytest.fixture
    async def setup(self, cloud, address, tls, element, monkeypatch):
        monkeypatch.setattr(uuid, "uuid4", lambda: uuid.UUID(TSS))
        setup = FiskalySetup(element.clock, tls[1])
        opened, make = [], setup.open
        monkeypatch.setattr(setup, "open", lambda *kept: opened.append(make(*kept)) or opened[-1])
        yield setup
        for signer in opened:
            signer.close()

    @pytest.fixture
    def typed(self, address):
        return {"api_key": KEY, "api_secret": SECRET, "admin_pin": "123456", "address": address}


async def test_a_key_is_never_sent_in_the_clear():
    with pytest.raises(SignerDown, match="https"):
        await FiskalySetup(None).test({"api_key": KEY, "api_secret": SECRET, "address": "http://api.example.com"})


async def _set_up(setup, typed, so_far=None):
    kept = []

    async def keep(so_far):
        kept.append(so_far)

    return await setup.set_up(typed, so_far or KeptSetup(), keep), kept


async def test_a_tse_that_one_has_is_taken_over(cloud, address, tls, element):
    typed = {"api_key": KEY, "api_secret": SECRET, "tss": TSS, "admin_pin": PIN, "address": address}
    setup = FiskalySetup(element.clock, tls[1])
    await setup.test(typed)
    kept, _ = await _set_up(setup, typed)
    assert kept.configuration["tss"] == TSS
    assert "PUT /tss/" + TSS not in cloud.asked
    with pytest.raises(SignerDown, match="admin PIN of the TSE is wrong"):
        await _set_up(setup, {**typed, "admin_pin": "999999"})


async def test_what_was_typed_wrong_is_corrected_with_the_next_try(cloud, address, tls, element):
    cloud.state = "CREATED"
    typed = {"api_key": KEY, "api_secret": SECRET, "tss": TSS, "admin_puk": "0000000000", "address": address}
    setup, kept = FiskalySetup(element.clock, tls[1]), []

    async def keep(so_far):
        kept.append(so_far)

    with pytest.raises(SignerDown, match="PUK of the TSE is wrong"):
        await setup.set_up(typed, KeptSetup(), keep)
    done, _ = await _set_up(setup, {**typed, "admin_puk": PUK, "admin_pin": "654321"}, kept[-1])
    assert done.secrets["admin_pin"] == cloud.pin == "654321"
    assert done.secrets["admin_puk"] == PUK
    cloud.pin = "111111"
    with pytest.raises(SignerDown, match="PIN of the TSE is wrong"):
        await _set_up(setup, {**typed, "admin_pin": "222222"}, done)
    await _set_up(setup, {**typed, "admin_pin": "111111"}, done)


async def test_a_puk_that_was_lost_on_the_way_is_told_and_no_second_tse_is_made(
    cloud, address, tls, element, monkeypatch
):
    monkeypatch.setattr(uuid, "uuid4", lambda: uuid.UUID(TSS))
    cloud.state = "NONE"
    cloud.faults = [(f"PUT /tss/{TSS}$", "lose_after")]
    typed = {"api_key": KEY, "api_secret": SECRET, "address": address}
    setup = FiskalySetup(element.clock, tls[1])
    with pytest.raises(SignerDown, match="PUK got lost"):
        await _set_up(setup, typed)
    kept, _ = await _set_up(setup, {**typed, "tss": TSS, "admin_puk": PUK})
    assert kept.secrets["admin_puk"] == PUK
    assert len(kept.secrets["admin_pin"]) == 10


async def test_an_id_that_is_none_is_told():
    with pytest.raises(SignerDown, match="no UUID"):
        await FiskalySetup(None).test({"api_key": KEY, "api_secret": SECRET, "tss": "abc"})
