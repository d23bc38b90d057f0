"""Sign with the TSE that began; if it cannot finish, with the next one of the till. Each step is durable before it is done."""

from dataclasses import replace
from functools import partial

from tresen.core.receipt import Signed
from tresen.journal.entry import Draft, encode
from tresen.operations.node import Node, derived_id
from tresen.operations.signing import GONE
from tresen.store import open_baskets
from tresen.store.open_baskets import LeftTransaction, OpenBasket


async def sign(node: Node, open: OpenBasket, kind: str, data: str) -> tuple[OpenBasket, Signed]:
    """The basket with the TSE that signed it in the end, and what came of it; a failure means that none could.

    The next TSE finishes only after the basket names its transaction durably, so a crash in between signs nothing twice.
    What the first one holds is ended as AVBelegabbruch when it is back; if its answer was lost and it had signed, the
    journal says so with the receipt (`switched`). Raises StorageFull or StorageDown; the basket then stays `signing`.
    """
    tried: set[str] = set()
    begun_anew = False
    while True:
        signed = await node.signing.finish(
            open.signer, open.signer_client, open.transaction, open.signer_failure, kind, data
        )
        if not signed.failure:
            return open, signed
        if signed.failure != GONE or begun_anew:
            tried.add(open.signer)
        begun_anew = begun_anew or signed.failure == GONE
        if open.transaction == 0:
            return open, signed  # all were asked a moment ago, when none could start
        begun = await node.signing.start(open.signer_client, tried, urgent=True)
        if not begun.transaction:
            return open, signed
        left = LeftTransaction(open.signer, signed.serial, open.transaction, signed.failure)
        moved = replace(
            open, signer=begun.signer, transaction=begun.transaction, signer_failure="", left=(*open.left, left)
        )
        try:
            await node.writer.write(partial(open_baskets.put, basket=moved))
        except BaseException:
            node.signing.give_up(begun.signer, begun.transaction)
            raise
        node.open[open.id] = open = moved


def switched(open: OpenBasket, signed: Signed, at: int, day: str) -> list[Draft]:
    """The entries that explain transactions which were begun for a receipt at one TSE and not signed there."""
    return [
        Draft(
            derived_id(open.id, f"switched {n}"), "tse_switched", at, day,
            encode({
                "receipt": open.id, "signer": left.signer, "serial": left.serial, "transaction": left.transaction,
                "reason": left.reason, "signed_by": signed.serial if signed.signature else "",
                "signed_as": signed.transaction if signed.signature else 0,
            }),
            till=open.till, subject=f"tse:{left.signer}",
        )
        for n, left in enumerate(open.left)
    ]  # fmt: skip
