"""Verify the journal from the office: in a thread, beside the sales, at most one at a time."""

from dataclasses import dataclass, field
from typing import Any, Final

from tresen.core.failures import Failure
from tresen.journal.entry import Draft, encode
from tresen.ledger.verify import PARTS, Verdict, verify
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.writing import office_day, written

SHOWN: Final = 5


@dataclass(slots=True)
class PartCheck:
    """`name`: chain, receipts, closings, balances or totals. `faults`: what was found, the first few."""

    name: str
    ok: bool
    faults: int = 0


@dataclass(slots=True)
class Verification:
    """`state`: `never`, `running`, `ok` or `broken`. `head`: hash of the last entry, hex."""

    state: str = "never"
    started_at: int | None = None
    finished_at: int | None = None
    done: int = 0
    total: int = 0
    head: str = ""
    checks: list[PartCheck] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What is no fault: receipts that were handed out and have not arrived."""
    entries: int = 0
    receipts: int = 0
    closings: int = 0
    accounts: int = 0


def verification(node: Node) -> Verification:
    """How it stands since the node started."""
    if node.verification is None:
        node.verification = Verification()
    found: Verification = node.verification
    return found


async def begin_verification(node: Node, actor: Actor) -> Verification | Failure:
    """Start, or show the one that runs."""
    missing = check(node, actor, "journal")
    if missing is not None:
        return missing
    if verification(node).state != "running":
        run = Verification("running", node.clock.now(), total=node.journal.seq)
        node.verification = run
        node.background(_run(node, actor, run))
    return verification(node)


async def _run(node: Node, actor: Actor, run: Verification) -> None:
    def question(connection: Any) -> Verdict:
        return verify(connection, lambda seq: setattr(run, "done", seq))

    verdict = await node.database.read(question)
    run.entries, run.receipts, run.closings = verdict.entries, verdict.receipts, verdict.closings
    run.accounts, run.head, run.faults = verdict.accounts, verdict.last_hash, verdict.faults[:SHOWN]
    run.notes = verdict.notes[:SHOWN]
    run.checks = [PartCheck(name, not verdict.parts[name], verdict.parts[name]) for name in PARTS]
    run.done, run.total, run.finished_at = verdict.entries, verdict.entries, node.clock.now()
    faults = sum(verdict.parts.values())
    now = node.clock.now()
    body = encode({"entries": verdict.entries, "head": verdict.last_hash, "faults": faults, "first": run.faults})
    draft = Draft(node.ids.new(), "verified", now, office_day(node, now), body, (), actor.staff)
    await written(node, lambda tx: node.journal.append(tx, draft).seq)
    run.state = "ok" if verdict.sound else "broken"
    node.bus.tell("state", verification=run.state)
