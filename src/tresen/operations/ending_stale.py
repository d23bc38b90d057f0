"""End TSE transactions that no open basket owns: as AVBelegabbruch, and told in the journal."""

from typing import Final

from tresen.fiscal.process_data import abort_process_data
from tresen.journal.entry import Draft, encode
from tresen.operations.bounded import bounded
from tresen.operations.node import Node
from tresen.operations.signing import Signing
from tresen.ports.signer import SignerDown, SignerUnknown
from tresen.store.connection import StorageDown, StorageFull
from tresen.store.writer import Tx

STALE_LIMIT: Final = 1000


async def end_stale(node: Node, *, everywhere: bool = False) -> int:
    """AEAO to §146a: no transaction stays open. A lost answer or a crash leaves one; returns how many were ended.

    Run at start-up (`everywhere`) and whenever a TSE is back that may hold one (`Signing.lost`). What cannot be ended now
    is tried again.
    """
    ended = 0
    for signing in list(node.signing.members.values()):
        if signing.lost or everywhere:
            ended += await end_stale_at(node, signing)
    return ended


async def end_stale_at(node: Node, signing: Signing) -> int:
    """The same at one TSE."""
    seconds = signing.timeout / 1000
    ended = 0
    signing.lost = False
    try:
        found = await bounded(signing.signer.open_transactions(), seconds)
        if signing.starting:
            signing.lost = True  # one of these may belong to a start that is under way: asked again later
            return 0
        owned = signing.running | {
            basket.transaction for basket in node.open.values() if node.signing.named(basket.signer) is signing
        }
        stale = [(transaction, client) for transaction, client in found if transaction not in owned][:STALE_LIMIT]
        if stale:
            await _note(node, signing, stale)
        for transaction, client in stale:
            await bounded(
                signing.signer.finish(client, transaction, "Kassenbeleg-V1", abort_process_data()), seconds
            )  # fmt: skip
            ended += 1
    except (SignerDown, SignerUnknown, TimeoutError, OSError, StorageFull, StorageDown):
        signing.lost = True
    return ended


async def _note(node: Node, signing: Signing, stale: list[tuple[int, str]]) -> None:
    """Say which transactions are ended and of which tills, before it is done."""
    now = node.clock.now()
    shop = next(iter(node.masterdata.shops), None)
    body = encode({
        "transactions": [{"transaction": number, "client": client} for number, client in stale],
        "serial": signing.info.serial if signing.info is not None else "",
    })  # fmt: skip
    day = node.business_day(shop, now) if shop is not None else ""
    draft = Draft(node.ids.new(), "tse_transactions_ended", now, day, body, subject=f"tse:{signing.id}")

    def job(tx: Tx) -> None:
        node.journal.append(tx, draft)

    await node.writer.write(job)
