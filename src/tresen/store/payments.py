"""Card payments: written before the terminal is asked, kept until their sale is in the journal."""

from dataclasses import dataclass, field

import msgspec

from tresen.ports.terminal import PaymentRequest, PaymentResult
from tresen.store.writer import Tx


@dataclass(slots=True)
class Payment:
    """One payment and what became of it. `state` as in `tresen.core.payment`, and `used` in the table once its sale is written."""

    id: str
    basket: str
    till: str
    request: PaymentRequest
    result: PaymentResult
    state: str = "intended"
    updated_at: int = 0
    messages: tuple[str, ...] = field(default_factory=tuple)
    """What the terminal showed, newest last."""


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Payment).decode


def put(tx: Tx, payment: Payment) -> None:
    """Write the newest state."""
    tx.many(
        "INSERT INTO payment (id, basket, till, state, updated_at, body) | ON CONFLICT (id) DO UPDATE SET "
        "state = excluded.state, updated_at = excluded.updated_at, body = excluded.body",
        ("text", "text", "text", "text", "bigint", "bytea"),
        [(payment.id, payment.basket, payment.till, payment.state, payment.updated_at, _encode(payment))],
    )


def settle(tx: Tx, id: str) -> None:
    """The payment's sale is in the journal."""
    tx.execute("UPDATE payment SET state = 'used' WHERE id = ?", (id,))


def load(tx: Tx) -> dict[str, Payment]:
    """All that are not settled, at start-up; those that came to nothing as long as their basket is open."""
    rows = tx.all(
        "SELECT id, body FROM payment WHERE state <> 'used' AND "
        "(state NOT IN ('declined', 'given_back') OR basket IN (SELECT id FROM open_basket))"
    )
    return {id: _decode(bytes(body)) for id, body in rows}


def known(tx: Tx, id: str) -> Payment | None:
    """A payment of any age."""
    row = tx.one("SELECT body FROM payment WHERE id = ?", (id,))
    return _decode(bytes(row[0])) if row is not None else None
