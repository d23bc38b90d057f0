"""Hashes of secrets: PINs, passwords, device keys, sessions, tokens. Plain are only the node's own keys."""

from collections.abc import Callable

from tresen.store.writer import Tx


def put(tx: Tx, kind: str, id: str, value: str, *, expires_at: int = 0, body: str = "") -> None:
    """Write or replace one."""
    tx.many(
        "INSERT INTO secret (kind, id, value, expires_at, body) | ON CONFLICT (kind, id) DO UPDATE SET "
        "value = excluded.value, expires_at = excluded.expires_at, body = excluded.body",
        ("text", "text", "text", "bigint", "text"),
        [(kind, id, value, expires_at, body)],
    )


def get(tx: Tx, kind: str, id: str) -> tuple[str, int, str] | None:
    """Value, expiry (milliseconds since 1970, 0: never) and body."""
    row = tx.one("SELECT value, expires_at, body FROM secret WHERE kind = ? AND id = ?", (kind, id))
    return (row[0], int(row[1]), row[2]) if row is not None else None


def all_of(tx: Tx, kind: str) -> list[tuple[str, str, int, str]]:
    """Id, value, expiry and body of every secret of a kind."""
    rows = tx.all("SELECT id, value, expires_at, body FROM secret WHERE kind = ?", (kind,))
    return [(id, value, int(expires_at), body) for id, value, expires_at, body in rows]


def remove(tx: Tx, kind: str, id: str) -> None:
    tx.execute("DELETE FROM secret WHERE kind = ? AND id = ?", (kind, id))


def node_key(tx: Tx, make: Callable[[], str]) -> bytes:
    """The random key of this node, made at the first start; receipt addresses hang on it."""
    known = get(tx, "node", "key")
    if known is None:
        put(tx, "node", "key", make())
        known = get(tx, "node", "key")
    assert known is not None
    return known[0].encode()
