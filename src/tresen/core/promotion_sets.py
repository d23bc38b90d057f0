"""Form sets out of free units, from the dearest down, without looking at units one by one."""

from collections.abc import Iterator, Sequence

from tresen.core.promotion import Action, Part
from tresen.core.quantity import ONE

Pieces = list[tuple[int, int, int]]
"""Of a set: place of the goods, units of it in the set, units of these that are reduced. Each place once."""


def equal_sets(action: Action, places: Sequence[int], free: Sequence[int], limit: int) -> Iterator[tuple[int, Pieces]]:
    """Sets of `set_size` units out of places that are ordered by price: how many equal ones, and of what."""
    size = action.set_size
    if size <= 0:
        return
    first, last = action.first - 1, action.last or size
    sets = min(sum([free[place] for place in places]) // size, limit)
    number, left = 0, free[places[0]] if places else 0
    while sets > 0:
        if left >= size:
            times = min(left // size, sets)
            yield times, [(places[number], size, max(0, min(last, size) - max(first, 0)))]
            left -= times * size
            sets -= times
            continue
        pieces: Pieces = []
        position = 0
        while position < size:
            if left == 0:
                number += 1
                left = free[places[number]]
                continue
            units = min(left, size - position)
            rewarded = max(0, min(last, position + units) - max(first, position))
            pieces.append((places[number], units, rewarded))
            position += units
            left -= units
        sets -= 1
        yield 1, pieces


def mixed_sets(
    parts: Sequence[Part], slots: Sequence[Sequence[int]], free: Sequence[int], limit: int
) -> Iterator[tuple[int, Pieces]]:
    """Sets of different parts. The part with the fewest matching units chooses first, each from its dearest down."""
    left = {place: free[place] for slot in slots for place in slot}
    order = sorted(range(len(parts)), key=lambda part: (sum([left[place] for place in slots[part]]), part))
    while limit > 0:
        found: dict[int, list[int]] = {}
        for part in order:
            need = max(parts[part].quantity // ONE, 1)
            for place in slots[part]:
                pieces = found.get(place)
                units = min(left[place] - (pieces[0] if pieces else 0), need)
                if units <= 0:
                    continue
                if pieces is None:
                    pieces = found[place] = [0, 0]
                pieces[0] += units
                pieces[1] += units if parts[part].rewarded else 0
                need -= units
                if need == 0:
                    break
            if need:
                return
        if not found:
            return
        times = min([limit, *[left[place] // pieces[0] for place, pieces in found.items()]])
        for place, pieces in found.items():
            left[place] -= times * pieces[0]
        limit -= times
        yield times, [(place, pieces[0], pieces[1]) for place, pieces in found.items()]
