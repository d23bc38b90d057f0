"""Add a till: a serial number of its own, known to the TSE, with a number series that starts at 1."""

from tresen.core.failures import Failure
from tresen.masterdata.kinds import Till
from tresen.masterdata.records import change
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.signing_in.access_entry import day_at
from tresen.operations.signing_in.set_up_owner import LONGEST_TEXT, first_till
from tresen.store.writer import Tx


async def add_till(node: Node, actor: Actor, name: str) -> Till | Failure:
    """The till's name is what staff and receipts call it; two tills never share one."""
    missing = check(node, actor, "devices")
    if missing is not None:
        return missing
    shop = next(iter(node.masterdata.shops), None)
    if shop is None:
        return Failure("setup_needed", {})
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > LONGEST_TEXT or not wanted.isprintable():
        return Failure("bad_input", {"field": "name"})
    if any(till.name.casefold() == wanted.casefold() for till in node.masterdata.tills):
        return Failure("name_taken", {"name": wanted})
    till = first_till(node, shop.id, wanted)
    now, entry_id = node.clock.now(), node.ids.new()
    day = day_at(node, now)

    def job(tx: Tx) -> None:
        change(tx, node.journal, "till", till.id, till, entry_id=entry_id, at=now, day=day, actor=actor.staff)

    await node.writer.write(job)
    await node.signing.register(till.serial)
    return till
