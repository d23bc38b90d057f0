"""A simulated TSE for the practice shop and for tests: real signatures, real log messages, switchable trouble."""

from tresen.adapters.signer_simulator.simulator import MODES, Mode, SimulatedSigner

__all__ = ["MODES", "Mode", "SimulatedSigner"]
