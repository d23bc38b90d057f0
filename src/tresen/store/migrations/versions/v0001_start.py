"""The first schema, and the refusal of the database itself to change or delete an entry."""

from alembic import op

revision = "0001"
down_revision = None

SQLITE = (
    """CREATE TABLE entry (
 seq INTEGER NOT NULL,
 id VARCHAR DEFAULT '' NOT NULL,
 kind VARCHAR DEFAULT '' NOT NULL,
 version INTEGER DEFAULT '0' NOT NULL,
 at INTEGER DEFAULT '0' NOT NULL,
 business_day VARCHAR DEFAULT '' NOT NULL,
 actor VARCHAR DEFAULT '' NOT NULL,
 node VARCHAR DEFAULT '' NOT NULL,
 till VARCHAR DEFAULT '' NOT NULL,
 series VARCHAR DEFAULT '' NOT NULL,
 counter INTEGER DEFAULT '0' NOT NULL,
 subject VARCHAR DEFAULT '' NOT NULL,
 body BLOB NOT NULL,
 hash BLOB NOT NULL,
 PRIMARY KEY (seq),
 CONSTRAINT entry_id UNIQUE (id)
)""",
    """CREATE INDEX entry_kind ON entry (kind, seq) WHERE kind <> 'receipt'""",
    """CREATE UNIQUE INDEX entry_series ON entry (till, series, counter) WHERE series <> ''""",
    """CREATE INDEX entry_subject ON entry (subject, seq) WHERE subject <> ''""",
    """CREATE TABLE receipt (
 seq INTEGER NOT NULL,
 id VARCHAR DEFAULT '' NOT NULL,
 till VARCHAR DEFAULT '' NOT NULL,
 number INTEGER DEFAULT '0' NOT NULL,
 business_day VARCHAR DEFAULT '' NOT NULL,
 at INTEGER DEFAULT '0' NOT NULL,
 kind VARCHAR DEFAULT '' NOT NULL,
 type VARCHAR DEFAULT '' NOT NULL,
 total INTEGER DEFAULT '0' NOT NULL,
 staff VARCHAR DEFAULT '' NOT NULL,
 customer VARCHAR DEFAULT '' NOT NULL,
 PRIMARY KEY (seq)
)""",
    """CREATE INDEX receipt_customer ON receipt (customer, seq) WHERE customer <> ''""",
    """CREATE INDEX receipt_day ON receipt (business_day, seq)""",
    """CREATE INDEX receipt_till ON receipt (till, seq)""",
    """CREATE TABLE returned (
 receipt VARCHAR NOT NULL,
 line INTEGER NOT NULL,
 seq INTEGER NOT NULL,
 n INTEGER NOT NULL,
 quantity INTEGER DEFAULT '0' NOT NULL,
 amount INTEGER DEFAULT '0' NOT NULL,
 PRIMARY KEY (receipt, line, seq, n)
)
 WITHOUT ROWID""",
    """CREATE TABLE balance (
 account VARCHAR NOT NULL,
 unit VARCHAR NOT NULL,
 amount INTEGER DEFAULT '0' NOT NULL,
 PRIMARY KEY (account, unit)
)""",
    """CREATE TABLE movement (
 account VARCHAR NOT NULL,
 seq INTEGER NOT NULL,
 n INTEGER NOT NULL,
 amount INTEGER DEFAULT '0' NOT NULL,
 counter_account VARCHAR DEFAULT '' NOT NULL,
 reason VARCHAR DEFAULT '' NOT NULL,
 PRIMARY KEY (account, seq, n)
)
 WITHOUT ROWID""",
    """CREATE TABLE day_total (
 business_day VARCHAR NOT NULL,
 till VARCHAR NOT NULL,
 dimension VARCHAR NOT NULL,
 "key" VARCHAR NOT NULL,
 count INTEGER DEFAULT '0' NOT NULL,
 amount INTEGER DEFAULT '0' NOT NULL,
 quantity INTEGER DEFAULT '0' NOT NULL,
 PRIMARY KEY (business_day, till, dimension, "key")
)
 WITHOUT ROWID""",
    """CREATE TABLE fold (
 name VARCHAR NOT NULL,
 seq INTEGER DEFAULT '0' NOT NULL,
 PRIMARY KEY (name)
)""",
    """CREATE TABLE record (
 kind VARCHAR NOT NULL,
 id VARCHAR NOT NULL,
 seq INTEGER DEFAULT '0' NOT NULL,
 deleted INTEGER DEFAULT '0' NOT NULL,
 body BLOB NOT NULL,
 PRIMARY KEY (kind, id)
)""",
    """CREATE TABLE person (
 id VARCHAR NOT NULL,
 name VARCHAR DEFAULT '' NOT NULL,
 phone VARCHAR DEFAULT '' NOT NULL,
 mail VARCHAR DEFAULT '' NOT NULL,
 phone_key VARCHAR DEFAULT '' NOT NULL,
 updated_at INTEGER DEFAULT '0' NOT NULL,
 PRIMARY KEY (id)
)""",
    """CREATE INDEX person_phone ON person (phone_key)""",
    """CREATE TABLE open_basket (
 id VARCHAR NOT NULL,
 till VARCHAR DEFAULT '' NOT NULL,
 state VARCHAR DEFAULT '' NOT NULL,
 version INTEGER DEFAULT '0' NOT NULL,
 updated_at INTEGER DEFAULT '0' NOT NULL,
 body BLOB NOT NULL,
 PRIMARY KEY (id)
)""",
    """CREATE TABLE payment (
 id VARCHAR NOT NULL,
 basket VARCHAR DEFAULT '' NOT NULL,
 till VARCHAR DEFAULT '' NOT NULL,
 state VARCHAR DEFAULT '' NOT NULL,
 updated_at INTEGER DEFAULT '0' NOT NULL,
 body BLOB NOT NULL,
 PRIMARY KEY (id)
)""",
    """CREATE INDEX payment_basket ON payment (basket)""",
    """CREATE TABLE queue_item (
 id VARCHAR NOT NULL,
 queue VARCHAR DEFAULT '' NOT NULL,
 state VARCHAR DEFAULT '' NOT NULL,
 tries INTEGER DEFAULT '0' NOT NULL,
 due_at INTEGER DEFAULT '0' NOT NULL,
 created_at INTEGER DEFAULT '0' NOT NULL,
 error VARCHAR DEFAULT '' NOT NULL,
 body BLOB NOT NULL,
 PRIMARY KEY (id)
)""",
    """CREATE INDEX queue_item_due ON queue_item (queue, state, due_at)""",
    """CREATE TABLE secret (
 kind VARCHAR NOT NULL,
 id VARCHAR NOT NULL,
 value VARCHAR DEFAULT '' NOT NULL,
 expires_at INTEGER DEFAULT '0' NOT NULL,
 body VARCHAR DEFAULT '' NOT NULL,
 PRIMARY KEY (kind, id)
)""",
)

POSTGRES = (
    """CREATE TABLE entry (
 seq BIGINT NOT NULL,
 id VARCHAR DEFAULT '' NOT NULL,
 kind VARCHAR DEFAULT '' NOT NULL,
 version BIGINT DEFAULT '0' NOT NULL,
 at BIGINT DEFAULT '0' NOT NULL,
 business_day VARCHAR DEFAULT '' NOT NULL,
 actor VARCHAR DEFAULT '' NOT NULL,
 node VARCHAR DEFAULT '' NOT NULL,
 till VARCHAR DEFAULT '' NOT NULL,
 series VARCHAR DEFAULT '' NOT NULL,
 counter BIGINT DEFAULT '0' NOT NULL,
 subject VARCHAR DEFAULT '' NOT NULL,
 body BYTEA NOT NULL,
 hash BYTEA NOT NULL,
 PRIMARY KEY (seq),
 CONSTRAINT entry_id UNIQUE (id)
)""",
    """CREATE INDEX entry_kind ON entry (kind, seq) WHERE kind <> 'receipt'""",
    """CREATE UNIQUE INDEX entry_series ON entry (till, series, counter) WHERE series <> ''""",
    """CREATE INDEX entry_subject ON entry (subject, seq) WHERE subject <> ''""",
    """CREATE TABLE receipt (
 seq BIGINT NOT NULL,
 id VARCHAR DEFAULT '' NOT NULL,
 till VARCHAR DEFAULT '' NOT NULL,
 number BIGINT DEFAULT '0' NOT NULL,
 business_day VARCHAR DEFAULT '' NOT NULL,
 at BIGINT DEFAULT '0' NOT NULL,
 kind VARCHAR DEFAULT '' NOT NULL,
 type VARCHAR DEFAULT '' NOT NULL,
 total BIGINT DEFAULT '0' NOT NULL,
 staff VARCHAR DEFAULT '' NOT NULL,
 customer VARCHAR DEFAULT '' NOT NULL,
 PRIMARY KEY (seq)
)""",
    """CREATE INDEX receipt_customer ON receipt (customer, seq) WHERE customer <> ''""",
    """CREATE INDEX receipt_day ON receipt (business_day, seq)""",
    """CREATE INDEX receipt_till ON receipt (till, seq)""",
    """CREATE TABLE returned (
 receipt VARCHAR NOT NULL,
 line BIGINT NOT NULL,
 seq BIGINT NOT NULL,
 n BIGINT NOT NULL,
 quantity BIGINT DEFAULT '0' NOT NULL,
 amount BIGINT DEFAULT '0' NOT NULL,
 PRIMARY KEY (receipt, line, seq, n)
)""",
    """CREATE TABLE balance (
 account VARCHAR NOT NULL,
 unit VARCHAR NOT NULL,
 amount BIGINT DEFAULT '0' NOT NULL,
 PRIMARY KEY (account, unit)
)""",
    """CREATE TABLE movement (
 account VARCHAR NOT NULL,
 seq BIGINT NOT NULL,
 n BIGINT NOT NULL,
 amount BIGINT DEFAULT '0' NOT NULL,
 counter_account VARCHAR DEFAULT '' NOT NULL,
 reason VARCHAR DEFAULT '' NOT NULL,
 PRIMARY KEY (account, seq, n)
)""",
    """CREATE TABLE day_total (
 business_day VARCHAR NOT NULL,
 till VARCHAR NOT NULL,
 dimension VARCHAR NOT NULL,
 key VARCHAR NOT NULL,
 count BIGINT DEFAULT '0' NOT NULL,
 amount BIGINT DEFAULT '0' NOT NULL,
 quantity BIGINT DEFAULT '0' NOT NULL,
 PRIMARY KEY (business_day, till, dimension, key)
)""",
    """CREATE TABLE fold (
 name VARCHAR NOT NULL,
 seq BIGINT DEFAULT '0' NOT NULL,
 PRIMARY KEY (name)
)""",
    """CREATE TABLE record (
 kind VARCHAR NOT NULL,
 id VARCHAR NOT NULL,
 seq BIGINT DEFAULT '0' NOT NULL,
 deleted BIGINT DEFAULT '0' NOT NULL,
 body BYTEA NOT NULL,
 PRIMARY KEY (kind, id)
)""",
    """CREATE TABLE person (
 id VARCHAR NOT NULL,
 name VARCHAR DEFAULT '' NOT NULL,
 phone VARCHAR DEFAULT '' NOT NULL,
 mail VARCHAR DEFAULT '' NOT NULL,
 phone_key VARCHAR DEFAULT '' NOT NULL,
 updated_at BIGINT DEFAULT '0' NOT NULL,
 PRIMARY KEY (id)
)""",
    """CREATE INDEX person_phone ON person (phone_key)""",
    """CREATE TABLE open_basket (
 id VARCHAR NOT NULL,
 till VARCHAR DEFAULT '' NOT NULL,
 state VARCHAR DEFAULT '' NOT NULL,
 version BIGINT DEFAULT '0' NOT NULL,
 updated_at BIGINT DEFAULT '0' NOT NULL,
 body BYTEA NOT NULL,
 PRIMARY KEY (id)
)""",
    """CREATE TABLE payment (
 id VARCHAR NOT NULL,
 basket VARCHAR DEFAULT '' NOT NULL,
 till VARCHAR DEFAULT '' NOT NULL,
 state VARCHAR DEFAULT '' NOT NULL,
 updated_at BIGINT DEFAULT '0' NOT NULL,
 body BYTEA NOT NULL,
 PRIMARY KEY (id)
)""",
    """CREATE INDEX payment_basket ON payment (basket)""",
    """CREATE TABLE queue_item (
 id VARCHAR NOT NULL,
 queue VARCHAR DEFAULT '' NOT NULL,
 state VARCHAR DEFAULT '' NOT NULL,
 tries BIGINT DEFAULT '0' NOT NULL,
 due_at BIGINT DEFAULT '0' NOT NULL,
 created_at BIGINT DEFAULT '0' NOT NULL,
 error VARCHAR DEFAULT '' NOT NULL,
 body BYTEA NOT NULL,
 PRIMARY KEY (id)
)""",
    """CREATE INDEX queue_item_due ON queue_item (queue, state, due_at)""",
    """CREATE TABLE secret (
 kind VARCHAR NOT NULL,
 id VARCHAR NOT NULL,
 value VARCHAR DEFAULT '' NOT NULL,
 expires_at BIGINT DEFAULT '0' NOT NULL,
 body VARCHAR DEFAULT '' NOT NULL,
 PRIMARY KEY (kind, id)
)""",
)

SQLITE_REFUSALS = (
    """CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry
    BEGIN SELECT RAISE(ABORT, 'the journal only grows: entries are never changed'); END""",
    """CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
    BEGIN SELECT RAISE(ABORT, 'the journal only grows: entries are never deleted'); END""",
)

POSTGRES_REFUSALS = (
    """CREATE FUNCTION entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the journal only grows: entries are never changed or deleted'; END $$""",
    """CREATE TRIGGER entry_no_change BEFORE UPDATE OR DELETE ON entry
    FOR EACH ROW EXECUTE FUNCTION entry_refuse()""",
    """CREATE TRIGGER entry_no_truncate BEFORE TRUNCATE ON entry
    FOR EACH STATEMENT EXECUTE FUNCTION entry_refuse()""",
)


def upgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    for statement in (*POSTGRES, *POSTGRES_REFUSALS) if postgres else (*SQLITE, *SQLITE_REFUSALS):
        op.execute(statement)
