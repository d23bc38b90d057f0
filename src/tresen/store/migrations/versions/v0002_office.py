"""What the office asks for: goods by day and month, and where a customer lives."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ARTICLE_TOTAL = """CREATE TABLE article_total (
 period VARCHAR NOT NULL,
 till VARCHAR NOT NULL,
 article VARCHAR NOT NULL,
 goods_group VARCHAR NOT NULL,
 tax VARCHAR NOT NULL,
 count {number} DEFAULT '0' NOT NULL,
 amount {number} DEFAULT '0' NOT NULL,
 quantity {number} DEFAULT '0' NOT NULL,
 PRIMARY KEY (period, till, article, goods_group, tax)
)"""
PERSON = ("street", "postcode", "city", "note", "words")


def upgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    op.execute(
        ARTICLE_TOTAL.format(number="BIGINT" if postgres else "INTEGER") + ("" if postgres else " WITHOUT ROWID")
    )
    for name in PERSON:
        op.execute(f"ALTER TABLE person ADD COLUMN {name} VARCHAR DEFAULT '' NOT NULL")
    op.execute("CREATE INDEX person_mail ON person (mail)")
    connection = op.get_bind()
    for id, name, mail in connection.execute(sa.text("SELECT id, name, mail FROM person")).all():
        plain = unicodedata.normalize("NFKD", f"{name} {mail}".replace("ß", "ss")).lower()
        words = "".join(c for c in plain if not unicodedata.combining(c))
        connection.execute(sa.text("UPDATE person SET words = :words WHERE id = :id"), {"words": words, "id": id})
