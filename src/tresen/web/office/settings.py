"""Settings in the office, part by part."""

from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
from litestar import get, put
from litestar.params import FromPath, JSONBody

from tresen.core.agency import Agency
from tresen.core.failures import Failure
from tresen.core.instore import InstoreRule
from tresen.masterdata.kinds import CustomerGroup, InvoiceSettings, OfflineLimits, Rate, Tier
from tresen.operations.house.change_agencies import change_agencies
from tresen.operations.house.change_rate import change_rates
from tresen.operations.house.change_settings import (
    REASONS,
    PointsSettings,
    ReceiptTexts,
    change_customer_groups,
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

T = TypeVar("T")


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


async def _change(node: Node, actor: Actor, part: str, value: Any) -> Failure | None:
    if part == "shop":
        return await change_shop(node, actor, _read(value, ShopForm, part))
    if part == "tax":
        rates = [
            Rate(one.key, one.rate, one.valid_from, one.label, one.note) for one in _read(value, list[TaxView], part)
        ]
        return await change_rates(node, actor, rates)
    if part == "reasons":
        return await change_reasons(node, actor, _read(value, dict[str, list[str]], part))
    if part == "favourites":
        return await change_favourites(node, actor, _read(value, list[str], part))
    if part == "receipt":
        return await change_receipt_texts(node, actor, _read(value, ReceiptTexts, part))
    if part == "points":
        return await change_points(node, actor, _read(value, PointsSettings, part))
    if part == "public_address":
        return await change_public_address(node, actor, _read(value, str, part))
    if part == "labels":
        return await change_labels(node, actor, _read(value, list[InstoreRule], part))
    if part == "customer_groups":
        return await change_customer_groups(node, actor, _read(value, list[CustomerGroup], part))
    if part == "tiers":
        return await change_tiers(node, actor, _read(value, list[Tier], part))
    if part == "tips":
        return await change_tips(node, actor, _read(value, str, part))
    if part == "invoices":
        return await change_invoices(node, actor, _read(value, InvoiceSettings, part))
    if part == "offline":
        return await change_offline(node, actor, _read(value, OfflineLimits, part))
    if part == "agencies":
        return await change_agencies(node, actor, _read(value, list[Agency], part))
    if part == "eat_in":
        return await change_eat_in(node, actor, _read(value, bool, part))
    return Failure("not_found", {"part": part[:60]})


def _read(value: Any, shape: type[T], part: str) -> T:
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
    )  # fmt: skip


routes = [settings_route, change_settings_route]
