"""Steps from one schema to the next, run by Alembic when a store is opened.  ``results.schema`` says how to add one."""
