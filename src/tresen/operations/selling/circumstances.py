"""Who, where and when of a receipt that is about to be made on this node."""

from tresen.core.handing_out import Circumstances
from tresen.masterdata.kinds import Till
from tresen.operations.engine_source import engine_id
from tresen.operations.node import Node


def circumstances(
    node: Node, till: Till, staff: str, staff_name: str, business_day: str, started_at: int, id: str
) -> Circumstances:
    """What every receipt of a till names beside its content."""
    shop = node.shop_of(till)
    return Circumstances(
        shop=shop.id, till=till.id, till_name=till.name, till_serial=till.serial, party=shop.party,
        business_day=business_day, started_at=started_at, staff=staff, staff_name=staff_name, token=node.token(id),
        time_zone=shop.time_zone, engine=engine_id(),
        agencies=tuple(node.masterdata.agencies) if len(node.masterdata.agencies) else (),
    )  # fmt: skip
