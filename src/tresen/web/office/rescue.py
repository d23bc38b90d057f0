"""Rescue files in the office: upload one, and read what became of each receipt in it."""

from dataclasses import dataclass

from litestar import post
from litestar.datastructures import UploadFile
from litestar.params import MultipartBody

from tresen.core.failures import text
from tresen.operations.rescue.import_rescue import RescuedItem, RescueResult, import_rescue
from tresen.web.office.paging import Web, asked
from tresen.web.problems import ok


@dataclass(slots=True)
class RescueBody:
    file: UploadFile


@dataclass(slots=True)
class RescuedReceipt:
    """`text` says in plain words why it was refused, empty otherwise."""

    id: str
    number: int
    total: int
    state: str
    failure: str
    text: str
    deviations: int


@dataclass(slots=True)
class RescueView:
    """`known`: had been taken in or booked before."""

    device: str
    till: str
    made_at: int
    booked: int
    known: int
    refused: int
    items: list[RescuedReceipt]


@post("/api/v1/office/rescue", status_code=200)
async def rescue_route(request: Web, data: MultipartBody[RescueBody]) -> RescueView:
    """Import a rescue file; importing it again changes nothing."""
    node, actor, language = asked(request, "office")
    return rescue_view(ok(await import_rescue(node, actor, await data.file.read())), language)


def rescue_view(result: RescueResult, language: str) -> RescueView:
    """The result in the reader's language."""
    items = [_item(one, language) for one in result.items]
    return RescueView(
        result.device, result.till, result.made_at, result.booked, result.known, result.refused, items
    )  # fmt: skip


def _item(item: RescuedItem, language: str) -> RescuedReceipt:
    said = text(item.failure, language)[0] if item.failure else ""
    return RescuedReceipt(item.id, item.number, item.total, item.state, item.failure, said, item.deviations)


routes = [rescue_route]
