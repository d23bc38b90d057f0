"""Every signature of the TSEs belongs to a receipt, or the journal explains it; every receipt is signed or marked."""

from collections import defaultdict
from typing import Any

import msgspec

from tresen.adapters.signer_simulator.simulator import SimulatedSigner
from tresen.core.receipt import Receipt


def signatures_are_explained(floor: Any, receipts: list[Receipt]) -> None:
    """Every finish is a receipt's, or the journal says why it was ended; nothing stays open that nobody owns."""
    told = {
        (body["serial"], each["transaction"])
        for row in floor.entries("tse_transactions_ended")
        for body in [msgspec.json.decode(bytes(row[12]))]
        for each in body["transactions"]
    }
    switched = [msgspec.json.decode(bytes(row[12])) for row in floor.entries("tse_switched")]
    told |= {(each["serial"], each["transaction"]) for each in switched}
    owners: dict[tuple[str, int], int] = defaultdict(int)
    for receipt in receipts:
        assert receipt.signed.signature or receipt.signed.failure, "signed, or marked as outage"
        if receipt.signed.transaction:
            owners[receipt.signed.serial, receipt.signed.transaction] += 1
    assert all(number == 1 for number in owners.values()), "no transaction has two receipts"
    for id, member in floor.node.signing.members.items():
        assert isinstance(member.signer, SimulatedSigner)
        _of_one(floor, id, member.signer, receipts, owners.keys() | told)


def _of_one(
    floor: Any, id: str, signer: SimulatedSigner, receipts: list[Receipt], explained: set[tuple[str, int]]
) -> None:
    serial, finishes = signer._identity.serial.hex(), floor.finishes(signer)
    pending = {(basket.signer, basket.transaction) for basket in floor.node.open.values() if basket.state == "signing"}
    pending |= {(left.signer, left.transaction) for basket in floor.node.open.values() for left in basket.left}
    assert {one for one in finishes if (serial, one) not in explained and (id, one) not in pending} == set()
    for receipt in receipts:
        if receipt.signed.signature and receipt.signed.serial == serial:
            assert finishes[receipt.signed.transaction] == receipt.signed.process_data
    owned = {basket.transaction for basket in floor.node.open.values() if basket.signer == id}
    if not floor.node.signing.members[id].lost:
        assert signer._known.open.keys() <= owned
