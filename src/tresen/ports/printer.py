"""The receipt printer, with the cash drawer that hangs on it."""

from typing import Protocol


class PrinterDown(Exception):
    """Nothing or not everything was printed; the message is the reason in plain words (`paper out`, `unreachable`)."""


class Printer(Protocol):
    """One printer. `columns` and `dots` describe its paper: 80 mm = 48 columns / 576 dots, 58 mm = 32 / 384."""

    columns: int

    async def send(self, data: bytes) -> None:
        """Print ESC/POS bytes completely or raise PrinterDown."""

    async def healthy(self) -> str:
        """Empty if ready, else the reason in plain words."""
