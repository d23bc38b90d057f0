"""The notice of tills and TSEs to the tax office: what must be told, by when, and what was told."""

import base64
from dataclasses import dataclass

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from tresen.core.failures import Failure
from tresen.fiscal.tax_notice import TillSystem, notice_xml
from tresen.operations.node import Node
from tresen.operations.tax_notice.draft import NoticeDraft, SentNotice, drafts
from tresen.operations.tax_notice.note_sent import Sending, note_sent
from tresen.web.office.fiscal.section import Line
from tresen.web.office.paging import Web, asked
from tresen.web.problems import Problem, ok


@dataclass(slots=True)
class MissingView:
    till: str
    field: str


@dataclass(slots=True)
class SentView:
    id: str
    at: int
    sent_on: str
    ticket: str
    tills: int
    proof_name: str
    proof_sha256: str


@dataclass(slots=True)
class NoticeView:
    """One business site. `due`: the day by which it must be sent, empty if the office knows everything."""

    shop: str
    shop_name: str
    systems: list[TillSystem]
    missing: list[MissingView]
    due: str
    overdue: bool
    practice: bool
    sent: list[SentView]


@dataclass(slots=True)
class SendingBody:
    """`proof`: base64 of the file that ELSTER gave."""

    sent_on: str
    ticket: str
    proof_name: str = ""
    proof: str = ""


async def line(node: Node, language: str) -> Line:
    """Whether something must be told, and by when."""
    english = language == "en"
    if node.masterdata.settings.practice:
        return Line("off", "not from a practice shop" if english else "nicht aus dem Übungsladen")
    due = min((draft.due for draft in await drafts(node) if draft.due), default="")
    if not due:
        return Line("ok", "the office knows every till" if english else "das Finanzamt kennt alle Kassen")
    day = due if english else f"{due[8:10]}.{due[5:7]}.{due[:4]}"
    if due < _today(node):
        return Line("down", f"was due on {day}" if english else f"war fällig am {day}")
    return Line("warn", f"to be sent by {day}" if english else f"zu senden bis {day}")


@get("/api/v1/office/fiscal/notice")
async def notice_route(request: Web) -> list[NoticeView]:
    """The notice of each site as it would be sent now, and those that were sent."""
    node, _, _ = asked(request, "fiscal")
    return [_view(node, draft) for draft in await drafts(node)]


@get("/api/v1/office/fiscal/notice/{shop:str}/file")
async def notice_file_route(request: Web, shop: FromPath[str]) -> Response[bytes]:
    """The file for Mein ELSTER. Refused while something is missing, for the form would refuse it."""
    node, _, _ = asked(request, "fiscal")
    draft = next((one for one in await drafts(node) if one.shop == shop), None)
    if draft is None:
        raise Problem(Failure("not_found", {}))
    if draft.missing:
        raise Problem(Failure("tax_notice_incomplete", {}))
    headers = {"Content-Disposition": 'attachment; filename="Mitteilung_146a.xml"'}
    return Response(notice_xml(draft.systems).encode(), media_type="application/xml", headers=headers)


@post("/api/v1/office/fiscal/notice/{shop:str}/sent", status_code=201)
async def note_sent_route(request: Web, shop: FromPath[str], data: JSONBody[SendingBody]) -> SentView:
    """Write down that it was sent, with ELSTER's ticket and the file it gave."""
    node, actor, _ = asked(request, "fiscal")
    sending = Sending(shop, data.sent_on, data.ticket, data.proof_name, data.proof)
    return _sent(ok(await note_sent(node, actor, sending)))


@get("/api/v1/office/fiscal/notice/{shop:str}/proofs/{id:str}")
async def proof_route(request: Web, shop: FromPath[str], id: FromPath[str]) -> Response[bytes]:
    """The proof of a notice, as it was handed in."""
    node, _, _ = asked(request, "fiscal")
    sent = [one for draft in await drafts(node) if draft.shop == shop for one in draft.sent]
    found = next((one for one in sent if one.id == id and one.proof), None)
    if found is None:
        raise Problem(Failure("not_found", {}))
    # Whatever was handed in is only ever saved, never opened in the office's name.
    headers = {"Content-Disposition": 'attachment; filename="Nachweis"', "X-Content-Type-Options": "nosniff"}
    return Response(base64.b64decode(found.proof), media_type="application/octet-stream", headers=headers)


def _today(node: Node) -> str:
    shop = next(iter(node.masterdata.shops))
    return node.local(shop, node.clock.now())[:10]


def _view(node: Node, draft: NoticeDraft) -> NoticeView:
    missing = [MissingView(till, name) for till, name in draft.missing]
    return NoticeView(
        draft.shop, draft.shop_name, draft.systems, missing, draft.due, bool(draft.due) and draft.due < _today(node),
        node.masterdata.settings.practice, [_sent(one) for one in draft.sent],
    )  # fmt: skip


def _sent(notice: SentNotice) -> SentView:
    return SentView(
        notice.id, notice.at, notice.sent_on, notice.ticket, len(notice.systems), notice.proof_name,
        notice.proof_sha256,
    )  # fmt: skip


routes = [notice_route, notice_file_route, note_sent_route, proof_route]
