"""The address behind a receipt's QR code: made by the node, or by the till so that it can be shown without the node.

Both are the receipt's id and sixteen bytes that nobody can guess: a keyed hash of the node, or a secret of the till.
"""

import base64
from hmac import compare_digest
from typing import Final

from tresen.ledger.finding import address_of
from tresen.operations.node import Node, derived_id

LENGTH: Final = 43
"""Characters of 32 bytes in base64."""


def id_in(address: str) -> str:
    """The id in a well-formed address, empty if it is none."""
    if len(address) != LENGTH or not address.isascii():
        return ""
    try:
        raw = base64.urlsafe_b64decode(address + "=")
    except ValueError:
        return ""
    written = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    return raw[:16].hex() if len(raw) == 32 and written == address else ""


def own_token(id: str, token: str) -> str:
    """The till-made address of a receipt, empty if it is none."""
    return token if token and id_in(token) == id else ""


async def id_behind(node: Node, address: str) -> str | None:
    """The id of the receipt behind an address, None if there is none."""
    known = node.receipt_for(address)
    if known is not None:
        return known
    id = id_in(address)
    if not id:
        return None
    receipt = node.recent.get(id)
    token = (
        receipt.token
        if receipt is not None
        else await node.database.read(lambda connection: address_of(connection, id))
    )
    if compare_digest(token, address):
        return id
    printed = await node.database.read(lambda connection: address_of(connection, derived_id(id, "handed out")))
    return id if compare_digest(printed, address) else None
