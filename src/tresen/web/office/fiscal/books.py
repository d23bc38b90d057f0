"""What the tax adviser gets: closings as DATEV posting batches, and the cash book."""

from dataclasses import dataclass
from typing import Annotated, Any

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from tresen.fiscal.cash_book import CashPage, cash_book_text
from tresen.fiscal.datev.batch import ENCODING
from tresen.fiscal.datev.settings import ROLES, DatevSettings
from tresen.insight.cash_book import cash_book
from tresen.operations.bookkeeping.datev_batches import Batch, batches_of, file_of, make_batch, take_back
from tresen.operations.node import Node
from tresen.web.office.fiscal.section import Line
from tresen.web.office.paging import From, To, Web, asked
from tresen.web.problems import ok

OfTill = Annotated[str, QueryParameter(name="till", description="Only this till (its id).")]


@dataclass(slots=True)
class AccountView:
    """`standard`: what is posted on if the adviser names no other; empty: there is no standard."""

    role: str
    standard: str
    number: str


@dataclass(slots=True)
class BatchView:
    """`cash`: cents by which the batch changes the cash account."""

    id: str
    name: str
    first: str
    last: str
    at: int
    closings: int
    rows: int
    cash: int
    reverses: str
    taken_back: bool


@dataclass(slots=True)
class DatevView:
    settings: DatevSettings
    accounts: list[AccountView]
    batches: list[BatchView]


@dataclass(slots=True)
class PeriodBody:
    """Business days, YYYY-MM-DD."""

    first: str
    last: str


@dataclass(slots=True)
class CashPageView:
    """A closing in the cash book. Cents; `movements`: kind and amount."""

    till: str
    till_name: str
    number: int
    day: str
    opening: int
    movements: list[tuple[str, int]]
    balance: int
    sound: bool


async def line(node: Node, language: str) -> Line:
    """Whether the numbers are there, and when something was handed over last."""
    english = language == "en"
    if not node.masterdata.settings.datev.ready:
        return Line("off", "not set up" if english else "nicht eingerichtet")
    batches = [batch for batch in await batches_of(node) if not batch.reverses and not batch.taken_back]
    if not batches:
        return Line("ok", "nothing handed over yet" if english else "noch nichts übergeben")
    last = max(batch.last for batch in batches)
    day = last if english else f"{last[8:10]}.{last[5:7]}.{last[:4]}"
    return Line("ok", f"handed over up to {day}" if english else f"übergeben bis {day}")


@get("/api/v1/office/fiscal/datev")
async def datev_route(request: Web) -> DatevView:
    """How it is set up, and every batch that was handed over, newest first."""
    node, _, _ = asked(request, "fiscal")
    settings = node.masterdata.settings.datev
    roles = [*ROLES, *sorted(role for role in settings.accounts if role not in ROLES)]
    standard = DatevSettings(chart=settings.chart, length=settings.length)
    accounts = [AccountView(role, standard.account(role), settings.accounts.get(role, "")) for role in roles]
    return DatevView(settings, accounts, [_view(batch) for batch in await batches_of(node)])


@post("/api/v1/office/fiscal/datev", status_code=201)
async def make_batch_route(request: Web, data: JSONBody[PeriodBody]) -> BatchView:
    """Hand over every closing of a period that was not handed over yet. The file is at `…/{id}.csv`."""
    node, actor, _ = asked(request, "fiscal")
    return _view(ok(await make_batch(node, actor, data.first, data.last))[0])


@post("/api/v1/office/fiscal/datev/{id:str}/reversal", status_code=201)
async def take_back_route(request: Web, id: FromPath[str]) -> BatchView:
    """A batch that cancels another one row by row (Generalumkehr)."""
    node, actor, _ = asked(request, "fiscal")
    return _view(ok(await take_back(node, actor, id))[0])


@get("/api/v1/office/fiscal/datev/{id:str}")
async def batch_file_route(request: Web, id: FromPath[str]) -> Response[bytes]:
    """The file of a batch, the same each time."""
    node, _, _ = asked(request, "fiscal")
    batch, content = ok(await file_of(node, id.removesuffix(".csv")))
    return _file(content, batch.name, f"text/csv; charset={ENCODING}")


@get("/api/v1/office/fiscal/cash-book")
async def cash_book_route(request: Web, first: From = "", last: To = "", till: OfTill = "") -> list[CashPageView]:
    """A page for each closing of a period."""
    node, _, _ = asked(request, "fiscal")
    return [_page(page) for page in ok(await cash_book(node, till, first, last))]


@get("/api/v1/office/fiscal/cash-book.csv")
async def cash_book_file_route(request: Web, first: From = "", last: To = "", till: OfTill = "") -> Response[bytes]:
    """The cash book for a spreadsheet."""
    node, _, _ = asked(request, "fiscal")
    text = cash_book_text(ok(await cash_book(node, till, first, last)))
    return _file(b"\xef\xbb\xbf" + text.encode(), f"Kassenbuch_{first}_{last}.csv", "text/csv; charset=utf-8")


def _file(content: bytes, name: str, kind: str) -> Response[Any]:
    safe = "".join(sign for sign in name if sign.isascii() and (sign.isalnum() or sign in "-_."))
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{safe}"'})


def _view(batch: Batch) -> BatchView:
    return BatchView(
        batch.id, batch.name, batch.first, batch.last, batch.at, len(batch.closings), batch.rows, batch.cash,
        batch.reverses, batch.taken_back,
    )  # fmt: skip


def _page(page: CashPage) -> CashPageView:
    return CashPageView(
        page.till, page.till_name, page.number, page.day, page.opening, list(page.movements), page.balance, page.sound
    )


routes = [
    datev_route, make_batch_route, take_back_route, batch_file_route, cash_book_route, cash_book_file_route,
]  # fmt: skip
