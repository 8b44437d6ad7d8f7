"""Bring a database to the schema this program needs: all of the way or not at all."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import Connection, func, inspect, select, text

from results import schema
from results.database import Database
from results.errors import DamagedStore, NewerStore, NoSuchStore, ReadOnlyStore
from sim.version import MODEL_VERSION

FOLDER = Path(__file__).parent / "migrations"
VERSION_TABLE = "silos_version"
STRANGE = """
SELECT name FROM sqlite_master
WHERE type NOT IN ('table', 'index') OR sql LIKE 'CREATE VIRTUAL%'
"""
"""What makes SQLite run something when it is only read: a file may come from anybody."""


def migrate(database: Database, *, make: bool = True) -> None:
    """Make the tables of a new store (if asked), bring an old one up to date, refuse one newer than this program."""
    with database.read() as connection:
        present = schema_version(connection, database.place)
    if present == schema.HEAD:
        return
    if present is None and not make:
        raise NoSuchStore(f"{database.place}: there is no store here; 'silos sweep' creates one")
    if database.read_only:
        raise ReadOnlyStore(
            f"{database.place}: this store was written by an older version of Silos and cannot be updated "
            "because the file is read-only"
        )
    with database.write() as connection:
        present = schema_version(connection, database.place)
        if present != schema.HEAD:
            upgrade(connection)
        earlier = _earlier_models(connection) if present not in (None, schema.HEAD) else ""
    if earlier:
        database.say(f"{database.place}: brought up to date from schema {present}; {earlier}")


def _earlier_models(connection: Connection) -> str:
    """Return in words which experiments an earlier version of the model made; empty where none."""
    table = schema.experiments
    counts = select(table.c.model_version, func.count()).group_by(table.c.model_version)
    earlier = connection.execute(counts.where(table.c.model_version < MODEL_VERSION)).all()
    if not earlier:
        return ""
    counted = ", ".join(f"{count} made with model version {version}" for version, count in sorted(earlier))
    return f"experiments in it: {counted}, which stay as they are; new runs are stored beside them"


def schema_version(connection: Connection, place: str) -> str | None:
    """The schema that is there, None where there is none yet; raises where it is not one for this program."""
    if connection.dialect.name == "sqlite" and (present := connection.scalar(text(STRANGE))) is not None:
        raise DamagedStore(f"{place}: this database has a view or a trigger, {present!r}, which no Silos store has")
    there = set(inspect(connection).get_table_names())
    if VERSION_TABLE not in there:
        # A server's database may be shared with others, a file is ours or it is not.
        if strange := there if connection.dialect.name == "sqlite" else there & set(schema.metadata.tables):
            raise DamagedStore(
                f"{place}: this database has a table {min(strange)!r} that is not from Silos; choose another database"
            )
        return None
    present = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one_or_none()
    if present is not None and not re.fullmatch(r"\d{4}", present):
        raise DamagedStore(f"{place}: no version of Silos writes stores of schema {present!r}")
    if present is not None and present > schema.HEAD:
        raise NewerStore(
            f"{place}: a newer version of Silos wrote this store (schema {present}, this program knows {schema.HEAD}); "
            "update Silos"
        )
    if present is not None and not any(FOLDER.glob(f"versions/{present}_*.py")):
        raise DamagedStore(f"{place}: no version of Silos wrote stores of schema {present!r}")
    return None if present is None else str(present)


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run the migrations in the transaction of ``connection``."""
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, to)
