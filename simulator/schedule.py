"""One run: random acts and faults for a while, then everything heals, is sent, and the laws are asked."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from random import Random

from simulator.faults import Lost
from simulator.laws import hold
from simulator.till import Till
from simulator.trace import Trace
from simulator.world import World, furnished
from tests.handing_out import DEVICES
from tresen.operations.ending_stale import end_stale

ACTS = (
    ("sell", 30), ("refund", 6), ("cash", 4), ("abort", 3), ("send", 14), ("tabs", 4), ("cut", 8), ("join", 8),
    ("trouble", 6), ("minutes", 10), ("hours", 5), ("day", 2), ("close", 3), ("doom", 6), ("crash", 3), ("clock", 3),
    ("full", 2), ("price", 3), ("refresh", 5),
)  # fmt: skip
MINUTE, HOUR = 60_000, 3_600_000


@dataclass
class Outcome:
    """`fault`: the law that was broken, empty if all held."""

    seed: int
    hash: str
    steps: int
    papers: int
    fault: str
    lines: list[str]


def run(seed: int, steps: int = 60) -> Outcome:
    """The whole run of a seed."""
    template = furnished()
    return asyncio.run(_run(seed, steps, template))


async def _run(seed: int, steps: int, template: Path) -> Outcome:
    random, trace = Random(seed), Trace()
    world = World(random, trace, template)
    await world.open()
    tills = [Till(world, random, world.floor.cashier, DEVICES["till-1"])]
    tills.append(Till(world, random, world.floor.second, DEVICES["till-2"]))
    fault = ""
    try:
        await world.open_days()
        for till in tills:
            await till.refresh()
        names, weights = [name for name, _ in ACTS], [weight for _, weight in ACTS]
        for _ in range(steps):
            [act] = random.choices(names, weights)
            await _act(world, random.choice(tills), act)
        await _heal(world, tills)
        await hold(world, tills)
    except AssertionError as error:
        fault = str(error) or "a law is broken"
        trace.say("BROKEN", fault)
    finally:
        await world.close()
    papers = sum(len(till.papers) for till in tills)
    return Outcome(seed, trace.hash, steps, papers, fault, trace.lines)


async def _act(world: World, till: Till, act: str) -> None:
    random = world.random
    if act in ("sell", "refund"):
        if till.disk.pending is not None:
            await till.finish(online=random.random() < 0.5)
            return
        basket = till.basket() if act == "sell" else till.refund()
        if basket is not None:
            await till.sell(basket, online=random.random() < 0.7)
    elif act in ("cash", "abort"):
        till.hand_out_cash() if act == "cash" else till.hand_out_abort()
    elif act in ("send", "tabs"):
        await till.send(2 if act == "tabs" else 1)
    elif act in ("cut", "join"):
        till.network.up = act == "join"
    elif act == "trouble":
        till.network.trouble = random.choice((0, 0, 20, 60))
    elif act in ("minutes", "hours", "day"):
        world.floor.clock.move({"minutes": MINUTE, "hours": HOUR, "day": 24 * HOUR}[act] * (1 + random.randrange(3)))
    elif act == "close":
        world.mortality.spare()
        waiting = tuple(item.receipt.number for item in till.disk.outbox) if till.network.up else ()
        await world.close_day(till.actor, waiting)
        await world.open_days()
    elif act == "doom":
        world.mortality.doom()
    elif act == "crash":
        await world.crash()
    elif act == "clock":
        till.wrong = random.choice((0, 0, 7 * HOUR, -5 * HOUR, 26 * HOUR, 3 * MINUTE))
    elif act == "full":
        till.nearly_full = not till.nearly_full
    elif act == "price":
        world.mortality.spare()
        await world.change_price()
    else:
        await till.refresh_quietly()
    world.trace.say(act, till.actor.till, world.floor.node.journal.seq)


async def _heal(world: World, tills: list[Till]) -> None:
    """The line is back, the node runs, the devices have room: everything is sent."""
    world.mortality.spare()
    for till in tills:
        till.network.up, till.network.trouble, till.nearly_full = True, 0, False
        till.disk.last_moment = min(till.disk.last_moment, till.moment())
    await world.open_days()
    for till in tills:
        for _ in range(5):
            await till.refresh_quietly()
            if till.disk.pending is not None:
                await till.finish(online=True)
        if till.disk.pending is not None:
            till.hand_out_sale(till.disk.pending[0], tried=True)
        for _ in range(3):
            try:
                await till.send()
            except Lost:
                continue
    await world.floor.settled()
    if world.floor.node.signing.lost:
        await end_stale(world.floor.node)
