"""Write down who looked at a customer's personal data: whose, how, when. Never what was seen or searched for."""

from typing import Literal

from tresen.operations.doors import MINUTE
from tresen.operations.node import Actor, Node
from tresen.operations.signing_in.access_entry import access_entry, append_later

How = Literal["detail", "list", "export"]


def note_person_looked(node: Node, actor: Actor, how: How, customer: str = "") -> None:
    """Without letting anybody wait; the same person looking at the same customer the same way once a minute."""
    doors, now = node.doors, node.clock.now()
    key = f"{actor.staff} person {how} {customer}"
    if 0 <= now - doors.noted.get(key, -MINUTE) < MINUTE:
        return
    doors.note(key, now)
    subject = f"customer:{customer}" if customer else ""
    append_later(node, access_entry(node, "person_looked", actor=actor.staff, subject=subject, how=how))
