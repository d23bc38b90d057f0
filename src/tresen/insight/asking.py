"""Ask the day totals so that memory and table belong to the same moment."""

from collections.abc import Sequence
from typing import Final

from tresen.ledger.report_sums import DayRow, Raced, Span, day_rows, waiting_rows
from tresen.operations.node import Node

TRIES: Final = 20


async def ask_days(
    node: Node, spans: Sequence[Span], dimensions: Sequence[str], by: Sequence[str]
) -> list[list[DayRow]]:
    """Sums for each span, sales of this second included. The same key may come twice; add up."""
    for tries in range(TRIES):
        mark, sums = node.totals.snapshot()
        try:
            found = await node.database.read(
                lambda connection, mark=mark: day_rows(connection, spans, dimensions, by, mark)  # type: ignore[misc]
            )
        except Raced:
            assert tries < TRIES - 1, "the fold moves on a few times a second, a question takes milliseconds"
            continue
        return [[*rows, *waiting_rows(sums, span, dimensions, by)] for rows, span in zip(found, spans, strict=True)]
    raise AssertionError("unreachable")
