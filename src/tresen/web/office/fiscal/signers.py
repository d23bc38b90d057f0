"""The TSEs: how each is, setting one up, its order, its archive, putting it out of use."""

import asyncio
from dataclasses import dataclass, field

from litestar import get, post, put
from litestar.params import FromPath, JSONBody

from tresen.core.failures import Failure
from tresen.insight.signer_list import KindView, SignerPage, TseView, signer_page, signer_view, standing
from tresen.operations.node import Actor, Node
from tresen.operations.signers.archiving import archive_signer
from tresen.operations.signers.change_signer import change_signer, order_signers, retire_signer
from tresen.operations.signers.set_up_signer import SignerForm, noted, set_up_signer, test_signer
from tresen.operations.signing import Signing
from tresen.web.office.fiscal.section import Line
from tresen.web.office.paging import Web, asked
from tresen.web.problems import ok
from tresen.web.shapes import Id, Text


@dataclass(slots=True)
class SetupBody:
    """`id`: made by the sender; sent again, the set-up goes on where it stopped."""

    id: Id
    kind: Text
    name: Text
    place: Text = ""
    certification: Text = ""
    fields: dict[str, str] = field(default_factory=dict, repr=False)


@dataclass(slots=True)
class TestBody:
    kind: Text
    fields: dict[str, str] = field(default_factory=dict, repr=False)


@dataclass(slots=True)
class SetUp:
    """The TSE, and by name what its owner has to write down: shown until it is noted."""

    tse: TseView
    to_note: dict[str, str] = field(default_factory=dict, repr=False)


@dataclass(slots=True)
class ChangeBody:
    """What is absent stays."""

    name: str | None = None
    place: str | None = None
    certification: str | None = None


@dataclass(slots=True)
class OrderBody:
    ids: list[str]


@dataclass(slots=True)
class ReasonBody:
    reason: Text


@dataclass(slots=True)
class Archived:
    """`file` is empty if there was nothing new."""

    file: str
    first: int = 0
    last: int = 0


async def line(node: Node, language: str) -> Line:
    """How the TSEs are, as one."""
    state, text = standing(node, language)
    return Line(state, text)


@get("/api/v1/office/fiscal/tse")
async def page_route(request: Web) -> SignerPage:
    """All TSEs, the tills that use them, and the kinds that can be set up."""
    node, _, language = asked(request, "fiscal")
    return await signer_page(node, language)


@get("/api/v1/office/fiscal/tse/kinds")
async def kinds_route(request: Web) -> list[KindView]:
    """What each kind of TSE asks its owner."""
    node, _, language = asked(request, "fiscal")
    return (await signer_page(node, language)).kinds


@post("/api/v1/office/fiscal/tse/test", status_code=200)
async def test_route(request: Web, data: JSONBody[TestBody]) -> dict[str, bool]:
    """Reach a TSE with what was typed; nothing is changed and nothing kept."""
    node, actor, _ = asked(request, "devices")
    refused = await test_signer(node, actor, data.kind, data.fields)
    if refused is not None:
        ok(refused)
    return {"reached": True}


@post("/api/v1/office/fiscal/tse", status_code=201)
async def set_up_route(request: Web, data: JSONBody[SetupBody]) -> SetUp:
    """Set up a TSE and use it from now on."""
    node, actor, language = asked(request, "devices")
    form = SignerForm(data.id, data.kind, data.name, data.place, data.certification, data.fields)
    done = ok(await set_up_signer(node, actor, form))
    return SetUp(await signer_view(node, done.record, language), done.to_note)


@post("/api/v1/office/fiscal/tse/{id:str}/noted", status_code=204)
async def noted_route(request: Web, id: FromPath[str]) -> None:
    """The owner has written the PUK down: it is not shown again."""
    node, actor, _ = asked(request, "devices")
    refused = await noted(node, actor, id)
    if refused is not None:
        ok(refused)


@put("/api/v1/office/fiscal/tse/order", status_code=204)
async def order_route(request: Web, data: JSONBody[OrderBody]) -> None:
    """Which TSE is tried first, second, ..."""
    node, actor, _ = asked(request, "devices")
    refused = await order_signers(node, actor, data.ids)
    if refused is not None:
        ok(refused)


@put("/api/v1/office/fiscal/tse/{id:str}")
async def change_route(request: Web, id: FromPath[str], data: JSONBody[ChangeBody]) -> TseView:
    """Name, place, number of the certificate."""
    node, actor, language = asked(request, "devices")
    changed = await change_signer(
        node, actor, id, name=data.name, place=data.place, certification=data.certification
    )  # fmt: skip
    return await signer_view(node, ok(changed), language)


@post("/api/v1/office/fiscal/tse/{id:str}/retire", status_code=200)
async def retire_route(request: Web, id: FromPath[str], data: JSONBody[ReasonBody]) -> TseView:
    """Put a TSE out of use; its archive stays."""
    node, actor, language = asked(request, "devices")
    return await signer_view(node, ok(await retire_signer(node, actor, id, data.reason)), language)


@post("/api/v1/office/fiscal/tse/{id:str}/archive", status_code=201)
async def archive_route(request: Web, id: FromPath[str]) -> Archived:
    """Archive now what the TSE signed since the last time."""
    node, actor, _ = asked(request, "devices")
    piece = ok(await archive_signer(node, _member(node, id), actor.staff))
    return Archived(piece.file, piece.first, piece.last) if piece is not None else Archived("")


@post("/api/v1/office/fiscal/tse/{id:str}/self-test", status_code=200)
async def self_test_route(request: Web, id: FromPath[str]) -> TseView:
    """Let the TSE test itself now."""
    node, actor, language = asked(request, "devices")
    member = _member(node, id)
    await member.care("self_test", _first_till(node, actor, member))
    record = node.masterdata.signers.get(id)
    assert record is not None, "its member was found"
    return await signer_view(node, record, language)


@get("/api/v1/office/fiscal/tse/{id:str}/archive-check")
async def check_route(request: Web, id: FromPath[str]) -> list[str]:
    """What is wrong with the archive of a TSE; empty if every file is as it was written."""
    node, _, _ = asked(request, "fiscal")
    record = node.masterdata.signers.get(id)
    if record is None or node.signer_archive is None:
        return ok(Failure("tse_not_found", {}))
    return await asyncio.to_thread(node.signer_archive.faults, record.serial) if record.serial else []


def _member(node: Node, id: str) -> Signing:
    member = node.signing.members.get(id)
    return member if member is not None else ok(Failure("tse_not_found", {}))


def _first_till(node: Node, _actor: Actor, member: Signing) -> str:
    known = [one.serial for one in node.masterdata.tills if one.active and one.serial not in member.unregistered]
    return next((serial for serial in known if member in node.signing.of(serial)), "")


routes = [
    page_route, kinds_route, test_route, set_up_route, noted_route, order_route, change_route, retire_route,
    archive_route, self_test_route, check_route,
]  # fmt: skip
