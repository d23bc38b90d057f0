"""Who may do what: each act is allowed, denied, or needs a manager's approval on the spot."""

from typing import Final

from tresen.core.basket import Basket
from tresen.core.failures import Failure
from tresen.core.handing_out import returns_in
from tresen.core.quote import Quote
from tresen.operations.node import Actor, Node

ACTS: Final = (
    "sell", "discount", "discount_above_limit", "price_override", "refund", "refund_without_receipt", "void_line",
    "abort", "no_sale", "cash_in", "cash_out", "open_day", "close_day", "x_report", "reprint", "training",
    "take_over", "customer_create", "staff_benefit", "approve", "office", "masterdata", "stock", "customers", "staff", "devices",
    "settings", "journal", "reports", "fiscal",
)  # fmt: skip

_APPROVE: Final = {
    "discount_above_limit": "approve", "price_override": "approve", "refund": "approve",
    "refund_without_receipt": "approve", "no_sale": "approve", "cash_out": "approve", "staff_benefit": "approve",
}  # fmt: skip
OFFICE_ACTS: Final = (
    "approve", "office", "masterdata", "stock", "customers", "staff", "devices", "settings", "journal", "reports",
    "fiscal",
)  # fmt: skip
_ALONE: Final = ("sell", "x_report", "training", "customer_create")
"""What a trainee may do without somebody beside them."""

DEFAULTS: Final[dict[str, dict[str, str]]] = {
    "owner": dict.fromkeys(ACTS, "allow"),
    "manager": {act: "deny" if act in ("staff", "settings", "fiscal") else "allow" for act in ACTS},
    "cashier": {act: "deny" if act in OFFICE_ACTS else _APPROVE.get(act, "allow") for act in ACTS},
    "trainee": {act: "deny" if act in OFFICE_ACTS else "allow" if act in _ALONE else "approve" for act in ACTS},
    "accountant": {act: "allow" if act in ("office", "journal", "reports", "fiscal") else "deny" for act in ACTS},
}
"""Strict by default; an owner may change single cells in the settings, except for the owner's own row."""

AUDITOR: Final = "auditor"
"""The role of an officer with a pass. Nobody of the staff has it and no setting widens it; it reads and never writes."""
_AUDITOR_READS: Final = ("office", "journal", "reports", "fiscal")


def right(node: Node, role: str, act: str) -> str:
    """`allow`, `approve` or `deny`."""
    assert act in ACTS, "a known act"
    if role == AUDITOR:
        return "allow" if act in _AUDITOR_READS else "deny"
    if role != "owner":
        changed = node.masterdata.settings.rights.get(role, {}).get(act)
        if changed in ("allow", "approve", "deny"):
            return changed
    return DEFAULTS.get(role, {}).get(act, "deny")


def rights_of(node: Node, role: str) -> dict[str, str]:
    """The whole row of a role, for screens."""
    return {act: right(node, role, act) for act in ACTS}


SCOPES: Final = ("sell", "office", "masterdata", "stock", "reports", "journal")
"""What a machine's token may be given. `sell` stands for all that a cashier may do."""


def right_of(node: Node, actor: Actor, act: str) -> str:
    """`allow`, `approve` or `deny` for a person by role, for a machine by its token's scopes."""
    if actor.scopes is None:
        return right(node, actor.role, act)
    if act in actor.scopes:
        return "allow"
    return right(node, "cashier", act) if "sell" in actor.scopes and act not in OFFICE_ACTS else "deny"


def check(node: Node, actor: Actor, act: str) -> Failure | None:
    """None if the actor may do it now (alone, or with the approval they carry)."""
    state = right_of(node, actor, act)
    if state == "allow" or (state == "approve" and act in actor.approved_acts):
        return None
    if state == "approve":
        return Failure("approval_needed", {"act": act})
    return Failure("denied", {"act": act})


def acts_in(basket: Basket, quoted: Quote) -> tuple[str, ...]:
    """The privileged acts that a basket contains."""
    acts = ["refund" if back.receipt else "refund_without_receipt" for back in returns_in(basket, quoted)]
    for line in basket.lines:
        if line.voided:
            acts.append("void_line")
            continue
        if line.discount is not None:
            acts.append("discount")
    if basket.discounts:
        acts.append("discount")
    if basket.surcharges or any(
        adjustment.kind == "price_override" for line in quoted.lines for adjustment in line.adjustments
    ):
        acts.append("price_override")
    if any(warning.code == "discount_limit" for warning in quoted.warnings):
        acts.append("discount_above_limit")
    return tuple(dict.fromkeys(acts))


def missing_right(node: Node, actor: Actor, basket: Basket, quoted: Quote) -> Failure | None:
    """The first right that the actor lacks for what is in the basket."""
    missing = check(node, actor, "sell")
    for act in acts_in(basket, quoted):
        if missing is not None:
            break
        missing = check(node, actor, act)
    return missing
