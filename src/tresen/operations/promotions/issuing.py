"""Issue single-use codes with a receipt, for the customer's next purchase."""

from datetime import date, timedelta

from tresen.core.quote import Quote
from tresen.core.receipt import IssuedCoupon
from tresen.masterdata.kinds import CouponBatch
from tresen.operations.node import Node
from tresen.operations.promotions.coupon_codes import issued_code


def issue_coupons(node: Node, receipt: str, quoted: Quote, today: str) -> tuple[IssuedCoupon, ...]:
    """The codes that a quote promises. The same receipt gets the same codes, however often it is asked."""
    found = []
    for n, promised in enumerate(quoted.coupons):
        batch = issuing_batch(node, promised.opens)
        if batch is None:
            continue  # the promotion it was for is gone
        last = (date.fromisoformat(today) + timedelta(days=promised.days)).isoformat() if promised.days else ""
        last = min((day for day in (last, batch.valid_to) if day), default="")
        code = issued_code(node, batch, receipt, n, last)
        opened = node.masterdata.promotions.get(promised.opens)
        found.append(IssuedCoupon(code, opened.name if opened is not None else promised.name, promised.opens, last))
    return tuple(found)


def issuing_batch(node: Node, promotion: str) -> CouponBatch | None:
    """The batch whose codes are issued at the till for a promotion; made with the promotion that promises them."""
    batches = (one for one in node.masterdata.coupon_batches if one.promotion == promotion and not one.count)
    return next((one for one in batches if one.active), None)
