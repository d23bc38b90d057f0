"""Write down that the notice was sent to the tax office, with what ELSTER gave as proof."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Final

from tresen.core.failures import Failure
from tresen.journal.entry import Draft, encode
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.tax_notice.draft import KIND, SentNotice, systems_of
from tresen.operations.writing import office_day, written
from tresen.store.writer import Tx

LARGEST: Final = 500_000
"""Bytes of a proof: a page or two as PDF."""


@dataclass(slots=True, frozen=True)
class Sending:
    """`proof`: base64 of the file that ELSTER gave, may be empty."""

    shop: str
    sent_on: str
    ticket: str
    proof_name: str = ""
    proof: str = ""


async def note_sent(node: Node, actor: Actor, sending: Sending) -> SentNotice | Failure:
    """From now on the office knows the tills as they are at this moment."""
    missing = check(node, actor, "fiscal")
    if missing is not None:
        return missing
    shop = node.masterdata.shops.get(sending.shop)
    if shop is None:
        return Failure("not_found", {})
    now = node.clock.now()
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", sending.sent_on) or sending.sent_on > node.local(shop, now)[:10]:
        return Failure("bad_input", {"field": "sent_on"})
    if not 0 < len(sending.ticket.strip()) <= 80 or not sending.ticket.isprintable():
        return Failure("bad_input", {"field": "ticket"})
    try:
        proof = base64.b64decode(sending.proof, validate=True)
    except (binascii.Error, ValueError):
        return Failure("bad_input", {"field": "proof"})
    if len(proof) > LARGEST:
        return Failure("too_much", {"limit": LARGEST})
    name = "".join(sign for sign in sending.proof_name if sign.isalnum() or sign in " -_.")[:80]
    notice = SentNotice(
        shop.id, systems_of(node, shop), sending.sent_on, sending.ticket.strip(), name if proof else "",
        hashlib.sha256(proof).hexdigest() if proof else "", sending.proof if proof else "", node.ids.new(), now,
    )  # fmt: skip
    draft = Draft(
        notice.id, KIND, now, office_day(node, now), encode(notice), (), actor.staff, subject=f"shop:{shop.id}:notice"
    )

    def job(tx: Tx) -> None:
        node.journal.append(tx, draft)

    refused = await written(node, job)
    return refused if isinstance(refused, Failure) else notice
