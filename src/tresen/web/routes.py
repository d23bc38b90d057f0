"""All routes of a node, by noun."""

from typing import Any

from tresen.web import (
    access_routes,
    drawer_routes,
    goods_routes,
    invoice_routes,
    order_routes,
    pages,
    payment_routes,
    receipt_routes,
    selling_routes,
    sign_in_routes,
    taking_in_routes,
    till_routes,
)
from tresen.web.office import (
    articles,
    closings,
    coupons,
    customers,
    deviations,
    equipment,
    imports,
    invoices,
    journal,
    price_lists,
    promotions,
    queues,
    receipts,
    reports,
    rescue,
    settings,
    staff,
    stock,
    today,
)
from tresen.web.office.fiscal import registered as fiscal
from tresen.web.trust import routes as trust

OFFICE = (
    today, receipts, articles, imports, stock, customers, staff, equipment, closings, journal, queues, reports,
    settings, promotions, price_lists, coupons, deviations, rescue, fiscal,
    invoices,
)  # fmt: skip


def all_routes() -> list[Any]:
    """Everything the application answers."""
    parts = (
        till_routes,
        goods_routes,
        selling_routes,
        order_routes,
        taking_in_routes,
        drawer_routes,
        payment_routes,
        receipt_routes,
        invoice_routes,
        sign_in_routes,
        access_routes,
        *OFFICE,
        trust,
        pages,
    )
    return [route for part in parts for route in part.routes]
