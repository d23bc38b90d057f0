"""The office's first page, lists and standard reports over a year: 1,000,000 receipts, 10 million lines."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.number import Number, below, middle
from benchmarks.past_year import GOODS, write_year
from benchmarks.shop import close, fill
from tresen.insight.receipt_list import list_receipts
from tresen.insight.reports import NAMES, report
from tresen.insight.today import today
from tresen.ledger.receipt_list import OfficeFilter
from tresen.operations.node import Node
from tresen.web.app import Settings, make_node

TARGET = 300


def measure(folder: Path, quick: bool) -> list[Number]:
    settings = Settings(folder, practice=False)
    node = make_node(settings)
    fill(node, GOODS)
    receipts = write_year(node, 12 if quick else 365)
    close(node)
    node = make_node(settings)  # reads its folds anew
    numbers = asyncio.run(_ask(node, f"{receipts:,} receipts", 3 if quick else 7))
    close(node)
    return numbers


async def _ask(node: Node, size: str, times: int) -> list[Number]:
    day = datetime.fromtimestamp(node.clock.now() // 1000, UTC).date()
    first, last, month = (
        (day - timedelta(days=364)).isoformat(),
        day.isoformat(),
        (day - timedelta(days=30)).isoformat(),
    )

    async def took(what: Callable[[], Awaitable[Any]]) -> float:
        seen = []
        for _ in range(times):
            begun = time.perf_counter()
            await what()
            seen.append((time.perf_counter() - begun) * 1000)
        return middle(seen)

    numbers = [
        below(f"first page of the office, {size}", await took(lambda: today(node)), "ms", TARGET),
        below(
            f"list of receipts, {size}",
            await took(lambda: list_receipts(node, OfficeFilter(), "", 0, 50)),
            "ms",
            TARGET,
        ),
    ]
    for name in NAMES:
        year = await took(lambda name=name: report(node, name, first, last))  # type: ignore[misc]
        numbers.append(below(f"report by {name}, a year, {size}", year, "ms", TARGET))
    for name in ("day", "article"):
        compared = await took(lambda name=name: report(node, name, month, last, compare="previous"))  # type: ignore[misc]
        numbers.append(below(f"report by {name}, 31 days beside the 31 before", compared, "ms", TARGET))
    return numbers
