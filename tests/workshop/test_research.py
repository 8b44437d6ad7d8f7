"""Sessions as tidy tables: against what was done at the table, and nobody's name in them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import silos
from dashboards.workshop.play.event_log import to_bytes
from dashboards.workshop.serve import sessions
from dashboards.workshop.serve.session_store import StoredSession
from dashboards.workshop.views.research import CODEBOOK, columns_of
from dashboards.workshop.views.take_away import COLUMNS_OF_CHOICES, archive
from scenarios import load
from silos.cli import app
from sim.compiled import MODEL_HASH
from sim.measures import COLUMNS
from sim.version import MODEL_VERSION
from tests.workshop.making import Table


def played(session: str = "s1") -> Table:
    """Two rounds; Zoe announces a race and battles, the second round was gone back on once."""
    table = Table(session=session, months=2, rounds=2)
    table.join("zoe", 0, "Zoe Quux")
    table.ask("zoe", "predict", openness=0.4, race_share=0.25)
    table.lead("open")
    table.ask("zoe", "intend", turn=1, on=0, race=True)
    table.choose("zoe", False, unlike=[2], believed=0.5)
    table.lead("close")
    table.round(zoe=True)
    table.lead("back", round=1)
    table.round(zoe=False)
    table.lead("finish")
    table.ask("zoe", "promise", text="I ring Poole", partner="Kim", keep=True)
    table.ask("zoe", "vote", lever="meet-twice")
    return table


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two sessions as the facilitator's page hands them out: an archive, and the log alone."""
    folder = tmp_path_factory.mktemp("files")
    first, second = played(), played("s2")
    (folder / "a.zip").write_bytes(archive(first.session, first.entries))
    (folder / "b").write_bytes(to_bytes(second.entries))
    return [folder / "a.zip", folder / "b"]


def test_two_sessions_in_the_same_tables(files: list[Path]) -> None:
    tables = silos.sessions(files)
    assert tables.sessions.session.tolist() == ["s1", "s2"]
    assert tables.sessions.rounds_played.tolist() == [2, 2]
    assert tables.sessions.people.tolist() == [1, 1]
    one = tables.choices[(tables.choices.session == "s1") & (tables.choices.branch == "last")]
    first = one[one["round"] == 1].set_index("partner")
    partners = load("five-organisations").names
    assert first.race.to_dict() == {partners[1]: False, partners[2]: True, partners[3]: False, partners[4]: False}
    assert set(first.believed) == {0.5}
    assert set(first.said_race) == {True}
    assert sorted(set(tables.choices.branch)) == ["last", "left 1"]
    assert tables.predictions[["player", "openness", "race_share"]].iloc[0].tolist() == ["p1", 0.4, 0.25]
    assert tables.votes.lever.tolist() == ["meet-twice", "meet-twice"]
    assert set(tables.promises.text) == {"I ring Poole"}
    assert "Quux" not in "".join(str(table.values.tolist()) for _, table in tables)


def test_conduct_and_measures_are_what_was_played(files: list[Path]) -> None:
    tables, session = silos.sessions(files), played().session
    months = tables.measures[(tables.measures.session == "s1") & (tables.measures.branch == "last")]
    assert months.month.tolist() == [1, 2, 3, 4]
    expected = pd.DataFrame([row for round_ in session.played for row in round_.rows])[list(COLUMNS)]
    pd.testing.assert_frame_equal(months[list(COLUMNS)].reset_index(drop=True), expected)
    seats = tables.conduct[(tables.conduct.session == "s1") & (tables.conduct.branch == "last")]
    battled = seats[seats["round"] == 2].iloc[0]
    assert battled.raced == 0
    assert battled.dealings > 0
    raced = tables.conduct[tables.conduct.branch == "left 1"].iloc[0]
    assert raced.raced == raced.dealings


def test_the_codebook_says_what_every_column_is(files: list[Path]) -> None:
    tables = silos.sessions(files)
    for name, table in tables:
        if name == "codebook":
            continue
        about = tables.codebook[tables.codebook.table == name]
        assert about.column.tolist() == table.columns.tolist()
        assert about.meaning.str.len().min() > 3
    assert columns_of("choices")[1:] == list(COLUMNS_OF_CHOICES)
    assert set(CODEBOOK) == {name for name, _ in tables} - {"codebook"}


def test_the_store_as_one_file_with_the_version_of_the_model(tmp_path: Path) -> None:
    store = tmp_path / "w.db"
    names = [sessions.begin(store, load("five-organisations"), seed=seed) for seed in (1, 2)]
    kept = StoredSession(store, names[0])
    kept.write(played(names[0]).entries[1:])
    kept.close()
    out = tmp_path / "all.zip"
    result = CliRunner().invoke(app, ["workshop", "--store", str(store), "--export", str(out)])
    assert result.exit_code == 0, result.output
    assert result.output.startswith("2 sessions, 12 choices")
    with zipfile.ZipFile(out) as packed:
        assert {Path(name).stem for name in packed.namelist()} == {*CODEBOOK, "codebook"}
        table = pd.read_csv(io.BytesIO(packed.read("sessions.csv")))
    assert table.session.tolist() == names
    assert table.model_version.tolist() == [MODEL_VERSION] * 2
    assert table.model.tolist() == [MODEL_HASH] * 2
    wrong = CliRunner().invoke(app, ["workshop", "--store", str(store), "--export", str(tmp_path / "all.txt")])
    assert wrong.exit_code != 0
    assert ".zip" in wrong.output
