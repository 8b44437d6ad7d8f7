"""Many rows at once: into a temporary table by the fastest way of each database, then on by SQL that both know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import Column, Connection, Insert, MetaData, Select, Table, Text, delete, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable

CHUNK = 50_000
"""How many rows are handed over at once."""

TRUE = text("true")
"""A condition that holds.  SQLite can tell INSERT ... SELECT ... ON CONFLICT from a join only by a WHERE."""


def staging(name: str, *columns: Column[Any]) -> Table:
    """A temporary table, a copy of these columns, made anew on every connection that needs it."""
    copies = (Column(column.name, column.type) for column in columns)
    return Table(name, MetaData(), *copies, prefixes=["TEMPORARY"], postgresql_on_commit="DELETE ROWS")


REQUESTED = staging("asked", Column("id", Text))
"""Ids to be looked up."""


@contextmanager
def staged(connection: Connection, table: Table, rows: Iterable[Sequence[Any]]) -> Iterator[None]:
    """A staging table holds these rows within the block."""
    connection.execute(CreateTable(table, if_not_exists=True))
    _load(connection, table, rows)
    yield
    connection.execute(delete(table))


@contextmanager
def requested(connection: Connection, ids: Iterable[str]) -> Iterator[None]:
    """ASKED holds these ids within the block."""
    with staged(connection, REQUESTED, ((id,) for id in ids)):
        yield


def _load(connection: Connection, table: Table, rows: Iterable[Sequence[Any]]) -> None:
    """Rows into a table: COPY for PostgreSQL, executemany for SQLite."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    if connection.dialect.name == "sqlite":
        marks, left = ", ".join("?" for _ in table.columns), iter(rows)
        while chunk := [tuple(row) for row in islice(left, CHUNK)]:
            connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", chunk)
        return
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types([column.type.compile(connection.dialect).lower() for column in table.columns])
        for row in rows:
            copy.write_row(row)


def insert_missing(connection: Connection, table: Table, rows: Select[Any], *, key: Sequence[str]) -> None:
    """Insert what a query gives, but rows whose key is there already."""
    names = [column.name for column in rows.selected_columns]
    connection.execute(
        insert_statement(connection.dialect.name, table)
        .from_select(names, rows.where(TRUE))
        .on_conflict_do_nothing(index_elements=list(key))
    )


def insert_statement(dialect: str, table: Table) -> Any:
    """INSERT as this database says it, with ON CONFLICT."""
    statement: Insert = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    return statement
