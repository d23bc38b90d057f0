"""`tresen export dsfinvk`: the closings of a long time with all their receipts, 10 lines each, as a folder and as a ZIP."""

import resource
import time
from pathlib import Path

from benchmarks.journal import fill_journal
from benchmarks.number import Number, at_least, below
from benchmarks.shop import close, fill
from tresen.core.failures import Failure
from tresen.fiscal.closing import ClosingTotals
from tresen.fiscal.fiscal_settings import FiscalSettings
from tresen.journal.entry import Draft, encode
from tresen.ledger.dsfinvk import Wanted
from tresen.operations.drawer.close_day import Closing
from tresen.operations.dsfinvk.export import export_dsfinvk
from tresen.operations.node import Node
from tresen.store.writer import Tx
from tresen.web.app import Settings, make_node

IN_A_CLOSING = 1000
LARGEST_GROWTH = 60
"""MB that an export may add, however long it is."""


def measure(folder: Path, quick: bool) -> list[Number]:
    return measured(folder, 3_000 if quick else 100_000)


def measured(folder: Path, count: int) -> list[Number]:
    """`count`: receipts; a million shows that nothing grows with it."""
    node = make_node(Settings(folder, practice=False))
    fill(node, 1000)
    for _ in range(count // IN_A_CLOSING):
        fill_journal(node, IN_A_CLOSING)
        _close(node)
    before = _memory()
    rates = {}
    for name in ("export", "export.zip"):
        begun, used = time.perf_counter(), time.process_time()
        made = node.database.read_now(
            lambda connection, name=name: export_dsfinvk(  # type: ignore[misc]
                connection, Wanted(), FiscalSettings(), folder / name, lambda done, total: None
            )
        )
        assert not isinstance(made, Failure)
        assert made.receipts == count
        rates[name] = (
            count / (time.process_time() - used), count / (time.perf_counter() - begun), made.size / 1e6
        )  # fmt: skip
    grown = _memory() - before
    close(node)
    return [
        at_least(
            f"dsfinvk export, {count:,} receipts of 10 lines, of one core",
            rates["export"][0],
            "receipts/s",
            5_000,
            f"{rates['export'][1]:,.0f} receipts/s by the clock, with whatever else runs on the machine",
        ),
        Number("dsfinvk export, as ZIP, of one core", rates["export.zip"][0], "receipts/s"),
        Number("dsfinvk export, size", rates["export"][2], "MB"),
        Number("dsfinvk export, size of the ZIP", rates["export.zip"][2], "MB"),
        below("dsfinvk export, memory it adds", grown, "MB", LARGEST_GROWTH),
    ]


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _close(node: Node) -> None:
    """A closing of what came since the last one, with the facts of this shop."""
    till = next(one for one in node.masterdata.tills if one.id == "till-1")
    shop = node.shop_of(till)
    now, first = node.clock.now(), node.till_days.of(till.id).closed_seq + 1
    made = Closing(
        node.ids.new(), till.id, shop.id, "2026-01-01", now, "staff-1", "Anna", ClosingTotals(records=IN_A_CLOSING), {}, 0,
        0, 0, 0, 0, False, shop.party, till, {}, tuple(node.masterdata.tax), "Tresen", first, node.journal.seq,
        groups={group.id: group.name for group in node.masterdata.groups},
    )  # fmt: skip
    draft = Draft(made.id, "closing", now, "2026-01-01", encode(made), (), "staff-1", till.id, "closing")

    def job(tx: Tx) -> None:
        node.journal.append(tx, draft)

    node.writer.write_now(job)
