"""Look through what a node has written, with other eyes than its own: the folder's journal, entry by entry, and `tresen verify`."""

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.live import ROOT

SIZE = 10_000_000
"""Printed numbers of one device's slot lie together."""
SALES = ("sale", "refund", "exchange")


@dataclass
class Booked:
    """One receipt as it stands in the journal."""

    id: str
    till: str
    kind: str
    series: str
    counter: int
    number: int
    total: int
    day: str
    at: int
    signed: bool
    body: dict[str, Any]


@dataclass
class Books:
    """What was found."""

    verified: bool
    verdict: str
    receipts: list[Booked]
    known: list[dict[str, Any]]
    """Entries `handed_out`: printed numbers of sales that the node had booked before it heard of them again."""
    deviations: list[str]
    closings: list[dict[str, Any]]
    drawers: dict[str, int] = field(default_factory=dict)
    """Coins by account, added up from the entries' transfers."""

    def sold(self, till: str = "") -> list[Booked]:
        return [one for one in self.receipts if one.kind in SALES and till in ("", one.till)]

    def totals(self, till: str = "") -> list[int]:
        return [one.total for one in self.sold(till)]

    def printed(self) -> list[tuple[str, int]]:
        """Every number that a device handed out, with its till, as the journal knows it."""
        own = [(one.till, one.number) for one in self.receipts if one.series != "receipt"]
        return sorted([*own, *((known["till"], known["number"]) for known in self.known)])

    def must_hold(self) -> None:
        """What is true after any fault: sound, each receipt once, each number once, no gap, money where it belongs."""
        assert self.verified, self.verdict
        assert most(one.id for one in self.receipts) <= 1, "a receipt is there once"
        assert most((one.till, one.number) for one in self.receipts) <= 1, "a number is there once"
        assert most(self.printed()) <= 1, "a printed number is there once"
        for till, counters in self._node_series().items():
            assert sorted(counters) == list(range(1, len(counters) + 1)), f"gapless: {till}"
        for series, counters in self._own_series().items():
            assert counters == list(range(1, len(counters) + 1)), f"gapless: {series}"
        for till in {one.till for one in self.receipts}:
            cash = sum(
                tender["amount"]
                for one in self.receipts if one.till == till and one.body["type"] == "Beleg"
                for tender in one.body["tenders"] if tender["kind"] == "cash"
            )  # fmt: skip
            assert self.drawers.get(f"drawer:{till}", 0) == cash, f"the coins of {till}"

    def _node_series(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for one in self.receipts:
            if one.series == "receipt":
                found[one.till].append(one.counter)
        return found

    def _own_series(self) -> dict[tuple[str, int], list[int]]:
        found: dict[tuple[str, int], list[int]] = defaultdict(list)
        for till, number in self.printed():
            found[till, number // SIZE].append(number % SIZE)
        return found


def most(things: Any) -> int:
    """How often the thing is there that is there most often."""
    return max(Counter(things).values(), default=0)


def look_through(folder: Path) -> Books:
    """Read the journal of a node that is stopped."""
    verdict = verified(folder)
    books = Books(verdict.returncode == 0, verdict.stdout + verdict.stderr, [], [], [], [])
    with closing(sqlite3.connect(f"file:{folder / 'node.db'}?mode=ro", uri=True)) as db:
        rows = db.execute("SELECT kind, till, series, counter, body FROM entry ORDER BY seq").fetchall()
    for kind, till, series, counter, raw in rows:
        body = json.loads(raw)
        for source, target, amount, unit, _reason in body.get("transfers", ()) if isinstance(body, dict) else ():
            if unit == "EUR":
                books.drawers[source] = books.drawers.get(source, 0) - amount
                books.drawers[target] = books.drawers.get(target, 0) + amount
        if kind == "receipt":
            books.receipts.append(booked(body["receipt"], till, series, counter))
        elif kind == "handed_out":
            books.known.append({**body, "till": till})
        elif kind == "closing":
            books.closings.append(body)
        elif kind == "deviation":
            books.deviations.append(body["code"])
    return books


def queue_states(folder: Path, queue: str) -> list[str]:
    """How far each thing in a queue of a running node is."""
    with closing(sqlite3.connect(f"file:{folder / 'node.db'}?mode=ro", uri=True)) as db:
        return [state for (state,) in db.execute("SELECT state FROM queue_item WHERE queue = ?", (queue,))]


def booked(receipt: dict[str, Any], till: str, series: str, counter: int) -> Booked:
    number = counter if series == "receipt" else int(series.removeprefix("offline-")) * SIZE + counter
    return Booked(
        receipt["id"], till, receipt["kind"], series, counter, number, receipt["total"], receipt["business_day"],
        receipt["finished_at"], bool(receipt["signed"].get("signature")), receipt,
    )  # fmt: skip


def verified(folder: Path) -> "subprocess.CompletedProcess[str]":
    """`tresen verify` as an auditor runs it."""
    return subprocess.run(
        [sys.executable, "-m", "tresen", "verify", "--data", str(folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=False,
    )  # fmt: skip
