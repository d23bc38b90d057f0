"""What to do on each kind of device, step by step, with what its screens show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from tresen.web.trust.pictures import Picture

Kind = Literal["ios", "android", "windows", "macos", "linux"]
File = Literal["profile", "crt", "pem"]


@dataclass(slots=True, frozen=True)
class Step:
    """One thing to do. `file`: a button that loads it stands below."""

    text: str
    picture: Picture | None = None
    file: File | None = None


@dataclass(slots=True, frozen=True)
class Guide:
    """The steps for one kind of device. `note`: what may surprise there."""

    name: str
    steps: Sequence[Step]
    note: str = ""


def kind_of(agent: str) -> Kind | None:
    """The kind of device that a browser says it runs on. An iPad says that it is a Mac: the page's script knows."""
    for word, kind in _AGENTS:
        if word in agent:
            return kind
    return None


_AGENTS: Final[tuple[tuple[str, Kind], ...]] = (
    ("iPhone", "ios"), ("iPad", "ios"), ("Android", "android"), ("Windows", "windows"), ("Macintosh", "macos"),
    ("Linux", "linux"), ("CrOS", "linux"),
)  # fmt: skip
