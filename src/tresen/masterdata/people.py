"""Personal data of customers: apart from the journal, so that they can be corrected and erased (GDPR art. 16, 17)."""

from dataclasses import dataclass

import sqlalchemy as sa

from tresen.masterdata.search import words
from tresen.store.schema import person as table
from tresen.store.writer import Tx

LIMIT = 50


@dataclass(slots=True)
class Person:
    """Who a customer is."""

    id: str
    """Id of the customer."""
    name: str
    phone: str = ""
    mail: str = ""
    updated_at: int = 0
    street: str = ""
    postcode: str = ""
    city: str = ""
    note: str = ""
    """What the shop keeps in mind about the person; erased with the rest."""
    birthday_month: int = 0
    """1 to 12, 0 if not told."""


def phone_key(phone: str) -> str:
    """Digits only, without country code and leading zeros, so that any way of writing a number is found."""
    digits = "".join(c for c in phone if c.isdigit())
    return digits.removeprefix("00").removeprefix("49").lstrip("0")


_COLUMNS = (
    "id",
    "name",
    "phone",
    "mail",
    "updated_at",
    "street",
    "postcode",
    "city",
    "note",
    "birthday_month",
    "phone_key",
    "words",
)


def put_person(tx: Tx, person: Person) -> None:
    """Write or correct."""
    changed = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[1:])
    plain = f"{' '.join(words(person.name))} {person.mail.lower()}"
    tx.many(
        f"INSERT INTO person ({', '.join(_COLUMNS)}) | ON CONFLICT (id) DO UPDATE SET {changed}",
        ("text", "text", "text", "text", "bigint", "text", "text", "text", "text", "bigint", "text", "text"),
        [
            (
                person.id, person.name, person.phone, person.mail, person.updated_at, person.street, person.postcode,
                person.city, person.note, person.birthday_month, phone_key(person.phone), plain,
            )
        ],
    )  # fmt: skip


def erase_person(tx: Tx, id: str) -> None:
    """Forget who a customer is; points and receipts keep the number only."""
    tx.execute("DELETE FROM person WHERE id = ?", (id,))


def get_person(connection: sa.Connection, id: str) -> Person | None:
    row = connection.execute(sa.select(table).where(table.c.id == id)).first()
    return _person(row) if row is not None else None


def birthday_month(connection: sa.Connection, id: str) -> int:
    """1 to 12, 0 if it is not known."""
    return int(connection.execute(sa.select(table.c.birthday_month).where(table.c.id == id)).scalar() or 0)


def find_people(connection: sa.Connection, text: str, limit: int = LIMIT, offset: int = 0) -> list[Person]:
    """By a part of the name or mail, or by the beginning of the phone number; ignores case and accents."""
    question = sa.select(table).where(_matches(text)).order_by(table.c.name, table.c.id)
    return [_person(row) for row in connection.execute(question.limit(min(limit, 200)).offset(offset))]


def count_people(connection: sa.Connection, text: str) -> int:
    """How many `find_people` would find."""
    return int(connection.execute(sa.select(sa.func.count()).select_from(table).where(_matches(text))).scalar_one())


def same_person(connection: sa.Connection, phone: str, mail: str, besides: str) -> Person | None:
    """Another customer with the same phone number or mail address."""
    c, key = table.c, phone_key(phone)
    same = [c.mail == mail.strip().lower()] if mail.strip() else []
    if len(key) >= 5:
        same.append(c.phone_key == key)
    if not same:
        return None
    row = connection.execute(sa.select(table).where(sa.or_(*same), c.id != besides).limit(1)).first()
    return _person(row) if row is not None else None


def known_ids(connection: sa.Connection) -> set[str]:
    """Ids of all customers who have a name."""
    return {id for (id,) in connection.execute(sa.select(table.c.id))}


def people(connection: sa.Connection, ids: list[str]) -> dict[str, Person]:
    """Those of a list that are known, by id."""
    rows = connection.execute(sa.select(table).where(table.c.id.in_(ids[:1000])))
    return {person.id: person for person in map(_person, rows)}


def birthday_months(connection: sa.Connection, ids: list[str]) -> dict[str, int]:
    """Months of those of a list who told theirs."""
    question = sa.select(table.c.id, table.c.birthday_month).where(table.c.id.in_(ids), table.c.birthday_month > 0)
    return {id: int(month) for id, month in connection.execute(question)}


def _matches(text: str) -> sa.ColumnElement[bool]:
    c = table.c
    key = phone_key(text)
    parts = words(text) if "@" not in text else [text.strip().lower()]
    if not parts:
        return sa.true()
    found: sa.ColumnElement[bool] = sa.and_(*(c.words.contains(part, autoescape=True) for part in parts))
    digits = sum(letter.isdigit() for letter in text)
    return sa.or_(found, c.phone_key.startswith(key)) if len(key) >= 3 and digits * 2 > len(text.strip()) else found


def _person(row: sa.Row[tuple[object, ...]]) -> Person:
    v = row._asdict()
    return Person(
        v["id"], v["name"], v["phone"], v["mail"], int(v["updated_at"]), v["street"], v["postcode"], v["city"],
        v["note"], int(v["birthday_month"]),
    )  # fmt: skip
