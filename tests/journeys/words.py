"""What the front ends say, read from their own dictionaries, so that a journey finds a button by the word on it."""

import re
from functools import cache
from typing import Literal

from tests.live import ROOT

Language = Literal["de", "en"]
App = Literal["till", "office", "display"]

_ENTRY = re.compile(r"""^\s+(?:'([^']+)'|(\w+)):\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"),?$""", re.MULTILINE)
_PLACE = re.compile(r"\{(\w+)(?::([^|}]*)\|([^}]*))?\}")


@cache
def dictionary(language: Language, app: App = "till") -> dict[str, str]:
    """Every text of an app and of the kit, by its key."""
    home = ROOT / "frontends"
    if app == "display":
        both = (home / "display" / "words.ts").read_text(encoding="utf-8").split("const en")
        sources = [both[0] if language == "de" else both[1]]
    else:
        files = [*(home / app / "words").glob(f"*{language}.ts"), home / "shared" / "words" / f"{language}.ts"]
        sources = [path.read_text(encoding="utf-8") for path in files]
    return {
        quoted or plain: (single or double).replace("\\'", "'").replace('\\"', '"')
        for source in sources
        for quoted, plain, single, double in _ENTRY.findall(source)
    }


def fill(text: str, values: dict[str, object]) -> str:
    """`{name}` puts a value in; `{n:one|many}` chooses by the number n. As `words.svelte.ts` does."""

    def put(found: re.Match[str]) -> str:
        name, one, many = found.groups()
        if name not in values:
            return found[0]
        if one is None:
            return str(values[name])
        return str(one if values[name] == 1 else many)

    return _PLACE.sub(put, text)


def say(key: str, language: Language = "de", app: App = "till", **values: object) -> str:
    """The text of a key with its values. KeyError if the app has no such key."""
    return fill(dictionary(language, app)[key], values)


def money(cents: int, language: Language = "de") -> str:
    """As the screens show an amount: `1.234,50 €` or `€1,234.50`."""
    sign, cents = ("-" if cents < 0 else ""), abs(cents)
    euros, rest = f"{cents // 100:,}", f"{cents % 100:02d}"
    if language == "en":
        return f"{sign}€{euros}.{rest}"
    return f"{sign}{euros.replace(',', '.')},{rest}\xa0€"
