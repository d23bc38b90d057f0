"""Rows of a CSV file as DSFinV-K writes them, read one by one; what breaks the dialect is told with its line."""

import csv
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final, Literal

Trouble = Literal["bom", "line_end", "encoding", "line_too_long", "quoting"]
LONGEST_LINE: Final = 1 << 20
"""Bytes of one line; no row of an export comes near it."""

_BOM: Final = b"\xef\xbb\xbf"


class CsvRows:
    """Iterates over (line number, cells). Memory stays bounded, whatever the file holds.

    `trouble` is called with what is wrong, the line and a detail; reading goes on as well as it can.
    """

    def __init__(self, stream: BinaryIO, trouble: Callable[[Trouble, int, str], None]) -> None:
        self._stream = stream
        self._trouble = trouble
        self.line = 0
        """Lines read so far."""

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(self._lines(), delimiter=";", quotechar='"', doublequote=True, strict=True)
        while True:
            begin = self.line + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                self._trouble("quoting", begin, str(error))
                continue
            yield begin, cells

    def _lines(self) -> Iterator[str]:
        inside = False
        while raw := self._stream.readline(LONGEST_LINE):
            self.line += 1
            if len(raw) == LONGEST_LINE:
                self._trouble("line_too_long", self.line, "")
                return
            if self.line == 1 and raw.startswith(_BOM):
                self._trouble("bom", 1, "")
                raw = raw[len(_BOM) :]
            try:
                text = raw.decode()
            except UnicodeDecodeError as error:
                self._trouble("encoding", self.line, error.reason)
                text = raw.decode("utf-8", "replace")
            if text.count('"') & 1:
                inside = not inside
            if not inside and not raw.endswith(b"\r\n"):
                self._trouble("line_end", self.line, "")
            yield text
