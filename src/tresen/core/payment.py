"""One card payment as a state machine: sent at most once, unknown is asked back, approved stays approved.

The states and events are data, so that the till (in the browser), the node and the tests share one table.
"""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, get_args

from tresen.core.failures import Failure

PaymentState = Literal["intended", "asked", "approved", "declined", "unknown", "late_success", "given_back"]
"""`intended` written down, nothing sent · `asked` the terminal has it · `approved` charged · `declined` surely not
charged · `unknown` nobody knows yet · `late_success` charged although the till already took it as declined, or does not
want it any more: the money is to be given back · `given_back` that was done."""

PaymentEvent = Literal[
    "send",
    "withdraw",
    "approve",
    "decline",
    "lose",
    "restart",
    "manager_approve",
    "manager_decline",
    "unwanted",
    "give_back",
]
"""`send` the request goes to the terminal (only once in a payment's life) · `withdraw` given up before sending ·
`approve`, `decline` the terminal says so, at once or when asked back · `lose` no answer · `restart` the node started
again and finds the payment · `manager_approve`, `manager_decline` a person looked at the terminal and decided ·
`unwanted` an approved payment's money is to go back because its basket is not sold · `give_back` the money of a late
success was returned."""

STATES: Final[tuple[PaymentState, ...]] = get_args(PaymentState)
EVENTS: Final[tuple[PaymentEvent, ...]] = get_args(PaymentEvent)

TRANSITIONS: Final[Mapping[tuple[PaymentState, PaymentEvent], PaymentState]] = {
    ("intended", "send"): "asked",
    ("intended", "withdraw"): "declined",
    ("intended", "restart"): "declined",
    ("asked", "approve"): "approved",
    ("asked", "decline"): "declined",
    ("asked", "lose"): "unknown",
    ("asked", "restart"): "unknown",
    ("unknown", "approve"): "approved",
    ("unknown", "decline"): "declined",
    ("unknown", "lose"): "unknown",
    ("unknown", "restart"): "unknown",
    ("unknown", "manager_approve"): "approved",
    ("unknown", "manager_decline"): "declined",
    ("approved", "approve"): "approved",
    ("approved", "restart"): "approved",
    ("approved", "unwanted"): "late_success",
    ("declined", "approve"): "late_success",
    ("declined", "decline"): "declined",
    ("declined", "restart"): "declined",
    ("late_success", "approve"): "late_success",
    ("late_success", "restart"): "late_success",
    ("late_success", "give_back"): "given_back",
    ("late_success", "manager_decline"): "given_back",
    ("given_back", "approve"): "given_back",
    ("given_back", "restart"): "given_back",
}
"""Every legal step. A step to the same state is a repeated message. What is missing here is refused."""

OPEN: Final[frozenset[PaymentState]] = frozenset({"intended", "asked", "unknown"})
"""While a payment is in one of these, its basket can neither be settled with it nor dropped."""


_REFUSALS: Final[Mapping[PaymentState, str]] = {
    "intended": "payment_not_found",
    "asked": "terminal_busy",
    "unknown": "payment_unknown",
}
"""Why a step is refused, as the catalogue words it; every other state is settled."""


def advance(state: PaymentState, event: PaymentEvent) -> PaymentState | Failure:
    """The state after an event, or why the event is refused. The caller stays in `state` then."""
    following = TRANSITIONS.get((state, event))
    if following is None:
        return Failure(_REFUSALS.get(state, "payment_settled"), {"state": state, "event": event})
    return following


def replay(events: Iterable[PaymentEvent]) -> tuple[PaymentState, tuple[PaymentEvent, ...]]:
    """The state a new payment reaches through a row of events, and the events that were refused on the way."""
    state: PaymentState = "intended"
    refused: list[PaymentEvent] = []
    for event in events:
        following = advance(state, event)
        if isinstance(following, Failure):
            refused.append(event)
        else:
            state = following
    return state, tuple(refused)
