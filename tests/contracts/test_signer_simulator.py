"""The simulated TSE: the contract of every signer, and the trouble it plays."""

import asyncio
import os
import subprocess
import sys
import textwrap
import tracemalloc

import pytest

from tests.contracts.signer_contract import CLIENT, DATA, SignerContract
from tests.contracts.tar_checker import check_tar
from tresen.adapters.signer_simulator import SimulatedSigner
from tresen.adapters.signer_simulator.message_log import LogFileDamaged
from tresen.fiscal.process_data import RECEIPT
from tresen.ports.signer import Finished, SignerDown, SignerUnknown, Started


class FixedClock:
    def __init__(self) -> None:
        self.at = 1_800_000_000_999

    def now(self) -> int:
        return self.at


@pytest.fixture
def clock():
    return FixedClock()


@pytest.fixture
async def signer(tmp_path, clock):
    device = SimulatedSigner(tmp_path, clock)
    await device.register(CLIENT)
    yield device
    device.close()


async def _sell(device) -> Finished:
    started = await device.start(CLIENT)
    return await device.finish(CLIENT, started.transaction, RECEIPT, DATA)


async def _tar(device) -> bytes:
    return b"".join([piece async for piece in device.export()])


@pytest.mark.parametrize("curve", ["P-256", "P-384"])
class TestSimulatedSigner(SignerContract):
    @pytest.fixture
    def signer(self, tmp_path, clock, curve):
        device = SimulatedSigner(tmp_path, clock, curve)
        yield device
        device.close()


async def test_log_times_are_whole_seconds(signer):
    done = await _sell(signer)
    assert (done.started_at, done.at) == (1_800_000_000_000, 1_800_000_000_000)


async def test_system_operations_take_a_counter_too(tmp_path, clock):
    device = SimulatedSigner(tmp_path, clock)
    await device.register(CLIENT)
    await device.self_test()
    await device.update_time()
    assert (await device.start(CLIENT)).counter == 7
    device.close()
    checked = check_tar_of(SimulatedSigner(tmp_path, clock))
    assert (await checked).system == [
        "initialize", "updateTime", "selfTest", "registerClient", "selfTest", "updateTime", "selfTest",
    ]  # fmt: skip


async def check_tar_of(device):
    checked = check_tar(await _tar(device))
    device.close()
    return checked


async def test_it_says_that_it_is_simulated(signer):
    info = await signer.info()
    assert info.simulated
    assert b"Simulierte TSE" in await _tar(signer)


async def test_everything_is_known_again_after_a_restart(tmp_path, clock, signer):
    serial = (await signer.info()).serial
    done = await _sell(signer)
    left_open = await signer.start(CLIENT)
    signer.close()
    again = SimulatedSigner(tmp_path, clock)
    assert (await again.info()).serial == serial
    assert await again.look_up(done.transaction) == done
    assert await again.look_up(left_open.transaction) == left_open
    assert await again.open_transactions() == ((left_open.transaction, CLIENT),)
    finished = await again.finish(CLIENT, left_open.transaction, RECEIPT, DATA)
    assert finished.started_at == left_open.at
    started = await again.start(CLIENT)
    assert started.transaction == left_open.transaction + 1
    await check_tar_of(again)


async def test_a_torn_tail_is_forgotten_wherever_it_tore(tmp_path, clock, signer):
    done = await _sell(signer)
    file = tmp_path / "messages.log"
    whole = file.stat().st_size
    await _sell(signer)
    signer.close()
    content = file.read_bytes()
    for size in [*range(whole, len(content), 37), len(content) - 1]:
        for blank in (0, 300):
            file.write_bytes(content[:size] + bytes(blank if size == whole else 0))
            again = SimulatedSigner(tmp_path, clock)
            assert await again.look_up(done.transaction) == done
            await _sell(again)
            await check_tar_of(again)


async def test_a_damaged_log_is_not_written_on(tmp_path, clock, signer):
    for _ in range(3):
        await _sell(signer)
    signer.close()
    file = tmp_path / "messages.log"
    content = file.read_bytes()
    second = content.index(b"StartTransaction") - 30
    for damaged in (
        content[:50] + b"\xff" + content[200:],
        content[second:],
        content + b"something else that is long enough",
        content + content[-300:],
    ):
        file.write_bytes(damaged)
        with pytest.raises(LogFileDamaged):
            SimulatedSigner(tmp_path, clock)
    file.write_bytes(content)
    (tmp_path / "identity.pem").unlink()
    with pytest.raises(LogFileDamaged, match="another device"):
        SimulatedSigner(tmp_path, clock)


async def test_two_processes_cannot_be_the_same_device(tmp_path, clock, signer):
    with pytest.raises(LogFileDamaged, match="another process"):
        SimulatedSigner(tmp_path, clock)
    await _sell(signer)


SELL_FOR_EVER = textwrap.dedent(
    """
    import asyncio, pathlib, sys
    from tresen.adapters.signer_simulator import SimulatedSigner

    class Clock:
        def now(self): return 1_800_000_000_000

    async def main():
        device = SimulatedSigner(pathlib.Path(sys.argv[1]), Clock())
        await device.register("TRESEN-0001")
        while True:
            started = await device.start("TRESEN-0001")
            done = await device.finish("TRESEN-0001", started.transaction, "Kassenbeleg-V1", "X")
            sys.stdout.write(f"{done.transaction} {done.counter} {done.signature.hex()}\\n")
            sys.stdout.flush()

    asyncio.run(main())
    """
)


def _sell_until_killed(folder, sales: int) -> list[list[str]]:
    """What another process was answered before it was killed: transaction, counter, signature."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", SELL_FOR_EVER, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        lines = [process.stdout.readline() for _ in range(sales)]
        process.kill()
        lines += process.stdout.read().splitlines(keepends=True)
    return [line.split() for line in lines if line.endswith("\n")]


async def test_a_killed_process_loses_nothing_it_answered(tmp_path, clock):
    answered = _sell_until_killed(tmp_path, 200)
    again = SimulatedSigner(tmp_path, clock)
    for transaction, counter, signature in answered[-50:]:
        found = await again.look_up(int(transaction))
        assert isinstance(found, Finished)
        assert (found.counter, found.signature.hex()) == (int(counter), signature)
    checked = await check_tar_of(again)
    assert len(checked.transactions) >= len(answered) >= 200


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
        signer.self_test(),
        signer.update_time(),
        _tar(signer),
    )
    for call in calls:
        with pytest.raises(SignerDown, match="Stecker gezogen"):
            await call
    signer.switch("normal")
    assert signer.mode == "normal"
    assert (await signer.finish(CLIENT, started.transaction, RECEIPT, DATA)).counter == started.counter + 1


async def test_an_expired_certificate_signs_nothing_but_answers(signer, clock):
    done = await _sell(signer)
    started = await signer.start(CLIENT)
    signer.switch("expired")
    for call in (signer.start(CLIENT), signer.finish(CLIENT, started.transaction, RECEIPT, DATA)):
        with pytest.raises(SignerDown, match="expired"):
            await call
    assert (await signer.info()).expires_at < clock.now()
    assert await signer.look_up(done.transaction) == done
    check_tar(await _tar(signer))


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
    await _sell(signer)
    check_tar(await _tar(signer))


async def test_a_lost_answer_to_start_leaves_an_open_transaction(signer):
    signer.switch("lose_answer_next_start")
    with pytest.raises(SignerUnknown):
        await signer.start(CLIENT)
    ((transaction, client),) = await signer.open_transactions()
    assert client == CLIENT
    assert isinstance(await signer.look_up(transaction), Started)
    await _sell(signer)


async def test_a_slow_device_answers_in_the_end(signer):
    signer.switch("slow", milliseconds=2)
    done = await _sell(signer)
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
    check_tar(await _tar(signer))


async def test_a_time_out_ends_any_slow_call(signer):
    signer.switch("slow", milliseconds=60_000)
    for call in (signer.start(CLIENT), signer.info(), signer.look_up(1), signer.open_transactions(), _tar(signer)):
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
    await _sell(signer)
    clock.at -= 3_600_000
    await _sell(signer)
    assert check_tar(await _tar(signer)).system[-1] == "updateTime"


async def test_a_full_disk_refuses_and_leaves_no_half_message(tmp_path, signer, clock, monkeypatch):
    started = await signer.start(CLIENT)
    real = os.write

    def no_room(descriptor, data):
        real(descriptor, data[:20])
        raise OSError(28, "No space left on device")

    for broken in (lambda descriptor, data: real(descriptor, data[:20]), no_room):
        with monkeypatch.context() as patched:
            patched.setattr(os, "write", broken)
            with pytest.raises(SignerDown, match="full"):
                await signer.finish(CLIENT, started.transaction, RECEIPT, DATA)
    done = await signer.finish(CLIENT, started.transaction, RECEIPT, DATA)
    assert done.counter == started.counter + 1
    signer.close()
    await check_tar_of(SimulatedSigner(tmp_path, clock))


async def test_selling_goes_on_while_the_export_runs(signer):
    for _ in range(200):
        await _sell(signer)
    pieces = []
    async for piece in signer.export():
        pieces.append(piece)
        await _sell(signer)
    assert len(pieces) > 3
    assert len(check_tar(b"".join(pieces)).transactions) == 200


async def test_memory_does_not_grow_with_sales(signer):
    for _ in range(100):
        await _sell(signer)
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for _ in range(2000):
        await _sell(signer)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (after - before) // 2000 < 64


async def test_waiting_for_the_disk_is_possible(tmp_path, clock):
    device = SimulatedSigner(tmp_path, clock, durable=True)
    await device.register(CLIENT)
    await _sell(device)
    device.close()


async def test_an_unknown_mode_is_a_bug(signer):
    with pytest.raises(ValueError, match="no mode"):
        signer.switch("broken")
