"""The memory of the simulated TSE: what was answered survives a kill, a torn file and a full disk."""

import os
import subprocess
import sys
import textwrap

import pytest

from tests.contracts.signer_contract import CLIENT, DATA
from tests.contracts.signer_practice import FixedClock, check_and_close, sell
from tresen.adapters.signer_simulator import SimulatedSigner
from tresen.adapters.signer_simulator.message_log import LogFileDamaged
from tresen.fiscal.process_data import RECEIPT
from tresen.ports.signer import Finished, SignerDown

_write = os.write


@pytest.fixture
def clock():
    return FixedClock()


@pytest.fixture
async def signer(tmp_path, clock):
    device = SimulatedSigner(tmp_path, clock)
    await device.register(CLIENT)
    yield device
    device.close()


async def test_everything_is_known_again_after_a_restart(tmp_path, clock, signer):
    serial = (await signer.info()).serial
    done = await sell(signer)
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
    await check_and_close(again)


async def test_a_torn_tail_is_forgotten_wherever_it_tore(tmp_path, clock, signer):
    done = await sell(signer)
    file = tmp_path / "messages.log"
    whole = file.stat().st_size
    await sell(signer)
    signer.close()
    content = file.read_bytes()
    for size in [*range(whole, len(content), 37), len(content) - 1]:
        for blank in (0, 300):
            file.write_bytes(content[:size] + bytes(blank if size == whole else 0))
            again = SimulatedSigner(tmp_path, clock)
            assert await again.look_up(done.transaction) == done
            await sell(again)
            await check_and_close(again)


async def test_a_damaged_log_is_not_written_on(tmp_path, clock, signer):
    for _ in range(3):
        await sell(signer)
    signer.close()
    file = tmp_path / "messages.log"
    content = file.read_bytes()
    second = content.index(b"StartTransaction") - 19
    system = content.index(b"registerClient") - 19
    assert content[second] == content[system] == 0x30
    for damaged in (
        content[:50] + b"\xff" + content[200:],
        content[second:],
        content + b"something else that is long enough",
        content + content[-300:],
        content[:system] + content[second:],
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
    await sell(signer)


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
    checked = await check_and_close(again)
    assert len(checked.transactions) >= len(answered) >= 200


def _half(descriptor, data):
    return _write(descriptor, data[:20])


def _half_and_error(descriptor, data):
    _write(descriptor, data[:20])
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("broken", [_half, _half_and_error])
async def test_a_full_disk_refuses_and_leaves_no_half_message(tmp_path, signer, clock, monkeypatch, broken):
    started = await signer.start(CLIENT)
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", broken)
        with pytest.raises(SignerDown, match="full"):
            await signer.finish(CLIENT, started.transaction, RECEIPT, DATA)
    done = await signer.finish(CLIENT, started.transaction, RECEIPT, DATA)
    assert done.counter == started.counter + 1
    signer.close()
    await check_and_close(SimulatedSigner(tmp_path, clock))


async def test_a_clock_set_back_while_the_device_was_off_is_recorded(tmp_path, signer, clock):
    await sell(signer)
    signer.close()
    clock.at -= 3_600_000
    again = SimulatedSigner(tmp_path, clock)
    assert (await check_and_close(again)).system[-2:] == ["updateTime", "selfTest"]
