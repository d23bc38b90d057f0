"""Try a promotion on past receipts: started from the office, computed in a process of its own, so no sale waits for it."""

import asyncio
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from tresen.core.failures import Failure
from tresen.core.promotion import Promotion
from tresen.insight.reports import spans_of
from tresen.insight.trial_process import TrialQuestion, TrialResult
from tresen.operations.node import Actor, Node
from tresen.operations.promotions.promotion_rules import check_promotion
from tresen.operations.rights import check

_LINE: Final = 4 * 1024 * 1024
"""Bytes of the longest line of an answer."""


class _Said(msgspec.Struct):
    done: int = 0
    total: int = 0
    result: TrialResult | None = None


_decode: Final = msgspec.json.Decoder(_Said).decode


@dataclass(slots=True)
class Trial:
    """`state`: `running`, `done`, `stopped` (by somebody) or `failed`."""

    id: str
    draft: Promotion
    first: str
    last: str
    state: str = "running"
    done: int = 0
    total: int = 0
    result: TrialResult | None = None


async def begin_trial(
    node: Node, actor: Actor, id: str, draft: Promotion, first: str, last: str
) -> Trial | Failure:  # fmt: skip
    """Start. One at a time; the one before is forgotten. The same id again answers how it stands."""
    missing = check(node, actor, "reports")
    if missing is not None:
        return missing
    known: Trial | None = node.trial
    if known is not None and known.id == id:
        return known
    if known is not None and known.state == "running":
        return Failure("trial_running", {})
    refused = check_promotion(node.masterdata, draft)
    if refused is not None:
        return refused
    if spans_of(first, last, "", "") is None:
        return Failure("range_faulty", {})
    trial = Trial(id, draft, first, last)
    node.trial = trial
    node.background(_run(node, trial))
    return trial


def trial_of(node: Node, id: str) -> Trial | Failure:
    """How it stands; only the last one is kept."""
    known: Trial | None = node.trial
    return known if known is not None and known.id == id else Failure("not_found", {"trial": id[:64]})


def stop_trial(node: Node, id: str) -> Trial | Failure:
    """Give up one that is running."""
    known = trial_of(node, id)
    if not isinstance(known, Failure) and known.state == "running":
        known.state = "stopped"
    return known


async def _run(node: Node, trial: Trial) -> None:
    question = TrialQuestion(
        node.database.url, trial.draft, trial.first, trial.last, node.masterdata.settings.tiers
    )  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-m", "tresen.insight.trial_process", stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, limit=_LINE,
    )  # fmt: skip
    try:
        assert process.stdin is not None
        process.stdin.write(msgspec.json.encode(question))  # not as an argument: others can read those
        process.stdin.close()
        await _listen(process, trial)
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        if trial.state == "running":
            trial.state = "failed"


async def _listen(process: Any, trial: Trial) -> None:
    while trial.state == "running":
        with suppress(TimeoutError):
            line = await asyncio.wait_for(process.stdout.readline(), 0.5)
            if not line:
                return
            said = _decode(line)
            if said.result is not None:
                trial.result, trial.state, trial.done = said.result, "done", trial.total
            else:
                trial.done, trial.total = min(said.done, said.total), said.total
