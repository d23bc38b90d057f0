"""Alembic's entry: migrations run over the connection that the node hands in."""

from alembic import context

from tresen.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=False)
with context.begin_transaction():
    context.run_migrations()
