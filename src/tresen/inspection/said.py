"""What a checker found, for people and for machines."""

from collections.abc import Iterator
from typing import Any, Final

from tresen.fiscal.objection import Objection, Objections

_WORDS: Final = {
    "de": {"fault": "FEHLER", "note": "Hinweis", "line": "Zeile", "more": "{count} weitere Male: {rule}"},
    "en": {"fault": "FAULT", "note": "note", "line": "line", "more": "{count} more times: {rule}"},
}


def lines_of(objections: Objections, language: str) -> Iterator[str]:
    """One line for each objection, faults first, then what was only counted."""
    words = _WORDS[language]
    for level in ("fault", "note"):
        for one in objections.kept:
            if objections.level(one) == level:
                yield f"{words[level]}  {_place(one, words['line'])}{objections.text(one, language)}  [{one.rule}]"
    for rule, count in objections.not_shown():
        yield f"… {words['more'].format(count=count, rule=rule)}"


def _place(one: Objection, line: str) -> str:
    if not one.place:
        return ""
    return f"{one.place}, {line} {one.line}: " if one.line else f"{one.place}: "


def as_json(objections: Objections) -> dict[str, Any]:
    """The same for machines, in both languages."""
    return {
        "faults": objections.faults,
        "notes": objections.notes,
        "objections": [
            {
                "rule": one.rule,
                "level": objections.level(one),
                "place": one.place,
                "line": one.line,
                "said": dict(one.said),
                "de": objections.text(one, "de"),
                "en": objections.text(one, "en"),
            }
            for one in objections.kept
        ],
        "not_shown": dict(objections.not_shown()),
    }
