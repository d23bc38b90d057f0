"""Promotions in the office: keep them, look at a sample basket, try them on past receipts, see what they did."""

from dataclasses import dataclass
from typing import Any

from litestar import delete, get, post, put
from litestar.params import FromPath, JSONBody

from tresen.core.customer import CustomerFacts
from tresen.core.failures import Failure
from tresen.core.promotion import Promotion
from tresen.insight.promotion_effect import PromotionEffect, promotion_effect
from tresen.insight.promotion_list import PromotionRow, promotion_rows
from tresen.insight.promotion_preview import Preview, Sample, preview
from tresen.insight.promotion_trial import Trial, begin_trial, stop_trial, trial_of
from tresen.insight.wording import staff_name
from tresen.operations.promotions.change_promotion import (
    StoredPromotion,
    change_promotion,
    delete_promotion,
    promotion_history,
    switch_promotion,
)
from tresen.web.office.paging import From, To, Web, asked
from tresen.web.problems import Problem, ok
from tresen.web.shapes import Id, Version


@dataclass(slots=True)
class PromotionBody:
    promotion: Promotion


@dataclass(slots=True)
class ChangedPromotion:
    """`version`: the one the form was filled from."""

    promotion: Promotion
    version: Version


@dataclass(slots=True)
class ActiveBody:
    active: bool


@dataclass(slots=True)
class SampleLine:
    """`quantity`: thousandths."""

    article: str
    quantity: int = 1000


@dataclass(slots=True)
class PreviewBody:
    """A draft and a basket to try it on. `at`: local wall time, empty: now."""

    promotion: Promotion
    lines: tuple[SampleLine, ...]
    at: str = ""
    customer: CustomerFacts | None = None
    tender: str = ""


@dataclass(slots=True)
class TrialBody:
    """A draft, and the business days whose receipts it is tried on."""

    id: Id
    promotion: Promotion
    first: str
    last: str


@dataclass(slots=True)
class PromotionVersionView:
    seq: int
    at: int
    actor: str
    actor_name: str
    promotion: Promotion
    deleted: bool


@get("/api/v1/office/promotions")
async def promotions_route(request: Web) -> list[PromotionRow]:
    """All of them, with what they gave in the last thirty days."""
    node, _, _ = asked(request, "office")
    return await promotion_rows(node)


@post("/api/v1/office/promotions", status_code=201)
async def create_promotion_route(request: Web, data: JSONBody[PromotionBody]) -> StoredPromotion:
    """A new promotion; the same id again answers with the first."""
    node, actor, _ = asked(request, "masterdata")
    return ok(await change_promotion(node, actor, data.promotion))


@post("/api/v1/office/promotions/preview", status_code=200)
async def preview_route(request: Web, data: JSONBody[PreviewBody]) -> Preview:
    """A sample basket without and with a draft; nothing is kept."""
    node, actor, _ = asked(request, "masterdata")
    lines = [(line.article, line.quantity) for line in data.lines]
    return ok(preview(node, actor, data.promotion, Sample(lines, data.at, data.customer, data.tender)))


@post("/api/v1/office/promotions/trials", status_code=202)
async def begin_trial_route(request: Web, data: JSONBody[TrialBody]) -> Trial:
    """Begin to try a draft on past receipts; ask `trials/{id}` how far it is."""
    node, actor, _ = asked(request, "reports")
    return ok(await begin_trial(node, actor, data.id, data.promotion, data.first, data.last))


@get("/api/v1/office/promotions/trials/{id:str}")
async def trial_route(request: Web, id: FromPath[str]) -> Trial:
    """How far a trial is, and what it found."""
    node, _, _ = asked(request, "reports")
    return ok(trial_of(node, id))


@delete("/api/v1/office/promotions/trials/{id:str}", status_code=200)
async def stop_trial_route(request: Web, id: FromPath[str]) -> Trial:
    """Give up a trial that is running."""
    node, _, _ = asked(request, "reports")
    return ok(stop_trial(node, id))


@get("/api/v1/office/promotions/{id:str}")
async def promotion_route(request: Web, id: FromPath[str]) -> StoredPromotion:
    """One promotion with everything a form edits."""
    node, _, _ = asked(request, "office")
    known = node.masterdata.promotions.get(id)
    if known is None:
        raise Problem(Failure("promotion_not_found", {}))
    return StoredPromotion(known, node.masterdata.promotions.seqs[id])


@put("/api/v1/office/promotions/{id:str}")
async def change_promotion_route(
    request: Web, id: FromPath[str], data: JSONBody[ChangedPromotion]
) -> StoredPromotion:  # fmt: skip
    """Change a promotion that was read with `version`."""
    node, actor, _ = asked(request, "masterdata")
    if not data.version or data.promotion.id != id:
        raise Problem(Failure("bad_input", {"field": "version"}))
    return ok(await change_promotion(node, actor, data.promotion, data.version))


@post("/api/v1/office/promotions/{id:str}/switch", status_code=200)
async def switch_promotion_route(request: Web, id: FromPath[str], data: JSONBody[ActiveBody]) -> StoredPromotion:
    """Start or stop."""
    node, actor, _ = asked(request, "masterdata")
    return ok(await switch_promotion(node, actor, id, active=data.active))


@delete("/api/v1/office/promotions/{id:str}", status_code=204)
async def delete_promotion_route(request: Web, id: FromPath[str]) -> None:
    """Take a promotion away that nothing leads to."""
    node, actor, _ = asked(request, "masterdata")
    refused = await delete_promotion(node, actor, id)
    if refused is not None:
        raise Problem(refused)


@get("/api/v1/office/promotions/{id:str}/history")
async def promotion_history_route(request: Web, id: FromPath[str]) -> list[PromotionVersionView]:
    """All states of a promotion, newest first."""
    node, _, _ = asked(request, "office")
    return [
        PromotionVersionView(one.seq, one.at, one.actor, staff_name(node, one.actor), one.promotion, one.deleted)
        for one in await promotion_history(node, id)
    ]


@get("/api/v1/office/promotions/{id:str}/effect")
async def effect_route(request: Web, id: FromPath[str], first: From = "", last: To = "") -> PromotionEffect:
    """What it did in a span of business days, beside the span before."""
    node, _, _ = asked(request, "reports")
    return ok(await promotion_effect(node, id, first, last))


routes: list[Any] = [
    promotions_route, create_promotion_route, preview_route, begin_trial_route, trial_route, stop_trial_route,
    promotion_route, change_promotion_route, switch_promotion_route, delete_promotion_route, promotion_history_route,
    effect_route,
]  # fmt: skip
