"""The receipt printer, with the cash drawer that hangs on it."""

from collections.abc import Iterable
from typing import Final, Protocol

from tresen.core.receipt_rows import Row

PAPER_OUT: Final = "paper out"
COVER_OPEN: Final = "cover open"
UNREACHABLE: Final = "unreachable"
NO_ANSWER: Final = "no answer"
"""It took the data and then fell silent: some of it may be on paper."""
PRINTER_ERROR: Final = "printer error"


class PrinterDown(Exception):
    """Nothing or not everything was printed; the message is the reason in plain words (`paper out`, `unreachable`)."""


class Printer(Protocol):
    """One printer. `columns` and `dots` describe its paper: 80 mm = 48 columns / 576 dots, 58 mm = 32 / 384."""

    columns: int

    async def send(self, data: bytes) -> None:
        """Print ESC/POS bytes completely or raise PrinterDown."""

    async def healthy(self) -> str:
        """Empty if ready, else the reason in plain words."""


class PaperLanguage(Protocol):
    """Turns laid-out rows into what a printer understands."""

    def encode(self, rows: Iterable[Row], columns: int) -> bytes:
        """A whole job with a cut at the end."""

    def drawer_pulse(self) -> bytes:
        """Opens the drawer that hangs on the printer."""
