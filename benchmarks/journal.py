"""A journal of many sales, written through the node's own journal and folds, without devices and without HTTP.

A hundred different sales are quoted once and repeated with new ids and times: 1,000 entries a transaction.
"""

import random
from dataclasses import replace
from datetime import UTC, datetime

from tresen.core.basket import Basket, BasketLine
from tresen.core.quoting import quote
from tresen.core.receipt import Receipt, Signed, Tender
from tresen.journal.entry import Draft, encode
from tresen.ledger.receipts import frozen
from tresen.operations.node import Node
from tresen.operations.selling.transfers import transfers_of
from tresen.store.writer import Tx

BEGIN = 1_767_250_800_000
"""2026-01-01 07:00 UTC; a sale every 20 seconds from there."""
PIECE = 1000


def patterns(node: Node, count: int = 100, lines: int = 10) -> list[Receipt]:
    """Different sales, as the till would have made them."""
    chance, excerpt = random.Random(5), node.masterdata.excerpt("2026-01-01")
    ids, shop = sorted(excerpt.articles), next(iter(node.masterdata.shops))
    made = []
    for _ in range(count):
        chosen = tuple(BasketLine(f"l{n}", id) for n, id in enumerate(chance.sample(ids, lines)))
        quoted = quote(Basket("0" * 32, chosen), excerpt, "2026-01-01")
        signed = Signed(
            "TRESEN-BENCH-1", process_data="Beleg^1.00_0.00_0.00_0.00_0.00^1.00:Bar", transaction=7, counter=9,
            signature="A" * 88, serial="0" * 64, algorithm="ecdsa-plain-SHA256", time_format="unixTime",
            public_key="B" * 88, simulated=True,
        )  # fmt: skip
        receipt = Receipt(
            "0" * 32, "sale", "Beleg", shop.id, "till-1", "Kasse 1", "TRESEN-BENCH-1", "2026-01-01", 0, 0, "staff-1",
            "Anna", shop.party, quoted.lines, quoted.taxes, (Tender("cash", quoted.total),), quoted.total,
            signed=signed, token="t" * 43, engine="1",
        )  # fmt: skip
        made.append(receipt)
    return made


def fill_journal(node: Node, count: int, step: int = 20_000) -> None:
    """Append `count` sales, `step` milliseconds apart. Before the writer runs."""
    kinds = [(receipt, encode(receipt.lines), transfers_of(receipt, "place-1")) for receipt in patterns(node)]
    first = node.journal.seq

    def piece(begin: int, end: int) -> None:
        def job(tx: Tx) -> None:
            for n in range(begin, end):
                pattern, lines, transfers = kinds[n % len(kinds)]
                at = BEGIN + n * step
                day = datetime.fromtimestamp(at // 1000, UTC).date().isoformat()
                id = f"{at:012x}7000{first + n:016x}"
                receipt = replace(pattern, id=id, business_day=day, started_at=at - 5000, finished_at=at)
                body = encode({"receipt": frozen(receipt, lines), "transfers": transfers})
                node.journal.append(
                    tx, Draft(id, "receipt", at, day, body, transfers, "staff-1", "till-1", "receipt", fact=receipt)
                )

        node.writer.write_now(job)

    for begin in range(0, count, PIECE):
        piece(begin, min(begin + PIECE, count))
