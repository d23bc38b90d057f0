"""A card terminal to practise with: charges nobody, remembers everything, fails on request."""

from tresen.adapters.terminal_simulator.cards import CARDS, Card
from tresen.adapters.terminal_simulator.simulator import MODES, Behaviour, Mode, SimulatedTerminal

__all__ = ["CARDS", "MODES", "Behaviour", "Card", "Mode", "SimulatedTerminal"]
