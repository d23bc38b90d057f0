"""The simulated TSE: the contract of every signer, and the trouble it plays."""

import asyncio
import tracemalloc

import pytest

from tests.contracts.signer_contract import CLIENT, DATA, SignerContract
from tests.contracts.signer_practice import FixedClock, check_and_close, sell, tar_of
from tests.contracts.tar_checker import check_tar
from tresen.adapters.signer_simulator import SimulatedSigner
from tresen.fiscal.process_data import RECEIPT
from tresen.ports.signer import Finished, SignerDown, SignerUnknown, Started


@pytest.fixture
def clock():
    return FixedClock()


@pytest.fixture
async def signer(tmp_path, clock):
    device = SimulatedSigner(tmp_path, clock)
    await device.register(CLIENT)
    yield device
    device.close()


@pytest.mark.parametrize("curve", ["P-256", "P-384"])
class TestSimulatedSigner(SignerContract):
    @pytest.fixture
    def signer(self, tmp_path, clock, curve):
        device = SimulatedSigner(tmp_path, clock, curve)
        yield device
        device.close()


async def test_log_times_are_whole_seconds(signer):
    done = await sell(signer)
    assert (done.started_at, done.at) == (1_800_000_000_000, 1_800_000_000_000)


async def test_system_operations_take_a_counter_too(tmp_path, clock):
    device = SimulatedSigner(tmp_path, clock)
    await device.register(CLIENT)
    await device.self_test(CLIENT)
    await device.update_time()
    assert (await device.start(CLIENT)).counter == 7
    device.close()
    checked = check_and_close(SimulatedSigner(tmp_path, clock))
    assert (await checked).system == [
        "initialize", "updateTime", "selfTest", "registerClient", "selfTest", "updateTime", "selfTest",
    ]  # fmt: skip


async def test_it_says_that_it_is_simulated(signer):
    info = await signer.info()
    assert info.simulated
    assert b"Simulierte TSE" in await tar_of(signer)


async def test_down_means_nothing_was_done(signer):
    started = await signer.start(CLIENT)
    signer.switch("down", reason="Stecker gezogen")
    calls = (
        signer.start(CLIENT),
        signer.finish(CLIENT, started.transaction, RECEIPT, DATA),
        signer.register("TRESEN-0009"),
        signer.info(),
        signer.open_transactions(),
        signer.look_up(1),
        signer.self_test(CLIENT),
        signer.update_time(),
        signer.condition(),
        tar_of(signer),
    )
    for call in calls:
        with pytest.raises(SignerDown, match="Stecker gezogen"):
            await call
    signer.switch("normal")
    assert signer.mode == "normal"
    assert (await signer.finish(CLIENT, started.transaction, RECEIPT, DATA)).counter == started.counter + 1


async def test_an_expired_certificate_signs_nothing_but_answers(signer, clock):
    done = await sell(signer)
    started = await signer.start(CLIENT)
    signer.switch("expired")
    for call in (signer.start(CLIENT), signer.finish(CLIENT, started.transaction, RECEIPT, DATA)):
        with pytest.raises(SignerDown, match="expired"):
            await call
    assert (await signer.info()).expires_at < clock.now()
    assert await signer.look_up(done.transaction) == done
    check_tar(await tar_of(signer))


async def test_the_certificate_really_ends(signer, clock):
    clock.at = (await signer.info()).expires_at + 1
    with pytest.raises(SignerDown, match="expired"):
        await signer.start(CLIENT)


async def test_a_lost_answer_to_finish_can_be_looked_up(signer):
    signer.switch("lose_answer_next_finish")
    started = await signer.start(CLIENT)
    with pytest.raises(SignerUnknown):
        await signer.finish(CLIENT, started.transaction, RECEIPT, DATA)
    found = await signer.look_up(started.transaction)
    assert isinstance(found, Finished)
    assert (found.process_type, found.process_data) == (RECEIPT, DATA)
    assert signer.mode == "normal"
    await sell(signer)
    check_tar(await tar_of(signer))


async def test_a_lost_answer_to_start_leaves_an_open_transaction(signer):
    signer.switch("lose_answer_next_start")
    with pytest.raises(SignerUnknown):
        await signer.start(CLIENT)
    ((transaction, client),) = await signer.open_transactions()
    assert client == CLIENT
    assert isinstance(await signer.look_up(transaction), Started)
    await sell(signer)


async def test_a_slow_device_answers_in_the_end(signer):
    signer.switch("slow", milliseconds=2)
    done = await sell(signer)
    assert await signer.look_up(done.transaction) == done
    assert (await signer.info()).simulated
    await signer.register("TRESEN-0002")


async def test_cancelled_before_the_signature_nothing_is_done(signer):
    started = await signer.start(CLIENT)
    signer.switch("slow", milliseconds=60_000)
    call = asyncio.create_task(signer.finish(CLIENT, started.transaction, RECEIPT, DATA))
    await asyncio.sleep(0)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    signer.switch("normal")
    assert await signer.look_up(started.transaction) == started


async def test_cancelled_after_the_signature_looking_up_tells(signer, monkeypatch):
    pauses = []
    signed = asyncio.Event()

    async def pause() -> None:
        pauses.append(1)
        if len(pauses) == 2:
            signed.set()
            await asyncio.Event().wait()

    started = await signer.start(CLIENT)
    signer.switch("slow", milliseconds=1)
    monkeypatch.setattr(signer, "_pause", pause)
    call = asyncio.create_task(signer.finish(CLIENT, started.transaction, RECEIPT, DATA))
    await signed.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    signer.switch("normal")
    assert isinstance(await signer.look_up(started.transaction), Finished)
    check_tar(await tar_of(signer))


async def test_a_time_out_ends_any_slow_call(signer):
    signer.switch("slow", milliseconds=60_000)
    for call in (signer.start(CLIENT), signer.info(), signer.look_up(1), signer.open_transactions(), tar_of(signer)):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.001):
                await call


async def test_an_outage_that_begins_during_a_slow_call_refuses_it(signer):
    signer.switch("slow", milliseconds=2)
    call = asyncio.create_task(signer.start(CLIENT))
    await asyncio.sleep(0)
    signer.switch("down")
    with pytest.raises(SignerDown):
        await call


async def test_no_more_open_transactions_than_the_limit(tmp_path, clock):
    device = SimulatedSigner(tmp_path, clock, open_limit=2)
    await device.register(CLIENT)
    first = await device.start(CLIENT)
    await device.start(CLIENT)
    with pytest.raises(SignerDown, match="2 transactions are open"):
        await device.start(CLIENT)
    await device.finish(CLIENT, first.transaction, RECEIPT, DATA)
    await device.start(CLIENT)
    device.close()


@pytest.mark.parametrize("client", ["", "Kasse 1", "a/b", "x" * 71, "Käse", "a;b"])
async def test_a_name_that_no_tse_takes_is_refused(signer, client):
    with pytest.raises(SignerDown):
        await signer.register(client)


async def test_process_data_have_a_limit(signer):
    started = await signer.start(CLIENT)
    with pytest.raises(SignerDown, match="too long"):
        await signer.finish(CLIENT, started.transaction, RECEIPT, "x" * 70_000)
    await signer.finish(CLIENT, started.transaction, RECEIPT, "ä" * 30_000)
    assert (await signer.look_up(started.transaction)).process_data == "ä" * 30_000


async def test_a_clock_that_was_set_back_is_recorded(signer, clock):
    await sell(signer)
    clock.at -= 3_600_000
    await sell(signer)
    assert check_tar(await tar_of(signer)).system[-1] == "updateTime"


async def test_selling_goes_on_while_the_export_runs(signer):
    for _ in range(200):
        await sell(signer)
    pieces = []
    async for piece in signer.export():
        pieces.append(piece)
        await sell(signer)
    assert len(pieces) > 3
    assert len(check_tar(b"".join(pieces)).transactions) == 200


async def test_memory_does_not_grow_with_sales(signer):
    for _ in range(100):
        await sell(signer)
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for _ in range(2000):
        await sell(signer)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (after - before) // 2000 < 64


async def test_waiting_for_the_disk_is_possible(tmp_path, clock):
    device = SimulatedSigner(tmp_path, clock, durable=True)
    await device.register(CLIENT)
    await sell(device)
    device.close()


async def test_an_unknown_mode_is_a_bug(signer):
    with pytest.raises(ValueError, match="no mode"):
        signer.switch("broken")


async def test_a_till_with_the_longest_serial_is_in_the_export_too(signer):
    longest = "X" * 70
    await signer.register(longest)
    started = await signer.start(longest)
    await signer.finish(longest, started.transaction, RECEIPT, DATA)
    assert check_tar(await tar_of(signer)).transactions[started.transaction] == ["Start", "Finish"]


@pytest.mark.parametrize(("mode", "why"), [
    ("self_test_due", "wants to be tested"), ("time_not_set", "clock"), ("full", "memory"), ("locked", "locked"),
])  # fmt: skip
async def test_it_says_what_it_waits_for_and_signs_nothing_until_then(signer, mode, why):
    signer.switch(mode)
    assert (await signer.condition()).state == mode
    with pytest.raises(SignerDown, match=why):
        await signer.start(CLIENT)
    await (signer.self_test(CLIENT) if mode == "self_test_due" else signer.update_time())
    helped = mode in {"self_test_due", "time_not_set"}
    assert (await signer.condition()).state == ("ready" if helped else mode)


async def test_it_must_be_tested_and_its_clock_set_in_time(tmp_path, clock):
    device = SimulatedSigner(tmp_path, clock, self_test_every=90_000, time_every=200_000)
    await device.register(CLIENT)
    assert (await device.condition()).self_test_due_at == clock.at + 90_000
    clock.at += 90_001
    with pytest.raises(SignerDown, match="wants to be tested"):
        await device.start(CLIENT)
    await device.self_test(CLIENT)
    clock.at += 90_000
    await sell(device)
    clock.at += 30_000
    await device.self_test(CLIENT)
    with pytest.raises(SignerDown, match="clock"):
        await device.start(CLIENT)
    await device.update_time()
    await sell(device)
    await check_and_close(device)


async def test_it_is_used_up_after_its_signatures(tmp_path, clock):
    device = SimulatedSigner(tmp_path, clock, most_signatures=6)
    await device.register(CLIENT)
    assert (await device.condition()).signatures_left == 2
    await sell(device)
    with pytest.raises(SignerDown, match="full"):
        await device.start(CLIENT)
    assert (await device.condition()).state == "full"
    device.close()


async def test_one_that_ends_soon_still_signs_and_says_so(signer, clock):
    signer.switch("ends_soon")
    await sell(signer)
    condition = await signer.condition()
    assert 0 < condition.expires_at - clock.now() < 90 * 86_400_000
    assert 0 < condition.signatures_left < 1000


async def test_only_a_registered_till_tests_it(signer):
    with pytest.raises(SignerDown, match="not registered"):
        await signer.self_test("TRESEN-9999")
    await signer.self_test("")
