"""Receipt printers on the network: ESC/POS over raw TCP, usually port 9100."""

from tresen.adapters.printer_network.printer import NetworkPrinter

__all__ = ["NetworkPrinter"]
