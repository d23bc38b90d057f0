"""What can be wrong with a row of an import, in both languages. `{value}` is what stands in the cell."""

from typing import Final

FAULTS: Final[dict[str, tuple[str, str]]] = {
    "missing": ("Hier muss etwas stehen.", "Something must stand here."),
    "money": (
        "„{value}“ ist kein Betrag in Euro und Cent, z. B. 1,99.",
        "“{value}” is not an amount in euros and cents, for example 1.99.",
    ),
    "quantity": (
        "„{value}“ ist keine Menge mit höchstens drei Nachkommastellen.",
        "“{value}” is not a quantity with at most three decimals.",
    ),
    "number": ("„{value}“ ist keine ganze Zahl.", "“{value}” is not a whole number."),
    "flag": ("„{value}“ ist weder ja noch nein.", "“{value}” is neither yes nor no."),
    "unit": (
        "Die Einheit „{value}“ gibt es nicht: Stück, kg, l oder m.",
        "There is no unit “{value}”: piece, kg, l or m.",
    ),
    "content": (
        "„{value}“ ist kein Inhalt wie 500 g, 0,75 l oder 30 m.",
        "“{value}” is not a content such as 500 g, 0.75 l or 30 m.",
    ),
    "tax": (
        "Für „{value}“ gibt es keinen Umsatzsteuerschlüssel.",
        "There is no VAT key for “{value}”.",
    ),
    "group": (
        "Die Warengruppe „{value}“ gibt es nicht. Legen Sie sie zuerst an.",
        "There is no group “{value}”. Create it first.",
    ),
    "kind": ("„{value}“ ist keine Art: Ware, Pfand oder Gutschein.", "“{value}” is no kind: goods, deposit or voucher."),
    "deposit": (
        "Einen Pfandartikel mit der Nummer „{value}“ gibt es nicht.",
        "There is no deposit article with the number “{value}”.",
    ),
    "barcode": ("„{value}“ ist kein gültiger Barcode.", "“{value}” is not a valid barcode."),
    "check_digit": (
        "Die Prüfziffer von „{value}“ stimmt nicht; der Code ist wohl vertippt.",
        "The check digit of “{value}” is wrong; the code is probably mistyped.",
    ),
    "barcode_taken": (
        "Der Barcode „{value}“ gehört schon zu einem anderen Artikel.",
        "The barcode “{value}” already belongs to another article.",
    ),
    "barcode_twice": (
        "Der Barcode „{value}“ steht mehrmals in der Datei.",
        "The barcode “{value}” stands more than once in the file.",
    ),
    "number_twice": (
        "Die Artikelnummer „{value}“ steht mehrmals in der Datei.",
        "The article number “{value}” stands more than once in the file.",
    ),
    "prices": (
        "„{value}“ sind keine Preise wie „Verein=1,99 | base*5=2,29“, oder die Preisliste gibt es nicht.",
        "“{value}” are no prices such as “Club=1.99 | base*5=2.29”, or there is no such price list.",
    ),
    "tags": (
        "„{value}“: Schlagwörter sind einzelne Wörter, höchstens dreißig.",
        "“{value}”: tags are single words, thirty at most.",
    ),
    "limits": (
        "„{value}“ liegt außerhalb der Grenzen.",
        "“{value}” is outside the limits.",
    ),
    "text": (
        "„{value}“ ist zu lang oder enthält Zeichen, die es hier nicht geben darf.",
        "“{value}” is too long or has characters that are not allowed here.",
    ),
    "unit_in_stock": (
        "Die Einheit kann nicht geändert werden, solange Bestand da ist.",
        "The unit cannot be changed while there is stock.",
    ),
    "changed_meanwhile": (
        "Der Artikel wurde nach der Prüfung geändert und blieb, wie er ist.",
        "The article was changed after the check and stayed as it is.",
    ),
}  # fmt: skip


def message(code: str, value: str, language: str) -> str:
    """The sentence for a person."""
    german, english = FAULTS[code]
    return (english if language.startswith("en") else german).replace("{value}", value[:80])
