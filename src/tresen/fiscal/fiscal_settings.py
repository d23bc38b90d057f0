"""Where the specification of DSFinV-K can be read in two ways: how the shop does it. The defaults are the safer reading."""

from dataclasses import dataclass
from typing import Final, Literal


@dataclass(slots=True, frozen=True)
class FiscalSettings:
    """See docs/fiscal/dsfinvk.md for the passages that contradict each other."""

    bon_storno: Literal["0", "1"] = "0"
    """BON_STORNO of a receipt that takes a whole other one back: `0` (annexes B and E) or `1` (4.2.2)."""
    decimals: Literal[2, 5] = 2
    """Decimals of amounts in columns that declare five: 2 (4.1) or 5."""
    ref_datum: Literal["timestamp", "date"] = "timestamp"
    """REF_DATUM: the moment, or the day only for readers that want it so."""


DEFAULT: Final = FiscalSettings()
