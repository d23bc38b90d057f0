"""The line of state that a section of the area shows in its overview."""

from dataclasses import dataclass
from typing import Literal


@dataclass(slots=True, frozen=True)
class Line:
    """`state`: `ok`, `warn` (look at it), `down` (does not work) or `off` (not used). `text`: short, for the shop."""

    state: Literal["ok", "warn", "down", "off"]
    text: str
