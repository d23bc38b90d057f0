"""PINs and passwords of a practice shop, which are printed at its start and need not be hard to guess."""

from collections.abc import Mapping

from tresen.operations.node import Node
from tresen.store import secrets
from tresen.store.writer import Tx


def practice_secrets(node: Node, tx: Tx, pins: Mapping[str, str], passwords: Mapping[str, str]) -> None:
    """Write them by staff id, without the rules for real ones. For the filling of an empty node: it hashes in place."""
    for staff, pin in pins.items():
        node.doors.pins[staff] = node.doors.hashing.pin_now(pin, node.ids.secret())
        secrets.put(tx, "pin", staff, node.doors.pins[staff])
    for staff, password in passwords.items():
        node.doors.passwords[staff] = node.doors.hashing.password_now(password, node.ids.secret())
        secrets.put(tx, "password", staff, node.doors.passwords[staff])
