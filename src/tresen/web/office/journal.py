"""The journal in the office: entries as sentences, and the proof that it is whole."""

from dataclasses import dataclass

from litestar import get, post
from litestar.params import FromPath, FromQuery

from tresen.insight.journal_list import EntryDetail, EntryPage, JournalFilter, entry_detail, list_entries
from tresen.operations.verifying import Verification, begin_verification, verification
from tresen.web.office.paging import From, To, Web, asked
from tresen.web.problems import ok

_CHECKS = {
    "chain": (
        ("{entries} Einträge, jeder bezeugt den vor ihm", "{entries} entries, each vouches for the one before"),
        ("Die Kette ist unterbrochen", "The chain is broken"),
    ),
    "receipts": (
        ("{receipts} Belege, lückenlos und in sich stimmig", "{receipts} receipts, gapless and consistent"),
        ("Belege stimmen nicht", "Receipts do not add up"),
    ),
    "closings": (
        ("{closings} Abschlüsse, lückenlos", "{closings} closings, gapless"),
        ("Abschlüsse haben Lücken", "Closings have gaps"),
    ),
    "balances": (
        ("{accounts} Salden, neu gerechnet und gleich", "{accounts} balances, computed anew and equal"),
        ("Salden weichen ab", "Balances differ"),
    ),
    "totals": (
        ("Summen der Berichte gleich den Belegen", "Sums of the reports equal the receipts"),
        ("Summen der Berichte weichen ab", "Sums of the reports differ"),
    ),
}


@dataclass(slots=True)
class CheckView:
    name: str
    ok: bool
    text: str


@dataclass(slots=True)
class VerificationView:
    state: str
    started_at: int | None
    finished_at: int | None
    done: int
    total: int
    head: str
    checks: list[CheckView]
    faults: list[str]
    notes: list[str]


@get("/api/v1/office/journal")
async def journal_route(
    request: Web,
    kind: FromQuery[str] = "",
    first: From = "",
    last: To = "",
    actor: FromQuery[str] = "",
    subject: FromQuery[str] = "",
    q: FromQuery[str] = "",
    before: FromQuery[int] = 0,
    size: FromQuery[int] = 50,
) -> EntryPage:
    """Newest first; `before` continues behind an entry."""
    node, _, language = asked(request, "journal")
    wanted = JournalFilter(kind, first, last, actor, subject[:200], q[:200], before, size)
    return await list_entries(node, wanted, language)


@get("/api/v1/office/journal/{seq:int}")
async def entry_route(request: Web, seq: FromPath[int]) -> EntryDetail:
    """One entry with its raw content."""
    node, _, language = asked(request, "journal")
    return ok(await entry_detail(node, min(seq, 2**62), language))


@get("/api/v1/office/verification")
async def verification_route(request: Web) -> VerificationView:
    """The last proof since the node started."""
    node, _, language = asked(request, "journal")
    return _view(verification(node), language)


@post("/api/v1/office/verification", status_code=202)
async def verify_route(request: Web) -> VerificationView:
    """Prove now: chain, receipts, closings, balances, totals."""
    node, actor, language = asked(request, "journal")
    return _view(ok(await begin_verification(node, actor)), language)


def _view(run: Verification, language: str) -> VerificationView:
    place = 1 if language == "en" else 0
    checks = [
        CheckView(
            check.name,
            check.ok,
            _CHECKS[check.name][0 if check.ok else 1][place].format(
                entries=run.entries, receipts=run.receipts, closings=run.closings, accounts=run.accounts
            ),
        )
        for check in run.checks
    ]
    return VerificationView(
        run.state,
        run.started_at,
        run.finished_at,
        run.done,
        max(run.total, run.done),
        run.head,
        checks,
        run.faults,
        run.notes,
    )


routes = [journal_route, entry_route, verification_route, verify_route]
