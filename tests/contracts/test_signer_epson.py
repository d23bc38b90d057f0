"""The TSE of Epson, against a printer double that speaks its frames over a real socket."""

import asyncio

import pytest

from tests.contracts.signer_contract import CLIENT, DATA, SignerContract
from tests.contracts.signer_doubles.epson_printer import PINS, EpsonPrinter
from tests.contracts.signer_doubles.secure_element import SecureElement
from tests.contracts.signer_doubles.tls_identity import server_and_trust
from tests.contracts.signer_setup_contract import SignerSetupContract
from tests.contracts.tar_checker import check_tar
from tresen.adapters.signer_epson import EpsonSetup, EpsonSigner
from tresen.adapters.signer_epson.line import EpsonLine, Place
from tresen.adapters.signer_epson.signer import Pins
from tresen.fiscal.process_data import RECEIPT
from tresen.ports.signer import Finished, SignerDown, SignerUnknown, Started
from tresen.ports.signer_setup import KeptSetup

ACTS = ("StartTransaction", "FinishTransaction")


@pytest.fixture
def element(tmp_path):
    element = SecureElement(tmp_path / "element", curve="P-384")
    yield element
    element.close()


@pytest.fixture
def printer(element):
    return EpsonPrinter(element)


@pytest.fixture
async def port(printer):
    yield await printer.listen()
    await printer.stop()


def _opened(port, clock, pin=PINS["time"], seconds=20.0):
    return EpsonSigner(EpsonLine(Place("127.0.0.1", port), seconds), Pins(PINS["admin"], pin), clock)


@pytest.fixture
async def signer(port, element):
    signer = _opened(port, element.clock)
    yield signer
    signer.close()


@pytest.fixture
async def ready(signer):
    await signer.register(CLIENT)
    return signer


class TestEpsonSigner(SignerContract):
    @pytest.fixture
    def signer(self, signer):
        return signer


class TestEpsonSetup(SignerSetupContract):
    @pytest.fixture
    def printer(self, element):
        return EpsonPrinter(element, state="UNINITIALIZED")

    @pytest.fixture
    async def setup(self, port, element, monkeypatch):
        setup = EpsonSetup(element.clock)
        opened, make = [], setup.open
        monkeypatch.setattr(setup, "open", lambda *kept: opened.append(make(*kept)) or opened[-1])
        yield setup
        for signer in opened:
            signer.close()

    @pytest.fixture
    def typed(self, port):
        return {"host": "127.0.0.1", "port": str(port), "encryption": "none"}


# ---- the line


async def test_no_printer_means_nothing_was_done(printer, port, element):
    await printer.stop()
    with pytest.raises(SignerDown, match="cannot be reached"):
        await _opened(port, element.clock).start(CLIENT)


async def test_a_tse_that_another_program_uses_is_told(signer, printer):
    printer.opening = "DEVICE_IN_USE"
    with pytest.raises(SignerDown, match="another program"):
        await signer.info()


@pytest.mark.parametrize("fault", ["lose_before", "lose_after", "garbage", "cut", "ERROR_TIMEOUT"])
@pytest.mark.parametrize("act", ACTS)
async def test_a_lost_answer_is_unknown_and_nothing_is_repeated(ready, printer, element, act, fault):
    started = await ready.start(CLIENT)
    before = element.signatures
    printer.faults = [(act, fault)]
    call = ready.start(CLIENT) if act == ACTS[0] else ready.finish(CLIENT, started.transaction, RECEIPT, DATA)
    with pytest.raises(SignerUnknown):
        await call
    signed = fault in {"lose_after", "garbage", "cut"}
    assert element.signatures == before + signed
    if act == ACTS[0]:
        assert len(await ready.open_transactions()) == 1 + signed
        return
    found = await ready.look_up(started.transaction)
    assert isinstance(found, Finished if signed else Started)
    if not signed:
        await ready.finish(CLIENT, started.transaction, RECEIPT, DATA)


async def test_a_busy_tse_has_surely_signed_nothing(ready, printer):
    printer.faults = [("StartTransaction", "ERROR_DEVICE_BUSY")]
    with pytest.raises(SignerDown, match="busy"):
        await ready.start(CLIENT)
    await ready.start(CLIENT)


async def test_a_tse_that_was_closed_is_opened_again(ready, printer):
    printer.faults = [("GetStorageInfo", "DEVICE_NOT_OPEN")]
    with pytest.raises(SignerDown, match="closed"):
        await ready.condition()
    await ready.condition()


async def test_after_a_lost_link_the_till_logs_in_again(ready, printer):
    printer.faults = [("GetStorageInfo", "lose_before")]
    with pytest.raises(SignerDown):
        await ready.info()
    await ready.start(CLIENT)


async def test_a_late_answer_is_never_taken_for_another_one(ready, printer):
    started = await ready.start(CLIENT)
    printer.faults = [("FinishTransaction", "hang")]
    call = asyncio.create_task(ready.finish(CLIENT, started.transaction, RECEIPT, DATA))
    await printer.hanging.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert await ready.look_up(started.transaction) == started


async def test_a_silent_printer_is_waited_for_a_bounded_time(port, printer, element):
    signer = _opened(port, element.clock, seconds=0.05)
    printer.faults = [("GetStorageInfo", "hang")]
    with pytest.raises(SignerDown):
        await signer.condition()
    signer.close()


# ---- what the TSE waits for


@pytest.mark.parametrize(("lacks", "state", "said"), [
    ({"tested": False}, "self_test_due", "wants to be tested"), ({"timed": False}, "time_not_set", "clock"),
    ({"full": True}, "full", "memory"),
])  # fmt: skip
async def test_it_says_what_it_waits_for(ready, printer, lacks, state, said):
    for name, value in lacks.items():
        setattr(printer, name, value)
    assert (await ready.condition()).state == state
    with pytest.raises(SignerDown, match=said):
        await ready.start(CLIENT)


@pytest.mark.parametrize(("given", "state"), [("UNINITIALIZED", "not_set_up"), ("DECOMMISSIONED", "disabled")])
async def test_states_of_its_life(ready, printer, given, state):
    printer.state = given
    assert (await ready.condition()).state == state


async def test_the_end_of_its_certificate(ready, element):
    element.clock.at = element.expires_at * 1000 + 1000
    assert (await ready.condition()).state == "expired"
    with pytest.raises(SignerDown, match="expired"):
        await ready.start(CLIENT)


async def test_what_is_left_of_it(ready, element):
    condition = await ready.condition()
    assert condition.storage_left == 7_000_000 * 512
    assert condition.signatures_left == 20_000_000 - element.signatures
    assert condition.self_test_due_at == element.clock.at + 80_000_000


async def test_a_pin_that_was_refused_is_not_tried_until_it_is_blocked(port, printer, element):
    await element.device.register(CLIENT)
    signer = _opened(port, element.clock, pin="00000")
    for _ in range(5):
        with pytest.raises(SignerDown, match="PIN of the TSE is wrong"):
            await signer.start(CLIENT)
    assert printer.tries == 2
    assert (await signer.condition()).state == "locked"
    signer.close()


async def test_a_tse_from_another_printer_is_made_known_to_this_one(ready, printer):
    printer.at_home = False
    await ready.self_test(CLIENT)
    assert printer.at_home


async def test_after_a_restart_it_knows_whose_the_open_ones_are(ready, port, element):
    started = await ready.start(CLIENT)
    again = _opened(port, element.clock)
    assert await again.open_transactions() == ((started.transaction, CLIENT),)
    done = await again.finish(CLIENT, started.transaction, RECEIPT, DATA)
    assert done.started_at == started.at
    again.close()


async def test_an_export_that_nobody_reads_to_its_end_is_cancelled(ready, printer):
    pieces = ready.export()
    await anext(pieces)
    await pieces.aclose()
    assert printer.export is None
    assert printer.asked[-2:] == ["CancelExport", "LogOutForAdmin"]


async def test_a_damaged_export_is_none(ready, printer):
    printer.faults = [("GetExportData", "garbage")]
    with pytest.raises(SignerDown):
        [piece async for piece in ready.export()]


async def test_selling_goes_on_between_the_pieces_of_an_export(ready, element):
    pieces = []
    async for piece in ready.export():
        pieces.append(piece)
        if len(pieces) < 4:
            started = await ready.start(CLIENT)
            await ready.finish(CLIENT, started.transaction, RECEIPT, DATA)
    assert len(pieces) > 4
    check_tar(b"".join(pieces))


async def test_a_later_part_leaves_out_what_was_made_long_before(ready, element):
    for _ in range(3):
        started = await ready.start(CLIENT)
        done = await ready.finish(CLIENT, started.transaction, RECEIPT, DATA)
        element.clock.at += 3_600_000
    part = check_tar(b"".join([piece async for piece in ready.export(done.counter)]), done.counter)
    assert part.counters == [done.counter - 1, done.counter]


@pytest.mark.parametrize("client", ["", "x" * 31, "Käse"])
async def test_a_name_that_it_does_not_take_is_refused(signer, client):
    with pytest.raises(SignerDown, match="at most 30"):
        await signer.register(client)


# ---- encryption and set-up


@pytest.fixture
async def encrypted(printer, tmp_path):
    yield await printer.listen(server_and_trust(tmp_path)[0])
    await printer.stop()


async def _set_up(setup, typed, so_far=None):
    async def keep(so_far):
        pass

    return await setup.set_up(typed, so_far or KeptSetup(), keep)


async def test_encrypted_and_only_with_the_printer_of_the_set_up(printer, encrypted, element, tmp_path):
    typed = {"host": "127.0.0.1", "port": str(encrypted), "admin_pin": "12345", "time_admin_pin": "54321"}
    setup = EpsonSetup(element.clock)
    await setup.test(typed)
    kept = await _set_up(setup, typed)
    signer = setup.open(kept.configuration, kept.secrets)
    await signer.register(CLIENT)
    signer.close()
    other = EpsonPrinter(element)
    port = await other.listen(server_and_trust(tmp_path, days=50)[0])
    impostor = setup.open({**kept.configuration, "port": str(port)}, kept.secrets)
    with pytest.raises(SignerDown, match="another printer"):
        await impostor.register(CLIENT)
    assert not other.asked
    await other.stop()


async def test_a_tse_in_use_is_taken_over_with_its_pins_only(port, printer, element):
    typed = {"host": "127.0.0.1", "port": str(port), "encryption": "none"}
    setup = EpsonSetup(element.clock)
    with pytest.raises(SignerDown, match="set up already"):
        await setup.test(typed)
    with pytest.raises(SignerDown, match="set up already"):
        await _set_up(setup, typed)
    kept = await _set_up(setup, {**typed, "admin_pin": "12345", "time_admin_pin": "54321"})
    assert "SetUp" not in printer.asked
    assert kept.show_once == ()


async def test_a_set_up_whose_answer_was_lost_goes_on_with_the_pins_it_gave(port, printer, element):
    printer.state, printer.pins = "UNINITIALIZED", {}
    printer.faults = [("SetUp", "lose_after")]
    typed = {"host": "127.0.0.1", "port": str(port), "encryption": "none"}
    setup = EpsonSetup(element.clock)
    kept = []

    async def keep(so_far):
        kept.append(so_far)

    with pytest.raises(SignerUnknown):
        await setup.set_up(typed, KeptSetup(), keep)
    done = await _set_up(setup, typed, kept[-1])
    assert done.secrets == kept[-1].secrets
    assert set(done.show_once) == {"admin_puk", "admin_pin", "time_admin_pin"}
