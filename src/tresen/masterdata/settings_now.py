"""The settings of a shop whose node may or may not be running, for programs that read beside it."""

import msgspec
import sqlalchemy as sa

from tresen.masterdata.kinds import ShopSettings
from tresen.store import schema


def settings_now(connection: sa.Connection) -> ShopSettings:
    """As they are stored, the defaults if nothing is."""
    c = schema.record.c
    question = sa.select(c.body).where(c.kind == "settings", c.id == "settings", c.deleted == 0)
    row = connection.execute(question).first()
    return msgspec.json.decode(bytes(row[0]), type=ShopSettings) if row is not None else ShopSettings()
