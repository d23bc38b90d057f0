"""What a printer makes of ESC/POS bytes: lines of letters, codes, cuts, pulses to the drawer, and what it stumbled over."""

from dataclasses import dataclass, field
from typing import Final, Literal

from tresen.adapters.printer_simulator.tokens import split

CODE_PAGES: Final = {0: "cp437", 2: "cp850", 16: "cp1252", 19: "cp858"}


@dataclass(slots=True, frozen=True)
class Letters:
    """The looks of letters: Font A has 12 × 24 dots, font B 9 × 17."""

    small: bool = False
    bold: bool = False
    wide: int = 1
    tall: int = 1
    inverse: bool = False

    @property
    def width(self) -> int:
        """Dots per letter."""
        return (9 if self.small else 12) * self.wide

    @property
    def height(self) -> int:
        """Dots per letter."""
        return (17 if self.small else 24) * self.tall


@dataclass(slots=True, frozen=True)
class TextLine:
    """One line on the paper."""

    runs: tuple[tuple[str, Letters], ...]
    align: int
    """0 left, 1 centre, 2 right."""
    spacing: int
    """Dots from this line to the next, at least."""

    @property
    def text(self) -> str:
        """The letters without their looks."""
        return "".join(text for text, _ in self.runs)

    @property
    def width(self) -> int:
        """Dots from the first to the last letter."""
        return sum(len(text) * letters.width for text, letters in self.runs)


@dataclass(slots=True, frozen=True)
class DrawnCode:
    """A QR code or barcode that the printer draws by itself."""

    kind: Literal["qr", "barcode"]
    text: str
    module: int
    """Dots per module."""
    align: int
    level: str = "M"
    height: int = 80


@dataclass(slots=True, frozen=True)
class Cut:
    """The knife."""


@dataclass(slots=True, frozen=True)
class Kick:
    """A pulse that opens the drawer."""

    pin: int


@dataclass(slots=True, frozen=True)
class Trouble:
    """Something that a printer would not have printed as meant."""

    text: str


Printed = TextLine | DrawnCode | Cut | Kick | Trouble


@dataclass(slots=True)
class _State:
    """What commands have set so far."""

    dots: int
    page: str = "cp437"
    letters: Letters = field(default_factory=Letters)
    align: int = 0
    spacing: int = 30
    runs: list[tuple[str, Letters]] = field(default_factory=list)
    used: int = 0
    qr_module: int = 3
    qr_level: str = "L"
    qr_text: bytes = b""
    bar_module: int = 3
    bar_height: int = 162
    found: list[Printed] = field(default_factory=list)

    def feed(self) -> None:
        """End the line."""
        self.found.append(TextLine(tuple(self.runs), self.align, self.spacing))
        self.runs = []
        self.used = 0

    def letter(self, code: int) -> None:
        """Put one letter on the line; the printer breaks a full line wherever it is."""
        if self.used + self.letters.width > self.dots:
            self.found.append(Trouble("a line is longer than the paper is wide"))
            self.feed()
        self.used += self.letters.width
        text = bytes([code]).decode(self.page)
        if self.runs and self.runs[-1][1] == self.letters:
            self.runs[-1] = (self.runs[-1][0] + text, self.letters)
        else:
            self.runs.append((text, self.letters))


def read(data: bytes, dots: int) -> tuple[Printed, ...]:
    """Interpret a job for paper of so many dots. Never raises: what is not understood becomes Trouble."""
    state = _State(dots)
    tokens, rest = split(data)
    for token in tokens:
        if len(token) > 1:
            _command(state, token)
        elif token == b"\n":
            state.feed()
        elif token[0] >= 0x20:
            state.letter(token[0])
        else:
            state.found.append(Trouble(f"unknown byte {token.hex()}"))
    if rest:
        state.found.append(Trouble(f"cut off in the middle of a command: {rest[:8].hex()}"))
    if state.runs:
        state.feed()
    return tuple(state.found)


def _command(state: _State, token: bytes) -> None:
    name, value = token[:2], token[2] if len(token) > 2 else 0
    looks = state.letters
    if name == b"\x1b@":
        fresh = _State(state.dots)
        state.page, state.letters, state.align, state.spacing = fresh.page, fresh.letters, fresh.align, fresh.spacing
    elif name == b"\x1bt" and value in CODE_PAGES:
        state.page = CODE_PAGES[value]
    elif name == b"\x1ba":
        state.align = value % 48
    elif name == b"\x1bM":
        state.letters = Letters(value % 48 == 1, looks.bold, looks.wide, looks.tall, looks.inverse)
    elif name == b"\x1bE":
        state.letters = Letters(looks.small, bool(value & 1), looks.wide, looks.tall, looks.inverse)
    elif name == b"\x1d!":
        state.letters = Letters(looks.small, looks.bold, (value >> 4) + 1, (value & 15) + 1, looks.inverse)
    elif name == b"\x1dB":
        state.letters = Letters(looks.small, looks.bold, looks.wide, looks.tall, bool(value & 1))
    elif name == b"\x1b3":
        state.spacing = value
    elif name == b"\x1b2":
        state.spacing = 30
    elif name == b"\x1bd":
        state.feed()
        state.found.extend(TextLine((), 0, state.spacing) for _ in range(value - 1))
    elif name == b"\x1bp":
        state.found.append(Kick(5 if value % 48 == 1 else 2))
    elif name == b"\x1dV":
        state.found.append(Cut())
    elif name in (b"\x1d(", b"\x1dk", b"\x1dh", b"\x1dw", b"\x1dH", b"\x1dr"):
        _code(state, token)
    else:
        state.found.append(Trouble(f"unknown command {token.hex()}"))


def _code(state: _State, token: bytes) -> None:
    """Commands about QR codes and barcodes."""
    name = token[:2]
    if name == b"\x1dh":
        state.bar_height = token[2]
    elif name == b"\x1dw":
        state.bar_module = token[2]
    elif name == b"\x1dk":
        text = token[4:].decode("ascii", "replace")
        if token[2] != 73 or not text.startswith("{B"):
            state.found.append(Trouble(f"barcode of an unknown kind: {token[2]}"))
            return
        state.found.append(
            DrawnCode("barcode", text[2:].replace("{{", "{"), state.bar_module, state.align, height=state.bar_height)
        )
    elif name == b"\x1d(" and token[2:3] == b"k" and token[5:6] == b"1":
        function, data = token[6], token[7:]
        if function == 0x43:
            state.qr_module = data[0]
        elif function == 0x45:
            state.qr_level = "LMQH"[data[0] - 48]
        elif function == 0x50:
            state.qr_text = data[1:]
        elif function == 0x51:
            text = state.qr_text.decode("utf-8", "replace")
            state.found.append(DrawnCode("qr", text, state.qr_module, state.align, state.qr_level))
