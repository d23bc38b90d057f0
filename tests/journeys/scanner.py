"""A scanner that types like a keyboard: real key events with the time stamps of a device, on either layout."""

import asyncio
import time
from collections.abc import Callable
from typing import Any, Final, Literal

from playwright.sync_api import CDPSession, Page

Layout = Literal["us", "de"]

SHIFTED: Final[dict[Layout, dict[str, str]]] = {
    "us": {":": "Semicolon", "?": "Slash", "_": "Minus"},
    "de": {":": "Period", "/": "Digit7", "?": "Minus", "_": "Slash"},
}
PLAIN: Final[dict[Layout, dict[str, str]]] = {
    "us": {"/": "Slash", "-": "Minus", ".": "Period"},
    "de": {"-": "Slash", ".": "Period"},
}
SWAPPED: Final = {"y": "KeyZ", "z": "KeyY"}
GAP: Final = 0.008
"""Seconds between two keys of a usual scanner."""


def place(char: str, layout: Layout) -> tuple[str, bool]:
    """Which key makes this character on a keyboard of this layout, and whether with shift."""
    if char.isdigit():
        return f"Digit{char}", False
    if char in SHIFTED[layout]:
        return SHIFTED[layout][char], True
    if char in PLAIN[layout]:
        return PLAIN[layout][char], False
    if layout == "de" and char.lower() in SWAPPED:
        return SWAPPED[char.lower()], char.isupper()
    return f"Key{char.upper()}", char.isupper()


class Scanner:
    """Plugged into one page."""

    def __init__(self, page: Page, layout: Layout = "us", suffix: Literal["Enter", "Tab", ""] = "Enter") -> None:
        self.page = page
        self.layout = layout
        self.suffix = suffix
        self._keys: CDPSession = page.context.new_cdp_session(page)
        self._time = 0.0
        self._strokes: list[dict[str, Any]] = []

    def scan(
        self, code: str, seen_as: Layout | None = None, stall: tuple[int, Callable[[], None]] | None = None
    ) -> None:
        """Type a code. `seen_as`: the layout that the computer believes in, where it is not the scanner's own.
        `stall`: after so many keys the device is busy until the call returns; the others come late."""
        self._time = max(self._time + 0.1, time.time())
        for at, char in enumerate(code):
            if stall and at == stall[0]:
                self._send()
                stall[1]()
            where, shift = place(char, self.layout)
            self._press(self._char(where, shift, seen_as or self.layout, char), where, 8 if shift else 0)
        if self.suffix:
            self._press(self.suffix, self.suffix, 0)
        self._send()

    def _send(self) -> None:
        """All keys at once: their pauses stand in their time stamps, not in how busy this machine is."""
        strokes, self._strokes = self._strokes, []

        async def burst() -> None:
            await asyncio.gather(
                *(self._keys._impl_obj.send("Input.dispatchKeyEvent", stroke, None) for stroke in strokes)
            )

        self._keys._sync(burst())

    def _char(self, where: str, shift: bool, seen_as: Layout, char: str) -> str:
        """What the computer makes of a key."""
        if seen_as == self.layout:
            return char
        for table, shifted in ((SHIFTED[seen_as], True), (PLAIN[seen_as], False)):
            for found, at in table.items():
                if at == where and shifted == shift:
                    return found
        if seen_as == "de" and where in ("KeyY", "KeyZ"):
            return {"KeyY": "z", "KeyZ": "y"}[where].upper() if shift else {"KeyY": "z", "KeyZ": "y"}[where]
        if where == "Semicolon":
            return "Ö" if shift else "ö"
        return char

    def _press(self, key: str, code: str, modifiers: int) -> None:
        self._time += GAP
        special = {"Enter": (13, "\r"), "Tab": (9, "")}.get(key)
        text = special[1] if special else key
        event = {
            "key": key,
            "code": code,
            "modifiers": modifiers,
            "windowsVirtualKeyCode": special[0] if special else ord(key.upper()[0]),
            "timestamp": self._time,
        }
        down = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
        self._strokes.append({**event, **down})
        self._strokes.append({**event, "type": "keyUp", "timestamp": self._time + 0.002})
