"""Cash on the spot: the target of each drawer now, and a count beside it."""

import asyncio
from dataclasses import dataclass, field

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from tresen.adapters.document_typst import receipt_pdf
from tresen.core.receipt_paper import paper
from tresen.core.receipt_words import Language
from tresen.insight.cash_checks import (
    CashCheckView,
    DrawerNow,
    cash_check_rows,
    drawers_now,
    find_cash_check,
    list_cash_checks,
)
from tresen.operations.auditing.check_cash import CashCheckRequest, check_cash
from tresen.operations.node import Node
from tresen.operations.printing.retry import print_rows
from tresen.web.office.closings import COLUMNS
from tresen.web.office.fiscal.section import Line
from tresen.web.office.paging import Web, asked
from tresen.web.office.receipts import PrinterBody, Queued
from tresen.web.problems import ok
from tresen.web.shapes import Id, Pieces, PositiveCents, Text


@dataclass(slots=True)
class CashCheckBody:
    """Pieces by coin and note (value in cents), or one amount."""

    id: Id
    till: str
    coins: dict[str, Pieces] = field(default_factory=dict)
    amount: PositiveCents = 0
    present: Text = ""


@dataclass(slots=True)
class CashNow:
    """`at`: the moment of the targets."""

    at: int
    drawers: list[DrawerNow]
    checks: list[CashCheckView]


async def line(node: Node, language: str) -> Line:
    """What all drawers together should hold now."""
    drawers = drawers_now(node)
    total = sum(one.expected for one in drawers)
    euros, cents = divmod(abs(total), 100)
    sign = "-" if total < 0 else ""
    if language == "en":
        said = f"€{sign}{euros}.{cents:02d} should be in {len(drawers)} drawers"
    else:
        said = f"{sign}{euros},{cents:02d} € sollen in {len(drawers)} Laden liegen"
    return Line("ok" if total >= 0 else "warn", said)


@get("/api/v1/office/fiscal/cash")
async def cash_route(request: Web) -> CashNow:
    """The target of every drawer at this moment, and the last cash checks."""
    node, _, _ = asked(request, "fiscal")
    return CashNow(node.clock.now(), drawers_now(node), await list_cash_checks(node))


@post("/api/v1/office/fiscal/cash", status_code=201)
async def cash_check_route(request: Web, data: JSONBody[CashCheckBody]) -> CashCheckView:
    """Write down what was counted in a drawer. Nothing is corrected by it."""
    node, actor, _ = asked(request, "fiscal")
    ok(await check_cash(node, actor, CashCheckRequest(data.id, data.till, data.coins, data.amount, data.present)))
    return ok(await find_cash_check(node, data.id))


@get("/api/v1/office/fiscal/cash/{id:str}")
async def cash_check_pdf_route(request: Web, id: FromPath[str]) -> Response[bytes]:
    """A cash check as PDF, with room for signatures."""
    node, _, language = asked(request, "fiscal")
    check = ok(await find_cash_check(node, id.removesuffix(".pdf")))
    chosen: Language = "en" if language == "en" else "de"
    rows = cash_check_rows(node, check, chosen)
    content = await asyncio.to_thread(receipt_pdf, rows, chosen, title=f"Kassensturz {check.till_name}", at=check.at)
    headers = {"Content-Disposition": 'inline; filename="Kassensturz.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


@post("/api/v1/office/fiscal/cash/{id:str}/print", status_code=201)
async def print_cash_check_route(request: Web, id: FromPath[str], data: JSONBody[PrinterBody]) -> Queued:
    """Put a cash check on paper, on the till's printer unless another is named."""
    node, actor, language = asked(request, "fiscal")
    check = ok(await find_cash_check(node, id))
    chosen: Language = "en" if language == "en" else "de"
    texts = tuple(one.text for one in paper(cash_check_rows(node, check, chosen), COLUMNS) if one.kind == "text")
    till = node.masterdata.tills.get(check.till)
    printer = data.printer or (till.printer if till is not None else "")
    return Queued(ok(await print_rows(node, actor, printer, texts, "cash_check_printed", f"cash_check:{id}")))


routes = [cash_route, cash_check_route, cash_check_pdf_route, print_cash_check_route]
