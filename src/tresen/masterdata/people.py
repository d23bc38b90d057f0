"""Personal data of customers: apart from the journal, so that they can be corrected and erased (GDPR art. 16, 17)."""

from dataclasses import dataclass

import sqlalchemy as sa

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


def phone_key(phone: str) -> str:
    """Digits only, without country code and leading zeros, so that any way of writing a number is found."""
    digits = "".join(c for c in phone if c.isdigit())
    return digits.removeprefix("00").removeprefix("49").lstrip("0")


def put_person(tx: Tx, person: Person) -> None:
    """Write or correct."""
    tx.many(
        "INSERT INTO person (id, name, phone, mail, phone_key, updated_at) | ON CONFLICT (id) DO UPDATE SET "
        "name = excluded.name, phone = excluded.phone, mail = excluded.mail, phone_key = excluded.phone_key, "
        "updated_at = excluded.updated_at",
        ("text", "text", "text", "text", "text", "bigint"),
        [(person.id, person.name, person.phone, person.mail, phone_key(person.phone), person.updated_at)],
    )


def erase_person(tx: Tx, id: str) -> None:
    """Forget who a customer is; points and receipts keep the number only."""
    tx.execute("DELETE FROM person WHERE id = ?", (id,))


def get_person(connection: sa.Connection, id: str) -> Person | None:
    row = connection.execute(sa.select(table).where(table.c.id == id)).first()
    return _person(row) if row is not None else None


def find_people(connection: sa.Connection, text: str, limit: int = LIMIT) -> list[Person]:
    """By a part of the name or mail, or by the beginning of the phone number; ignores case."""
    c = table.c
    key = phone_key(text)
    like = f"%{text.strip().lower().replace('%', '').replace('_', '')}%"
    matches = [sa.func.lower(c.name).like(like), sa.func.lower(c.mail).like(like)]
    if len(key) >= 3:
        matches.append(c.phone_key.like(f"{key}%"))
    question = sa.select(table).where(sa.or_(*matches)).order_by(c.name).limit(min(limit, LIMIT))
    return [_person(row) for row in connection.execute(question)]


def people(connection: sa.Connection, ids: list[str]) -> dict[str, Person]:
    """Those of a list that are known, by id."""
    rows = connection.execute(sa.select(table).where(table.c.id.in_(ids[:1000])))
    return {person.id: person for person in map(_person, rows)}


def _person(row: sa.Row[tuple[object, ...]]) -> Person:
    values = row._asdict()
    return Person(values["id"], values["name"], values["phone"], values["mail"], int(values["updated_at"]))
