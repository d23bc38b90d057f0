"""Open baskets: working state that survives reload, crash and power cut until the sale is in the journal."""

from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from tresen.core.basket import Basket
from tresen.store.writer import Keyed, Tx


@dataclass(slots=True, frozen=True)
class LeftTransaction:
    """A transaction that was begun for a basket at a TSE which then could not finish it."""

    signer: str
    serial: str
    transaction: int
    reason: str


@dataclass(slots=True)
class OpenBasket:
    """A basket on the node with its TSE transaction. `state`: `open`, `parked`, `paying`, `signing`."""

    id: str
    till: str
    """The till that owns it now."""
    basket: Basket
    started_at: int
    state: str = "open"
    version: int = 1
    staff: str = ""
    staff_name: str = ""
    label: str = ""
    training: bool = False
    total: int = 0
    updated_at: int = 0
    transaction: int = 0
    """TSE transaction, 0 if the TSE could not start one."""
    signer_client: str = ""
    """Serial of the till that started the TSE transaction."""
    signer_failure: str = ""
    intention: dict[str, Any] = field(default_factory=dict)
    """With state `signing`: everything needed to finish the sale after a crash."""
    signer: str = ""
    """The TSE that holds the transaction; empty in baskets of earlier versions, which knew one only."""
    left: tuple[LeftTransaction, ...] = ()
    """Begun at other TSEs before; the receipt explains them."""


TABLE: Final = Keyed(
    "INSERT INTO open_basket (id, till, state, version, updated_at, body) | ON CONFLICT (id) DO UPDATE SET "
    "till = excluded.till, state = excluded.state, version = excluded.version, "
    "updated_at = excluded.updated_at, body = excluded.body",
    ("text", "text", "text", "bigint", "bigint", "bytea"),
    "DELETE FROM open_basket WHERE id IN",
)

_decode = msgspec.json.Decoder(OpenBasket).decode
_encode = msgspec.json.Encoder().encode


def put(tx: Tx, basket: OpenBasket) -> None:
    """Write the newest state."""
    row = (basket.id, basket.till, basket.state, basket.version, basket.updated_at, _encode(basket))
    tx.put(TABLE, basket.id, row)


def remove(tx: Tx, id: str) -> None:
    """The basket became a receipt."""
    tx.remove(TABLE, id)


def load(tx: Tx) -> dict[str, OpenBasket]:
    """All of them, at start-up."""
    return {id: _decode(bytes(body)) for id, body in tx.all("SELECT id, body FROM open_basket")}
