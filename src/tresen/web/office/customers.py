"""Customers in the office, and at the till the few things a cashier needs."""

from dataclasses import dataclass
from typing import Any

from litestar import get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from tresen.core.failures import Failure
from tresen.insight.customers import CustomerRow, CustomerView, customer_movements, customer_view, list_customers
from tresen.ledger import accounts
from tresen.operations.node import Actor, Node
from tresen.operations.people.book_customer import book_customer
from tresen.operations.people.change_customer import (
    PersonForm,
    change_customer,
    create_customer,
    erase_customer,
    set_consent,
)
from tresen.operations.people.note_access import note_person_looked
from tresen.operations.selling.owing import Receivable, receivables
from tresen.web.identity import till_actor
from tresen.web.office.paging import Web, asked, listed, paged
from tresen.web.problems import Problem, ok
from tresen.web.shapes import Cents, Id, PositiveCents


@dataclass(slots=True)
class NewCustomer:
    """`number`: of the card, empty: a new one. `consents`: purposes agreed to."""

    id: Id
    person: PersonForm
    number: str = ""
    consents: tuple[str, ...] = ()


@dataclass(slots=True)
class ChangedCustomer:
    """What is absent stays."""

    person: PersonForm | None = None
    number: str | None = None
    group: str | None = None
    tier: str | None = None
    note: str | None = None
    account_limit: PositiveCents | None = None
    """Up to this the customer may owe from sales on account; 0: none."""


@dataclass(slots=True)
class ConsentBody:
    given: bool


@dataclass(slots=True)
class ByHand:
    """Signed points or cents."""

    id: Id
    amount: Cents
    reason: str


@dataclass(slots=True)
class TillCustomer:
    """A customer as the till lists them."""

    id: str
    number: str
    name: str
    phone: str
    points: int
    credit: int


@dataclass(slots=True)
class NewTillCustomer:
    """`consent`: agreed to the programme."""

    id: Id
    name: str
    phone: str = ""
    mail: str = ""
    number: str = ""
    consent: bool = False


@get("/api/v1/office/customers")
async def customers_route(
    request: Web, q: FromQuery[str] = "", page: FromQuery[int] = 1, size: FromQuery[int] = 50
) -> dict[str, Any]:
    """By name; `q`: part of name, mail, phone or card number."""
    node, actor, _ = asked(request, "customers")
    note_person_looked(node, actor, "list")
    found = await list_customers(node, q[:200], *paged(page, size))
    return listed(found.items, found.total, page, size)


@post("/api/v1/office/customers", status_code=201)
async def create_customer_route(request: Web, data: JSONBody[NewCustomer]) -> CustomerView:
    """A new customer; the same id again answers with the first."""
    node, actor, _ = asked(request, "customers")
    created = ok(await create_customer(node, actor, data.id, data.person, data.number, data.consents))
    return ok(await customer_view(node, created.id))


@get("/api/v1/office/customers/{id:str}")
async def customer_route(request: Web, id: FromPath[str]) -> CustomerView:
    """Everything the shop knows of a customer."""
    node, actor, _ = asked(request, "customers")
    view = ok(await customer_view(node, id))
    note_person_looked(node, actor, "detail", id)
    return view


@put("/api/v1/office/customers/{id:str}")
async def change_customer_route(request: Web, id: FromPath[str], data: JSONBody[ChangedCustomer]) -> CustomerView:
    """Change what is given."""
    node, actor, _ = asked(request, "customers")
    ok(
        await change_customer(
            node,
            actor,
            id,
            form=data.person,
            number=data.number,
            group=data.group,
            tier=data.tier,
            note=data.note,
            account_limit=data.account_limit,
        )
    )
    return ok(await customer_view(node, id))


@put("/api/v1/office/customers/{id:str}/consents/{purpose:str}")
async def consent_route(
    request: Web, id: FromPath[str], purpose: FromPath[str], data: JSONBody[ConsentBody]
) -> CustomerView:
    """Note a consent or its withdrawal."""
    node, actor, _ = asked(request, "customers")
    ok(await set_consent(node, actor, id, purpose, given=data.given))
    return ok(await customer_view(node, id))


@post("/api/v1/office/customers/{id:str}/erase", status_code=200)
async def erase_route(request: Web, id: FromPath[str]) -> CustomerView:
    """Forget the person; card, points and receipts stay without a name."""
    node, actor, _ = asked(request, "customers")
    ok(await erase_customer(node, actor, id))
    return ok(await customer_view(node, id))


@get("/api/v1/office/customers/{id:str}/points")
async def points_route(
    request: Web, id: FromPath[str], page: FromQuery[int] = 1, size: FromQuery[int] = 50
) -> dict[str, Any]:
    """Movements of points, newest first."""
    return await _movements(request, id, "points", page, size)


@get("/api/v1/office/customers/{id:str}/credit")
async def credit_route(
    request: Web, id: FromPath[str], page: FromQuery[int] = 1, size: FromQuery[int] = 50
) -> dict[str, Any]:
    """Movements of store credit, newest first."""
    return await _movements(request, id, "credit", page, size)


@post("/api/v1/office/customers/{id:str}/points", status_code=201)
async def book_points_route(request: Web, id: FromPath[str], data: JSONBody[ByHand]) -> CustomerView:
    """Give or take points by hand."""
    return await _booked(request, "points", id, data)


@post("/api/v1/office/customers/{id:str}/credit", status_code=201)
async def book_credit_route(request: Web, id: FromPath[str], data: JSONBody[ByHand]) -> CustomerView:
    """Give or take store credit by hand."""
    return await _booked(request, "credit", id, data)


@get("/api/v1/till/customers")
async def till_customers_route(request: Web, q: FromQuery[str] = "") -> list[TillCustomer]:
    """For the till: at least two letters or digits are asked, so that nobody leafs through everybody."""
    node: Node = request.app.state.node
    ok(till_actor(request, node))
    if len(q.strip()) < 2:
        return []
    found = await list_customers(node, q[:200], 0, 20)
    return [_till_customer(row) for row in found.items if row.name or row.number == q.strip()]


@post("/api/v1/till/customers", status_code=201)
async def till_create_customer_route(request: Web, data: JSONBody[NewTillCustomer]) -> TillCustomer:
    """A new customer at the till; the same id again answers with the first."""
    node: Node = request.app.state.node
    actor: Actor = ok(till_actor(request, node))
    form = PersonForm(data.name, data.phone, data.mail)
    consents = ("loyalty",) if data.consent else ()
    created = ok(await create_customer(node, actor, data.id, form, data.number, consents))
    view = ok(await customer_view(node, created.id))
    person = view.person or PersonForm("")
    return TillCustomer(view.id, view.number, person.name, person.phone, view.points, view.credit)


@dataclass(slots=True)
class Account:
    """What a customer owes and may owe, cents."""

    limit: int
    owed: int


@get("/api/v1/till/customers/{id:str}/account")
async def till_account_route(request: Web, id: FromPath[str]) -> Account:
    """Whether a customer may buy on account, and how far."""
    node: Node = request.app.state.node
    ok(till_actor(request, node))
    known = node.masterdata.customers.get(id)
    if known is None:
        raise Problem(Failure("customer_not_found", {}))
    return Account(known.account_limit, node.balances.of(accounts.receivable(id)))


@get("/api/v1/till/receivables")
async def till_receivables_route(request: Web, customer: FromQuery[str] = "") -> list[Receivable]:
    """What is open of sales on account, oldest first."""
    node: Node = request.app.state.node
    ok(till_actor(request, node))
    return await receivables(node, customer)


@get("/api/v1/office/receivables")
async def receivables_route(request: Web, customer: FromQuery[str] = "") -> list[Receivable]:
    """What is open of sales on account, of one customer or of all."""
    node, _, _ = asked(request, "customers")
    return await receivables(node, customer)


def _till_customer(row: CustomerRow) -> TillCustomer:
    return TillCustomer(row.id, row.number, row.name, row.phone, row.points, row.credit)


async def _movements(request: Web, id: str, kind: str, page: int, size: int) -> dict[str, Any]:
    node, _, language = asked(request, "customers")
    offset, limit = paged(page, size)
    found = ok(await customer_movements(node, id, kind, offset, limit, language))
    return listed(found.items, found.total, page, size)


async def _booked(request: Web, kind: str, id: str, data: ByHand) -> CustomerView:
    node, actor, _ = asked(request, "customers")
    refused: Failure | None = await book_customer(node, actor, kind, id, data.id, data.amount, data.reason)
    if refused is not None:
        raise Problem(refused)
    return ok(await customer_view(node, id))


routes = [
    customers_route, create_customer_route, customer_route, change_customer_route, consent_route, erase_route,
    till_account_route, till_receivables_route, receivables_route, points_route, credit_route, book_points_route, book_credit_route, till_customers_route, till_create_customer_route,
]  # fmt: skip
