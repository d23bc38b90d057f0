"""What prices may depend on of a customer: group and tier. Never name or contact."""

from tresen.ledger import accounts
from tresen.masterdata.kinds import Customer
from tresen.operations.node import Node


def tier_of(node: Node, customer: Customer) -> str:
    """The tier given by hand, else the highest one that the customer's points reach; empty if none."""
    if customer.tier:
        return customer.tier
    points = node.balances.of(accounts.points(customer.id), "point")
    reached = [tier for tier in node.masterdata.settings.tiers if 0 < tier.from_points <= points]
    return max(reached, key=lambda tier: tier.from_points).id if reached else ""
