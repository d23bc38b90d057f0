"""Invoices where customers and cashiers are: behind the receipt's QR code, and at the till.

The customer's form works without script. It is sent with a mark that this node made for this receipt and that ends
after hours, so a page of somebody else can neither make nor keep one; tries are counted by address and by receipt.
"""

import hmac
from typing import Any, Final

from litestar import MediaType, Request, Response, get, post
from litestar.params import FromPath, JSONBody

from tresen.core.failures import Failure, status, text
from tresen.core.receipt import Receipt
from tresen.core.receipt_words import Language
from tresen.insight.invoice_list import SMALL_AMOUNT, InvoiceView, ReceiptInvoices, invoice_view, receipt_invoices
from tresen.operations.finding import load_receipt
from tresen.operations.invoicing.asking import ask_for_invoice, may_ask
from tresen.operations.invoicing.buyer_form import LONGEST, BuyerForm
from tresen.operations.invoicing.issue import issue_invoice
from tresen.operations.invoicing.writing_down import day_in
from tresen.operations.node import Node
from tresen.operations.receipt_address import id_behind
from tresen.operations.throttle import Throttle
from tresen.web.identity import address_of, presented, till_actor
from tresen.web.invoice_files import KINDS, invoice_file
from tresen.web.invoice_page import STYLESHEET, Asked, form_page, invoice_page, opening_page, refusal_page
from tresen.web.invoice_words import PAGE_WORDS
from tresen.web.problems import Problem, language_of, ok

Web = Request[Any, Any, Any]
MARK_LASTS: Final = 12 * 3_600_000
"""Milliseconds that a form may stay open."""
_HEADERS: Final = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
_BY_ADDRESS: Final = "invoice address"
_BY_RECEIPT: Final = "invoice receipt"


def _throttles(request: Web) -> tuple[Throttle, Throttle]:
    """By network address, generous for a shop's own network; by receipt, strict, because there a postcode is guessed."""
    state = request.app.state
    if not hasattr(state, "invoice_throttles"):
        state.invoice_throttles = (Throttle(20, 2_000, 3_600_000), Throttle(5, 30_000, 3_600_000))
    found: tuple[Throttle, Throttle] = state.invoice_throttles
    return found


@get("/r/invoice.css", include_in_schema=False)
async def invoice_stylesheet_route() -> Response[str]:
    return Response(STYLESHEET, media_type="text/css", headers={"Cache-Control": "public, max-age=3600"})


@get("/r/{token:str}/invoice", include_in_schema=False)
async def form_route(request: Web, token: FromPath[str]) -> Response[str]:
    """The form, or the way to an invoice that is there already."""
    node: Node = request.app.state.node
    receipt = await _behind(node, token)
    return await _form(request, node, token, receipt)


@post("/r/{token:str}/invoice", include_in_schema=False, status_code=200)
async def send_route(request: Web, token: FromPath[str]) -> Response[str]:
    """What the form sends."""
    node: Node = request.app.state.node
    receipt = await _behind(node, token)
    language = _language(request)
    sent = await request.form()
    typed = {name: str(sent.get(name, ""))[: limit + 1] for name, limit in LONGEST.items()}
    if presented(request.scope).site not in ("", "same-origin", "none"):
        raise Problem(Failure("csrf", {}))
    if not _mark_holds(node, receipt.id, str(sent.get("mark", ""))):
        return await _form(request, node, token, receipt, typed, said=PAGE_WORDS[language]["again"], code=400)
    wait = _wait(request, node, receipt.id, opens="opens" in sent)
    if wait:
        said = PAGE_WORDS[language]["wait"].format(seconds=wait)
        return await _form(request, node, token, receipt, typed, said=said, code=429)
    if "opens" in sent:
        return await _open(request, node, token, receipt, typed["postcode"])
    issued = await ask_for_invoice(node, receipt.id, BuyerForm(**typed))
    if not isinstance(issued, Failure):
        _throttles(request)[0].forget(f"{_BY_ADDRESS} {address_of(request.scope)}")
        return _lead_to(node, issued.id)
    if issued.code == "invoice_buyer_faulty":
        wrong = str(issued.detail["field"])
        return await _form(request, node, token, receipt, typed, wrong=wrong, code=400)
    return _refused(issued, token, language)


@get("/r/invoice/{token:str}", include_in_schema=False)
async def invoice_route(request: Web, token: FromPath[str]) -> Response[Any]:
    """The invoice as a page, or one of its files."""
    node: Node = request.app.state.node
    name, _, kind = token.partition(".")
    id = node.receipt_for(name)
    if id is None:
        raise Problem(Failure("invoice_not_found", {}))
    language = _language(request)
    if kind in KINDS:
        return await invoice_file(node, id, kind, language)
    view = ok(await invoice_view(node, id))
    receipt = await load_receipt(node, view.receipt)
    address = f"/r/{receipt.token or node.token(receipt.id)}" if receipt is not None else ""
    return Response(invoice_page(view, address, language), media_type=MediaType.HTML, headers=_HEADERS)


@get("/api/v1/till/invoices/{receipt:str}")
async def till_invoices_route(request: Web, receipt: FromPath[str]) -> ReceiptInvoices:
    """What there is about a receipt, and where the customer may ask for an invoice."""
    node: Node = request.app.state.node
    ok(till_actor(request, node))
    return ok(await receipt_invoices(node, receipt))


@post("/api/v1/till/invoices/{receipt:str}", status_code=200)
async def till_issue_route(request: Web, receipt: FromPath[str], data: JSONBody[BuyerForm]) -> InvoiceView:
    """Issue the receipt's invoice at the till; the same recipient again gets the first one."""
    node: Node = request.app.state.node
    actor = ok(till_actor(request, node))
    issued = ok(await issue_invoice(node, actor, receipt, data, "till"))
    return ok(await invoice_view(node, issued.id))


async def _form(
    request: Web, node: Node, token: str, receipt: Receipt, typed: dict[str, str] | None = None, *,
    wrong: str = "", said: str = "", code: int = 200,
) -> Response[str]:  # fmt: skip
    language = _language(request)
    about = ok(await receipt_invoices(node, receipt.id))
    standing = any(one.type == "invoice" and not one.cancelled for one in about.items)
    refused = may_ask(node, receipt)
    if refused is not None and not standing:
        return _refused(refused, token, language)
    day = day_in(receipt.time_zone)(receipt.finished_at)
    asked = Asked(
        f"/r/{token}", _mark(node, receipt.id), receipt.number, day, receipt.total, receipt.total <= SMALL_AMOUNT,
        typed or {}, wrong, said,
    )  # fmt: skip
    page = opening_page(asked, language) if standing else form_page(asked, language)
    return Response(page, status_code=code, media_type=MediaType.HTML, headers=_HEADERS)


async def _open(request: Web, node: Node, token: str, receipt: Receipt, postcode: str) -> Response[str]:
    about = ok(await receipt_invoices(node, receipt.id))
    for one in about.items:
        if one.type == "invoice" and not one.cancelled and hmac.compare_digest(
            one.buyer.postcode.replace(" ", "").upper().encode(), postcode.replace(" ", "").upper().encode()
        ):  # fmt: skip
            _throttles(request)[1].forget(f"{_BY_RECEIPT} {receipt.id}")
            return _lead_to(node, one.id)
    said = PAGE_WORDS[_language(request)]["wrong_opening"]
    return await _form(request, node, token, receipt, said=said, code=400)


def _lead_to(node: Node, id: str) -> Response[str]:
    return Response("", status_code=303, headers={**_HEADERS, "Location": f"/r/invoice/{node.token(id)}"})


def _refused(failure: Failure, token: str, language: Language) -> Response[str]:
    page = refusal_page(text(failure.code, language), f"/r/{token}", language)
    return Response(page, status_code=status(failure.code), media_type=MediaType.HTML, headers=_HEADERS)


def _wait(request: Web, node: Node, receipt: str, *, opens: bool) -> int:
    """Seconds to wait before a try is heard; 0: it is heard now."""
    by_address, by_receipt = _throttles(request)
    now = node.clock.now()
    wait = by_address.begin(f"{_BY_ADDRESS} {address_of(request.scope)}", now)
    if not wait and opens:
        wait = by_receipt.begin(f"{_BY_RECEIPT} {receipt}", now)
    return (wait + 999) // 1000


def _language(request: Web) -> Language:
    return "en" if language_of(request) == "en" else "de"


def _mark(node: Node, receipt: str) -> str:
    at = node.clock.now()
    return f"{at}.{_sealed(node, receipt, at)}"


def _sealed(node: Node, receipt: str, at: int) -> str:
    return node.keyed(f"invoice form {receipt} {at}").hex()[:32]


def _mark_holds(node: Node, receipt: str, mark: str) -> bool:
    at, _, seal = mark.partition(".")
    if not at.isascii() or not at.isdigit() or len(at) > 15 or not seal.isascii():
        return False
    fresh = 0 <= node.clock.now() - int(at) <= MARK_LASTS
    return fresh and hmac.compare_digest(_sealed(node, receipt, int(at)), seal)


async def _behind(node: Node, token: str) -> Receipt:
    id = await id_behind(node, token)
    receipt = await load_receipt(node, id) if id is not None else None
    if receipt is None:
        raise Problem(Failure("receipt_not_found", {}))
    return receipt


routes = [
    invoice_stylesheet_route, form_route, send_route, invoice_route, till_invoices_route, till_issue_route,
]  # fmt: skip
