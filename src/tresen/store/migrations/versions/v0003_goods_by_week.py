"""Goods by week and over all tills: the fold begins anew and is made again from the journal."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute("DELETE FROM article_total")
    op.execute("DELETE FROM fold WHERE name = 'article_total'")
