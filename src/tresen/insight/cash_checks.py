"""Cash on the spot: what each drawer should hold at this second, and the cash checks that were made."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from tresen.core.failures import Failure
from tresen.core.money import format_cents
from tresen.core.receipt_rows import Row
from tresen.core.receipt_words import DECIMAL_MARK, Language
from tresen.insight.wording import staff_name
from tresen.journal.entry import Entry
from tresen.journal.read import by_id, page
from tresen.ledger import accounts
from tresen.operations.auditing.check_cash import CashCheck, decode_cash_check
from tresen.operations.node import Node

SHOWN: Final = 20


@dataclass(slots=True)
class DrawerNow:
    """`expected`: cents that should be in the drawer now. `open`: its day is running."""

    till: str
    name: str
    serial: str
    expected: int
    open: bool


@dataclass(slots=True)
class CashCheckView:
    id: str
    at: int
    till: str
    till_name: str
    staff_name: str
    present: str
    coins: dict[str, int]
    counted: int
    expected: int
    difference: int


def drawers_now(node: Node) -> list[DrawerNow]:
    """Every drawer that is in use or still holds money."""
    found = [
        DrawerNow(till.id, till.name, till.serial, _target(node, till.id), node.till_days.of(till.id).open)
        for till in node.masterdata.tills
    ]
    active = {till.id for till in node.masterdata.tills if till.active}
    return sorted((one for one in found if one.till in active or one.expected), key=lambda one: one.name)


def _target(node: Node, till: str) -> int:
    return node.balances.of(accounts.drawer(till))


async def list_cash_checks(node: Node) -> list[CashCheckView]:
    """The newest first."""

    def question(connection: sa.Connection) -> list[Entry]:
        return page(connection, kind="cash_check", limit=SHOWN)

    return [_view(node, entry) for entry in await node.database.read(question)]


async def find_cash_check(node: Node, id: str) -> CashCheckView | Failure:
    """One of them."""
    entry = await node.database.read(lambda connection: by_id(connection, id))
    if entry is None or entry.kind != "cash_check":
        return Failure("not_found", {})
    return _view(node, entry)


def _view(node: Node, entry: Entry) -> CashCheckView:
    found: CashCheck = decode_cash_check(entry.body)
    till = node.masterdata.tills.get(found.till)
    return CashCheckView(
        entry.id, entry.at, found.till, till.name if till is not None else found.till, staff_name(node, entry.actor),
        found.present, found.coins, found.counted, found.expected, found.counted - found.expected,
    )  # fmt: skip


_WORDS: Final = {
    "de": {
        "title": "Kassensturz", "till": "Kasse", "serial": "Seriennummer", "at": "Zeitpunkt", "staff": "Gezählt von",
        "present": "Anwesend", "expected": "Soll", "counted": "Gezählt", "difference": "Differenz",
        "signed": "Unterschriften:",
    },
    "en": {
        "title": "Cash check", "till": "Till", "serial": "Serial number", "at": "Moment", "staff": "Counted by",
        "present": "Present", "expected": "Expected", "counted": "Counted", "difference": "Difference",
        "signed": "Signatures:",
    },
}  # fmt: skip


def cash_check_rows(node: Node, check: CashCheckView, language: Language) -> tuple[Row, ...]:
    """A cash check laid out for printer and PDF, with room for two signatures."""
    words, mark = _WORDS[language], DECIMAL_MARK[language]
    till = node.masterdata.tills.get(check.till)
    assert till is not None, "tills are never deleted"
    shop = node.shop_of(till)
    coins = sorted(((int(value), pieces) for value, pieces in check.coins.items() if pieces), reverse=True)
    facts = [
        ("till", check.till_name), ("serial", till.serial), ("at", node.local(shop, check.at).replace("T", " ")),
        ("staff", check.staff_name), ("present", check.present),
    ]  # fmt: skip
    money = [("expected", check.expected), ("counted", check.counted), ("difference", check.difference)]
    return (
        Row("business", "text", (shop.party.name,), "title", "center"),
        Row("business", "text", (shop.party.street,), align="center"),
        Row("business", "text", (f"{shop.party.postcode} {shop.party.city}",), align="center"),
        Row("title", "blank"),
        Row("title", "text", (words["title"],), "large", "center"),
        Row("facts", "rule"),
        *(Row("facts", "pair", (words[name], text)) for name, text in facts if text),
        Row("lines", "rule"),
        *(
            Row("lines", "cells", (f"{pieces} x {format_cents(value, mark)}", format_cents(pieces * value, mark), ""))
            for value, pieces in coins
        ),
        Row("total", "rule", style="bold"),
        *(Row("total", "cells", (words[name], format_cents(cents, mark))) for name, cents in money),
        Row("foot", "rule"),
        Row("foot", "text", (words["signed"],)),
        Row("foot", "blank"),
        Row("foot", "blank"),
        Row("foot", "rule"),
        Row("foot", "blank"),
        Row("foot", "blank"),
        Row("foot", "rule"),
    )
