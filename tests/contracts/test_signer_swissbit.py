"""The TSE of Swissbit, against C functions with the types of the maker's public header."""

import asyncio
import threading

import pytest

from tests.contracts.signer_contract import CLIENT, DATA, SignerContract
from tests.contracts.signer_doubles.secure_element import SecureElement
from tests.contracts.signer_doubles.swissbit_library import ADMIN, SECTORS, TIME, SwissbitLibrary
from tests.contracts.signer_setup_contract import SignerSetupContract
from tests.contracts.tar_checker import check_tar
from tresen.adapters.signer_swissbit import SwissbitSetup
from tresen.fiscal.process_data import RECEIPT
from tresen.ports.signer import Finished, SignerDown, SignerUnknown, Started
from tresen.ports.signer_setup import KeptSetup

ACTS = ("worm_transaction_start", "worm_transaction_finish")
PINS = {"admin_pin": ADMIN, "time_admin_pin": TIME}


@pytest.fixture
def element(tmp_path):
    element = SecureElement(tmp_path / "element", curve="P-384")
    yield element
    element.close()


@pytest.fixture
def library(element):
    return SwissbitLibrary(element)


async def _gone(signer):
    """Closed, and the thread has ended."""
    thread = signer._worker._thread
    signer.close()
    if thread is not None:
        await asyncio.get_running_loop().run_in_executor(None, thread.join)


def _opened(library, tmp_path, pins=PINS):
    setup = SwissbitSetup(tmp_path, library.element.clock, lambda folder: library)
    return setup.open({"mount": "/media/tse"}, pins)


@pytest.fixture
async def signer(library, tmp_path):
    signer = _opened(library, tmp_path)
    yield signer
    await _gone(signer)


@pytest.fixture
async def ready(signer):
    await signer.register(CLIENT)
    return signer


class TestSwissbitSigner(SignerContract):
    @pytest.fixture
    def signer(self, signer):
        return signer


class TestSwissbitSetup(SignerSetupContract):
    @pytest.fixture
    def library(self, element):
        return SwissbitLibrary(element, state=0)

    @pytest.fixture
    async def setup(self, library, tmp_path, monkeypatch):
        setup = SwissbitSetup(tmp_path, library.element.clock, lambda folder: library)
        opened, make = [], setup.open
        monkeypatch.setattr(setup, "open", lambda *kept: opened.append(make(*kept)) or opened[-1])
        yield setup
        for signer in opened:
            await _gone(signer)

    @pytest.fixture
    def typed(self):
        return {"mount": "/media/tse"}


# ---- the library


async def test_without_the_library_it_says_where_to_put_it(tmp_path, element):
    signer = SwissbitSetup(tmp_path, element.clock).open({"mount": "/media/tse"}, PINS)
    with pytest.raises(SignerDown, match="put it into the folder drivers"):
        await signer.info()
    await _gone(signer)


@pytest.mark.parametrize(("file", "folder"), [(0o666, 0o755), (0o620, 0o700), (0o600, 0o777)])
async def test_a_library_that_others_may_write_is_not_run(tmp_path, element, file, folder):
    drivers = tmp_path / "drivers"
    drivers.mkdir()
    (drivers / "libWormAPI.so").write_bytes(b"no library")
    (drivers / "libWormAPI.so").chmod(file)
    drivers.chmod(folder)
    signer = SwissbitSetup(tmp_path, element.clock).open({"mount": "/media/tse"}, PINS)
    with pytest.raises(SignerDown, match="others may write"):
        await signer.info()
    await _gone(signer)


async def test_a_library_that_lacks_a_function_is_told(tmp_path, library):
    del library.worm_transaction_finish
    signer = _opened(library, tmp_path)
    with pytest.raises(SignerDown, match="too old"):
        await signer.info()
    await _gone(signer)


async def test_an_older_library_that_does_not_tell_when_the_clock_is_due_is_good_enough(tmp_path, library):
    del library.worm_info_timeUntilNextTimeSynchronization
    signer = _opened(library, tmp_path)
    assert (await signer.condition()).time_due_at == 0
    await _gone(signer)


async def test_a_tse_that_is_pulled_out_is_down_and_found_again(ready, library):
    library.plugged_in = False
    with pytest.raises(SignerUnknown):
        await ready.start(CLIENT)
    with pytest.raises(SignerDown, match="no TSE is plugged in"):
        await ready.start(CLIENT)
    library.plugged_in = True
    await ready.start(CLIENT)
    assert library.contexts == 1


@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("code", [3, 4, 6, 8, 13, 0x1001])
@pytest.mark.parametrize("act", ACTS)
async def test_a_lost_answer_is_unknown_and_nothing_is_repeated(ready, library, element, act, code, done):
    started = await ready.start(CLIENT)
    before = element.signatures
    library.faults = [(act, code, done)]
    call = ready.start(CLIENT) if act == ACTS[0] else ready.finish(CLIENT, started.transaction, RECEIPT, DATA)
    with pytest.raises(SignerUnknown):
        await call
    assert element.signatures == before + done
    if act == ACTS[0]:
        assert len(await ready.open_transactions()) == 1 + done
        return
    found = await ready.look_up(started.transaction)
    assert isinstance(found, Finished if done else Started)
    if not done:
        await ready.finish(CLIENT, started.transaction, RECEIPT, DATA)


async def test_a_device_that_hangs_holds_up_only_who_waits_for_it(ready, library):
    started = await ready.start(CLIENT)
    library.go_on.clear()
    looking = asyncio.create_task(ready.look_up(started.transaction))
    await asyncio.get_running_loop().run_in_executor(None, library.exporting.wait)
    waiting = asyncio.create_task(ready.start(CLIENT))
    await asyncio.sleep(0)
    for task in (looking, waiting):
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    library.go_on.set()
    assert await ready.look_up(started.transaction) == started
    assert await ready.look_up(started.transaction + 1) is None, "what was left alone before it began is not done"


def test_its_thread_keeps_no_process_from_ending(library, tmp_path):
    async def use():
        signer = _opened(library, tmp_path)
        await signer.condition()
        assert signer._worker._thread.daemon
        await _gone(signer)

    asyncio.run(use())
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("tse-swissbit")]


# ---- what the TSE waits for


@pytest.mark.parametrize(("lacks", "state", "said"), [
    ({"tested": False}, "self_test_due", "wants to be tested"), ({"timed": False}, "time_not_set", "clock"),
    ({"sectors_used": SECTORS}, "full", "memory"),
])  # fmt: skip
async def test_it_says_what_it_waits_for(ready, library, lacks, state, said):
    for name, value in lacks.items():
        setattr(library, name, value)
    assert (await ready.condition()).state == state
    with pytest.raises(SignerDown, match=said):
        await ready.start(CLIENT)


@pytest.mark.parametrize(("given", "state"), [(0, "not_set_up"), (2, "disabled")])
async def test_states_of_its_life(ready, library, given, state):
    library.state = given
    assert (await ready.condition()).state == state


async def test_the_end_of_its_certificate(ready, element):
    element.clock.at = element.expires_at * 1000 + 1000
    assert (await ready.condition()).state == "expired"
    with pytest.raises(SignerDown, match="expired"):
        await ready.start(CLIENT)


async def test_what_is_left_of_it_and_when_it_wants_something(ready, element):
    condition = await ready.condition()
    assert condition.storage_left == 7_000_000 * 512
    assert condition.signatures_left == 20_000_000 - element.signatures
    assert condition.self_test_due_at == element.clock.at + 80_000_000
    assert condition.time_due_at == element.clock.at + 70_000_000


async def test_one_for_developers_counts_as_simulated(ready, library):
    library.development = True
    assert (await ready.info()).simulated


async def test_its_clock_is_not_worn_out(ready, library, element):
    for _ in range(5):
        await ready.update_time()
    assert library.times_set == 1
    library.timed = False
    await ready.update_time()
    element.clock.at += 60_001
    await ready.update_time()
    assert library.times_set == 3


async def test_a_pin_that_was_refused_is_not_tried_until_it_is_blocked(library, tmp_path):
    signer = _opened(library, tmp_path, {**PINS, "admin_pin": "00000"})
    for _ in range(5):
        with pytest.raises(SignerDown, match="PIN of the TSE is wrong"):
            await signer.register(CLIENT)
    assert library.tries == 2
    assert (await signer.condition()).state == "locked"
    await _gone(signer)


async def test_many_tills_are_listed_page_by_page(ready, element):
    for number in range(40):
        await ready.register(f"TILL-{number:02}")
    before = element.signatures
    await ready.register("TILL-39")
    assert element.signatures == before


async def test_many_open_transactions_are_listed_page_by_page(ready):
    for _ in range(130):
        await ready.start(CLIENT)
    assert len(await ready.open_transactions()) == 130


async def test_too_many_open_transactions_are_told(ready, element):
    element.open_limit = 1
    await ready.start(CLIENT)
    with pytest.raises(SignerDown, match="too many"):
        await ready.start(CLIENT)


async def test_after_a_restart_it_knows_whose_the_open_ones_are(ready, library, tmp_path):
    started = await ready.start(CLIENT)
    again = _opened(library, tmp_path)
    assert await again.open_transactions() == ((started.transaction, CLIENT),)
    done = await again.finish(CLIENT, started.transaction, RECEIPT, DATA)
    assert done.started_at == started.at
    await _gone(again)


# ---- export


async def test_a_device_that_wants_an_administrator_for_the_export_gets_one(ready, library):
    library.export_wants_admin = True
    check_tar(b"".join([piece async for piece in ready.export()]))
    assert not library.users


async def test_an_export_that_nobody_reads_to_its_end_is_stopped(ready, library):
    for _ in range(30):
        started = await ready.start(CLIENT)
        await ready.finish(CLIENT, started.transaction, RECEIPT, DATA)
    pieces = ready.export()
    await anext(pieces)
    await pieces.aclose()
    await ready.start(CLIENT)


async def test_a_device_that_hangs_in_an_export_does_not_hang_its_reader(ready, library):
    for _ in range(30):  # more than waits for its reader
        await ready.start(CLIENT)
    pieces = ready.export()
    await anext(pieces)
    library.go_on.clear()
    await pieces.aclose()
    assert ready._ending
    library.go_on.set()
    await ready.start(CLIENT)
    await asyncio.gather(*ready._ending)


async def test_an_export_that_breaks_off_is_told(ready, library):
    library.faults = [("worm_export_tar", 10, True)]
    with pytest.raises(SignerDown):
        [piece async for piece in ready.export()]


async def test_a_later_part_leaves_out_what_was_made_long_before(ready, element):
    for _ in range(3):
        started = await ready.start(CLIENT)
        done = await ready.finish(CLIENT, started.transaction, RECEIPT, DATA)
        element.clock.at += 3_600_000
    part = check_tar(b"".join([piece async for piece in ready.export(done.counter)]), done.counter)
    assert part.counters[-1] == done.counter
    assert len(part.counters) == 2
    element.clock.at -= 36_000_000
    late = await ready.start(CLIENT)
    whole = check_tar(b"".join([piece async for piece in ready.export(done.counter)]), done.counter)
    assert {1, done.counter, late.counter} <= set(whole.counters), "after a clock that was set back all is given"


# ---- setting up


async def _set_up(setup, typed, so_far=None):
    kept = []

    async def keep(so_far):
        kept.append(so_far)

    try:
        return await setup.set_up(typed, so_far or KeptSetup(), keep)
    except SignerUnknown:
        return kept[-1]


async def test_a_tse_in_use_is_taken_over_with_its_pins_only(library, tmp_path):
    setup = SwissbitSetup(tmp_path, library.element.clock, lambda folder: library)
    with pytest.raises(SignerDown, match="set up already"):
        await setup.test({"mount": "/media/tse"})
    with pytest.raises(SignerDown, match="set up already"):
        await _set_up(setup, {"mount": "/media/tse"})
    kept = await _set_up(setup, {"mount": "/media/tse", **PINS})
    assert kept.show_once == ()


async def test_a_set_up_whose_answer_was_lost_goes_on_with_the_pins_it_gave(library, tmp_path):
    library.state, library.pins, library.tested, library.timed = 0, {}, False, False
    library.faults = [("worm_tse_setup", 4, True)]
    setup = SwissbitSetup(tmp_path, library.element.clock, lambda folder: library)
    so_far = await _set_up(setup, {"mount": "/media/tse"})
    assert library.pins[1] == so_far.secrets["admin_pin"]
    kept = await _set_up(setup, {"mount": "/media/tse"}, so_far)
    assert kept.secrets == so_far.secrets
    assert set(kept.show_once) == {"admin_puk", "admin_pin", "time_admin_pin"}
    assert library.timed


@pytest.mark.parametrize("mount", ["", "tse", "/media/other"])
async def test_a_folder_without_a_tse_is_told(library, tmp_path, mount):
    setup = SwissbitSetup(tmp_path, library.element.clock, lambda folder: library)
    with pytest.raises(SignerDown, match=r"folder of the TSE|no TSE is plugged in"):
        await setup.test({"mount": mount})


@pytest.mark.parametrize("client", ["", "x" * 31, "Käse"])
async def test_a_name_that_it_does_not_take_is_refused(signer, client):
    with pytest.raises(SignerDown, match="at most 30"):
        await signer.register(client)
