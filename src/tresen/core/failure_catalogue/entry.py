"""What the catalogue says of one code, and the sentences about the safety of the data that many codes share."""

from dataclasses import dataclass
from typing import Final


@dataclass(slots=True, frozen=True)
class Entry:
    """Texts are triples: what happened, are the data safe, what to do."""

    status: int
    """HTTP status."""
    scope: str
    """`quote`, `sale`, `payment`, `cash`, `access`, `device`, `office` or `node`."""
    de: tuple[str, str, str]
    en: tuple[str, str, str]


Pair = tuple[str, str]

UNCHANGED: Final[Pair] = ("Es wurde nichts verändert.", "Nothing was changed.")
BASKET_KEPT: Final[Pair] = ("Der Warenkorb ist gespeichert.", "The basket is stored.")
SALES_KEPT: Final[Pair] = ("Alle Verkäufe sind sicher gespeichert.", "All sales are safely stored.")
SALE_BOOKED: Final[Pair] = ("Der Verkauf ist gebucht und gespeichert.", "The sale is booked and stored.")
WAITS: Final[Pair] = (
    "Die Daten sind gespeichert, der Auftrag wartet in der Warteschlange.",
    "The data are stored, the job waits in the queue.",
)
OPEN_PAYMENT: Final[Pair] = (
    "Der Warenkorb ist gespeichert und für weitere Zahlungen gesperrt.",
    "The basket is stored and locked against further payments.",
)
NOT_STORED: Final[Pair] = (
    "Alles bisher Gebuchte ist sicher. Der letzte Schritt wurde nicht gespeichert.",
    "Everything booked so far is safe. The last step was not stored.",
)


def entry(status: int, scope: str, safe: Pair, de_title: str, de_do: str, en_title: str, en_do: str) -> Entry:
    """Put an entry together, the German sentences first."""
    return Entry(status, scope, (de_title, safe[0], de_do), (en_title, safe[1], en_do))
