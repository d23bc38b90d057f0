"""Customers as the office lists them, and one with points, credit and purchases."""

from dataclasses import dataclass
from typing import Final

import msgspec
import sqlalchemy as sa

from tresen.core.failures import Failure
from tresen.insight.wording import english, staff_name
from tresen.ledger import accounts
from tresen.ledger.movements import Movement, movements
from tresen.ledger.receipt_list import customer_sums
from tresen.masterdata.kinds import Customer as CustomerRecord
from tresen.masterdata.people import Person, count_people, find_people, get_person, known_ids, people
from tresen.operations.node import Node
from tresen.operations.people.change_customer import PURPOSES, WORDINGS, PersonForm
from tresen.operations.people.customer_facts import tier_of

OLD_PURPOSES: Final = {"points": "loyalty", "offers_mail": "mail", "receipt_mail": "receipts"}
_REASONS: Final = {
    "sale": ("Einkauf", "Purchase"), "refund": ("Rückgabe", "Refund"), "exchange": ("Umtausch", "Exchange"),
    "by_hand": ("Von Hand", "By hand"),
}  # fmt: skip


@dataclass(slots=True)
class CustomerRow:
    """A line of the list; name, phone and mail are empty after erasure."""

    id: str
    number: str
    name: str
    phone: str
    mail: str
    points: int
    credit: int
    purchases: int
    turnover: int
    last_purchase_at: int | None


@dataclass(slots=True)
class ConsentView:
    """`at`: of the last change, None: never asked."""

    purpose: str
    given: bool
    at: int | None
    wording: str
    source: str


@dataclass(slots=True)
class CustomerView:
    """`person`: None after erasure."""

    id: str
    number: str
    group: str
    tier: str
    """Given by hand; empty: `tier_now` follows from the points."""
    tier_now: str
    note: str
    person: PersonForm | None
    consents: list[ConsentView]
    account_limit: int
    """Up to this many cents the customer may owe, 0: no sales on account."""
    owed: int
    points: int
    credit: int
    purchases: int
    turnover: int
    first_purchase_at: int | None
    last_purchase_at: int | None


@dataclass(slots=True)
class CustomerMovement:
    """A movement of points or store credit."""

    seq: int
    at: int
    amount: int
    balance: int
    reason: str
    actor_name: str
    receipt: str
    receipt_number: int


@dataclass(slots=True)
class CustomerList:
    items: list[CustomerRow]
    total: int


async def list_customers(node: Node, q: str, offset: int, limit: int) -> CustomerList:
    """By name; customers without a name come last. `q`: part of a name, mail, phone or the card number."""
    md = node.masterdata
    text = q.strip()
    by_number = sorted(id for number, id in md.customer_numbers.items() if text and number.startswith(text))

    def question(
        connection: sa.Connection,
    ) -> tuple[list[str], dict[str, Person], int, dict[str, tuple[int, int, int, int]]]:
        if by_number:
            ids, total = by_number[offset : offset + limit], len(by_number)
            persons = people(connection, ids)
        else:
            found = find_people(connection, text, limit, offset)
            persons = {person.id: person for person in found}
            ids, total = list(persons), count_people(connection, text)
            if not text:
                nameless = (
                    sorted(md.customers.by_id.keys() - known_ids(connection)) if len(md.customers) > total else []
                )
                start = max(offset - total, 0)
                ids += nameless[start : start + limit - len(ids)]
                total += len(nameless)
        return ids, persons, total, customer_sums(connection, ids)

    ids, persons, total, sums = await node.database.read(question)
    rows = [_row(node, md.customers[id], persons.get(id), sums.get(id)) for id in ids if id in md.customers.by_id]
    return CustomerList(rows, total)


def _row(
    node: Node, record: CustomerRecord, person: Person | None, sums: tuple[int, int, int, int] | None
) -> CustomerRow:
    count, turnover, _, last = sums or (0, 0, 0, 0)
    return CustomerRow(
        record.id, record.number, person.name if person else "", person.phone if person else "",
        person.mail if person else "", node.balances.of(accounts.points(record.id), "point"),
        node.balances.of(accounts.credit(record.id)), count, turnover, last or None,
    )  # fmt: skip


async def customer_view(node: Node, id: str) -> CustomerView | Failure:
    """Everything the shop knows of a customer."""
    record = node.masterdata.customers.get(id)
    if record is None:
        return Failure("customer_not_found", {})
    person, sums = await node.database.read(
        lambda connection: (get_person(connection, id), customer_sums(connection, [id]).get(id))
    )
    count, turnover, first, last = sums or (0, 0, 0, 0)
    form = None
    if person is not None:
        form = PersonForm(
            person.name, person.phone, person.mail, person.street, person.postcode, person.city, person.birthday_month
        )
    return CustomerView(
        id, record.number, record.group, record.tier, tier_of(node, record), person.note if person else "", form, _consents(record),
        record.account_limit, node.balances.of(accounts.receivable(id)),
        node.balances.of(accounts.points(id), "point"), node.balances.of(accounts.credit(id)), count, turnover,
        first or None, last or None,
    )  # fmt: skip


def _consents(record: CustomerRecord) -> list[ConsentView]:
    given = {OLD_PURPOSES.get(consent.purpose, consent.purpose): consent for consent in record.consents}
    found = []
    for purpose in PURPOSES:
        consent = given.get(purpose)
        if consent is None:
            found.append(ConsentView(purpose, False, None, WORDINGS[purpose], ""))
        else:
            found.append(ConsentView(purpose, consent.given, consent.at, consent.wording, consent.source))
    return found


@dataclass(slots=True)
class MovementList:
    items: list[CustomerMovement]
    total: int


class _ByHand(msgspec.Struct):
    reason: str = ""


async def customer_movements(
    node: Node, id: str, kind: str, offset: int, limit: int, language: str
) -> MovementList | Failure:  # fmt: skip
    """Movements of `points` or `credit`, newest first."""
    if node.masterdata.customers.get(id) is None:
        return Failure("customer_not_found", {})
    name, unit = (accounts.points(id), "point") if kind == "points" else (accounts.credit(id), "EUR")
    waiting = node.balances.waiting_of({name})
    now = {name: node.balances.of(name, unit)}
    page = await node.database.read(
        lambda connection: movements(connection, [name], waiting, now, offset=offset, limit=limit)
    )
    return MovementList([_movement(node, item, language) for item in page.items], page.total)


def _movement(node: Node, item: Movement, language: str) -> CustomerMovement:
    reason = _REASONS.get(item.reason, (item.reason, item.reason))[english(language)]
    if item.body:
        reason = msgspec.json.decode(item.body, type=_ByHand).reason or reason
    is_receipt = item.kind == "receipt"
    return CustomerMovement(
        item.seq, item.at, item.amount, item.balance, reason, staff_name(node, item.actor),
        item.id if is_receipt else "", item.number,
    )  # fmt: skip
