"""Print an X report or a closing: laid out when it is asked for, through the same queue as receipts."""

from tresen.core.failures import Failure
from tresen.core.receipt_rows import Row
from tresen.core.receipt_words import Language
from tresen.fiscal.closing_layout import ReportHead, report_rows
from tresen.journal.read import body_in_tx
from tresen.operations.drawer.close_day import decode_closing
from tresen.operations.drawer.report import XReport
from tresen.operations.node import Actor, Node
from tresen.operations.printing.papers import local_time
from tresen.operations.writing import written
from tresen.store import queues
from tresen.store.writer import Tx


def x_rows(node: Node, report: XReport, staff: str, language: Language) -> tuple[Row, ...]:
    """An X report as it is now."""
    till = node.masterdata.tills[report.till]
    shop = node.shop_of(till)
    head = ReportHead(
        shop.party, till.name, till.serial, 0, report.business_day, local_time(shop.time_zone)(report.at), staff,
        report.drawer, simulated=node.masterdata.settings.practice, completeness=report.completeness,
    )  # fmt: skip
    return report_rows(head, report.totals, language)


def z_rows(node: Node, body: bytes, number: int, language: Language, *, copy: bool = False) -> tuple[Row, ...]:
    """A closing exactly as it was frozen."""
    closing = decode_closing(body)
    shop = node.masterdata.shops.get(closing.shop)
    zone = shop.time_zone if shop is not None else "Europe/Berlin"
    head = ReportHead(
        closing.party, closing.till_record.name, closing.till_record.serial, number, closing.business_day,
        local_time(zone)(closing.at), closing.staff_name, closing.expected,
        closing.counted if closing.counted_blind else None, closing.difference, closing.taken_out, closing.left,
        closing.coins, node.masterdata.settings.practice, copy, closing.completeness,
    )  # fmt: skip
    return report_rows(head, closing.totals, language)


async def print_closing(node: Node, actor: Actor, id: str, language: str = "", *, copy: bool = True) -> str | Failure:
    """Queue a closing on the till's printer. Returns the id of the print job."""
    known = await node.writer.write(lambda tx: body_in_tx(tx, id))
    if known is None:
        return Failure("not_found", {})
    body: dict[str, object] = {"closing": id, "copy": copy, "language": language}
    return await _queue(node, actor.till or decode_closing(known[0]).till, body)


async def print_x(node: Node, actor: Actor, report: XReport, language: str = "") -> str | Failure:
    """Queue an X report, frozen as it was shown."""
    chosen: Language = "en" if language == "en" else "de"
    rows = [
        {"part": row.part, "kind": row.kind, "cells": row.cells, "style": row.style, "align": row.align,
         "indent": row.indent}
        for row in x_rows(node, report, actor.staff_name, chosen)
    ]  # fmt: skip
    return await _queue(node, actor.till, {"rows": rows})


async def _queue(node: Node, till_id: str, body: dict[str, object]) -> str | Failure:
    till = node.masterdata.tills.get(till_id)
    if till is None or node.printers.get(till.printer) is None:
        return Failure("printer_missing", {})
    now = node.clock.now()
    job_id = node.ids.new()
    item = queues.QueueItem(job_id, "print", now, {**body, "printer": till.printer}, due_at=now)

    def job(tx: Tx) -> None:
        queues.put(tx, item)

    failed = await written(node, job)
    if isinstance(failed, Failure):
        return failed
    node.bus.tell("queue", till_id, item=job_id)
    return job_id
