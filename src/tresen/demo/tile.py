"""The picture of an article: a small SVG tile with the group's colour, a pictogram and the name."""

from typing import Final
from xml.sax.saxutils import escape

from tresen.core.article import Article
from tresen.demo.pictograms import BY_WORD, PICTOGRAMS
from tresen.demo.shop import Group

_LINE_LENGTH: Final = 16
_LONG_WORD: Final = 20
_FONT: Final = "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif"


def tile(article: Article, group: Group) -> str:
    """The tile of an article, 160 by 120; with the name in white, at least 4.5 to 1 against the colour."""
    title = escape(article.name)
    lines = caption(article.name)
    top = 108 - 17 * (len(lines) - 1)
    size = 14 if max(map(len, lines)) <= _LINE_LENGTH else 12
    text = "".join(f'<tspan x="80" y="{top + 17 * row}">{escape(line)}</tspan>' for row, line in enumerate(lines))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 120" role="img"><title>{title}</title>'
        f"{_picture(picture_of(article, group), group.colour, lift=8 * (len(lines) - 1))}"
        f'<text text-anchor="middle" font-family="{_FONT}" font-size="{size}" font-weight="600" fill="#fff">'
        f"{text}</text></svg>"
    )


def group_tile(group: Group) -> str:
    """The tile of a whole group, for the till's group buttons."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 120" role="img"><title>{escape(group.name)}</title>'
        f"{_picture(_own_picture(group), group.colour, lift=0)}"
        f'<text x="80" y="108" text-anchor="middle" font-family="{_FONT}" font-size="16" font-weight="600" fill="#fff">'
        f"{escape(group.short)}</text></svg>"
    )


def picture_of(article: Article, group: Group) -> str:
    """Name of the pictogram that suits the article best: one for a word in its name, else the group's."""
    name = article.name.lower()
    for picture, words in BY_WORD.get(group.id, {}).items():
        if any(word in name for word in words.split()):
            return picture
    return _own_picture(group)


def caption(name: str) -> tuple[str, ...]:
    """The name in one or two lines; what does not fit ends in an ellipsis."""
    if len(name) <= _LINE_LENGTH:
        return (name,)
    breaks = [place for place, letter in enumerate(name) if letter in " -"]
    fitting = [place for place in breaks if place <= _LINE_LENGTH - 1]
    at = min(fitting, key=lambda place: abs(place - len(name) // 2), default=None)
    if at is None:
        return (_shortened(name, _LONG_WORD),)
    first = name[: at + 1].rstrip()
    return (first, _shortened(name[at + 1 :].strip(), _LONG_WORD))


def contrast_with_white(colour: str) -> float:
    """Contrast of white on `#rrggbb` after WCAG 2.2 (for the check of the palette, no money involved)."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    luminance = 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)
    return 1.05 / (luminance + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _own_picture(group: Group) -> str:
    return group.id if group.id in PICTOGRAMS else "diverses"


def _picture(name: str, colour: str, lift: int) -> str:
    drawing = (
        PICTOGRAMS[name]
        .replace('"white"', '"#fff"')
        .replace('"silver"', f'"{_mixed(colour, white=62)}"')
        .replace('"gray"', f'"{colour}"')
    )
    return (
        f'<rect width="160" height="120" rx="12" fill="{colour}"/>'
        f'<path d="M0 12A12 12 0 0 1 12 0H148A12 12 0 0 1 160 12V44C110 74 50 74 0 44z" fill="#fff" opacity=".07"/>'
        f'<g transform="translate(49 {18 - lift}) scale(1.29)">{drawing}</g>'
    )


def _mixed(colour: str, white: int) -> str:
    """The colour with `white` percent of white mixed in."""
    channels = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{channel + (255 - channel) * white // 100:02x}" for channel in channels)
