"""`SimulatedPrinter` fulfils the printer port: every job ends as bytes, picture and text in a folder."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal, get_args

from tresen.adapters.printer_simulator.picture import draw
from tresen.adapters.printer_simulator.read import Kick, Printed, TextLine, read
from tresen.ports.printer import COVER_OPEN, PAPER_OUT, UNREACHABLE, PrinterDown

PrinterMode = Literal["ok", "paper_out", "cover_open", "unreachable", "slow", "paper_ends"]
PRINTER_MODES: Final[tuple[PrinterMode, ...]] = get_args(PrinterMode)
"""`paper_ends`: the next job stops in its middle, then the paper is out."""

REASONS: Final = {"paper_out": PAPER_OUT, "cover_open": COVER_OPEN, "unreachable": UNREACHABLE}


def text_of(printed: Iterable[Printed], columns: int) -> str:
    """The letters on the paper, codes as their text in brackets."""
    lines = []
    for item in printed:
        if isinstance(item, TextLine):
            room = columns * 12 - item.width
            lines.append((" " * (room * item.align // 24) + item.text).rstrip())
        elif hasattr(item, "text") and hasattr(item, "kind"):
            lines.append(f"[{item.kind}: {item.text}]")
    return "\n".join(lines) + "\n" if lines else ""


class SimulatedPrinter:
    """One practice printer with a cash drawer on it."""

    def __init__(
        self, folder: Path, *, columns: int = 48, mode: PrinterMode = "ok", slow_ms: int = 3_000, keep: int = 1_000
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.columns = columns
        self.mode: PrinterMode = mode
        """May be changed at any time."""
        self.slow_ms = slow_ms
        self.drawer_open = False
        self.drawer_kicks = 0
        self._folder = folder
        self._keep = keep
        self._lock = asyncio.Lock()
        self._count = max((int(path.stem) for path in folder.glob("*.bin")), default=0)

    @property
    def dots(self) -> int:
        """Printable width of the paper."""
        return self.columns * 12

    async def send(self, data: bytes) -> None:
        """Print a job. Raises PrinterDown by mode; with `paper_ends` after printing the first half."""
        async with self._lock:
            if self.mode == "slow":
                await asyncio.sleep(self.slow_ms / 1000)
            if self.mode in REASONS:
                raise PrinterDown(REASONS[self.mode])
            if self.mode == "paper_ends":
                self.mode = "paper_out"
                await self._print(data[: data.rfind(b"\n", 0, len(data) // 2) + 1])
                raise PrinterDown(PAPER_OUT)
            await self._print(data)

    async def healthy(self) -> str:
        """Empty if ready, else the reason."""
        return REASONS.get(self.mode, "")

    def close_drawer(self) -> None:
        """A hand pushes the drawer in."""
        self.drawer_open = False

    def jobs(self) -> tuple[Path, ...]:
        """The `.bin` files of all jobs that are kept, oldest first; `.png` and `.txt` lie beside them."""
        return tuple(sorted(self._folder.glob("*.bin")))

    async def _print(self, data: bytes) -> None:
        printed = read(data, self.dots)
        for item in printed:
            if isinstance(item, Kick):
                self.drawer_open = True
                self.drawer_kicks += 1
        if all(isinstance(item, Kick) for item in printed):
            return
        self._count += 1
        await asyncio.shield(asyncio.to_thread(self._file, self._folder / f"{self._count:06d}", data, printed))

    def _file(self, path: Path, data: bytes, printed: tuple[Printed, ...]) -> None:
        draw(printed, self.dots).save(path.with_suffix(".png"), compress_level=3)
        path.with_suffix(".txt").write_text(text_of(printed, self.columns), encoding="utf-8")
        path.with_suffix(".bin").write_bytes(data)
        for old in self.jobs()[: -self._keep]:
            for suffix in (".png", ".txt", ".bin"):
                old.with_suffix(suffix).unlink(missing_ok=True)
