"""Setting up a simulated TSE: the contract of every kind."""

import pytest

from tests.contracts.signer_practice import FixedClock
from tests.contracts.signer_setup_contract import SignerSetupContract
from tresen.adapters.signer_simulator import SimulatedSigner
from tresen.adapters.signer_simulator.setup import SimulatorSetup
from tresen.ports.signer import SignerDown
from tresen.ports.signer_setup import KeptSetup


class TestSimulatorSetup(SignerSetupContract):
    @pytest.fixture
    def setup(self, tmp_path):
        opened = []

        def make(*arguments):
            opened.append(SimulatedSigner(*arguments))
            return opened[-1]

        yield SimulatorSetup(tmp_path, FixedClock(), make)
        for device in opened:
            device.close()

    @pytest.fixture
    def typed(self):
        return {"curve": "P-384", "admin_pin": "12345"}


async def test_each_simulated_tse_is_a_device_of_its_own(tmp_path):
    setup = SimulatorSetup(tmp_path, FixedClock())

    async def keep(so_far: KeptSetup) -> None:
        pass

    serials = set()
    for _ in range(2):
        kept = await setup.set_up({"admin_pin": "54321"}, KeptSetup(), keep)
        device = setup.open(kept.configuration, kept.secrets)
        serials.add((await device.info()).serial)
        device.close()  # type: ignore[attr-defined]
    assert len(serials) == 2
    with pytest.raises(SignerDown, match="not known"):
        setup.open({"folder": "../elsewhere"}, {})
