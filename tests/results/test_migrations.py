"""Stores of older versions are brought up to date by being opened; ``assets`` has one of each, as it was left."""

from __future__ import annotations

import shutil
import signal
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
from tests.results.making import MONTHS, announce, batch, end, run_id, value
from tests.results.others import another, answers, die_while_migrating
from tests.results.server import Server

ASSETS = Path(__file__).parent / "assets"

FIRST_SERIES = (
    *("race_share", "mutual_race", "mutual_battle", "trust", "trust_senior", "trust_front_line", "trust_gap"),
    *("perception_gap", "history", "openness", "openness_within", "openness_across", "ei_index", "silos"),
    *("fragmentation", "orientation", "orientation_sd", "resources", "resources_gini", "scarcity_felt", "income"),
    *("value_lost", "meetings"),
)
FIRST_MEASURES = (*FIRST_SERIES, "modularity", "months_to_tip")
"""What was measured when the kept stores were written, in the order of that time."""


@pytest.fixture
def old(address: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A store of schema 0001: twelve runs asked for, one of them failed, one not done, five with series."""
    return kept_store("0001", address, request, tmp_path)


@pytest.fixture(params=["0001", "0003"])
def kept(request: pytest.FixtureRequest, address: str, tmp_path: Path) -> str:
    """A kept store of each schema: of 0003 two experiments that the first model really played, see its said.json."""
    return kept_store(request.param, address, request, tmp_path)


def kept_store(schema: str, address: str, request: pytest.FixtureRequest, folder: Path) -> str:
    """Put a kept store, of the kind that the address asks for, at the address, with its parts in a folder."""
    shutil.copytree(ASSETS / schema / "silos.parts", folder / "silos.parts")
    if "://" not in address:
        shutil.copy(ASSETS / schema / "silos.sqlite", address)
    else:
        server: Server = request.getfixturevalue("server")
        server.execute((ASSETS / schema / "silos.sql").read_text(), str(url_of(address).database))
    return address


def first_end(number: int) -> list[float]:
    """The end measures of a run of schema 0001, in the order of FIRST_MEASURES."""
    return [value(number, MONTHS, column) for column in range(len(FIRST_MEASURES))]


Columns = dict[str, list[str]]


def columns_of(address: str) -> Columns:
    """The columns of each of a store's tables but that of its version."""
    database = Database(url_of(address), wait=5)
    with database.read() as connection:
        inspector = inspect(connection)
        tables = [table for table in inspector.get_table_names() if table != VERSION_TABLE]
        columns = {table: [column["name"] for column in inspector.get_columns(table)] for table in tables}
    database.close()
    return columns


def contents(address: str, columns: Columns) -> dict[str, list[tuple[object, ...]]]:
    """All rows of some columns of a store's tables."""
    database = Database(url_of(address), wait=5)
    with database.read() as connection:
        rows = {
            table: sorted(map(tuple, connection.execute(text(f"SELECT {', '.join(names)} FROM {table}"))), key=repr)
            for table, names in columns.items()
        }
    database.close()
    return rows


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
    assert frame[list(FIRST_MEASURES)].to_numpy().tolist() == [first_end(number) for number in done]
    assert frame[list(set(MEASURE_COLUMNS) - set(FIRST_MEASURES))].isna().all(axis=None)
    kept = store.series("old")
    assert len(kept) == 5 * MONTHS
    mine = kept[kept["run"] == run_id(4)]
    months = [[value(4, month, column) for column in range(len(FIRST_SERIES))] for month in range(1, MONTHS + 1)]
    np.testing.assert_array_equal(mine[list(FIRST_SERIES)].to_numpy(), np.float32(months))
    assert mine[list(set(SERIES_COLUMNS) - set(FIRST_SERIES))].isna().all(axis=None)
    assert store.networks("old").empty
    assert list(verify(store)) == []


def test_an_old_store_goes_on_being_written(old: str, opened: Opener) -> None:
    store = opened()
    announce(store, "new", range(100, 120), replicates=5)
    store.writer().write(batch([6, 11, *range(100, 120)], recorded=True))
    assert store.experiments().set_index("name")["done"].to_dict() == {"old": 12, "older": 3, "new": 20}
    assert set(store.networks("old")["run"]) == {run_id(6), run_id(11)}
    kept = store.runs("old").set_index("run")
    done = [0, 1, 2, 3, 4, 5, 7, 8, 9, 10]
    rows = kept.loc[[run_id(number) for number in done], list(FIRST_MEASURES)]
    assert rows.to_numpy().tolist() == [first_end(number) for number in done]
    # The run that had failed and the one that was not done yet were written by this program.
    assert kept.loc[[run_id(6), run_id(11)], list(MEASURE_COLUMNS)].to_numpy().tolist() == [end(6), end(11)]
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


@pytest.mark.parametrize("steps", ["0002", "0004", "head"])
def test_a_migration_killed_half_way_leaves_the_store_as_it_was(
    kept: str, opened: Opener, steps: str, request: pytest.FixtureRequest
) -> None:
    # A store that is beyond the step to be killed at is killed at the next one that it has to go.
    steps = max(steps, "0004") if schema_of(kept)[0] > steps else steps
    columns = columns_of(kept)
    before = contents(kept, columns)
    with another(die_while_migrating, kept, steps) as (process, told):
        assert list(answers(told)) == [f"as far as {steps}"]
        process.join(60)
        assert process.exitcode == -signal.SIGKILL
    assert (columns_of(kept), contents(kept, columns)) == (columns, before)
    store = opened()
    assert schema_of(kept)[0] == HEAD
    assert list(verify(store)) == []
    assert store.experiments()["model_version"].tolist() == [1, 1]


def test_what_an_old_store_has_is_untouched(kept: str, opened: Opener) -> None:
    columns = columns_of(kept)
    before = contents(kept, columns)
    opened().close()
    assert contents(kept, columns) == before


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
    with pytest.raises(DamagedStore, match="a table 'runs' that is not from Silos"):
        open_store(address)
    raw(address, "INSERT INTO runs VALUES ('Boston')")
