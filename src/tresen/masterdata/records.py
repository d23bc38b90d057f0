"""Masterdata with history: every change is an entry of the journal, the newest state is in memory and in `record`."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, Generic, TypeVar

import msgspec

from tresen.core.agency import Agency
from tresen.core.article import Article, Barcode, Excerpt, Settings
from tresen.core.gtin import keys
from tresen.core.price_list import PriceList
from tresen.core.promotion import Promotion
from tresen.core.tax import TaxRate, rates_on
from tresen.journal.append import Journal
from tresen.journal.entry import Draft, Entry, encode
from tresen.journal.newest import Newest
from tresen.masterdata.kinds import (
    KINDS,
    ArticleRecord,
    CouponBatch,
    Customer,
    Device,
    Group,
    Place,
    Rate,
    Shop,
    ShopSettings,
    SignerRecord,
    Staff,
    Till,
)
from tresen.masterdata.offers import Offers, offers_of
from tresen.masterdata.search import ArticleSearch
from tresen.store.writer import Tx

T = TypeVar("T")


class _Change(msgspec.Struct):
    record: msgspec.Raw
    deleted: bool = False


_decode_change = msgspec.json.Decoder(_Change).decode
_DECODERS: Final[dict[str, Callable[[bytes], Any]]] = {
    kind: msgspec.json.Decoder(shape).decode for kind, shape in KINDS.items()
}


class Shelf(Generic[T]):
    """The current records of one kind by id."""

    def __init__(self) -> None:
        self.by_id: dict[str, T] = {}
        self.seqs: dict[str, int] = {}
        """Number of the entry that wrote each record last: its version."""
        self.gone: dict[str, int] = {}
        """Number of the entry that deleted a record, for those who still have it."""
        self.last = 0
        """Number of the last entry that changed any of them."""
        self.active = 0
        """How many are in use; kinds that cannot be switched off count all."""
        self.newest = Newest(self.changed)

    def changed(self, id: str) -> int:
        """Number of the entry that wrote or deleted a record last, 0 if it never was."""
        return self.seqs.get(id) or self.gone.get(id, 0)

    def put(self, id: str, seq: int, record: T | None) -> T | None:
        """Take a new state, None: deleted. Gives back the old one."""
        known = self.changed(id) > 0
        old = self.by_id.get(id)
        self.active += _in_use(record) - _in_use(old)
        if record is not None:
            self.by_id[id] = record
            self.seqs[id] = seq
            self.gone.pop(id, None)
        else:
            self.gone[id] = seq
            self.by_id.pop(id, None)
            self.seqs.pop(id, None)
        self.newest.put(id, seq, known=known)
        self.last = max(self.last, seq)
        return old

    def get(self, id: str) -> T | None:
        return self.by_id.get(id)

    def __getitem__(self, id: str) -> T:
        return self.by_id[id]

    def __iter__(self) -> Iterator[T]:
        return iter(list(self.by_id.values()))

    def __len__(self) -> int:
        return len(self.by_id)


def _in_use(record: object) -> int:
    return int(record is not None and getattr(record, "active", True))


class Masterdata:
    """Everything that may change, as it is now. Follows the journal; read from the event loop."""

    def __init__(self) -> None:
        self.articles: Shelf[ArticleRecord] = Shelf()
        self.groups: Shelf[Group] = Shelf()
        self.places: Shelf[Place] = Shelf()
        self.shops: Shelf[Shop] = Shelf()
        self.tills: Shelf[Till] = Shelf()
        self.signers: Shelf[SignerRecord] = Shelf()
        self.devices: Shelf[Device] = Shelf()
        self.staff: Shelf[Staff] = Shelf()
        self.customers: Shelf[Customer] = Shelf()
        self.tax: Shelf[Rate] = Shelf()
        self.all_settings: Shelf[ShopSettings] = Shelf()
        self.promotions: Shelf[Promotion] = Shelf()
        self.price_lists: Shelf[PriceList] = Shelf()
        self.coupon_batches: Shelf[CouponBatch] = Shelf()
        self.agencies: Shelf[Agency] = Shelf()
        """By number, written as text."""
        self._shelves: dict[str, Shelf[Any]] = {
            "article": self.articles, "group": self.groups, "place": self.places, "shop": self.shops,
            "till": self.tills, "device": self.devices, "staff": self.staff, "customer": self.customers,
            "tax": self.tax, "settings": self.all_settings, "promotion": self.promotions,
            "price_list": self.price_lists, "coupon_batch": self.coupon_batches, "tse": self.signers,
            "agency": self.agencies,
        }  # fmt: skip
        self.version = 0
        """Number of the entry that changed articles, groups, tax, settings or what prices follow from last."""
        self.priced: dict[str, Article] = {}
        self.barcodes: dict[str, Barcode] = {}
        self.priced_barcodes: dict[str, Barcode] = {}
        """Barcodes with a price of their own (six-packs, crates), for the quote."""
        self.by_number: dict[str, str] = {}
        self.customer_numbers: dict[str, str] = {}
        self.batch_numbers: dict[int, str] = {}
        """Id of each batch of coupon codes by the number in its codes."""
        self.single_vouchers: dict[str, None] = {}
        """Ids of the articles that are single-purpose vouchers, in their order."""
        self.search = ArticleSearch()
        self._pending: list[tuple[str, str, int, bool, bytes]] = []
        self._excerpts: dict[tuple[str, str], Excerpt] = {}
        self._offers: dict[str, Offers] = {}
        """One at most. A change puts a new dictionary here, so that nobody keeps in it what was read before."""

    @property
    def rules_version(self) -> int:
        """Number of the entry that changed anything last that a till goes by, beside goods and customers."""
        apart = (self.articles, self.customers, self.devices, self.coupon_batches, self.signers)
        return max(shelf.last for shelf in self._shelves.values() if shelf not in apart)

    @property
    def settings(self) -> ShopSettings:
        found = self.all_settings.get("settings")
        return found if found is not None else ShopSettings()

    @property
    def offers(self) -> Offers:
        """The promotions and price lists that are switched on."""
        kept = self._offers
        found = kept.get("")
        if found is None:
            found = kept[""] = offers_of(self.promotions, self.price_lists)
        return found

    def batch_numbered(self, number: int) -> CouponBatch | None:
        """The batch that a code names."""
        return self.coupon_batches.get(self.batch_numbers.get(number, ""))

    def excerpt(self, day: str, shop: str = "") -> Excerpt:
        """What quotes of a business day depend on, whoever buys (without returns)."""
        kept = self._excerpts
        found = kept.get((day, shop))
        if found is None:
            if len(kept) > 50:
                kept.clear()
            offers = self.offers
            found = kept[day, shop] = Excerpt(
                self.priced,
                rates_on(self.rates, day),
                self.quote_settings(shop),
                barcodes=self.priced_barcodes, promotions=offers.promotions, price_lists=offers.price_lists,
                shop=shop,
            )  # fmt: skip
        return found

    @property
    def rates(self) -> tuple[TaxRate, ...]:
        """Every VAT rate with the day it begins to hold."""
        return tuple([TaxRate(rate.key, rate.rate, rate.valid_from, rate.label, rate.note) for rate in self.tax])

    def quote_settings(self, shop: str) -> Settings:
        """What a shop's quotes depend on beside goods and offers."""
        settings, found = self.settings, self.shops.get(shop)
        return Settings(
            settings.points_per_euro if settings.points_active else 0, settings.line_discount_limit,
            small_business=found is not None and found.party.small_business, eat_in=settings.eat_in,
        )  # fmt: skip

    def load(self, tx: Tx) -> None:
        for kind, id, seq, body in tx.all("SELECT kind, id, seq, body FROM record WHERE deleted = 0"):
            self._put(kind, id, int(seq), False, bytes(body))
        for kind, id, seq in tx.all("SELECT kind, id, seq FROM record WHERE deleted <> 0"):
            self._put(kind, id, int(seq), True, b"")
        for shelf in self._shelves.values():
            shelf.newest.sort()

    def appended(self, draft: Draft, entry: Entry) -> None:
        if entry.kind == "masterdata":
            kind, _, id = entry.subject.partition(":")
            change = _decode_change(entry.body)
            self._pending.append((kind, id, entry.seq, change.deleted, bytes(change.record)))

    def before_commit(self, tx: Tx) -> None:
        if self._pending:
            latest = {(kind, id): (kind, id, seq, int(gone), body) for kind, id, seq, gone, body in self._pending}
            tx.many(
                "INSERT INTO record (kind, id, seq, deleted, body) | ON CONFLICT (kind, id) DO UPDATE SET "
                "seq = excluded.seq, deleted = excluded.deleted, body = excluded.body",
                ("text", "text", "bigint", "bigint", "bytea"),
                sorted(latest.values()),
            )

    def after_commit(self) -> None:
        pending, self._pending = self._pending, []
        for kind, id, seq, gone, body in pending:
            self._put(kind, id, seq, gone, body)

    def after_rollback(self) -> None:
        self._pending = []

    def idle(self, tx: Tx) -> bool:
        return False

    def _put(self, kind: str, id: str, seq: int, gone: bool, body: bytes) -> None:
        shelf = self._shelves.get(kind)
        if shelf is None:
            return  # a newer node's kind: carried in the journal, not understood here
        new = None if gone else _DECODERS[kind](body)
        old = shelf.put(id, seq, new)
        if kind == "article":
            self._index_article(id, old, new)
        elif kind == "customer":
            if old is not None:
                self.customer_numbers.pop(old.number, None)
            if new is not None:
                self.customer_numbers[new.number] = id
        elif kind == "coupon_batch" and new is not None:
            self.batch_numbers[new.number] = id
        if kind in ("promotion", "price_list"):
            self._offers = {}
        if kind in ("article", "group", "tax", "settings", "promotion", "price_list", "shop"):
            self.version = max(self.version, seq)
            self._excerpts = {}

    def _index_article(self, id: str, old: ArticleRecord | None, new: ArticleRecord | None) -> None:
        """The new state first, then what is left of the old one: the event loop reads while the writer changes."""
        codes: set[str] = set()
        if new is not None:
            self.priced[id] = new.article
            if new.article.kind == "single_voucher":
                self.single_vouchers[id] = None
            self.by_number[new.article.number] = id
            for barcode in new.barcodes:
                found = (barcode.code, *keys(barcode.code))
                codes.update(found)
                for key in found:
                    self.barcodes[key] = barcode
                if barcode.price is not None:
                    self.priced_barcodes[barcode.code] = barcode
        if old is not None:
            if new is None:
                self.priced.pop(id, None)
            if (new is None or new.article.number != old.article.number) and self.by_number.get(
                old.article.number
            ) == id:
                del self.by_number[old.article.number]
            for barcode in old.barcodes:
                for key in (barcode.code, *keys(barcode.code)):
                    if key not in codes and key in self.barcodes and self.barcodes[key].article == id:
                        del self.barcodes[key]
                self._forget_price(id, barcode.code)
        self.search.put(id, new)

    def _forget_price(self, id: str, code: str) -> None:
        """A barcode that has no price of its own any more, or stands for another article."""
        priced, now = self.priced_barcodes.get(code), self.barcodes.get(code)
        if priced is not None and priced.article == id and (now is None or now.price is None or now.article != id):
            del self.priced_barcodes[code]


def assembled(states: Iterable[tuple[str, str, int, bytes]]) -> Masterdata:
    """Masterdata of given states (kind, id, entry, record): they follow no journal."""
    made = Masterdata()
    for kind, id, seq, body in states:
        made._put(kind, id, seq, False, body)  # noqa: SLF001 - the same module
    return made


def change(
    tx: Tx, journal: Journal, kind: str, id: str, record: object, *, entry_id: str, at: int, day: str, actor: str,
    till: str = "", deleted: bool = False, source: str = "",
) -> Entry:  # fmt: skip
    """Write a new state of a record. The old one stays in the journal.

    `source`: how it came about where that is not a form (`import`, `undo`, `api`, `start`).
    """
    assert kind in KINDS, "masterdata of a known kind"
    content: dict[str, object] = {"record": record, "deleted": deleted}
    body = encode(content | {"source": source} if source else content)
    return journal.append(
        tx,
        Draft(
            id=entry_id,
            kind="masterdata",
            at=at,
            business_day=day,
            body=body,
            actor=actor,
            till=till,
            subject=f"{kind}:{id}",
        ),
    )
