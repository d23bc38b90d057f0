"""What an owner may switch, part by part: reasons, favourites, receipt texts, points, address, scale labels."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from tresen.core.failures import Failure
from tresen.core.foreign_cash import EURO, Currency
from tresen.core.instore import InstoreRule, check_rule
from tresen.fiscal.datev.settings import ROLES, DatevSettings
from tresen.fiscal.fiscal_settings import FiscalSettings
from tresen.ledger import accounts
from tresen.masterdata.kinds import CustomerGroup, InvoiceSettings, OfflineLimits, Reasons, ShopSettings, Tier
from tresen.masterdata.records import change
from tresen.operations.house.change_shop import store_shop, the_shop
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check
from tresen.operations.writing import office_day, written
from tresen.store.writer import Tx

REASONS: Final = {
    "discount": "discount", "price": "price", "return": "returned", "void": "void", "abort": "abort",
    "no_sale": "no_sale", "cash_in": "cash_in", "cash_out": "cash_out", "surcharge": "surcharge", "stock": "stock",
}  # fmt: skip
"""Lists of reasons as the office names them, with the field that holds each."""
MOST_REASONS: Final = 30
MOST_FAVOURITES: Final = 500
LONGEST_REASON: Final = 80
LONGEST_TEXT: Final = 500
MOST_CUSTOMER_GROUPS: Final = 50
MOST_POINTS: Final = 1_000_000_000
HIGHEST_LIMIT: Final = 100_000_00
"""Cents."""
HIGHEST_RATE: Final = 1_000_000_000
"""A thousand euro for one unit."""
MOST_CURRENCIES: Final = 20
LONGEST_PREFIX: Final = 12
LONGEST_TERM: Final = 24
"""Months."""
MAIL: Final = r"([^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+)?"
LONGEST_OFFLINE: Final = 24 * 90
"""Hours."""


@dataclass(slots=True)
class ReceiptTexts:
    """What the shop adds to its receipts."""

    heading: str = ""
    thanks: str = ""
    returns: str = ""
    show_savings: bool = True


@dataclass(slots=True)
class PointsSettings:
    """`point_value`: cents."""

    active: bool
    points_per_euro: int
    point_value: int


async def change_reasons(node: Node, actor: Actor, lists: Mapping[str, Sequence[str]]) -> Failure | None:
    """The texts that cashiers choose from; lists that are not given stay."""
    values: dict[str, tuple[str, ...]] = {}
    for name, texts in lists.items():
        field = REASONS.get(name)
        cleaned = tuple(dict.fromkeys(" ".join(text.split()) for text in texts if text.strip()))
        if field is None or len(cleaned) > MOST_REASONS:
            return Failure("bad_input", {"field": f"reasons.{name}"[:60]})
        if any(len(text) > LONGEST_REASON or not text.isprintable() for text in cleaned):
            return Failure("bad_input", {"field": f"reasons.{name}"})
        values[field] = cleaned
    return await _changed(node, actor, lambda old: replace(old, reasons=_reasons(old.reasons, values)))


def _reasons(old: Reasons, values: Mapping[str, tuple[str, ...]]) -> Reasons:
    return replace(old, **values)


async def change_favourites(node: Node, actor: Actor, ids: Sequence[str]) -> Failure | None:
    """The articles on the till's first page, in order."""
    wanted = tuple(dict.fromkeys(ids))
    if len(wanted) > MOST_FAVOURITES:
        return Failure("too_much", {"limit": MOST_FAVOURITES})
    unknown = next((id for id in wanted if id not in node.masterdata.articles.by_id), None)
    if unknown is not None:
        return Failure("article_not_found", {"article": unknown[:64]})
    return await _changed(node, actor, lambda old: replace(old, favourites=wanted))


async def change_points(node: Node, actor: Actor, points: PointsSettings) -> Failure | None:
    """How many points a euro earns and what one is worth."""
    if not 0 <= points.points_per_euro <= 1000:
        return Failure("bad_input", {"field": "points.points_per_euro"})
    if not 0 <= points.point_value <= 10_000:
        return Failure("bad_input", {"field": "points.point_value"})
    return await _changed(
        node, actor,
        lambda old: replace(
            old, points_active=points.active, points_per_euro=points.points_per_euro, point_value=points.point_value
        ),
    )  # fmt: skip


async def change_customer_groups(node: Node, actor: Actor, groups: Sequence[CustomerGroup]) -> Failure | None:
    """The groups that customers may belong to. A group that is taken away stays on its customers as a mere name."""
    if not _told_apart(groups):
        return Failure("bad_input", {"field": "customer_groups"})
    return await _changed(node, actor, lambda old: replace(old, customer_groups=tuple(groups)))


async def change_eat_in(node: Node, actor: Actor, on: bool) -> Failure | None:
    """Whether the till asks if goods are eaten here or taken away."""
    return await _changed(node, actor, lambda old: replace(old, eat_in=on))


async def change_tiers(node: Node, actor: Actor, tiers: Sequence[Tier]) -> Failure | None:
    """The steps of the points programme."""
    if not _told_apart(tiers) or any(not 0 <= tier.from_points <= MOST_POINTS for tier in tiers):
        return Failure("bad_input", {"field": "tiers"})
    ordered = tuple(sorted(tiers, key=lambda tier: tier.from_points))
    return await _changed(node, actor, lambda old: replace(old, tiers=ordered))


def _told_apart(named: Sequence[CustomerGroup] | Sequence[Tier]) -> bool:
    """Ids and names that are there, short, and there once."""
    ids, names = [one.id for one in named], [one.name.strip().casefold() for one in named]
    return (
        len(named) <= MOST_CUSTOMER_GROUPS
        and len(set(ids)) == len(ids) and len(set(names)) == len(names)
        and all(0 < len(id) <= 40 and id.isascii() and id.isprintable() for id in ids)
        and all(0 < len(name) <= 60 and name.isprintable() for name in names)
    )  # fmt: skip


async def change_offline(node: Node, actor: Actor, limits: OfflineLimits) -> Failure | None:
    """What tills may do while they cannot reach the node. They hear of it with their rules."""
    for name in ("cash_limit_total", "voucher_limit", "store_credit_limit", "card_external_limit"):
        if not 0 <= getattr(limits, name) <= HIGHEST_LIMIT:
            return Failure("bad_input", {"field": f"offline.{name}"})
    if not 0 <= limits.max_hours <= LONGEST_OFFLINE:
        return Failure("bad_input", {"field": "offline.max_hours"})
    return await _changed(node, actor, lambda old: replace(old, offline=limits))


async def change_tips(node: Node, actor: Actor, whose: str) -> Failure | None:
    """Whose tips the tills take: of nobody, of staff, of the owner."""
    if whose not in ("off", "staff", "owner"):
        return Failure("bad_input", {"field": "tips"})
    return await _changed(node, actor, lambda old: replace(old, tips=whose))


async def change_currencies(node: Node, actor: Actor, currencies: Sequence[Currency]) -> Failure | None:
    """What tills take in cash beside euro, and at which rate. A currency stays as long as a drawer holds some of it."""
    codes = [one.code for one in currencies]
    sound = all(
        re.fullmatch(r"[A-Z]{3}", one.code) and one.code != EURO and 0 < one.rate <= HIGHEST_RATE
        and len(one.name) <= 40 and one.name.isprintable()
        for one in currencies
    )  # fmt: skip
    if not sound or len(set(codes)) != len(codes) or len(codes) > MOST_CURRENCIES:
        return Failure("bad_input", {"field": "currencies"})
    for gone in node.masterdata.settings.currencies:
        held = any(node.balances.of(accounts.drawer(till.id), gone.code) for till in node.masterdata.tills)
        if gone.code not in codes and held:
            return Failure("currency_in_use", {"currency": gone.code})
    return await _changed(node, actor, lambda old: replace(old, currencies=tuple(currencies)))


async def change_invoices(node: Node, actor: Actor, chosen: InvoiceSettings) -> Failure | None:
    """How invoices are numbered, who answers questions about them, and how long customers may ask for one."""
    tidied = replace(
        chosen, prefix=chosen.prefix.strip(), contact=" ".join(chosen.contact.split()),
        phone=" ".join(chosen.phone.split()), mail=chosen.mail.strip(),
    )  # fmt: skip
    prefix = tidied.prefix
    if len(prefix) > LONGEST_PREFIX or not re.fullmatch(r"([A-Za-z0-9/-]*[A-Za-z/-])?", prefix):
        return Failure("bad_input", {"field": "invoices.prefix"})  # a digit at its end would run into the number
    if not 0 <= tidied.months <= LONGEST_TERM:
        return Failure("bad_input", {"field": "invoices.months"})
    for name, form in (("contact", r"[^\x00-\x1f]{0,60}"), ("phone", r"(\+?[0-9][0-9 ()/-]{2,38})?"), ("mail", MAIL)):
        if not re.fullmatch(form, getattr(tidied, name)):
            return Failure("bad_input", {"field": f"invoices.{name}"})
    return await _changed(node, actor, lambda old: replace(old, invoices=tidied))


async def change_fiscal(node: Node, actor: Actor, fiscal: FiscalSettings) -> Failure | None:
    """How exports read DSFinV-K where it can be read in two ways; exports made from now on."""
    return await _changed(node, actor, lambda old: replace(old, fiscal=fiscal))


async def change_datev(node: Node, actor: Actor, chosen: DatevSettings) -> Failure | None:
    """What the tax adviser says about posting the closings. Batches that were handed over keep what they were made with."""
    if chosen.adviser and not 1001 <= chosen.adviser <= 9_999_999:
        return Failure("bad_input", {"field": "datev.adviser"})
    if chosen.client and not 1 <= chosen.client <= 99_999:
        return Failure("bad_input", {"field": "datev.client"})
    if not 1 <= chosen.year_start <= 12 or not 4 <= chosen.length <= 8:
        return Failure("bad_input", {"field": "datev.year_start" if 4 <= chosen.length <= 8 else "datev.length"})
    if not re.fullmatch(r"[A-Za-z0-9 ]{0,36}", chosen.cost_centre):
        return Failure("bad_input", {"field": "datev.cost_centre"})
    for role, number in chosen.accounts.items():
        known = role in ROLES or re.fullmatch(r"(revenue|prepaid)_[0-9]{1,4}", role)
        if not known or not re.fullmatch(rf"([0-9]{{{chosen.length}}}|[1-9][0-9]{{{chosen.length}}})?", number):
            return Failure("bad_input", {"field": f"datev.accounts.{role}"[:60]})
    named = {role: number for role, number in sorted(chosen.accounts.items()) if number}
    return await _changed(node, actor, lambda old: replace(old, datev=replace(chosen, accounts=named)))


async def change_public_address(node: Node, actor: Actor, address: str) -> Failure | None:
    """Where customers' phones reach the receipt page; empty: the node's own address."""
    wanted = address.strip().rstrip("/")
    try:
        parts = urlsplit(wanted)
        faulty = bool(wanted) and (
            parts.scheme not in ("http", "https") or not parts.hostname or bool(parts.query or parts.fragment or parts.path)
            or parts.username is not None or not wanted.isascii() or " " in wanted or len(wanted) > 200
        )  # fmt: skip
        _ = parts.port
    except ValueError:
        faulty = True
    if faulty:
        return Failure("bad_input", {"field": "public_address"})
    return await _changed(node, actor, lambda old: replace(old, public_address=wanted))


async def change_labels(node: Node, actor: Actor, rules: Sequence[InstoreRule]) -> Failure | None:
    """How labels of scales are read. Two rules must not fit the same code."""
    if len(rules) > 50:
        return Failure("too_much", {"limit": 50})
    for rule in rules:
        faulty = check_rule(rule)
        if faulty is not None:
            return faulty
    if len({rule.prefix for rule in rules}) != len(rules):
        return Failure("label_rule_faulty", {"field": "prefix"})
    return await _changed(node, actor, lambda old: replace(old, instore_rules=tuple(rules)))


async def change_receipt_texts(node: Node, actor: Actor, texts: ReceiptTexts) -> Failure | None:
    """What stands on receipts from now on; those that were handed out stay as they are."""
    for name in ("heading", "thanks", "returns"):
        value = getattr(texts, name)
        if len(value) > LONGEST_TEXT or not value.replace("\n", "").isprintable() or value.count("\n") > 12:
            return Failure("bad_input", {"field": f"receipt.{name}"})
    missing = check(node, actor, "settings")
    if missing is not None:
        return missing
    async with node.changing:
        shop = the_shop(node)
        party = replace(
            shop.party, heading=texts.heading.strip(), thanks=texts.thanks.strip(), returns=texts.returns.strip(),
            show_savings=texts.show_savings,
        )  # fmt: skip
        return await store_shop(node, actor, replace(shop, party=party))


async def _changed(node: Node, actor: Actor, new: Callable[[ShopSettings], ShopSettings]) -> Failure | None:
    missing = check(node, actor, "settings")
    if missing is not None:
        return missing
    async with node.changing:
        return await store_settings(node, actor, new(node.masterdata.settings))


async def store_settings(node: Node, actor: Actor, settings: ShopSettings) -> Failure | None:
    """Write the settings if they changed. The caller holds `node.changing` and checked the right."""
    if settings == node.masterdata.settings:
        return None
    now = node.clock.now()
    day, entry_id = office_day(node, now), node.ids.new()

    def job(tx: Tx) -> None:
        change(
            tx, node.journal, "settings", "settings", settings, entry_id=entry_id, at=now, day=day, actor=actor.staff
        )  # fmt: skip

    refused = await written(node, job)
    node.bus.tell("masterdata", kind="settings")
    return refused
