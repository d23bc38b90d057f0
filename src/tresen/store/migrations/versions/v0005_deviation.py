"""Where what a till handed out and what the node knows differ."""

from alembic import op

revision = "0005"
down_revision = "0004"

DEVIATION = """CREATE TABLE deviation (
 id VARCHAR NOT NULL,
 seq {number} DEFAULT '0' NOT NULL,
 code VARCHAR DEFAULT '' NOT NULL,
 till VARCHAR DEFAULT '' NOT NULL,
 receipt VARCHAR DEFAULT '' NOT NULL,
 settled {number} DEFAULT '0' NOT NULL,
 PRIMARY KEY (id)
)"""


def upgrade() -> None:
    number = "BIGINT" if op.get_bind().dialect.name == "postgresql" else "INTEGER"
    op.execute(DEVIATION.format(number=number))
    op.execute("CREATE INDEX deviation_settled ON deviation (settled, seq)")
