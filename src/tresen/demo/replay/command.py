"""The command line of the replay: `python -m tresen.demo.replay --address http://127.0.0.1:8000 --data data`."""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tresen.demo.replay.connection import NodeDown
from tresen.demo.replay.endpoints import NodeRefused, NoPracticeShop
from tresen.demo.replay.mapping import SAME_CALENDAR
from tresen.demo.replay.panel import PanelMissing
from tresen.demo.replay.plan import Habits
from tresen.demo.replay.run import Wish, replay


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a replay and print its proof. 0: everything is as it must be; 1: it is not; 2: it had to stop."""
    parsed = command_line().parse_args(arguments)
    wish = wish_of(parsed)
    try:
        proof = asyncio.run(replay(wish))
    except PanelMissing:
        print("The panel is not installed: pip install 'tresen[replay]'", file=sys.stderr)
        return 2
    except NoPracticeShop:
        print("This node is a real shop. A replay is for a practice shop only; nothing was sent.", file=sys.stderr)
        return 2
    except (NodeRefused, NodeDown) as stopped:
        print(f"The replay stopped: {stopped}\nIt goes on from here when it is started again.", file=sys.stderr)
        return 2
    print(json.dumps(proof.as_json(), indent=2) if parsed.json else proof.as_text())
    return 0 if proof.holds else 1


def wish_of(parsed: argparse.Namespace) -> Wish:
    """What the command line asks for."""
    return Wish(
        address=parsed.address,
        folder=parsed.data / "replay",
        stores=parsed.stores,
        busiest=parsed.busiest,
        limit=parsed.limit,
        days=parsed.days,
        habits=Habits(seed=parsed.seed, weeks=parsed.weeks, cash=1000 - 10 * parsed.cards),
        owner=parsed.owner,
        password=parsed.password,
        staff=parsed.staff,
        pin=parsed.pin,
    )


def command_line() -> argparse.ArgumentParser:
    wish = Wish("", Path())
    parser = argparse.ArgumentParser("tresen replay", description=main.__doc__)
    parser.add_argument("--address", default="http://127.0.0.1:8000", help="address of a practice shop's node")
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder for the progress")
    parser.add_argument("--stores", type=_numbers, default=(), metavar="N,N,...", help="stores of the panel")
    parser.add_argument("--busiest", type=int, default=wish.busiest, help="take the busiest stores instead")
    parser.add_argument("--limit", type=int, default=0, help="at most so many baskets, the earliest")
    parser.add_argument("--days", type=_days, metavar="FROM..TO", help="days of the panel, e.g. 2017-03-01..2017-03-31")
    parser.add_argument("--weeks", type=int, default=SAME_CALENDAR, help="weeks between the panel's day and the shop's")
    parser.add_argument("--cards", type=int, default=55, metavar="PERCENT", help="share of the sales paid by card")
    parser.add_argument("--seed", type=int, default=wish.habits.seed, help="of returns, voids, aborts and payments")
    parser.add_argument("--owner", default=wish.owner, help="name of the owner, who prepares tills and articles")
    parser.add_argument("--password", default=wish.password, help="the owner's password")
    parser.add_argument("--staff", default=wish.staff, help="id of a manager")
    parser.add_argument("--pin", default=wish.pin, help="the manager's PIN")
    parser.add_argument("--json", action="store_true", help="print the proof as JSON")
    return parser


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(",") if part)


def _days(text: str) -> tuple[str, str]:
    first, found, last = text.partition("..")
    if not found or not len(first) == len(last) == 10 or first > last:
        raise argparse.ArgumentTypeError("two days like 2017-03-01..2017-03-31")
    return first, last
