"""What prices may depend on of a customer: group, tier, first purchase, month of birth. Never name or contact."""

from tresen.core.customer import CustomerFacts
from tresen.ledger import accounts
from tresen.ledger.receipt_list import has_bought
from tresen.masterdata.kinds import Customer
from tresen.masterdata.people import birthday_month
from tresen.operations.node import Node


async def customer_facts(
    node: Node, id: str, *, birthday: bool = False, first_purchase: bool = False
) -> CustomerFacts | None:
    """None if nobody has the id. The database is asked only for what promotions want to know (`birthday`, ...)."""
    customer = node.masterdata.customers.get(id)
    if customer is None:
        return None
    month, bought = 0, True
    if birthday:
        month = await node.database.read(lambda connection: birthday_month(connection, id))
    if first_purchase:
        bought = await node.database.read(lambda connection: has_bought(connection, id))
    points = node.balances.of(accounts.points(id), "point")
    return CustomerFacts(id, customer.group, tier_of(node, customer), not bought, month, points)


def tier_of(node: Node, customer: Customer) -> str:
    """The tier given by hand, else the highest one that the customer's points reach; empty if none."""
    if customer.tier:
        return customer.tier
    points = node.balances.of(accounts.points(customer.id), "point")
    reached = [tier for tier in node.masterdata.settings.tiers if 0 < tier.from_points <= points]
    return max(reached, key=lambda tier: tier.from_points).id if reached else ""
