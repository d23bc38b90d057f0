"""The columns of a table of goods: which headings mean which field, in German and English."""

from collections.abc import Mapping, Sequence
from typing import Final

from tresen.masterdata.search import words

SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    "number": ("number", "Artikelnummer", "Art.-Nr.", "ArtNr", "Nummer", "Nr", "SKU", "item number", "article number"),
    "name": ("name", "Bezeichnung", "Artikelname", "Artikel", "Artikelbezeichnung", "Titel", "title", "item"),
    "price": (
        "price", "Preis", "Verkaufspreis", "VK", "VK brutto", "Bruttopreis", "Preis brutto", "VK-Preis", "Ladenpreis",
        "retail price", "sales price", "gross price", "UVP",
    ),
    "tax_key": (
        "tax_key", "Steuerschlüssel", "USt-Schlüssel", "MwSt-Schlüssel", "Umsatzsteuerschlüssel", "tax key", "VAT key",
        "Steuersatz", "MwSt", "MwSt-Satz", "MwSt %", "USt", "USt-Satz", "VAT", "VAT rate", "tax rate", "tax",
    ),
    "group": ("group", "Warengruppe", "Gruppe", "Kategorie", "WG", "category"),
    "unit": ("unit", "Einheit", "Mengeneinheit", "ME"),
    "per": ("per", "je", "pro", "Preis je", "Preiseinheit", "price per"),
    "kind": ("kind", "Art", "Artikelart", "type"),
    "cost": ("cost", "Einkaufspreis", "EK", "EK netto", "purchase price", "cost price"),
    "stock_min": ("stock_min", "Mindestbestand", "Meldebestand", "minimum stock", "reorder point"),
    "min_age": ("min_age", "Mindestalter", "Altersfreigabe", "FSK", "minimum age"),
    "deposit": ("deposit", "Pfand", "Pfandartikel"),
    "barcodes": ("barcodes", "Barcode", "Strichcode", "Strichcodes", "EAN", "EAN-Code", "GTIN", "EAN/GTIN"),
    "content": ("content", "Inhalt", "Füllmenge", "Nettoinhalt", "Nettofüllmenge", "net content"),
    "content_unit": ("content_unit", "Inhaltseinheit", "Einheit Inhalt", "content unit"),
    "active": ("active", "Aktiv", "Im Verkauf", "Verkaufbar"),
    "weighed": ("weighed", "Wiegeartikel", "Waage", "Wiegen", "Gewogen"),
    "discountable": ("discountable", "Rabattfähig", "Rabatt erlaubt"),
    "points": ("points", "Punkte", "Punktefähig", "Bonuspunkte"),
    "open_price_min": ("open_min", "open_price_min", "Preis von", "Mindestpreis"),
    "open_price_max": ("open_max", "open_price_max", "Preis bis", "Höchstpreis"),
    "tags": ("tags", "Schlagwörter", "Stichwörter", "Merkmale", "keywords"),
    "prices": ("prices", "Listenpreise", "Staffelpreise", "Weitere Preise", "list prices", "tier prices"),
}  # fmt: skip
"""The first name of each field is the heading that an export writes."""

REQUIRED: Final = ("number",)
"""New articles also need name, price and VAT key; a file that only changes prices needs none of them."""

_RATES: Final = ("Steuersatz", "MwSt", "MwSt-Satz", "MwSt %", "USt", "USt-Satz", "VAT", "VAT rate", "tax rate", "tax")


def _plain(heading: str) -> str:
    return "".join(words(heading))


_KNOWN: Final = {_plain(name): field for field, names in SYNONYMS.items() for name in names}
_RATE_HEADINGS: Final = frozenset(_plain(name) for name in _RATES)


def field_of(heading: str) -> str | None:
    """The field a heading means, None if it is not known."""
    return _KNOWN.get(_plain(heading))


def means_rate(heading: str) -> bool:
    """Whether a column of VAT holds rates (7, 19) and not keys (1, 2)."""
    return _plain(heading) in _RATE_HEADINGS


def recognise(headings: Sequence[str], chosen: Mapping[str, str | None] | None) -> dict[int, str]:
    """Field by place of the column. `chosen`: what the person said, by heading; a field is taken once."""
    found: dict[int, str] = {}
    for place, heading in enumerate(headings):
        field = chosen[heading] if chosen is not None and heading in chosen else field_of(heading)
        if field in SYNONYMS and field not in found.values():
            found[place] = str(field)
    return found
