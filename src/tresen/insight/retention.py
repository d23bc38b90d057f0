"""What is kept until when, what is due after its term, and who looked at personal data."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from tresen.fiscal.retention import QUIET_YEARS, YEARS, is_over, kept_until, quiet_since
from tresen.insight.wording import staff_name
from tresen.journal.entry import Entry
from tresen.journal.read import page
from tresen.ledger.customer_receipts import last_sales, receipts_by_year
from tresen.masterdata.people import known_ids
from tresen.operations.node import Node
from tresen.operations.writing import office_day

SHOWN: Final = 100


@dataclass(slots=True)
class YearKept:
    """`over`: the term is over; nothing is deleted by that."""

    year: str
    receipts: int
    until: str
    over: bool


@dataclass(slots=True)
class QuietCustomer:
    """Somebody who has been away so long that name and contact should go. Without the name: the list is a hint."""

    id: str
    number: str
    last_purchase: str


@dataclass(slots=True)
class PersonLook:
    at: int
    seq: int
    staff_name: str
    how: str
    number: str


@dataclass(slots=True)
class Retention:
    years: list[YearKept]
    quiet: list[QuietCustomer]
    looks: list[PersonLook]
    term: int = YEARS
    quiet_years: int = QUIET_YEARS


async def retention(node: Node) -> Retention:
    """How it stands today."""

    def question(connection: sa.Connection) -> tuple[dict[str, int], dict[str, int], set[str], list[Entry]]:
        looked = page(connection, kind="person_looked", limit=SHOWN)
        return receipts_by_year(connection), last_sales(connection), known_ids(connection), looked

    years, last, people, looked = await node.database.read(question)
    today = office_day(node, node.clock.now())
    kept = [
        YearKept(year, count, kept_until(int(year)), is_over(int(year), today)) for year, count in years.items() if year
    ]
    return Retention(kept, _quiet(node, last, people, today), [_look(node, entry) for entry in looked])


async def quiet_customers(node: Node) -> list[QuietCustomer]:
    """Only those whose data should go."""
    last, people = await node.database.read(lambda connection: (last_sales(connection), known_ids(connection)))
    return _quiet(node, last, people, office_day(node, node.clock.now()))


def _quiet(node: Node, last: dict[str, int], people: set[str], today: str) -> list[QuietCustomer]:
    found = []
    for id in people:
        customer, at = node.masterdata.customers.get(id), last.get(id)
        if customer is None or at is None:
            continue
        day = datetime.fromtimestamp(at // 1000, UTC).date().isoformat()
        if quiet_since(day, today):
            found.append(QuietCustomer(id, customer.number, day))
    return sorted(found, key=lambda one: one.last_purchase)[:SHOWN]


def _look(node: Node, entry: Entry) -> PersonLook:
    body: dict[str, Any] = msgspec.json.decode(entry.body)
    customer = node.masterdata.customers.get(entry.subject.removeprefix("customer:"))
    number = customer.number if customer is not None else ""
    return PersonLook(entry.at, entry.seq, staff_name(node, entry.actor), str(body.get("how", "")), number)
