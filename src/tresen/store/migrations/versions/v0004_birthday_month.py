"""The month of a customer's birthday, for offers; erased with the rest of the person."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    number = "BIGINT" if op.get_bind().dialect.name == "postgresql" else "INTEGER"
    op.execute(f"ALTER TABLE person ADD COLUMN birthday_month {number} DEFAULT '0' NOT NULL")
