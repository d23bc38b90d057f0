"""Foreign cash in a drawer: counted by amount, its difference and what goes to the safe booked in its own currency."""

from dataclasses import dataclass

from tresen.core.failures import Failure
from tresen.core.foreign_cash import in_euro
from tresen.ledger import accounts
from tresen.operations.drawer.move_cash import book_cash
from tresen.operations.node import Actor, Node, derived_id
from tresen.operations.selling.foreign_tenders import currency_of
from tresen.operations.selling.settle import known_receipt


@dataclass(slots=True)
class ForeignCount:
    """A currency beside euro at the closing, in its hundredths."""

    currency: str
    counted: int
    expected: int
    difference: int
    taken_out: int
    left: int


def foreign_in_drawer(node: Node, till: str) -> dict[str, int]:
    """What should be in a drawer of the currencies that the shop takes."""
    account = accounts.drawer(till)
    return {one.code: node.balances.of(account, one.code) for one in node.masterdata.settings.currencies}


async def close_foreign(
    node: Node, actor: Actor, closing: str, expected: dict[str, int], counted: dict[str, int] | None,
    take_out: dict[str, int],
) -> tuple[ForeignCount, ...] | Failure:  # fmt: skip
    """Book the differences (if it was counted) and what goes to the safe, once, however often the closing is sent."""
    found = []
    for currency in node.masterdata.settings.currencies:
        code = currency.code
        should, taken = expected.get(code, 0), take_out.get(code, 0)
        if counted is None and taken and await known_receipt(node, derived_id(closing, f"taken {code}")) is not None:
            should += taken  # sent again: it left the drawer already
        there = counted.get(code, 0) if counted is not None else should
        if not 0 <= taken <= max(there, 0):
            return Failure("drawer_too_low", {"left": max(there, 0)})
        for word, kind, case, amount, reason in (
            ("difference", "difference", "DifferenzSollIst", there - should, "Kassendifferenz"),
            ("taken", "cash_out", "Geldtransit", -taken, "Abschöpfung"),
        ):
            if amount:
                id, euro = derived_id(closing, f"{word} {code}"), in_euro(amount, currency.rate)
                booked = await book_cash(node, actor, id, kind, case, euro, reason, (code, amount))
                if isinstance(booked, Failure):
                    return booked
        if should or there:
            found.append(ForeignCount(code, there, should, there - should, taken, there - taken))
    return tuple(found)


def unknown_currency(node: Node, amounts: dict[str, int]) -> str:
    """A currency in what was counted that tills do not take, empty if there is none."""
    return next((code for code, amount in amounts.items() if currency_of(node, code) is None or amount < 0), "")
