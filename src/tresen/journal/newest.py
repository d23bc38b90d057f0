"""Which ids changed after an entry: the newest change of each, in the order of the journal.

A reader who comes back asks for what is new since then. Two flat lists and a bisection: 100,000 ids cost 1.6 MB, a page
of them some microseconds.
"""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Final

_FEW: Final = 1024
"""Up to so many outdated places are not worth tidying."""


class Newest:
    """The writer puts, the event loop reads: what a reader holds is never changed under its hands, only added to.

    `current`: number of the entry that changed an id last, so that older changes of it are passed over.
    """

    def __init__(self, current: Callable[[str], int]) -> None:
        self._current = current
        self._places: tuple[array[int], list[str]] = (array("q"), [])
        self._outdated = 0

    def put(self, id: str, seq: int, *, known: bool) -> None:
        """An entry changed the id; later than everything put before. `known`: it was put before."""
        seqs, ids = self._places
        ids.append(id)  # first: whoever reads goes by the numbers
        seqs.append(seq)
        self._outdated += known
        if self._outdated > max(_FEW, len(seqs) // 2):
            self._tidy()

    def sort(self) -> None:
        """Once after loading, when ids were put in another order than the journal's."""
        seqs, ids = self._places
        order = sorted(range(len(seqs)), key=seqs.__getitem__)
        self._places = (array("q", [seqs[at] for at in order]), [ids[at] for at in order])

    def after(self, seq: int) -> Iterator[tuple[int, str]]:
        """Number and id of every newest change behind an entry, oldest first."""
        seqs, ids = self._places
        current = self._current
        for at in range(bisect_right(seqs, seq), len(seqs)):
            if current(ids[at]) == seqs[at]:
                yield seqs[at], ids[at]

    def _tidy(self) -> None:
        seqs, ids = self._places
        kept = [at for at, id in enumerate(ids) if self._current(id) == seqs[at]]
        self._places = (array("q", [seqs[at] for at in kept]), [ids[at] for at in kept])
        self._outdated = 0
