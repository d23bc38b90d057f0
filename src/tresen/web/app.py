"""The composition root: puts the node together, names the adapters, and hands the routes to the server."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from litestar import Litestar
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin, YamlRenderPlugin

from tresen import __version__
from tresen.adapters.moment_system import PracticeClock, RandomIds, SystemClock
from tresen.adapters.printer_escpos import drawer_kick, encode
from tresen.adapters.signer_simulator.message_log import IN_USE
from tresen.core.receipt_rows import Row
from tresen.masterdata.kinds import SignerRecord
from tresen.masterdata.records import change
from tresen.operations.archiving.keep_archive import Archive, keep_archive
from tresen.operations.archiving.tse_pieces import tse_pieces
from tresen.operations.audit_package.packages import Packages
from tresen.operations.documentation.keep_editions import keep_editions
from tresen.operations.drawer.close_for_update import close_for_update
from tresen.operations.dsfinvk.archive_part import dsfinvk_of_closing
from tresen.operations.dsfinvk.prepare import Exports
from tresen.operations.engine_archive import EngineArchive
from tresen.operations.invoicing.credit import credit_queue
from tresen.operations.node import Node
from tresen.operations.printing.work import print_queue
from tresen.operations.recovering import recover
from tresen.operations.signer_pool import Refusing, SignerPool
from tresen.operations.signers.archive import SignerArchive
from tresen.operations.signers.archiving import archive_signers
from tresen.operations.signers.keeping_ready import keep_signers_ready
from tresen.operations.signers.opening import learn_serials, open_signers
from tresen.operations.taking_in.requote import requote_queue
from tresen.operations.watching import watch_signer
from tresen.ports.moment import Clock
from tresen.ports.signer import SignerDown
from tresen.store.database import Database
from tresen.store.sealing import Sealer
from tresen.store.writer import Tx
from tresen.web.devices import Printers, Terminals
from tresen.web.guards import guarded
from tresen.web.practice_devices import Simulators
from tresen.web.practice_time import practice_time
from tresen.web.problems import HANDLERS
from tresen.web.routes import all_routes
from tresen.web.signer_kinds import signer_kinds
from tresen.web.straight import straight
from tresen.web.trust.access import Access
from tresen.web.trust.plain_http import only_safe

PRACTICE_SIGNER = "tse-1"


@dataclass(slots=True)
class Settings:
    """Where a node lives."""

    data: Path
    database: str = ""
    """URL of a database; empty: SQLite in the data folder."""
    name: str = "node-1"
    practice: bool = True
    """Practice shop with simulated devices and a clock that a replay may set."""
    static: Path = Path(__file__).parent / "static"
    access: Access = field(default_factory=Access)
    """How other devices reach the node."""
    greeting: Callable[[Node], Awaitable[None]] | None = None
    """Called once the node answers; the practice shop prints its addresses there."""


def make_node(settings: Settings) -> Node:
    """Open the database, bring it to the newest schema and read its state. Blocks; call it before the server runs.

    Raises SignerDown if another process has the node's simulated TSE: one node, one process.
    """
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database or str(settings.data / "node.db"))
    database.migrate()
    clock: Clock = PracticeClock() if settings.practice else SystemClock()
    node = Node(settings.name, database, clock, RandomIds(), SignerPool(clock))
    node.load()
    node.signer_kinds = signer_kinds(settings.data, clock)
    node.signer_archive = SignerArchive(settings.data / "tse-archive")
    node.sealer = Sealer(settings.data / "secrets.key")
    if settings.practice and len(node.masterdata.signers) == 0:
        put_up_simulator(node)
    open_signers(node)
    held = next((one.signer.reason for one in node.signing.members.values() if isinstance(one.signer, Refusing)), "")
    if held == IN_USE:
        raise SignerDown(held)
    node.engines = EngineArchive(settings.data / "engines")
    node.engines.keep()
    node.archive = Archive(settings.data / "archive", (dsfinvk_of_closing, tse_pieces(node.signer_archive)))
    node.exports = Exports(settings.data / "exports")
    node.packages = Packages(settings.data / "packages")
    node.paper = EscPos()
    node.printers = Printers(settings.data, practice=settings.practice)
    node.terminals = Terminals(settings.data, clock, practice=settings.practice)
    if settings.practice:
        node.practice = Simulators(node)
    return node


def put_up_simulator(node: Node) -> None:
    """Give a node the simulated TSE of a practice shop. A real shop gets one only if its owner chooses it."""
    now = node.clock.now()
    record = SignerRecord(
        PRACTICE_SIGNER,
        "simulator",
        "Übungs-TSE",
        form="SIMULATOR",
        configuration={"folder": "tse"},
        commissioned_at=now,
    )

    def job(tx: Tx) -> None:
        change(
            tx, node.journal, "tse", record.id, record, entry_id=node.ids.new(), at=now, day="", actor="practice",
            source="start",
        )  # fmt: skip

    node.writer.write_now(job)


class EscPos:
    """ESC/POS as the node's paper language. Fulfils `tresen.ports.printer.PaperLanguage`."""

    def encode(self, rows: Iterable[Row], columns: int) -> bytes:
        return encode(rows, columns)

    def drawer_pulse(self) -> bytes:
        return drawer_kick()


def make_app(node: Node, settings: Settings) -> Litestar:
    """The ASGI application of a node. Its life cycle starts and stops the writer."""

    @asynccontextmanager
    async def living(_app: Litestar) -> AsyncIterator[None]:
        node.writer.start()
        await node.signing.open()
        await learn_serials(node)
        for till in node.masterdata.tills:
            await node.signing.register(till.serial)
        await recover(node)
        await close_for_update(node)
        tasks = [asyncio.create_task(work(node)) for work in background()]
        if settings.greeting is not None:
            await settings.greeting(node)
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await node.stop_background()
            node.writer.stop()
            node.database.close()

    app = Litestar(
        route_handlers=all_routes(),
        lifespan=[living],
        exception_handlers=HANDLERS,
        openapi_config=OpenAPIConfig(
            title="Tresen",
            version=__version__,
            path="/api/schema",
            render_plugins=[JsonRenderPlugin(), YamlRenderPlugin()],  # viewers would load scripts from elsewhere
        ),
        logging_config=None,
        request_max_body_size=None,  # the guard knows which address may take how much
    )
    app.state.node = node
    app.state.settings = settings
    app.state.access = access = settings.access
    if access.reach == "trust":
        node.own_address = access.plain  # telephones of customers do not trust the node's authority
    way = only_safe(straight(app.asgi_handler, node), settings.access)
    app.asgi_handler = guarded(practice_time(way) if settings.practice else way, node)
    return app


def background() -> Sequence[Any]:
    """What runs beside the sales for as long as the node lives."""
    return (
        watch_signer, keep_signers_ready, archive_signers, print_queue, requote_queue, credit_queue, keep_archive,
        keep_editions,
    )  # fmt: skip
