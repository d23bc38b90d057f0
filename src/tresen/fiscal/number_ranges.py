"""Which numbers of a series were seen: gaps and doubles, found without keeping every number."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

Range = tuple[int, int]
"""From the first to the last number, both included."""

MOST_RANGES = 300_000
"""A series in more pieces than this is not followed further: memory stays bounded, whatever somebody hands in."""


@dataclass(slots=True)
class NumberRanges:
    """Numbers in any order, kept as ranges. A series that is whole is one range, however long it is."""

    most: int = MOST_RANGES
    full: bool = False
    """There were too many pieces; some numbers that came since then are not in it."""
    _starts: list[int] = field(default_factory=list)
    _ends: list[int] = field(default_factory=list)

    def add(self, number: int) -> bool:
        """False if the number was there already."""
        starts, ends = self._starts, self._ends
        place = bisect_right(starts, number)
        if place and number <= ends[place - 1]:
            return False
        joins_left = place > 0 and ends[place - 1] == number - 1
        joins_right = place < len(starts) and starts[place] == number + 1
        if joins_left and joins_right:
            ends[place - 1] = ends.pop(place)
            del starts[place]
        elif joins_left:
            ends[place - 1] = number
        elif joins_right:
            starts[place] = number
        elif len(starts) < self.most:
            starts.insert(place, number)
            ends.insert(place, number)
        else:
            self.full = True
        return True

    def add_range(self, start: int, end: int) -> None:
        """Add all numbers from start to end, both included."""
        first = bisect_left(self._ends, start - 1)
        behind = bisect_right(self._starts, end + 1)
        if first < behind:
            start, end = min(start, self._starts[first]), max(end, self._ends[behind - 1])
        elif len(self._starts) >= self.most:
            self.full = True
            return
        self._starts[first:behind] = [start]
        self._ends[first:behind] = [end]

    def __contains__(self, number: int) -> bool:
        place = bisect_right(self._starts, number)
        return place > 0 and number <= self._ends[place - 1]

    def ranges(self) -> list[Range]:
        """In ascending order."""
        return list(zip(self._starts, self._ends, strict=True))

    def count(self) -> int:
        return sum(end - start + 1 for start, end in self.ranges())

    def gaps(self) -> Iterator[Range]:
        """What is missing between the first and the last number."""
        for end, start in zip(self._ends, self._starts[1:], strict=False):
            yield end + 1, start - 1

    def without(self, other: "NumberRanges") -> Iterator[Range]:
        """The numbers that are here and not there, as ranges in ascending order."""
        taken = other.ranges()
        place = 0
        for start, last in self.ranges():
            first = start
            while place < len(taken) and taken[place][1] < first:
                place += 1
            at = place
            while at < len(taken) and taken[at][0] <= last:
                if taken[at][0] > first:
                    yield first, taken[at][0] - 1
                first = taken[at][1] + 1
                at += 1
            if first <= last:
                yield first, last


def written(found: Range) -> str:
    """`7` or `7-9`."""
    return str(found[0]) if found[0] == found[1] else f"{found[0]}-{found[1]}"
