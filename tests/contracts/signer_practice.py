"""What the tests of the simulated TSE share: a clock that stands still, a sale, the export in one piece."""

from tests.contracts.signer_contract import CLIENT, DATA
from tests.contracts.tar_checker import Checked, check_tar
from tresen.adapters.signer_simulator import SimulatedSigner
from tresen.fiscal.process_data import RECEIPT
from tresen.ports.signer import Finished


class FixedClock:
    def __init__(self) -> None:
        self.at = 1_800_000_000_999

    def now(self) -> int:
        return self.at


async def sell(device: SimulatedSigner) -> Finished:
    started = await device.start(CLIENT)
    return await device.finish(CLIENT, started.transaction, RECEIPT, DATA)


async def tar_of(device: SimulatedSigner) -> bytes:
    return b"".join([piece async for piece in device.export()])


async def check_and_close(device: SimulatedSigner) -> Checked:
    checked = check_tar(await tar_of(device))
    device.close()
    return checked
