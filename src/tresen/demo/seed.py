"""Write the practice shop into an empty node: masterdata, people, opening stock, pictures."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from tresen.demo.offers import BATCHES, CUSTOMER_GROUPS, PRICE_LISTS, PRICES, PROMOTIONS, TIERS
from tresen.demo.shop import DemoShop, demo_shop
from tresen.demo.tile import tile
from tresen.journal.entry import Draft, Transfer, encode
from tresen.ledger import accounts
from tresen.masterdata.kinds import (
    ArticleRecord,
    Consent,
    Customer,
    Group,
    Place,
    Rate,
    Reasons,
    Shop,
    ShopSettings,
    Staff,
    Till,
)
from tresen.masterdata.people import Person, put_person
from tresen.masterdata.records import change
from tresen.operations.node import Node
from tresen.operations.signing_in.practice_secrets import practice_secrets
from tresen.store.writer import Tx

SHOP: Final = "shop-1"


def seed(node: Node, pictures: Path, address: str = "") -> DemoShop:
    """Fill an empty node before its writer runs. `pictures`: folder for the generated tiles."""
    shop = demo_shop()
    assert len(node.masterdata.shops) == 0, "the practice shop goes into an empty node"
    _draw(shop, pictures)
    node.writer.write_now(lambda tx: _write(node, tx, shop, address))
    node.writer.write_now(lambda tx: _people(node, tx, shop))
    node.writer.write_now(lambda tx: _stock(node, tx, shop))
    return shop


def _draw(shop: DemoShop, pictures: Path) -> None:
    pictures.mkdir(parents=True, exist_ok=True)
    groups = {group.id: group for group in shop.groups}
    for good in shop.goods:
        if good.article.group in groups:
            path = pictures / f"{good.article.id}.svg"
            path.write_text(tile(good.article, groups[good.article.group]), encoding="utf-8")


def _put(node: Node, tx: Tx, kind: str, id: str, record: object) -> None:
    now = node.clock.now()
    shop = node.masterdata.shops.get(SHOP)
    day = node.business_day(shop, now) if shop is not None else ""
    change(tx, node.journal, kind, id, record, entry_id=node.ids.new(), at=now, day=day, actor="practice")


def _write(node: Node, tx: Tx, shop: DemoShop, address: str) -> None:
    _put(node, tx, "shop", SHOP, Shop(SHOP, shop.party.name, shop.party))
    for id, name in shop.places.items():
        _put(node, tx, "place", id, Place(id, name, SHOP))
    for till in shop.tills:
        serial = f"TRESEN-PRACTICE-{till.id.upper()}"
        record = Till(till.id, till.name, SHOP, serial, till.place, printer="printer-1")
        _put(node, tx, "till", till.id, record)
    for rate in shop.tax:
        id = f"{rate.key}-{rate.valid_from}"
        _put(node, tx, "tax", id, Rate(rate.key, rate.rate, rate.valid_from, rate.label, rate.note))
    for group in shop.groups:
        _put(node, tx, "group", group.id, Group(group.id, group.name, group.colour, group.position))
    for price_list in PRICE_LISTS:
        _put(node, tx, "price_list", price_list.id, price_list)
    drawn = {group.id for group in shop.groups}
    for good in shop.goods:
        picture = f"/pictures/{good.article.id}.svg" if good.article.group in drawn else ""
        article = replace(good.article, prices=PRICES.get(good.article.number, ()))
        record_of = ArticleRecord(article, good.barcodes, picture=picture, cost=good.article.price * 62 // 100)
        _put(node, tx, "article", good.article.id, record_of)
    texts = {key: tuple(reason.de for reason in reasons) for key, reasons in shop.reasons.items()}
    settings = ShopSettings(
        points_per_euro=shop.points_per_euro, favourites=shop.favourites, public_address=address, practice=True,
        instore_rules=shop.instore_rules, customer_groups=CUSTOMER_GROUPS, tiers=TIERS,
        reasons=Reasons(
            texts["discount"], texts["return"], texts["void"], texts["no_sale"], texts["cash_in"], texts["cash_out"]
        ),
    )  # fmt: skip
    _put(node, tx, "settings", "settings", settings)
    for promotion in PROMOTIONS:
        _put(node, tx, "promotion", promotion.id, promotion)
    for batch in BATCHES:
        _put(node, tx, "coupon_batch", batch.id, replace(batch, made_at=node.clock.now()))


def _people(node: Node, tx: Tx, shop: DemoShop) -> None:
    for person in shop.staff:
        _put(node, tx, "staff", person.id, Staff(person.id, person.name, person.role))
    pins = {person.id: person.pin for person in shop.staff}
    owners = {person.id: shop.password for person in shop.staff if person.role == "owner"}
    practice_secrets(node, tx, pins, owners)
    for customer in shop.customers:
        consents = tuple(
            Consent(purpose, customer.consent.given_at, customer.consent.wording, "practice")
            for purpose in customer.consent.purposes
        )
        _put(node, tx, "customer", customer.id, Customer(customer.id, customer.number, customer.group, consents))
        put_person(tx, Person(customer.id, customer.name, customer.phone, customer.mail, node.clock.now()))


def _stock(node: Node, tx: Tx, shop: DemoShop) -> None:
    """Opening stock comes from the supplier, as one entry per place."""
    now = node.clock.now()
    day = node.business_day(node.masterdata.shops[SHOP], now)
    for place in shop.places:
        transfers = tuple(
            Transfer(accounts.SUPPLIER, accounts.stock(place, good.article.id), good.stock[place], good.article.unit,
                     "opening_stock")
            for good in shop.goods
            if good.stock.get(place, 0) > 0
        )  # fmt: skip
        body = encode({"place": place, "reason": "opening_stock", "transfers": transfers})
        node.journal.append(
            tx,
            Draft(node.ids.new(), "stock", now, day, body, transfers, "practice", subject=f"place:{place}"),
        )
