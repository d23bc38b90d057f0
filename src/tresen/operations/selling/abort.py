"""Abort a basket: the TSE transaction that began with it is finished as AVBelegabbruch and kept."""

from tresen.core.failures import Failure
from tresen.core.handing_out import ABORT, abort_receipt
from tresen.core.receipt import Receipt
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.selling.circumstances import circumstances
from tresen.operations.selling.settle import known_receipt, receipt_in, resume, settle
from tresen.store.connection import StorageDown
from tresen.store.open_baskets import OpenBasket


async def abort(node: Node, actor: Actor, id: str, reason: str) -> Receipt | Failure:
    """Give up a basket of this till. It stays in the journal with its lines and the reason."""
    async with node.turns.of(id):
        answer = await _abort(node, actor, id, reason)
    if isinstance(answer, Failure):
        return answer
    if answer.type != ABORT:
        return Failure("basket_not_found", {"basket": id})
    return answer


async def _abort(node: Node, actor: Actor, id: str, reason: str) -> Receipt | Failure:
    known = node.open.get(id)
    if known is None:
        try:
            return await known_receipt(node, id) or Failure("basket_not_found", {"basket": id})
        except StorageDown:
            return Failure("storage_down", {})
    if known.till != actor.till:
        return Failure("basket_taken_over", {"till": known.till})
    if known.state == "signing" and receipt_in(known).type == ABORT:
        answer = await resume(node, known)
        return answer if isinstance(answer, Failure) else answer.receipt
    if known.state == "signing" or node.payments_of(id):
        return Failure("basket_paying", {})
    missing = check(node, actor, "abort")
    if missing is not None:
        return missing
    answer = await settle(node, known, aborted(node, known, actor.staff, actor.staff_name, reason), False)
    return answer if isinstance(answer, Failure) else answer.receipt


def aborted(node: Node, known: OpenBasket, staff: str, staff_name: str, reason: str) -> Receipt:
    """The receipt of an abort: no lines count, no payment; what had been in the basket is told in `voided`."""
    till = node.masterdata.tills[known.till]
    texts = []
    for line in known.basket.lines:
        article = node.masterdata.priced.get(line.article)
        texts.append(f"{article.number} {article.name} {line.quantity}" if article else f"{line.article}")
    day = node.business_day(node.shop_of(till), node.clock.now())
    at = circumstances(node, till, staff, staff_name, day, known.started_at, known.id)
    return abort_receipt(known.id, texts, reason, at)
