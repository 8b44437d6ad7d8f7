"""Stores of older versions are brought up to date by being opened; ``assets`` has one of each, as it was left."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from results import MEASURE_COLUMNS, StoreError, open_store, verify
from results.database import Database
from results.errors import DamagedStore, NewerStore
from results.migrate import FOLDER, VERSION_TABLE
from results.records import SERIES_COLUMNS
from results.schema import HEAD, metadata
from results.urls import url_of
from tests.results.conftest import Opener
from tests.results.making import MONTHS, announce, batch, end, run_id, series
from tests.results.server import Server

OLD = Path(__file__).parent / "assets" / "0001"


@pytest.fixture
def old(address: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A store of schema 0001: twelve runs asked for, one of them failed, one not done, five with series."""
    shutil.copytree(OLD / "silos.parts", tmp_path / "silos.parts")
    if "://" not in address:
        shutil.copy(OLD / "silos.sqlite", address)
    else:
        server: Server = request.getfixturevalue("server")
        server.execute((OLD / "silos.sql").read_text(), str(url_of(address).database))
    return address


def raw(address: str, *statements: str) -> None:
    """Statements given past the store."""
    database = Database(url_of(address), wait=5)
    with database.write() as connection:
        for each in statements:
            connection.execute(text(each))
    database.close()


def schema_of(address: str) -> tuple[str, set[str]]:
    """The version that is written down, and the columns of runs."""
    database = Database(url_of(address), wait=5)
    with database.read() as connection:
        found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one()
        columns = {each["name"] for each in inspect(connection).get_columns("runs")}
    database.close()
    return found, columns


def test_all_of_an_old_store_is_there_after_it_was_opened(old: str, opened: Opener) -> None:
    assert schema_of(old)[0] == "0001"
    store = opened()
    assert schema_of(old)[0] == HEAD
    listed = store.experiments().set_index("name")[["points", "runs", "done", "failed"]]
    assert listed.loc["old"].tolist() == [4, 12, 10, 1]
    assert listed.loc["older"].tolist() == [1, 3, 2, 0]
    frame = store.runs("old")
    done = [0, 1, 2, 3, 4, 5, 7, 8, 9, 10]
    assert frame["run"].tolist() == [run_id(number) for number in done]
    assert frame[list(MEASURE_COLUMNS)].to_numpy().tolist() == [end(number) for number in done]
    kept = store.series("old")
    assert len(kept) == 5 * MONTHS
    mine = kept[kept["run"] == run_id(4)]
    np.testing.assert_array_equal(mine[list(SERIES_COLUMNS)].to_numpy(), series(4).astype(np.float32))
    assert store.networks("old").empty
    assert list(verify(store)) == []


def test_an_old_store_goes_on_being_written(old: str, opened: Opener) -> None:
    store = opened()
    announce(store, "new", range(20), replicates=5)
    store.writer().write(batch(range(20), recorded=True))
    assert store.experiments().set_index("name")["done"].to_dict() == {"old": 12, "older": 3, "new": 20}
    assert len(store.networks("old")["run"].unique()) == 12
    assert store.runs("old")[list(MEASURE_COLUMNS)].to_numpy().tolist() == [end(number) for number in range(12)]
    assert list(verify(store)) == []


def test_a_migration_that_fails_leaves_no_debris(old: str, opened: Opener) -> None:
    # The last thing that 0002 adds is there already, so that it fails after it has done all else.
    raw(old, "ALTER TABLE parts ADD COLUMN digest TEXT")
    before = schema_of(old)
    with pytest.raises(StoreError):
        opened()
    assert schema_of(old) == before
    assert "networks" not in before[1]
    raw(old, "ALTER TABLE parts DROP COLUMN digest")
    assert len(opened().runs("old")) == 10


def test_many_open_an_old_store_at_once(old: str, opened: Opener) -> None:
    with ThreadPoolExecutor(6) as pool:
        stores = list(pool.map(lambda _: opened(wait=30.0), range(6)))
    assert [len(each.runs("old")) for each in stores] == [10] * 6


def test_many_make_a_store_at_once(address: str, opened: Opener) -> None:
    with ThreadPoolExecutor(6) as pool:
        stores = list(pool.map(lambda _: opened(wait=30.0), range(6)))
    assert len({each.parts.store for each in stores}) == 1


def test_migrations_make_the_tables_that_the_program_reads(address: str) -> None:
    open_store(address).close()
    database = Database(url_of(address), wait=5)
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, metadata) == []
    database.close()


def test_the_newest_migration_is_the_one_the_program_needs() -> None:
    steps = sorted(each.name for each in (FOLDER / "versions").glob("[0-9]*.py"))
    assert steps[-1].startswith(HEAD)


def test_a_store_of_a_newer_program_is_refused_and_left_alone(address: str, opened: Opener) -> None:
    announce(opened(), "first", range(3))
    raw(address, f"UPDATE {VERSION_TABLE} SET version_num = '0999'")
    with pytest.raises(NewerStore, match=f"schema 0999, this program knows {HEAD}.*update Silos"):
        opened()
    raw(address, f"UPDATE {VERSION_TABLE} SET version_num = '{HEAD}'")
    assert opened().experiments()["runs"].tolist() == [3]


def test_a_database_of_something_else_is_left_alone(address: str) -> None:
    raw(address, "CREATE TABLE runs (marathon TEXT)")
    with pytest.raises(DamagedStore, match="a table 'runs' that is not of Silos"):
        open_store(address)
    raw(address, "INSERT INTO runs VALUES ('Boston')")
