"""Which numbers of the devices' own series are in the journal: what arrives may arrive in any order.

A number below the highest one that is not there was handed out and has not arrived: it is named until it does.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tresen.core.receipt_number import printed_number, series_of, slot_of
from tresen.journal.entry import Draft, Entry
from tresen.store.writer import Tx


@dataclass(slots=True)
class Numbers:
    """One series: the highest number and the gaps below it, as spans (first, last) in order."""

    last: int = 0
    gaps: list[tuple[int, int]] = field(default_factory=list)

    def __contains__(self, counter: object) -> bool:
        return isinstance(counter, int) and 0 < counter <= self.last and self._gap(counter) < 0

    def add(self, counter: int) -> None:
        if counter > self.last:
            if counter > self.last + 1:
                self.gaps.append((self.last + 1, counter - 1))
            self.last = counter
            return
        place = self._gap(counter)
        if place >= 0:
            first, last = self.gaps[place]
            rest = [(first, counter - 1), (counter + 1, last)]
            self.gaps[place : place + 1] = [span for span in rest if span[0] <= span[1]]

    def missing(self) -> Iterator[int]:
        for first, last in self.gaps:
            yield from range(first, last + 1)

    @property
    def lacking(self) -> int:
        """How many are missing."""
        return sum(last - first + 1 for first, last in self.gaps)

    def copy(self) -> "Numbers":
        return Numbers(self.last, list(self.gaps))

    def _gap(self, counter: int) -> int:
        """Place of the span that holds a number, -1 if it is in none."""
        place = bisect_right(self.gaps, (counter, self.last)) - 1
        return place if place >= 0 and self.gaps[place][0] <= counter <= self.gaps[place][1] else -1


_NONE = Numbers()


class HandedNumbers:
    """Follows the journal. What the event loop reads may hold a number that is not durable for another moment."""

    def __init__(self) -> None:
        self._series: dict[tuple[str, int], Numbers] = {}
        self._before: dict[tuple[str, int], Numbers | None] = {}

    def of(self, till: str, slot: int) -> Numbers:
        return self._series.get((till, slot), _NONE)

    def of_till(self, till: str) -> dict[int, Numbers]:
        """By slot, every series of a till that has a number."""
        return {slot: numbers for (owner, slot), numbers in sorted(self._series.items()) if owner == till}

    def load(self, tx: Tx, tills: Iterable[str]) -> None:
        """Count first; the numbers themselves are read only where some are missing."""
        for till in tills:
            for series, count, last in tx.all(
                "SELECT series, COUNT(*), MAX(counter) FROM entry WHERE till = ? AND series > 'offline-' "
                "AND series < 'offline.' AND series <> '' GROUP BY series",
                (till,),
            ):
                numbers = self._series[till, slot_of(series)] = Numbers(int(last))
                if int(count) < int(last):
                    numbers.gaps = list(_gaps(tx, till, series))

    def appended(self, draft: Draft, entry: Entry) -> None:
        slot = slot_of(entry.series)
        if not slot:
            return
        key = (entry.till, slot)
        known = self._series.get(key)
        self._before.setdefault(key, known)
        numbers = known.copy() if known is not None else Numbers()
        numbers.add(entry.counter)
        self._series[key] = numbers

    def before_commit(self, tx: Tx) -> None:
        return

    def after_commit(self) -> None:
        self._before = {}

    def after_rollback(self) -> None:
        for key, numbers in self._before.items():
            if numbers is None:
                self._series.pop(key, None)
            else:
                self._series[key] = numbers
        self._before = {}

    def idle(self, tx: Tx) -> bool:
        return False


def _gaps(tx: Tx, till: str, series: str) -> Iterator[tuple[int, int]]:
    """Spans of missing numbers of a series that has some."""
    before = 0
    for (counter,) in tx.all(
        "SELECT counter FROM entry WHERE till = ? AND series = ? AND series <> '' ORDER BY counter", (till, series)
    ):
        if int(counter) > before + 1:
            yield before + 1, int(counter) - 1
        before = int(counter)


def missing_printed(till_numbers: dict[int, Numbers], limit: int) -> tuple[list[int], int]:
    """Printed numbers that have not arrived, the first `limit` of them, and how many there are."""
    count = sum(numbers.lacking for numbers in till_numbers.values())
    found: list[int] = []
    for slot, numbers in till_numbers.items():
        for counter in numbers.missing():
            if len(found) >= limit:
                return found, count
            found.append(printed_number(series_of(slot), counter))
    return found, count
