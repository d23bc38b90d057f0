"""Open the drawer without a sale: needs a reason, is written down and counted in the closing."""

from tresen.core.failures import Failure
from tresen.journal.entry import Draft, encode
from tresen.journal.read import body_in_tx
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.store import queues
from tresen.store.connection import StorageDown, StorageFull
from tresen.store.writer import Refused, Tx


async def no_sale(node: Node, actor: Actor, id: str, reason: str) -> str | Failure:
    """Returns the id of the queued drawer pulse, empty if the till has no printer."""
    missing = check(node, actor, "no_sale")
    if missing is not None:
        return missing
    if not reason.strip():
        return Failure("reason_needed", {})
    till = node.masterdata.tills.get(actor.till)
    if till is None:
        return Failure("device_revoked", {})
    now = node.clock.now()
    body = encode({"reason": reason[:200], "approved_by": actor.approved_by})
    draft = Draft(
        id, "drawer_opened", now, node.business_day(node.shop_of(till), now), body, (), actor.staff, till.id
    )  # fmt: skip
    job_id = node.ids.new() if till.printer else ""

    def job(tx: Tx) -> None:
        if body_in_tx(tx, id) is not None:
            raise Refused(None)
        node.journal.append(tx, draft)
        if job_id:
            content = {"drawer": True, "printer": till.printer}
            queues.put(tx, queues.QueueItem(job_id, "print", now, content, due_at=now))

    try:
        await node.writer.write(job)
    except Refused:
        return ""  # sent again: it was written and the drawer opened the first time
    except StorageFull:
        return Failure("storage_full", {})
    except StorageDown:
        return Failure("storage_down", {})
    node.bus.tell("queue", till.id, item=job_id)
    return job_id
