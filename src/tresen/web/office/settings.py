"""Settings in the office, part by part."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from litestar import get, put
from litestar.params import FromPath, JSONBody

from tresen.core.agency import Agency
from tresen.core.failures import Failure
from tresen.core.foreign_cash import Currency
from tresen.core.instore import InstoreRule
from tresen.fiscal.datev.settings import DatevSettings
from tresen.masterdata.kinds import CustomerGroup, InvoiceSettings, OfflineLimits, Rate, Tier
from tresen.operations.house.change_agencies import change_agencies
from tresen.operations.house.change_rate import change_rates
from tresen.operations.house.change_settings import (
    REASONS,
    PointsSettings,
    ReceiptTexts,
    change_currencies,
    change_customer_groups,
    change_datev,
    change_eat_in,
    change_favourites,
    change_invoices,
    change_labels,
    change_offline,
    change_points,
    change_public_address,
    change_reasons,
    change_receipt_texts,
    change_tiers,
    change_tips,
)
from tresen.operations.house.change_shop import ShopForm, change_shop, the_shop
from tresen.operations.node import Actor, Node
from tresen.web.office.paging import Web, asked
from tresen.web.problems import Problem


@dataclass(slots=True)
class TaxView:
    key: int
    rate: int
    valid_from: str
    label: str
    note: str = ""
    """What the receipt says about the key."""


@dataclass(slots=True)
class SettingsView:
    """Everything an owner may switch."""

    shop: ShopForm
    tax: list[TaxView]
    reasons: dict[str, tuple[str, ...]]
    favourites: tuple[str, ...]
    receipt: ReceiptTexts
    points: PointsSettings
    public_address: str
    labels: tuple[InstoreRule, ...]
    customer_groups: tuple[CustomerGroup, ...]
    tiers: tuple[Tier, ...]
    offline: OfflineLimits
    invoices: InvoiceSettings
    agencies: list[Agency]
    eat_in: bool
    tips: str
    currencies: tuple[Currency, ...]


@dataclass(slots=True)
class PartBody:
    """The whole part as it shall be."""

    value: Any


@get("/api/v1/office/settings")
async def settings_route(request: Web) -> SettingsView:
    """All of them."""
    node, _, _ = asked(request, "office")
    return _view(node)


@put("/api/v1/office/settings/{part:str}")
async def change_settings_route(request: Web, part: FromPath[str], data: JSONBody[PartBody]) -> SettingsView:
    """Replace one part."""
    node, actor, _ = asked(request, "settings")
    refused = await _change(node, actor, part, data.value)
    if refused is not None:
        raise Problem(refused)
    return _view(node)


async def _change_tax(node: Node, actor: Actor, rows: list[TaxView]) -> Failure | None:
    rates = [Rate(one.key, one.rate, one.valid_from, one.label, one.note) for one in rows]
    return await change_rates(node, actor, rates)


_PARTS: Final[dict[str, tuple[Any, Callable[[Node, Actor, Any], Awaitable[Failure | None]]]]] = {
    "shop": (ShopForm, change_shop),
    "tax": (list[TaxView], _change_tax),
    "reasons": (dict[str, list[str]], change_reasons),
    "favourites": (list[str], change_favourites),
    "receipt": (ReceiptTexts, change_receipt_texts),
    "points": (PointsSettings, change_points),
    "public_address": (str, change_public_address),
    "labels": (list[InstoreRule], change_labels),
    "customer_groups": (list[CustomerGroup], change_customer_groups),
    "tiers": (list[Tier], change_tiers),
    "tips": (str, change_tips),
    "currencies": (list[Currency], change_currencies),
    "invoices": (InvoiceSettings, change_invoices),
    "datev": (DatevSettings, change_datev),
    "offline": (OfflineLimits, change_offline),
    "agencies": (list[Agency], change_agencies),
    "eat_in": (bool, change_eat_in),
}
"""What each part looks like, and the operation that replaces it."""


async def _change(node: Node, actor: Actor, part: str, value: Any) -> Failure | None:
    if part not in _PARTS:
        return Failure("not_found", {"part": part[:60]})
    shape, change = _PARTS[part]
    return await change(node, actor, _read(value, shape, part))


def _read(value: Any, shape: Any, part: str) -> Any:
    try:
        return msgspec.convert(value, shape)
    except msgspec.ValidationError as error:
        raise Problem(Failure("bad_input", {"field": part, "text": str(error)[:200]})) from None


def _view(node: Node) -> SettingsView:
    settings, party = node.masterdata.settings, the_shop(node).party
    rates = sorted(node.masterdata.tax, key=lambda rate: (rate.key, rate.valid_from))
    return SettingsView(
        ShopForm(
            party.name, party.street, party.postcode, party.city, party.country, party.tax_number, party.vat_id,
            party.phone, party.small_business,
        ),
        [TaxView(rate.key, rate.rate, rate.valid_from, rate.label, rate.note) for rate in rates],
        {name: getattr(settings.reasons, field) for name, field in REASONS.items()},
        settings.favourites,
        ReceiptTexts(party.heading, party.thanks, party.returns, party.show_savings),
        PointsSettings(settings.points_active, settings.points_per_euro, settings.point_value),
        settings.public_address,
        settings.instore_rules,
        settings.customer_groups,
        settings.tiers,
        settings.offline,
        settings.invoices,
        sorted(node.masterdata.agencies, key=lambda agency: agency.number),
        settings.eat_in,
        settings.tips,
        settings.currencies,
    )  # fmt: skip


routes = [settings_route, change_settings_route]
