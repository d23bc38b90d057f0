"""Tills, printers, terminals, TSE and the switches of the practice shop."""

from dataclasses import dataclass

from litestar import get, post, put
from litestar.params import FromPath, JSONBody

from tresen.insight.equipment import (
    PrinterView,
    SignerView,
    TerminalView,
    TillView,
    list_printers,
    list_signers,
    list_terminals,
    list_tills,
    till_view,
)
from tresen.insight.health import Health, health
from tresen.operations.house.change_till import change_till
from tresen.operations.house.switch_simulator import switch_simulator
from tresen.operations.printing.retry import print_rows
from tresen.operations.signing_in.add_till import add_till
from tresen.ports.practice import PracticeDevice
from tresen.web.office.paging import Web, asked
from tresen.web.office.receipts import Queued
from tresen.web.problems import ok

_TEST_PAGE = {
    "de": ("Tresen", "Testseite", "Wenn Sie das lesen können,", "ist der Drucker bereit.", "äöüß ÄÖÜ €"),
    "en": ("Tresen", "Test page", "If you can read this,", "the printer is ready.", "äöüß ÄÖÜ €"),
}


@dataclass(slots=True)
class NewTill:
    name: str


@dataclass(slots=True)
class ChangedTill:
    """What is absent stays."""

    name: str | None = None
    printer: str | None = None
    terminal: str | None = None
    place: str | None = None
    active: bool | None = None
    signers: tuple[str, ...] | None = None
    """Ids of the TSEs it uses, in order; empty: all of the shop."""
    maker: str | None = None
    model: str | None = None
    acquired_on: str | None = None
    """YYYY-MM-DD; empty: the day it was set up."""
    reason: str = ""
    """Why it goes out of use."""


@dataclass(slots=True)
class ModeBody:
    mode: str


@get("/api/v1/office/tills")
async def tills_route(request: Web) -> list[TillView]:
    """All tills with their day so far."""
    node, _, _ = asked(request, "office")
    return await list_tills(node)


@post("/api/v1/office/tills", status_code=201)
async def create_till_route(request: Web, data: JSONBody[NewTill]) -> TillView:
    """A till with a serial number of its own."""
    node, actor, _ = asked(request, "devices")
    return await till_view(node, ok(await add_till(node, actor, data.name)).id)


@put("/api/v1/office/tills/{id:str}")
async def change_till_route(request: Web, id: FromPath[str], data: JSONBody[ChangedTill]) -> TillView:
    """Name, printer, terminal, place, whether it is in use."""
    node, actor, _ = asked(request, "devices")
    changed = await change_till(
        node, actor, id, name=data.name, printer=data.printer, terminal=data.terminal, place=data.place,
        active=data.active, signers=data.signers, maker=data.maker, model=data.model, acquired_on=data.acquired_on,
        reason=data.reason,
    )  # fmt: skip
    return await till_view(node, ok(changed).id)


@get("/api/v1/office/health")
async def health_route(request: Web) -> list[Health]:
    """How node, TSE, printers, terminals and queues are."""
    node, _, language = asked(request, "office")
    return await health(node, language)


@get("/api/v1/office/printers")
async def printers_route(request: Web) -> list[PrinterView]:
    """All printers, asked how they are."""
    node, _, language = asked(request, "office")
    return await list_printers(node, language)


@post("/api/v1/office/printers/{id:str}/test", status_code=201)
async def test_printer_route(request: Web, id: FromPath[str]) -> Queued:
    """Print a test page."""
    node, actor, language = asked(request, "devices")
    return Queued(ok(await print_rows(node, actor, id, _TEST_PAGE[language], "printer_tested", f"printer:{id[:60]}")))


@get("/api/v1/office/terminals")
async def terminals_route(request: Web) -> list[TerminalView]:
    """All card terminals, asked how they are."""
    node, _, language = asked(request, "devices")
    return await list_terminals(node, language)


@get("/api/v1/office/signers")
async def signers_route(request: Web) -> list[SignerView]:
    """The TSE."""
    node, _, language = asked(request, "devices")
    return await list_signers(node, language)


@get("/api/v1/office/simulators")
async def simulators_route(request: Web) -> list[PracticeDevice]:
    """Switches of the simulated devices; empty outside the practice shop."""
    node, _, _ = asked(request, "devices")
    return list(node.practice.listed()) if node.practice is not None else []


@put("/api/v1/office/simulators/{id:str}")
async def switch_route(request: Web, id: FromPath[str], data: JSONBody[ModeBody]) -> PracticeDevice:
    """Rehearse trouble."""
    node, actor, _ = asked(request, "devices")
    return ok(await switch_simulator(node, actor, id, data.mode))


routes = [
    tills_route, create_till_route, change_till_route, health_route, printers_route, test_printer_route,
    terminals_route, signers_route, simulators_route, switch_route,
]  # fmt: skip
