"""The USB TSE of Diebold Nixdorf, against a double of its web service over a real WebSocket."""

import asyncio

import pytest

from tests.contracts.signer_contract import CLIENT, DATA, SignerContract
from tests.contracts.signer_doubles.diebold_socket import ADMIN, TIME, DieboldService
from tests.contracts.signer_doubles.secure_element import SecureElement
from tests.contracts.signer_doubles.tls_identity import server_and_trust
from tests.contracts.signer_setup_contract import SignerSetupContract
from tresen.adapters.signer_diebold import DieboldSetup, DieboldSigner
from tresen.adapters.signer_diebold.line import DieboldLine
from tresen.adapters.signer_diebold.signer import Pins
from tresen.adapters.signer_diebold.websocket import Address
from tresen.fiscal.process_data import RECEIPT
from tresen.ports.signer import Finished, SignerDown, SignerUnknown, Started

ACTS = ("StartTransaction", "FinishTransaction")


@pytest.fixture
def element(tmp_path):
    element = SecureElement(tmp_path / "element", curve="P-384")
    yield element
    element.close()


@pytest.fixture
def device(element):
    return DieboldService(element)


@pytest.fixture
async def address(device):
    yield f"ws://127.0.0.1:{await device.listen()}/"
    await device.stop()


def _opened(address, clock, time_admin=TIME, seconds=20.0):
    return DieboldSigner(DieboldLine(Address(address), None, seconds), Pins(ADMIN, time_admin), clock)


@pytest.fixture
async def signer(address, element):
    signer = _opened(address, element.clock)
    yield signer
    signer.close()


@pytest.fixture
async def ready(signer):
    await signer.register(CLIENT)
    return signer


class TestDieboldSigner(SignerContract):
    @pytest.fixture
    def signer(self, signer):
        return signer


class TestDieboldSetup(SignerSetupContract):
    @pytest.fixture
    async def setup(self, address, element, monkeypatch):
        setup = DieboldSetup(element.clock)
        opened, make = [], setup.open
        monkeypatch.setattr(setup, "open", lambda *kept: opened.append(make(*kept)) or opened[-1])
        yield setup
        for signer in opened:
            signer.close()

    @pytest.fixture
    def typed(self, address):
        return {"address": address, "admin_pin": ADMIN, "time_admin_pin": TIME}


async def test_no_service_means_nothing_was_done(device, address, element):
    await device.stop()
    with pytest.raises(SignerDown, match="cannot be reached"):
        await _opened(address, element.clock).start(CLIENT)


@pytest.mark.parametrize("fault", ["lose_before", "lose_after", "garbage", "closed"])
@pytest.mark.parametrize("act", ACTS)
async def test_a_lost_answer_is_unknown_and_nothing_is_repeated(ready, device, element, act, fault):
    started = await ready.start(CLIENT)
    before = element.signatures
    device.faults = [(act, fault)]
    call = ready.start(CLIENT) if act == ACTS[0] else ready.finish(CLIENT, started.transaction, RECEIPT, DATA)
    with pytest.raises(SignerUnknown):
        await call
    signed = fault != "lose_before"
    assert element.signatures == before + signed
    if act == ACTS[0]:
        assert len(await ready.open_transactions()) == 1 + signed
        return
    found = await ready.look_up(started.transaction)
    assert isinstance(found, Finished if signed else Started)
    if not signed:
        await ready.finish(CLIENT, started.transaction, RECEIPT, DATA)


async def test_an_old_answer_is_passed_over_and_pieces_are_put_together(ready, device):
    device.faults = [("StartTransaction", "late")]
    started = await ready.start(CLIENT)
    assert await ready.look_up(started.transaction) == started


async def test_a_cancelled_finish_leaves_a_line_that_is_not_used_again(ready, device):
    started = await ready.start(CLIENT)
    device.faults = [("FinishTransaction", "hang")]
    call = asyncio.create_task(ready.finish(CLIENT, started.transaction, RECEIPT, DATA))
    await device.hanging.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert await ready.look_up(started.transaction) == started


async def test_a_silent_service_is_waited_for_a_bounded_time(address, device, element):
    signer = _opened(address, element.clock, seconds=0.05)
    device.faults = [("GetDeviceInfo", "hang")]
    with pytest.raises(SignerDown):
        await signer.info()
    signer.close()


@pytest.mark.parametrize(("lacks", "state"), [
    ({"tested": False}, "self_test_due"), ({"timed": False}, "time_not_set"), ({"free": 0}, "full"),
])  # fmt: skip
async def test_it_says_what_it_waits_for(ready, device, lacks, state):
    for name, value in lacks.items():
        setattr(device, name, value)
    assert (await ready.condition()).state == state
    with pytest.raises(SignerDown, match="cannot do this"):
        await ready.start(CLIENT)


async def test_the_end_of_its_certificate(ready, element):
    element.clock.at = element.expires_at * 1000 + 1000
    assert (await ready.condition()).state == "expired"


async def test_a_service_that_tells_only_what_is_publicly_known_is_good_enough_to_sell(ready, device):
    device.tells = False
    started = await ready.start(CLIENT)
    assert (await ready.condition()).state == "ready"
    assert await ready.open_transactions() == ((started.transaction, CLIENT),)
    await ready.finish(CLIENT, started.transaction, RECEIPT, DATA)
    assert await ready.open_transactions() == ()


async def test_a_pin_that_was_refused_is_not_sent_until_it_is_blocked(address, device, element):
    await element.device.register(CLIENT)
    signer = _opened(address, element.clock, time_admin="00000")
    for _ in range(5):
        with pytest.raises(SignerDown, match="PIN of the TSE is wrong"):
            await signer.start(CLIENT)
    assert device.tries == 2
    assert (await signer.condition()).state == "locked"
    signer.close()


async def test_too_many_open_transactions_are_told(ready, element):
    element.open_limit = 1
    await ready.start(CLIENT)
    with pytest.raises(SignerDown, match="too many"):
        await ready.start(CLIENT)


async def test_after_a_restart_it_finishes_what_was_open(ready, address, element):
    started = await ready.start(CLIENT)
    again = _opened(address, element.clock)
    done = await again.finish(CLIENT, started.transaction, RECEIPT, DATA)
    assert done.started_at == started.at
    again.close()


@pytest.mark.parametrize("client", ["", "x" * 31, "Käse", "a_b"])
async def test_a_name_that_it_does_not_take_is_refused(signer, client):
    with pytest.raises(SignerDown, match="at most 30"):
        await signer.register(client)


@pytest.mark.parametrize("address", ["http://127.0.0.1/", "ws://", "ws://127.0.0.1:999999/", "ws://192.0.2.1/"])
async def test_an_address_that_is_none_or_not_safe_is_told(address, element):
    with pytest.raises(SignerDown, match=r"ws://|port|in the clear"):
        await DieboldSetup(element.clock).test({"address": address, "admin_pin": ADMIN, "time_admin_pin": TIME})


async def test_encrypted_with_a_certificate_that_is_trusted(device, element, tmp_path):
    tls, trust = server_and_trust(tmp_path)
    address = Address(f"wss://127.0.0.1:{await device.listen(tls)}/")
    signer = DieboldSigner(DieboldLine(address, trust), Pins(ADMIN, TIME), element.clock)
    assert (await signer.info()).serial == element.serial
    signer.close()
    stranger = DieboldSigner(DieboldLine(address), Pins(ADMIN, TIME), element.clock)
    with pytest.raises(SignerDown, match="cannot be reached"):
        await stranger.info()
    await device.stop()
