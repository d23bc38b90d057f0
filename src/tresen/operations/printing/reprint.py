"""Reprint a receipt: exactly as it was signed, marked as a copy, and written down."""

from tresen.core.failures import Failure
from tresen.journal.entry import Draft, encode
from tresen.operations.finding import load_receipt
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.store import queues
from tresen.store.connection import StorageDown, StorageFull
from tresen.store.writer import Tx


async def reprint(node: Node, actor: Actor, id: str, printer: str = "", language: str = "") -> str | Failure:
    """Queue a copy on a printer (the till's own by default). Returns the id of the print job."""
    missing = check(node, actor, "reprint")
    if missing is not None:
        return missing
    receipt = await load_receipt(node, id)
    if receipt is None:
        return Failure("receipt_not_found", {"receipt": id})
    till = node.masterdata.tills.get(actor.till or receipt.till)
    chosen = printer or (till.printer if till is not None else "")
    if chosen not in {known.printer for known in node.masterdata.tills} or node.printers.get(chosen) is None:
        return Failure("printer_missing", {})
    now = node.clock.now()
    job_id = node.ids.new()
    day = node.business_day(node.shop_of(till), now) if till is not None else receipt.business_day
    draft = Draft(
        node.ids.new(), "reprinted", now, day, encode({"receipt": id, "printer": chosen}), (), actor.staff,
        actor.till, subject=f"receipt:{id}",
    )  # fmt: skip
    body = {"receipt": id, "printer": chosen, "copy": True, "language": language}

    def job(tx: Tx) -> None:
        node.journal.append(tx, draft)
        queues.put(tx, queues.QueueItem(job_id, "print", now, body, due_at=now))

    try:
        await node.writer.write(job)
    except StorageFull:
        return Failure("storage_full", {})
    except StorageDown:
        return Failure("storage_down", {})
    node.bus.tell("queue", actor.till, item=job_id)
    return job_id
