"""What one promotion does to the units that are still free: savings for lines, and the units it takes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tresen.core.money import distribute, divide_half_up
from tresen.core.promotion import Action, Promotion
from tresen.core.promotion_sets import equal_sets, mixed_sets
from tresen.core.promotion_stock import Stock, spread

WHOLE_PERCENT = 10_000
"""100 % in hundredths of a percent."""
UNLIMITED = 1 << 60


@dataclass(slots=True)
class Candidate:
    """A promotion that may apply to this basket: its conditions hold, some goods match."""

    promotion: Promotion
    slots: Sequence[Sequence[int]]
    """Places of the matching goods, the dearest first: goods, parts in turn, gifts."""
    value: int
    """The action's value, or that of the step of the scale that was reached."""
    limit: int = UNLIMITED
    """Units or sets on this receipt."""
    code: str = ""
    gift: int = -1
    """Place of the goods that are the gift, -1 without."""
    reach: frozenset[int] = frozenset()
    """All places it may take units of."""


@dataclass(slots=True)
class Effect:
    """What a candidate would do."""

    candidate: Candidate
    saving: int = 0
    uses: int = 0
    takes: dict[int, int] = field(default_factory=dict)
    """Units by place, also those that had to be bought and are not reduced."""
    savings: dict[int, int] = field(default_factory=dict)
    """Cents by place."""

    def add(self, stock: Stock, units: Sequence[tuple[int, int]], parts: Sequence[tuple[int, int]]) -> None:
        """Take units and note their savings."""
        for place, number in units:
            self.takes[place] = self.takes.get(place, 0) + number
        for place, saving in parts:
            if saving:
                self.savings[place] = self.savings.get(place, 0) + saving
                self.saving += saving


def effect(candidate: Candidate, stock: Stock, free: Sequence[int]) -> Effect | None:
    """The effect on free units, None if it saves nothing. `free` counts units from the end of each line."""
    action = candidate.promotion.action
    made = Effect(candidate)
    if candidate.gift >= 0:
        _gift(made, stock, free, candidate.gift)
    elif action.reach == "basket":
        _basket(made, stock, free)
    elif action.reach == "set":
        _sets(made, stock, free)
    else:
        _each(made, stock, free)
    cap = candidate.promotion.limits.max_saving
    if cap and made.saving > cap:
        places = list(made.savings)
        parts = distribute(cap, [made.savings[place] for place in places])
        made.savings, made.saving = dict(zip(places, parts, strict=True)), cap
    return made if made.saving > 0 else None


def saving_on(action: Action, value: int, amount: int, quantity: int) -> int:
    """Cents off goods worth `amount`; amounts and prices are for each `ONE` of `quantity`. Between 0 and all of it."""
    if action.way == "percent":
        saving = divide_half_up(amount * value, WHOLE_PERCENT)
    elif action.way == "amount":
        saving = divide_half_up(value * quantity, 1000)
    else:
        saving = amount - divide_half_up(value * quantity, 1000)
    return min(max(saving, 0), amount)


def _each(made: Effect, stock: Stock, free: Sequence[int]) -> None:
    candidate = made.candidate
    action, left = candidate.promotion.action, candidate.limit
    for place in candidate.slots[0]:
        units = min(free[place], left)
        if units <= 0:
            continue
        amount = stock.value(place, stock.goods[place].count - free[place], units)
        saving = saving_on(action, candidate.value, amount, stock.quantity(place, units))
        if saving:
            made.add(stock, ((place, units),), ((place, saving),))
            made.uses += units
            left -= units


def _basket(made: Effect, stock: Stock, free: Sequence[int]) -> None:
    candidate = made.candidate
    values = []
    for place in candidate.slots[0]:
        if free[place]:
            values.append((place, stock.value(place, stock.goods[place].count - free[place], free[place])))
    amount = sum([value for _, value in values])
    saving = saving_on(candidate.promotion.action, candidate.value, amount, 1000) if amount else 0
    if saving:
        made.add(stock, [(place, free[place]) for place, _ in values], spread(stock, saving, values))
        made.uses = 1


def _gift(made: Effect, stock: Stock, free: Sequence[int], place: int) -> None:
    candidate = made.candidate
    units = min(free[place], candidate.limit)
    if units > 0:
        amount = stock.value(place, stock.goods[place].count - free[place], units)
        quantity = stock.quantity(place, units)
        saving = saving_on(candidate.promotion.action, candidate.value, amount, quantity)
        made.add(stock, ((place, units),), ((place, saving),))
        made.uses = units


def _sets(made: Effect, stock: Stock, free: Sequence[int]) -> None:
    """Set after set, from the dearest down, as long as one saves something; equal sets are taken at once."""
    candidate = made.candidate
    action = candidate.promotion.action
    taken: dict[int, int] = {}
    formed: Iterator[tuple[int, list[tuple[int, int, int]]]]
    if action.parts:
        formed = mixed_sets(action.parts, candidate.slots[1 : len(action.parts) + 1], free, candidate.limit)
    else:
        formed = equal_sets(action, candidate.slots[0], free, candidate.limit)
    for times, pieces in formed:
        values, reduced = [], 0
        for place, units, rewarded in pieces:
            first = stock.goods[place].count - free[place] + taken.get(place, 0)
            value = stock.value(place, first, units * times)
            values.append((place, value))
            reduced += value if rewarded == units else divide_half_up(value * rewarded, units)
            taken[place] = taken.get(place, 0) + units * times
        saving = _saving_of_sets(action, candidate.value, reduced, times)
        if not saving:
            break
        made.add(stock, [(place, units * times) for place, units, _ in pieces], spread(stock, saving, values))
        made.uses += times


def _saving_of_sets(action: Action, value: int, reduced: int, times: int) -> int:
    """Cents off equal sets whose reduced pieces are worth `reduced` together; each set is rounded by itself.

    So it does not matter whether four pieces were entered at once or one by one.
    """
    if reduced % times:
        return saving_on(action, value, reduced, times * 1000)
    return times * saving_on(action, value, reduced // times, 1000)
