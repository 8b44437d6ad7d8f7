"""Steps from one schema to the next, run by Alembic when a store is opened; see ``results.schema`` for how to add one."""
