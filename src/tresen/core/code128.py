"""Code 128 (ISO/IEC 15417), code set B: the bars of a short printable text, for pictures of a receipt."""

from typing import Final

_WIDTHS: Final = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221"
    "223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321"
    "112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131"
    "311123311321331121312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114"
    "122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141"
    "214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214211232"
)
"""Six widths for each of the values 0 to 105, bar first."""

_STOP: Final = "2331112"
_START_B: Final = 104
QUIET_ZONE: Final = 10
"""Modules that stay white on both sides."""


def encodable(text: str) -> bool:
    """Whether the text can be a Code 128 here: 1 to 48 printable ASCII characters."""
    return 1 <= len(text) <= 48 and all(" " <= character <= "~" for character in text)


def modules(text: str) -> str:
    """The modules from the first bar to the last, `1` black and `0` white, without the quiet zones."""
    assert encodable(text), "only short printable ASCII texts"
    values = [_START_B, *(ord(character) - 32 for character in text)]
    values.append((values[0] + sum(place * value for place, value in enumerate(values))) % 103)
    widths = "".join(_WIDTHS[6 * value : 6 * value + 6] for value in values) + _STOP
    return "".join(("1" if place % 2 == 0 else "0") * int(width) for place, width in enumerate(widths))
