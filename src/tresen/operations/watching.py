"""Watch the TSE: write the beginning and the end of an outage into the journal, and ask a silent one again."""

import asyncio
from typing import Final

from tresen.journal.entry import Draft, encode
from tresen.operations.ending_stale import end_stale
from tresen.operations.node import Node
from tresen.store.connection import StorageDown, StorageFull
from tresen.store.writer import Tx

PAUSE: Final = 1.0


async def watch_signer(node: Node) -> None:
    """Runs for as long as the node lives."""
    while True:
        await asyncio.sleep(PAUSE)
        await probe(node)
        await note_outages(node)
        if node.signing.lost and not node.signing.down_since:
            await end_stale(node)


async def probe(node: Node) -> None:
    """While the TSE is out, find out whether it is back, without a sale having to try."""
    if node.signing.down_since:
        was = node.signing.down_since
        await node.signing.open()
        if was != node.signing.down_since:
            node.bus.tell("state")


async def note_outages(node: Node) -> None:
    """Append what changed (AEAO to §146a, 7.1: start, end and reason of an outage are recorded)."""
    while node.signing.changes:
        begun, at, reason = node.signing.changes[0]
        shop = next(iter(node.masterdata.shops), None)
        day = node.business_day(shop, at) if shop is not None else ""
        body = encode({"reason": reason, "serial": node.signing.info.serial if node.signing.info else ""})
        kind = "tse_outage_begun" if begun else "tse_outage_ended"
        draft = Draft(id=node.ids.new(), kind=kind, at=at, business_day=day, body=body, subject="tse:1")

        def job(tx: Tx, draft: Draft = draft) -> None:
            node.journal.append(tx, draft)

        try:
            await node.writer.write(job)
        except (StorageFull, StorageDown):
            return  # kept in memory and tried again
        node.signing.changes.pop(0)
        node.bus.tell("state")
