"""The simulators of a practice shop behind one set of switches. Part of the composition root: it names adapters."""

from typing import Final

from tresen.adapters.printer_simulator import SimulatedPrinter
from tresen.adapters.printer_simulator.simulator import PrinterMode
from tresen.adapters.signer_simulator.simulator import Mode as SignerMode
from tresen.adapters.signer_simulator.simulator import SimulatedSigner
from tresen.adapters.terminal_simulator import SimulatedTerminal
from tresen.adapters.terminal_simulator.simulator import Mode as TerminalMode
from tresen.operations.node import Node
from tresen.operations.paying.pay_by_card import terminal_of
from tresen.ports.practice import PracticeDevice

SIGNER: Final[dict[str, SignerMode]] = {
    "ok": "normal", "slow": "slow", "down": "down", "expired": "expired", "ends_soon": "ends_soon", "full": "full",
    "self_test_due": "self_test_due",
}  # fmt: skip
SLOW: Final = 1500
"""Milliseconds of a slow TSE."""
TERMINAL: Final[dict[str, TerminalMode]] = {
    "approve": "approve", "decline": "decline", "hang": "hang", "lose_link": "lose_link_after_charge",
    "other_amount": "change_amount", "unreachable": "unreachable",
}  # fmt: skip
PRINTER: Final[dict[str, PrinterMode]] = {
    "ok": "ok", "paper_low": "paper_ends", "paper_out": "paper_out", "offline": "unreachable",
    "cover_open": "cover_open", "slow": "slow",
}  # fmt: skip


def _named(modes: dict[str, str], mode: str) -> str:
    return next((name for name, own in modes.items() if own == mode), mode)


class Simulators:
    """Fulfils `tresen.ports.practice.PracticeDevices` over whatever simulated devices the node has."""

    def __init__(self, node: Node) -> None:
        self._node = node

    def listed(self) -> list[PracticeDevice]:
        found = []
        for id, member in self._node.signing.members.items():
            if isinstance(member.signer, SimulatedSigner):
                mode, record = _named(dict(SIGNER), member.signer.mode), self._node.masterdata.signers.get(id)
                found.append(PracticeDevice("tse", id, record.name if record else "TSE", mode, tuple(SIGNER)))
        for till in self._node.masterdata.tills:  # a device is put up when somebody first asks for it
            if till.active:
                terminal_of(self._node, till.id)
                self._node.printers.get(till.printer)
        for id, terminal in self._node.terminals.items():
            if isinstance(terminal, SimulatedTerminal):
                mode = _named(dict(TERMINAL), terminal.behaviour.mode)
                found.append(PracticeDevice("terminal", id, id, mode, tuple(TERMINAL)))
        for id, printer in self._node.printers.items():
            if isinstance(printer, SimulatedPrinter):
                found.append(PracticeDevice("printer", id, id, _named(dict(PRINTER), printer.mode), tuple(PRINTER)))
        return found

    def switch(self, id: str, mode: str) -> PracticeDevice | None:
        device = next((one for one in self.listed() if one.id == id), None)
        if device is None or mode not in device.modes:
            return None
        if device.what == "tse" and isinstance(signer := self._node.signing.named(id).signer, SimulatedSigner):
            signer.switch(SIGNER[mode], SLOW if mode == "slow" else 0)
        if device.what == "terminal" and isinstance(terminal := self._node.terminals.get(id), SimulatedTerminal):
            terminal.behaviour.mode = TERMINAL[mode]
        if device.what == "printer" and isinstance(printer := self._node.printers.get(id), SimulatedPrinter):
            printer.mode = PRINTER[mode]
        return PracticeDevice(device.what, id, device.name, mode, device.modes)
