"""Every table of a node. Only adds: a column or table once shipped is never renamed, retyped or dropped.

`entry` is the record. `balance`, `movement`, `day_total`, `article_total`, `receipt`, `deviation`, `invoice` and `record` are folds of it and can be rebuilt.
The rest is working state that may change (open baskets, queues, sessions) or must be erasable (persons, documents of invoices).
"""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, String, Table, UniqueConstraint, text

metadata = MetaData()


def _text(name: str, *, primary_key: bool = False) -> Column[str]:
    return Column(name, String, nullable=False, primary_key=primary_key, server_default=None if primary_key else "")


def _number(name: str, *, primary_key: bool = False) -> Column[int]:
    return Column(
        name,
        BigInteger().with_variant(Integer, "sqlite"),
        nullable=False,
        primary_key=primary_key,
        autoincrement=False,
        server_default=None if primary_key else "0",
    )


entry = Table(
    "entry",
    metadata,
    _number("seq", primary_key=True),
    _text("id"),
    _text("kind"),
    _number("version"),
    _number("at"),
    _text("business_day"),
    _text("actor"),
    _text("node"),
    _text("till"),
    _text("series"),
    _number("counter"),
    _text("subject"),
    Column("body", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    UniqueConstraint("id", name="entry_id"),
    Index(
        "entry_series", "till", "series", "counter", unique=True,
        sqlite_where=text("series <> ''"), postgresql_where=text("series <> ''"),
    ),
    Index(
        "entry_subject", "subject", "seq",
        sqlite_where=text("subject <> ''"), postgresql_where=text("subject <> ''"),
    ),
    Index(
        "entry_kind", "kind", "seq",
        sqlite_where=text("kind <> 'receipt'"), postgresql_where=text("kind <> 'receipt'"),
    ),
)  # fmt: skip

receipt = Table(
    "receipt",
    metadata,
    _number("seq", primary_key=True),
    _text("id"),
    _text("till"),
    _number("number"),
    _text("business_day"),
    _number("at"),
    _text("kind"),
    _text("type"),
    _number("total"),
    _text("staff"),
    _text("customer"),
    Index("receipt_till", "till", "seq"),
    Index("receipt_day", "business_day", "seq"),
    Index(
        "receipt_customer", "customer", "seq",
        sqlite_where=text("customer <> ''"), postgresql_where=text("customer <> ''"),
    ),
)  # fmt: skip

returned = Table(
    "returned",
    metadata,
    _text("receipt", primary_key=True),
    _number("line", primary_key=True),
    _number("seq", primary_key=True),
    _number("n", primary_key=True),
    _number("quantity"),
    _number("amount"),
    sqlite_with_rowid=False,
)
"""What came back of a receipt's lines: one row per return line, fold of the returning receipts."""

balance = Table(
    "balance",
    metadata,
    _text("account", primary_key=True),
    _text("unit", primary_key=True),
    _number("amount"),
)

movement = Table(
    "movement",
    metadata,
    _text("account", primary_key=True),
    _number("seq", primary_key=True),
    _number("n", primary_key=True),
    _number("amount"),
    _text("counter_account"),
    _text("reason"),
    sqlite_with_rowid=False,
)

day_total = Table(
    "day_total",
    metadata,
    _text("business_day", primary_key=True),
    _text("till", primary_key=True),
    _text("dimension", primary_key=True),
    _text("key", primary_key=True),
    _number("count"),
    _number("amount"),
    _number("quantity"),
    sqlite_with_rowid=False,
)

article_total = Table(
    "article_total",
    metadata,
    _text("period", primary_key=True),
    _text("till", primary_key=True),
    _text("article", primary_key=True),
    _text("goods_group", primary_key=True),
    _text("tax", primary_key=True),
    _number("count"),
    _number("amount"),
    _number("quantity"),
    sqlite_with_rowid=False,
)
"""What was sold of each article: `period` is a day (2026-06-01), an ISO week (2026-W23) or a month (2026-06), `till` is
empty for all of them together, `tax` is key/rate.
"""

deviation = Table(
    "deviation",
    metadata,
    _text("id", primary_key=True),
    _number("seq"),
    _text("code"),
    _text("till"),
    _text("receipt"),
    _number("settled"),
    Index("deviation_settled", "settled", "seq"),
)
"""Where a till's receipt and the node differ; `settled` is the entry that settled it, 0 while it is open."""

invoice = Table(
    "invoice",
    metadata,
    _text("id", primary_key=True),
    _number("seq"),
    _text("number"),
    _text("type"),
    _text("receipt"),
    _text("returned_by"),
    _text("corrects"),
    _number("cancelled"),
    _number("at"),
    _text("business_day"),
    _number("total"),
    Index("invoice_receipt", "receipt"),
    Index("invoice_corrects", "corrects"),
    Index("invoice_seq", "seq"),
)
"""Invoices, credit notes and cancellations: one row each, fold of the entries of kind `invoice`."""

invoice_document = Table(
    "invoice_document",
    metadata,
    _text("id", primary_key=True),
    _text("buyer"),
    Column("body", LargeBinary, nullable=False),
)
"""What the buyer got, with the buyer's data; its hash is in the entry. Never changed, erasable when its term is over."""

fold = Table("fold", metadata, _text("name", primary_key=True), _number("seq"))

record = Table(
    "record",
    metadata,
    _text("kind", primary_key=True),
    _text("id", primary_key=True),
    _number("seq"),
    _number("deleted"),
    Column("body", LargeBinary, nullable=False),
)

person = Table(
    "person",
    metadata,
    _text("id", primary_key=True),
    _text("name"),
    _text("phone"),
    _text("mail"),
    _text("phone_key"),
    _number("updated_at"),
    _text("street"),
    _text("postcode"),
    _text("city"),
    _text("note"),
    _text("words"),
    _number("birthday_month"),
    Index("person_phone", "phone_key"),
    Index("person_mail", "mail"),
)

open_basket = Table(
    "open_basket",
    metadata,
    _text("id", primary_key=True),
    _text("till"),
    _text("state"),
    _number("version"),
    _number("updated_at"),
    Column("body", LargeBinary, nullable=False),
)

payment = Table(
    "payment",
    metadata,
    _text("id", primary_key=True),
    _text("basket"),
    _text("till"),
    _text("state"),
    _number("updated_at"),
    Column("body", LargeBinary, nullable=False),
    Index("payment_basket", "basket"),
)

queue_item = Table(
    "queue_item",
    metadata,
    _text("id", primary_key=True),
    _text("queue"),
    _text("state"),
    _number("tries"),
    _number("due_at"),
    _number("created_at"),
    _text("error"),
    Column("body", LargeBinary, nullable=False),
    Index("queue_item_due", "queue", "state", "due_at"),
)

secret = Table(
    "secret",
    metadata,
    _text("kind", primary_key=True),
    _text("id", primary_key=True),
    _text("value"),
    _number("expires_at"),
    _text("body"),
)
"""Hashes only: PINs, passwords, device keys, sessions, API tokens, pairing codes; and the node's own random key."""
