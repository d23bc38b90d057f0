"""Promotions, price lists and coupons to test with, and the office that keeps them."""

from dataclasses import replace
from typing import Any

from tests.floor import Floor, right
from tresen.core.promotion import Action, Conditions, Limits, Promotion, Selection
from tresen.operations.node import Actor
from tresen.operations.promotions.change_promotion import change_promotion
from tresen.operations.promotions.coupon_batches import NewBatch, codes_of, create_batch

OWNER = Actor("staff-owner", "Olga Owner", "owner")
SOAP = Selection(articles=("soap",))


def cheaper(id: str = "soap-offer", cents: int = 50, **more: Any) -> Promotion:
    """So many cents off each soap."""
    given = {"when": Conditions(), "limits": Limits(), "goods": SOAP} | more
    return Promotion(id, f"{cents} Cent auf Seife", Action("amount", cents), **given)


def with_code(id: str = "club", codes: tuple[str, ...] = (), **more: Any) -> Promotion:
    """A euro off the soap for whoever shows a code."""
    return cheaper(id, 100, when=Conditions(coupon=True, codes=codes), **more)


async def put(floor: Floor, promotion: Promotion) -> Promotion:
    """Store a promotion, new or changed."""
    version = floor.node.masterdata.promotions.seqs.get(promotion.id, 0)
    stored = right(await change_promotion(floor.node, OWNER, promotion, version))
    return stored.promotion  # type: ignore[no-any-return]


async def codes(floor: Floor, promotion: str = "club", count: int = 3, **more: str) -> list[str]:
    """Make a batch of single-use codes."""
    batch = right(await create_batch(floor.node, OWNER, NewBatch(floor.id(), promotion, "Handzettel", count, **more)))
    return [code for code, _ in codes_of(floor.node, batch)]


def renamed(promotion: Promotion, **changes: Any) -> Promotion:
    return replace(promotion, **changes)
