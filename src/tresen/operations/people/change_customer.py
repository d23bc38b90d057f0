"""Create and change customers. Who they are is kept apart and can be erased; the journal knows the number only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tresen.core.failures import Failure
from tresen.core.gtin import check_digit
from tresen.journal.entry import Draft, encode
from tresen.ledger import accounts
from tresen.masterdata.kinds import Consent, Customer
from tresen.masterdata.people import Person, erase_person, get_person, put_person, same_person
from tresen.masterdata.records import change
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.writing import office_day, written
from tresen.store.writer import Tx

CARD_PREFIX: Final = "21"
"""GS1 prefixes 20 to 29 are for use inside one company."""
PURPOSES: Final = ("loyalty", "mail", "phone", "receipts")
WORDINGS: Final[Mapping[str, str]] = {
    "loyalty": "Ich möchte am Punkteprogramm teilnehmen. Dazu darf mein Einkauf gespeichert werden. "
    "Ich kann das jederzeit widerrufen.",
    "mail": "Ich möchte Angebote per E-Mail erhalten. Ich kann das jederzeit widerrufen.",
    "phone": "Ich möchte über Bestellungen und Angebote angerufen werden. Ich kann das jederzeit widerrufen.",
    "receipts": "Ich möchte Belege per E-Mail erhalten. Ich kann das jederzeit widerrufen.",
}
"""What a customer agrees to, word for word (Art. 7 GDPR asks for the proof)."""
MOST_OWED: Final = 100_000_000
"""Cents that a customer may owe at most, whatever the office sets."""
LONGEST: Final = {"name": 100, "phone": 40, "mail": 200, "street": 100, "postcode": 20, "city": 100, "note": 1000}


@dataclass(slots=True)
class PersonForm:
    """Who a customer is, as typed."""

    name: str
    phone: str = ""
    mail: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    birthday_month: int = 0
    """1 to 12, 0 if not told."""


async def create_customer(
    node: Node, actor: Actor, id: str, form: PersonForm, number: str = "", consents: Sequence[str] = ()
) -> Customer | Failure:
    """A new customer, at the till or in the office; the same id again answers with the first. `number`: of the card,
    empty: a new one. Fails with `customer_double` naming the one with the same phone number or mail address.
    """
    missing = check(node, actor, "customer_create")
    if missing is not None:
        return missing
    if not id or len(id) > 64 or not id.isascii() or not id.isprintable() or ":" in id:
        return Failure("bad_input", {"field": "id"})
    if any(purpose not in PURPOSES for purpose in consents):
        return Failure("bad_input", {"field": "consents"})
    now = node.clock.now()
    source = f"till:{actor.till}" if actor.till else "office"
    given = tuple(Consent(purpose, now, WORDINGS[purpose], source) for purpose in dict.fromkeys(consents))
    async with node.changing:
        known = node.masterdata.customers.get(id)
        if known is not None:
            return known
        person = _person(id, form, "", now)
        if isinstance(person, Failure):
            return person
        refused = _number_taken(node, id, number.strip()) or await _double(node, person)
        if refused is not None:
            return refused
        return await _store(node, actor, Customer(id, number.strip() or next_number(node), "", given), person)


async def change_customer(
    node: Node, actor: Actor, id: str, *, form: PersonForm | None = None, number: str | None = None,
    group: str | None = None, tier: str | None = None, note: str | None = None, account_limit: int | None = None,
) -> Customer | Failure:  # fmt: skip
    """Change what is given; None leaves it as it is. A person who was erased can be entered anew."""
    missing = check(node, actor, "customers")
    if missing is not None:
        return missing
    async with node.changing:
        known = node.masterdata.customers.get(id)
        if known is None:
            return Failure("customer_not_found", {})
        now = node.clock.now()
        stored = await node.database.read(lambda connection: get_person(connection, id))
        person: Person | Failure | None = stored
        if form is not None:
            person = _person(id, form, stored.note if stored is not None else "", now)
        if isinstance(person, Failure):
            return person
        if note is not None:
            if len(note) > LONGEST["note"]:
                return Failure("bad_input", {"field": "note"})
            if person is not None:
                person = replace(person, note=note.strip(), updated_at=now)
        card = known.number if number is None else number.strip()
        if not card:
            return Failure("bad_input", {"field": "number"})
        refused = _number_taken(node, id, card)
        if refused is None and form is not None and person is not None:
            refused = await _double(node, person)
        if refused is not None:
            return refused
        if account_limit is not None and not 0 <= account_limit <= MOST_OWED:
            return Failure("bad_input", {"field": "account_limit"})
        for field, value in (("group", group), ("tier", tier)):
            if value is not None and len(value) > 40:
                return Failure("bad_input", {"field": field})
        customer = replace(
            known, number=card, group=known.group if group is None else group.strip(),
            tier=known.tier if tier is None else tier.strip(),
            account_limit=known.account_limit if account_limit is None else account_limit,
        )  # fmt: skip
        told = person is not None and person.birthday_month != (stored.birthday_month if stored is not None else 0)
        return await _store(node, actor, customer, person if person != stored else None, anew=told)


async def set_consent(node: Node, actor: Actor, id: str, purpose: str, *, given: bool) -> Customer | Failure:
    """Note that a customer agreed to a purpose or took that back, with the moment and the words."""
    missing = check(node, actor, "customers")
    if missing is not None:
        return missing
    if purpose not in PURPOSES:
        return Failure("bad_input", {"field": "purpose"})
    async with node.changing:
        known = node.masterdata.customers.get(id)
        if known is None:
            return Failure("customer_not_found", {})
        rest = tuple(consent for consent in known.consents if consent.purpose != purpose)
        new = Consent(purpose, node.clock.now(), WORDINGS[purpose], "office", given)
        return await _store(node, actor, replace(known, consents=(*rest, new)), None)


async def erase_customer(node: Node, actor: Actor, id: str) -> Customer | Failure:
    """Forget the person (Art. 17 GDPR). Card number, points and receipts stay, without a name. Cannot be undone."""
    missing = check(node, actor, "customers")
    if missing is not None:
        return missing
    known = node.masterdata.customers.get(id)
    if known is None:
        return Failure("customer_not_found", {})
    if node.balances.of(accounts.receivable(id)):
        return Failure("customer_owes", {})
    now = node.clock.now()
    draft = Draft(
        node.ids.new(), "person_erased", now, office_day(node, now), encode({}), (), actor.staff,
        subject=f"customer:{id}",
    )  # fmt: skip

    def job(tx: Tx) -> None:
        node.journal.append(tx, draft)
        erase_person(tx, id)

    refused = await written(node, job)
    return refused if isinstance(refused, Failure) else known


def next_number(node: Node) -> str:
    """A card number that no customer has: a GTIN-13 of the shop's own."""
    mine = [number for number in node.masterdata.customer_numbers if len(number) == 13 and number[:2] == CARD_PREFIX]
    last = max((int(number[2:12]) for number in mine if number.isdigit()), default=0)
    payload = f"{CARD_PREFIX}{last + 1:010d}"
    return payload + check_digit(payload)


def _person(id: str, form: PersonForm, note: str, now: int) -> Person | Failure:
    if not 0 <= form.birthday_month <= 12:
        return Failure("bad_input", {"field": "birthday_month"})
    values = {name: " ".join(getattr(form, name).split()) for name in LONGEST if name != "note"}
    for name, value in values.items():
        if len(value) > LONGEST[name] or not value.isprintable():
            return Failure("bad_input", {"field": name})
    if not values["name"]:
        return Failure("bad_input", {"field": "name"})
    mail = values["mail"].lower()
    if mail and (mail.count("@") != 1 or " " in mail or "." not in mail.rpartition("@")[2]):
        return Failure("bad_input", {"field": "mail"})
    return Person(
        id, values["name"], values["phone"], mail, now, values["street"], values["postcode"], values["city"], note,
        form.birthday_month,
    )  # fmt: skip


def _number_taken(node: Node, id: str, number: str) -> Failure | None:
    if len(number) > 40 or not number.isascii() or not number.isprintable():
        return Failure("bad_input", {"field": "number"})
    owner = node.masterdata.customer_numbers.get(number)
    return Failure("customer_number_taken", {"customer": owner}) if owner is not None and owner != id else None


async def _double(node: Node, person: Person) -> Failure | None:
    found = await node.database.read(
        lambda connection: same_person(connection, person.phone, person.mail, person.id)
    )  # fmt: skip
    if found is None:
        return None
    customer = node.masterdata.customers.get(found.id)
    number = customer.number if customer is not None else ""
    return Failure("customer_double", {"customer": found.id, "name": found.name, "number": number})


async def _store(
    node: Node, actor: Actor, customer: Customer, person: Person | None, *, anew: bool = False
) -> Customer | Failure:  # fmt: skip
    """The record into the journal if it changed, the person beside it, in one commit.

    `anew`: also if it did not change, so that tills hear of the customer.
    """
    now = node.clock.now()
    day, entry_id = office_day(node, now), node.ids.new()
    same = node.masterdata.customers.get(customer.id) == customer and not anew

    def job(tx: Tx) -> None:
        if not same:
            change(
                tx, node.journal, "customer", customer.id, customer, entry_id=entry_id, at=now, day=day,
                actor=actor.staff, till=actor.till,
            )  # fmt: skip
        if person is not None:
            put_person(tx, person)

    refused = await written(node, job)
    return refused if isinstance(refused, Failure) else customer
