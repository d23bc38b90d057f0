"""Keep the TSEs ready to sign: ask how they are, test them and set their clocks before they refuse to sign without it."""

import asyncio
from typing import Final, Literal

from tresen.operations.node import Node
from tresen.operations.signing import Signing

PAUSE: Final = 5.0
ASK_EVERY: Final = 60_000
EARLY: Final = 2 * 3_600_000
"""So long before it is due it is done, as soon as no sale is under way ..."""
LATEST: Final = 10 * 60_000
"""... and so long before in any case."""
RETRY: Final = 60_000
Care = Literal["self_test", "update_time"]


async def keep_signers_ready(node: Node) -> None:
    """Runs for as long as the node lives."""
    while True:
        await asyncio.sleep(PAUSE)
        await tend_signers(node)


async def tend_signers(node: Node) -> None:
    """One look at each TSE. A silent one is left to whoever watches outages."""
    await asyncio.gather(*(tend(node, signing) for signing in list(node.signing.members.values())))


async def tend(node: Node, signing: Signing) -> None:
    """Ask, then do what is due. What fails is tried again in a minute; meanwhile the outage is written down."""
    now = node.clock.now()
    if now - signing.asked_at >= ASK_EVERY or now < signing.asked_at:
        was = signing.down_since
        await signing.ask()
        if was != signing.down_since:
            node.bus.tell("state")
    due = due_care(signing, node.clock.now())
    if due is not None and not 0 < signing.cared_at + RETRY - now <= RETRY:
        signing.cared_at = now
        await signing.care(due, _client(node, signing))
        node.bus.tell("state")


def due_care(signing: Signing, now: int) -> Care | None:
    """What a TSE needs now to go on signing."""
    condition = signing.condition
    if condition is None:
        return None
    busy = bool(signing.running or signing.starting)
    early = LATEST if busy else EARLY
    if condition.state == "self_test_due" or 0 < condition.self_test_due_at <= now + early:
        return "self_test"
    if condition.state == "time_not_set" or 0 < condition.time_due_at <= now + early:
        return "update_time"
    return None


def _client(node: Node, signing: Signing) -> str:
    """A till that the TSE knows; some devices want one for their self-test."""
    for till in node.masterdata.tills:
        if till.active and till.serial not in signing.unregistered and signing in node.signing.of(till.serial):
            return till.serial
    return ""
