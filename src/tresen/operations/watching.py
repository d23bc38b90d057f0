"""Watch the TSE: write the beginning and the end of an outage into the journal, and ask a silent one again."""

import asyncio
from typing import Final

from tresen.journal.entry import Draft, encode
from tresen.operations.ending_stale import end_stale_at
from tresen.operations.node import Node
from tresen.operations.signers.opening import learn_serials
from tresen.operations.signing import Signing
from tresen.store.connection import StorageDown, StorageFull
from tresen.store.writer import Tx

PAUSE: Final = 1.0


async def watch_signer(node: Node) -> None:
    """Runs for as long as the node lives."""
    while True:
        await asyncio.sleep(PAUSE)
        await probe(node)
        await note_outages(node)
        for signing in list(node.signing.members.values()):
            if signing.lost and not signing.down_since:
                await end_stale_at(node, signing)


async def probe(node: Node) -> None:
    """While a TSE is out, find out whether it is back, without a sale having to try."""
    for signing in node.signing.all():
        was = signing.down_since
        if was:
            await signing.open()
        if was != signing.down_since:
            await learn_serials(node)
            node.bus.tell("state")


async def note_outages(node: Node) -> None:
    """Append what changed (AEAO to §146a, 7.1: start, end and reason of an outage are recorded)."""
    for signing in node.signing.with_news():
        await _note_outages_of(node, signing)


async def _note_outages_of(node: Node, signing: Signing) -> None:
    while signing.changes:
        begun, at, reason = signing.changes[0]
        shop = next(iter(node.masterdata.shops), None)
        day = node.business_day(shop, at) if shop is not None else ""
        body = encode({"reason": reason, "serial": signing.info.serial if signing.info else ""})
        kind = "tse_outage_begun" if begun else "tse_outage_ended"
        draft = Draft(id=node.ids.new(), kind=kind, at=at, business_day=day, body=body, subject=f"tse:{signing.id}")

        def job(tx: Tx, draft: Draft = draft) -> None:
            node.journal.append(tx, draft)

        try:
            await node.writer.write(job)
        except (StorageFull, StorageDown):
            return  # kept in memory and tried again
        signing.changes.pop(0)
        node.bus.tell("state")
