"""What goes onto paper: a receipt or its copy, a report, or only the drawer's pulse."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from tresen.core.receipt import Receipt
from tresen.core.receipt_layout import LayoutOptions, layout
from tresen.core.receipt_rows import Row
from tresen.core.receipt_words import Language
from tresen.fiscal.qr_code import qr_text
from tresen.journal.read import body_in_tx
from tresen.operations.finding import load_receipt
from tresen.operations.node import Node
from tresen.ports.printer import PrinterDown


def local_time(zone: str) -> "LocalTime":
    """A function that writes moments as wall-clock time of a zone."""
    return LocalTime(ZoneInfo(zone))


class LocalTime:
    """Milliseconds since 1970 UTC to `YYYY-MM-DDTHH:MM:SS`."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def __call__(self, at: int) -> str:
        return datetime.fromtimestamp(at // 1000, self._zone).strftime("%Y-%m-%dT%H:%M:%S")


def receipt_rows(node: Node, receipt: Receipt, language: Language, *, copy: bool = False) -> tuple[Row, ...]:
    """A frozen receipt laid out. The barcode at its foot finds it again at the till."""
    till = node.masterdata.tills.get(receipt.till)
    barcode = f"{till.name if till else receipt.till}/{receipt.number}" if receipt.number else ""
    options = LayoutOptions(copy=copy, barcode=barcode if barcode.isascii() else "")
    return layout(receipt, language, local_time(receipt.time_zone), qr_text(receipt.signed), options)


async def job_bytes(node: Node, body: dict[str, Any], columns: int) -> bytes:
    """The bytes of a print job."""
    paper = node.paper
    assert paper is not None, "the composition root gave the node a paper language"
    data = b""
    if body.get("drawer"):
        data += paper.drawer_pulse()
    if body.get("receipt"):
        receipt = await load_receipt(node, str(body["receipt"]))
        if receipt is None:
            raise PrinterDown("the receipt of this job does not exist")
        language: Language = "en" if body.get("language") == "en" else "de"
        data += paper.encode(receipt_rows(node, receipt, language, copy=bool(body.get("copy"))), columns)
    if body.get("closing"):
        data += paper.encode(await closing_rows(node, body), columns)
    if body.get("rows"):
        data += paper.encode(msgspec.convert(body["rows"], list[Row]), columns)
    return data


async def closing_rows(node: Node, body: dict[str, Any]) -> tuple[Row, ...]:
    """A closing laid out for a print job."""
    from tresen.operations.printing.print_report import z_rows

    known = await node.writer.write(lambda tx: body_in_tx(tx, str(body["closing"])))
    if known is None:
        raise PrinterDown("the closing of this job does not exist")
    language: Language = "en" if body.get("language") == "en" else "de"
    return z_rows(node, *known, language, copy=bool(body.get("copy")))
