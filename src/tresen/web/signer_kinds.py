"""The kinds of TSE that a node can be given, by the name that stands in its masterdata."""

from pathlib import Path

from tresen.adapters.signer_diebold import DieboldSetup
from tresen.adapters.signer_epson import EpsonSetup
from tresen.adapters.signer_fiskaly import FiskalySetup
from tresen.adapters.signer_simulator.setup import SimulatorSetup
from tresen.adapters.signer_swissbit import SwissbitSetup
from tresen.ports.moment import Clock
from tresen.ports.signer_setup import SignerSetup


def signer_kinds(data: Path, clock: Clock) -> dict[str, SignerSetup]:
    """`data`: the folder of the node, where a simulated TSE lives."""
    kinds: tuple[SignerSetup, ...] = (
        FiskalySetup(clock),
        EpsonSetup(clock),
        SwissbitSetup(data, clock),
        DieboldSetup(clock),
        SimulatorSetup(data, clock),
    )
    return {kind.kind: kind for kind in kinds}
