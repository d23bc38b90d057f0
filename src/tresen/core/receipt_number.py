"""The number of a receipt: given by the node in the till's own series, or by a device that hands out without the node.

Each device has a slot of its till and with it a gapless series of its own. What is printed is one whole number, because
DSFinV-K's BON_NR is one: `slot * 10,000,000 + counter`. The numbers of the node's series stay below the first slot.
"""

from typing import Final

RECEIPTS: Final = "receipt"
"""The till's series that the node counts."""
SIZE: Final = 10_000_000
LAST_SLOT: Final = 999
_HANDED: Final = "offline-"


def series_of(slot: int) -> str:
    """The series of a device."""
    assert 1 <= slot <= LAST_SLOT, "a slot"
    return f"{_HANDED}{slot}"


def slot_of(series: str) -> int:
    """The slot of a device's series, 0 if it is another series."""
    digits = series.removeprefix(_HANDED)
    if digits == series or not (digits.isascii() and digits.isdecimal()) or len(digits) > 3 or digits[0] == "0":
        return 0
    return int(digits)


def printed_number(series: str, counter: int) -> int:
    """What stands on the paper for a counter of a series."""
    return slot_of(series) * SIZE + counter


def place_of(number: int) -> tuple[str, int]:
    """Series and counter of a printed number."""
    slot, counter = divmod(number, SIZE)
    return (series_of(slot), counter) if 1 <= slot <= LAST_SLOT and counter else (RECEIPTS, number)
