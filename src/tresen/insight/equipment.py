"""Tills, printers, terminals and the TSE as the office lists them."""

import asyncio
from dataclasses import dataclass

from tresen.insight.asking import ask_days
from tresen.insight.health import asked, device_name, signer_health
from tresen.insight.today import today_till
from tresen.insight.wording import english
from tresen.ledger.report_sums import Span
from tresen.masterdata.kinds import Till
from tresen.operations.node import Node
from tresen.operations.paying.pay_by_card import terminal_of
from tresen.operations.signing import Signing
from tresen.operations.writing import office_day
from tresen.ports.signer import SignerDown, SignerUnknown
from tresen.store import queues

WAIT = 2
"""Seconds the TSE may take to count its open transactions."""
_READY = ("bereit", "ready")


@dataclass(slots=True)
class TillView:
    """`drawer`: what should be in it, cents. `last_number`, `last_z`: of the till's receipts and closings."""

    id: str
    name: str
    serial: str
    active: bool
    open: bool
    opened_at: int | None
    drawer: int
    turnover: int
    receipts: int
    last_number: int
    last_z: int
    last_contact: int | None
    staff_name: str
    printer: str
    terminal: str
    place: str
    devices: int
    maker: str
    model: str
    acquired_on: str


@dataclass(slots=True)
class PrinterView:
    id: str
    name: str
    columns: int
    state: str
    text: str
    waiting: int
    failed: int
    simulated: bool


@dataclass(slots=True)
class TerminalView:
    """`unknown`: payments whose outcome is unknown."""

    id: str
    name: str
    state: str
    text: str
    unknown: int
    simulated: bool


@dataclass(slots=True)
class SignerView:
    """`signatures`: the counter of the newest signature known, 0 before the first since the start."""

    serial: str
    maker: str
    state: str
    text: str
    expires_at: int
    signatures: int
    open_transactions: int
    simulated: bool


async def list_tills(node: Node) -> list[TillView]:
    """All tills with their day so far."""
    day = office_day(node, node.clock.now())
    [rows] = await ask_days(node, [Span(day, day)], ("total",), ("till",))
    sums: dict[str, tuple[int, int]] = {}
    for _, till, _, _, count, amount, _ in rows:
        known = sums.get(till, (0, 0))
        sums[till] = (known[0] + amount, known[1] + count)
    found = [_till(node, one, *sums.get(one.id, (0, 0))) for one in node.masterdata.tills]
    return sorted(found, key=lambda one: (not one.active, one.name))


async def till_view(node: Node, id: str) -> TillView:
    """One till."""
    return next(one for one in await list_tills(node) if one.id == id)


def _till(node: Node, till: Till, turnover: int, receipts: int) -> TillView:
    today = today_till(node, till, turnover, receipts)
    devices = sum(device.till == till.id and not device.revoked_at for device in node.masterdata.devices)
    return TillView(
        till.id, till.name, till.serial, till.active, today.open, today.opened_at, today.drawer, turnover, receipts,
        node.journal.counter(till.id, "receipt"), node.journal.counter(till.id, "closing"), today.last_contact,
        today.staff_name, till.printer, till.terminal, till.place, devices,
        till.maker, till.model, till.acquired_on,
    )  # fmt: skip


async def list_printers(node: Node, language: str) -> list[PrinterView]:
    """Those that tills name, each asked how it is."""
    for till in node.masterdata.tills:
        node.printers.get(till.printer)
    items = await node.database.read(
        lambda connection: [
            *queues.listed(connection, "print", "waiting", 1000), *queues.listed(connection, "print", "failed", 1000)
        ]
    )  # fmt: skip
    reasons = await asyncio.gather(*(asked(printer.healthy(), language) for printer in node.printers.values()))
    found = []
    for (id, printer), reason in zip(list(node.printers.items()), reasons, strict=True):
        mine = [item for item in items if item.body.get("printer") == id]
        failed = sum(1 for item in mine if item.state == "failed" or item.tries)
        found.append(
            PrinterView(
                id, device_name("printer", id, language), printer.columns, "down" if reason else "ok",
                reason or _READY[english(language)], len(mine) - failed, failed, node.masterdata.settings.practice,
            )
        )  # fmt: skip
    return found


async def list_terminals(node: Node, language: str) -> list[TerminalView]:
    """Those that tills name, each asked how it is."""
    for till in node.masterdata.tills:
        if till.active:
            terminal_of(node, till.id)
    reasons = await asyncio.gather(*(asked(one.healthy(), language) for one in node.terminals.values()))
    found = []
    for id, reason in zip(list(node.terminals), reasons, strict=True):
        tills = {till.id for till in node.masterdata.tills if terminal_of(node, till.id) is node.terminals[id]}
        unknown = sum(1 for payment in node.payments.values() if payment.state == "unknown" and payment.till in tills)
        state = "down" if reason else "warn" if unknown else "ok"
        text = reason or _READY[english(language)]
        found.append(
            TerminalView(
                id, device_name("terminal", id, language), state, text, unknown, node.masterdata.settings.practice
            )
        )
    return found


async def list_signers(node: Node, language: str) -> list[SignerView]:
    """The node's TSEs."""
    return [await _signer(node, signing, language) for signing in node.signing.all()]


async def _signer(node: Node, signing: Signing, language: str) -> SignerView:
    state, info = signer_health(node, signing, language), signing.info
    if info is None:
        return SignerView("", state.name, state.state, state.text, 0, 0, 0, state.simulated)
    opened = 0
    try:
        async with asyncio.timeout(WAIT):
            opened = len(await signing.signer.open_transactions())
    except (SignerDown, SignerUnknown, TimeoutError, OSError):
        opened = sum(
            1 for one in node.open.values() if one.transaction and node.signing.named(one.signer) is signing
        )  # fmt: skip
    counter = max(
        (receipt.signed.counter for receipt in node.recent.values() if receipt.signed.serial == info.serial), default=0
    )
    return SignerView(
        info.serial, state.name, state.state, state.text, info.expires_at, counter, opened, state.simulated
    )
