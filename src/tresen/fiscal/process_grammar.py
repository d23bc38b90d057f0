"""Whether a signed text follows the grammar of its processType (DSFinV-K annex I). A true signature does not prove it."""

import re
from typing import Final

from tresen.fiscal.process_data import ORDER, OTHER, RECEIPT, BadProcessData, parse_process_data

_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:[,' ][0-9]{3})+|[0-9]+,[0-9]{2}(?![0-9])|[0-9]{1,3}(?:\.[0-9]{3})+")
_ORDER_LINE: Final = re.compile(
    r'(?P<quantity>-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?);"(?:[^"]|"")*";(?P<price>-?(?:0|[1-9][0-9]*)\.[0-9]{2})'
)


class GroupedNumber(BadProcessData):
    """An amount with a thousands separator or a decimal comma."""


def check_process_data(process_type: str, text: str) -> None:
    """Raise BadProcessData, or GroupedNumber, with the reason. Free text (`SonstigerVorgang`) has no grammar."""
    if process_type == RECEIPT:
        try:
            parse_process_data(text)
        except BadProcessData:
            if found := _GROUPED.search(text.partition("^")[2]):
                raise GroupedNumber(
                    f"{found[0]!r} has a separator; a point stands before the cents and nothing else"
                ) from None
            raise
    elif process_type == ORDER:
        _check_order(text)
    elif process_type != OTHER:
        raise BadProcessData(f"{process_type!r} is no processType: {RECEIPT}, {ORDER} or {OTHER}")


def _check_order(text: str) -> None:
    """`2;"Eisbecher";3.99`, lines joined by a carriage return alone."""
    if "\n" in text:
        raise BadProcessData("the lines of an order are joined by a carriage return alone")
    at = 0
    while True:
        line = _ORDER_LINE.match(text, at)
        if line is None:
            raise BadProcessData(
                f"an order's line is quantity, text in quotes, price with two decimals, not {text[at : at + 40]!r}"
            )
        at = line.end()
        if at == len(text):
            return
        if text[at] != "\r":
            raise BadProcessData("the lines of an order are joined by a carriage return alone")
        at += 1
