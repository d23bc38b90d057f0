"""Invoices and their documents. A document is never changed; it may be erased when its term is over."""

from alembic import op

revision = "0006"
down_revision = "0005"

INVOICE = """CREATE TABLE invoice (
 id VARCHAR NOT NULL,
 seq {number} DEFAULT '0' NOT NULL,
 number VARCHAR DEFAULT '' NOT NULL,
 type VARCHAR DEFAULT '' NOT NULL,
 receipt VARCHAR DEFAULT '' NOT NULL,
 returned_by VARCHAR DEFAULT '' NOT NULL,
 corrects VARCHAR DEFAULT '' NOT NULL,
 cancelled {number} DEFAULT '0' NOT NULL,
 at {number} DEFAULT '0' NOT NULL,
 business_day VARCHAR DEFAULT '' NOT NULL,
 total {number} DEFAULT '0' NOT NULL,
 PRIMARY KEY (id)
)"""

DOCUMENT = """CREATE TABLE invoice_document (
 id VARCHAR NOT NULL,
 buyer VARCHAR DEFAULT '' NOT NULL,
 body {bytes} NOT NULL,
 PRIMARY KEY (id)
)"""

INDEXES = (
    "CREATE INDEX invoice_receipt ON invoice (receipt)",
    "CREATE INDEX invoice_corrects ON invoice (corrects)",
    "CREATE INDEX invoice_seq ON invoice (seq)",
)

SQLITE_REFUSAL = (
    """CREATE TRIGGER invoice_document_no_update BEFORE UPDATE ON invoice_document
    BEGIN SELECT RAISE(ABORT, 'what a buyer got is never changed'); END""",
)

POSTGRES_REFUSAL = (
    """CREATE FUNCTION invoice_document_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'what a buyer got is never changed'; END $$""",
    """CREATE TRIGGER invoice_document_no_update BEFORE UPDATE ON invoice_document
    FOR EACH ROW EXECUTE FUNCTION invoice_document_refuse()""",
)


def upgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    number, content = ("BIGINT", "BYTEA") if postgres else ("INTEGER", "BLOB")
    op.execute(INVOICE.format(number=number))
    op.execute(DOCUMENT.format(bytes=content))
    for statement in (*INDEXES, *(POSTGRES_REFUSAL if postgres else SQLITE_REFUSAL)):
        op.execute(statement)
