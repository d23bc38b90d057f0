"""Names of what sums are kept by, in the reader's language."""

from typing import Final

from tresen.operations.doors import OFFICER_MARK
from tresen.operations.node import Node

TENDERS: Final = {
    "cash": ("Bar", "Cash"), "card": ("Karte", "Card"), "store_credit": ("Kundenguthaben", "Store credit"),
    "voucher": ("Gutschein", "Voucher"), "on_account": ("Auf Rechnung", "On account"),
}  # fmt: skip
NO_GROUP: Final = ("Ohne Warengruppe", "Without group")
OPEN_ITEM: Final = ("Freie Position", "Open item")
GREY: Final = "#4b5563"


def english(language: str) -> int:
    """Place of the language in pairs of texts."""
    return 1 if language.startswith("en") else 0


def group_name(node: Node, id: str, language: str) -> tuple[str, str]:
    """Name and colour of a group."""
    group = node.masterdata.groups.get(id)
    if group is not None:
        return group.name, group.colour
    return (id or NO_GROUP[english(language)]), GREY


def staff_name(node: Node, id: str) -> str:
    staff = node.masterdata.staff.get(id)
    if staff is not None:
        return staff.name
    officer = node.doors.passes.get(id.removeprefix(OFFICER_MARK)) if id.startswith(OFFICER_MARK) else None
    if officer is not None:
        return officer.name
    token = node.doors.tokens.get(id.removeprefix("token:"))
    return token.name if token is not None else id


def till_name(node: Node, id: str) -> str:
    till = node.masterdata.tills.get(id)
    return till.name if till is not None else id


def article_name(node: Node, id: str, language: str) -> str:
    record = node.masterdata.articles.get(id)
    return record.article.name if record is not None else (id or OPEN_ITEM[english(language)])


def tender_name(kind: str, language: str) -> str:
    return TENDERS.get(kind, (kind, kind))[english(language)]


def tax_name(node: Node, key: str, language: str) -> str:
    """`19 %` with the label of the rate: `key` is key/rate."""
    number, _, rate = key.partition("/")
    whole, part = divmod(int(rate or 0), 100)
    mark = "." if english(language) else ","
    percent = f"{whole}{mark}{part:02d}".rstrip("0").rstrip(mark) if part else str(whole)
    label = next((one.label for one in node.masterdata.tax if str(one.key) == number), "")
    return f"{percent} % {label}".strip()
