"""An answer with one thing in it that should not be so."""

from copy import deepcopy

ODD = (None, -1, 0, 10**30, 1.5, "", "x", "-7", "=", "ä\x00", [], [1], {}, {"x": 1}, True)


def spoiled(rng, answer):
    """A copy in which one value somewhere is odd, lacking, or of another kind; now and then the whole."""
    if rng.random() < 0.05:
        return rng.choice(ODD)
    found = deepcopy(answer)
    places = list(_places(found))
    if not places:
        return found
    holder, key = rng.choice(places)
    if isinstance(holder, dict) and rng.random() < 0.3:
        del holder[key]
    else:
        holder[key] = rng.choice(ODD)
    return found


def _places(value):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(items):
        yield value, key
        yield from _places(inner)
