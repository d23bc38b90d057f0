"""Rehearse trouble: switch a simulated device of a practice shop to another mode, written down like any other act."""

from tresen.core.failures import Failure
from tresen.journal.entry import Draft, encode
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.writing import office_day, written
from tresen.ports.practice import PracticeDevice


async def switch_simulator(node: Node, actor: Actor, id: str, mode: str) -> PracticeDevice | Failure:
    """Nothing of this exists outside the practice shop."""
    missing = check(node, actor, "devices")
    if missing is not None:
        return missing
    if node.practice is None:
        return Failure("device_not_found", {"device": id[:60]})
    device = next((one for one in node.practice.listed() if one.id == id), None)
    if device is None:
        return Failure("device_not_found", {"device": id[:60]})
    if mode not in device.modes:
        return Failure("bad_input", {"field": "mode"})
    now = node.clock.now()
    draft = Draft(
        node.ids.new(), "simulator_switched", now, office_day(node, now), encode({"id": id, "mode": mode}), (),
        actor.staff, subject=f"device:{id}",
    )  # fmt: skip
    refused = await written(node, lambda tx: node.journal.append(tx, draft).seq)
    if isinstance(refused, Failure):
        return refused
    switched = node.practice.switch(id, mode)
    assert switched is not None, "the device was listed a moment ago"
    node.bus.tell("state")
    return switched
