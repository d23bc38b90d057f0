"""A receipt printer to practise with: it understands ESC/POS by itself and draws what paper would show."""

from tresen.adapters.printer_simulator.picture import draw
from tresen.adapters.printer_simulator.read import Cut, DrawnCode, Kick, TextLine, Trouble, read
from tresen.adapters.printer_simulator.server import PrinterServer
from tresen.adapters.printer_simulator.simulator import PRINTER_MODES, PrinterMode, SimulatedPrinter, text_of

__all__ = [
    "PRINTER_MODES", "Cut", "DrawnCode", "Kick", "PrinterMode", "PrinterServer", "SimulatedPrinter", "TextLine",
    "Trouble", "draw", "read", "text_of",
]  # fmt: skip
