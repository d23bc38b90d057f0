"""Start a job of a queue again at once, on another printer if need be; and print a test page."""

from dataclasses import replace

from tresen.core.failures import Failure
from tresen.journal.entry import Draft, encode
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.writing import office_day, written
from tresen.store import queues
from tresen.store.queues import QueueItem
from tresen.store.writer import Refused, Tx


async def retry(node: Node, actor: Actor, id: str, printer: str = "") -> QueueItem | Failure:
    """Make a job due now. What is done stays done; a job that is being worked on is left alone."""
    missing = check(node, actor, "devices")
    if missing is not None:
        return missing
    if printer and node.printers.get(printer) is None:
        return Failure("printer_missing", {})
    now = node.clock.now()
    body = encode({"item": id, "printer": printer})
    draft = Draft(
        node.ids.new(), "queue_moved", now, office_day(node, now), body, (), actor.staff, subject=f"queue:{id[:64]}"
    )  # fmt: skip

    def job(tx: Tx) -> QueueItem:
        item = queues.get(tx, id)
        if item is None:
            raise Refused(Failure("not_found", {"item": id[:64]}))
        if item.state in ("done", "working"):
            return item
        content = item.body | {"printer": printer} if printer and item.queue == "print" else item.body
        again = replace(item, state="waiting", due_at=now, body=content)
        queues.put(tx, again)
        node.journal.append(tx, draft)
        return again

    item = await written(node, job)
    if not isinstance(item, Failure):
        node.bus.tell("queue", item=id)
    return item


async def print_rows(
    node: Node, actor: Actor, printer: str, texts: tuple[str, ...], kind: str, subject: str
) -> str | Failure:
    """Queue lines of text on a printer (a test page, a closing) and write that down. Returns the id of the job."""
    if node.printers.get(printer) is None:
        return Failure("printer_missing", {})
    now, job_id = node.clock.now(), node.ids.new()
    draft = Draft(
        node.ids.new(), kind, now, office_day(node, now), encode({"printer": printer}), (), actor.staff,
        subject=subject,
    )  # fmt: skip

    def job(tx: Tx) -> None:
        node.journal.append(tx, draft)
        content = {"printer": printer, "rows": list(texts), "what": kind}
        queues.put(tx, QueueItem(job_id, "print", now, content, due_at=now))

    refused = await written(node, job)
    if refused is not None:
        return refused
    node.bus.tell("queue", item=job_id)
    return job_id
