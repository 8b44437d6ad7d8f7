"""Alembic's entry point: the migrations, in the transaction of the connection it is handed."""

from alembic import context

from results.migrate import VERSION_TABLE
from results.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
)
context.run_migrations()
