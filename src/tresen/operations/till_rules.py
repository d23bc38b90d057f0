"""What a till goes by beside goods and customers: groups, tax rates, promotions, reasons, staff and their rights."""

from collections.abc import Iterable
from dataclasses import dataclass

from tresen.core.agency import Agency
from tresen.core.article import Settings
from tresen.core.foreign_cash import Currency
from tresen.core.instore import InstoreRule
from tresen.core.price_list import PriceList
from tresen.core.promotion import Promotion
from tresen.core.tax import TaxRate
from tresen.masterdata.kinds import CustomerGroup, Group, OfflineLimits, Reasons, Shop, Tier, Till
from tresen.operations.engine_source import engine_id
from tresen.operations.node import Node
from tresen.operations.rights import DEFAULTS, rights_of


@dataclass(slots=True)
class Member:
    """Who may sign in at a till."""

    id: str
    name: str
    role: str
    language: str


@dataclass(slots=True)
class TillRules:
    """One document, small, fetched again only when it changed."""

    version: int
    """Number of the entry that changed any of it last."""
    groups: tuple[Group, ...]
    tax: tuple[TaxRate, ...]
    """Every rate with the day it begins to hold."""
    instore_rules: tuple[InstoreRule, ...]
    favourites: tuple[str, ...]
    reasons: Reasons
    named_articles: tuple[str, ...]
    """Ids of the articles that promotions give or ask for by name: their names may be needed beside the basket's."""
    settings: Settings
    """What a quote depends on."""
    shop: Shop
    till: Till
    staff: tuple[Member, ...]
    rights: dict[str, dict[str, str]]
    """Role, act, `allow`, `approve` or `deny`."""
    offline: OfflineLimits
    customer_groups: tuple[CustomerGroup, ...]
    tiers: tuple[Tier, ...]
    tips: str
    """Whose tips the till takes: `off`, `staff` or `owner`."""
    currencies: tuple[Currency, ...]
    """What the till takes in cash beside euro."""
    print_receipts: str
    public_address: str
    promotions: tuple[Promotion, ...]
    """Those that are switched on, also the ones that begin later."""
    price_lists: tuple[PriceList, ...]
    engine: str
    """Id of the engine that the node quotes with."""
    agencies: tuple[Agency, ...] = ()


def till_rules(node: Node, till: Till) -> TillRules:
    """The document as it is now."""
    md, settings, offers = node.masterdata, node.masterdata.settings, node.masterdata.offers
    staff = [Member(one.id, one.name, one.role, one.language) for one in md.staff if one.active]
    return TillRules(
        md.rules_version,
        tuple(sorted(md.groups, key=lambda group: (group.position, group.name))),
        md.rates,
        settings.instore_rules, settings.favourites, settings.reasons,
        named_articles(offers.promotions),
        md.quote_settings(till.shop),
        node.shop_of(till), till, tuple(sorted(staff, key=lambda one: one.name)),
        {role: rights_of(node, role) for role in DEFAULTS}, settings.offline,
        settings.customer_groups, settings.tiers, settings.tips, settings.currencies, settings.print_receipts, node.public_address,
        offers.promotions, offers.price_lists, engine_id(), agencies=tuple(md.agencies),
    )  # fmt: skip


def named_articles(promotions: Iterable[Promotion]) -> tuple[str, ...]:
    """The articles that promotions name as gifts or as parts of a set."""
    found: set[str] = set()
    for promotion in promotions:
        action = promotion.action
        for goods in (action.gifts, *(part.goods for part in action.parts)):
            if goods is not None:
                found.update(goods.articles)
    return tuple(sorted(found))
