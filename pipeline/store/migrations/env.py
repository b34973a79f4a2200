"""What Alembic runs: the steps on the connection, and in the transaction, that `schema.py` hands over."""

from __future__ import annotations

from alembic import context

from pipeline.store.schema import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"], version_table=VERSION_TABLE, transactional_ddl=True
)
context.run_migrations()
