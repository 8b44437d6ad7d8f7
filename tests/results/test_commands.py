"""``silos results`` and ``silos export``, on a store with a real experiment in it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from experiments import sweep
from experiments.analysis import mean_interval
from results import open_store
from silos.cli import app

EXPERIMENT = """
title = "More sharing"
question = "What does sharing change?"
scenario = "plain"
measures = ["openness", "trust"]
months = 12
replicates = 4
record = ["series"]

[[policies]]
name = "as it is"

[[policies]]
name = "patient"
leadership.patience = 0.9

[[factors]]
parameter = "game.sharing"
levels = [0.1, 0.9]
"""


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with sixteen runs of two policies; it is read only."""
    folder = tmp_path_factory.mktemp("played")
    file = folder / "more-sharing.toml"
    file.write_text(EXPERIMENT)
    sweep(file, folder / "silos.db")
    return folder


@pytest.fixture
def folder(played: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a store of one's own in it."""
    shutil.copytree(played, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.delenv("SILOS_STORE", raising=False)
    return tmp_path / "here"


def silos(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def one_run(folder: Path) -> str:
    with open_store(folder / "silos.db") as store:
        return str(store.runs(columns=["run"])["run"][0])


def test_experiments_are_listed(folder: Path) -> None:
    said = silos("results")
    assert said.exit_code == 0
    assert "more-sharing  16 runs" in said.stdout
    assert re.search(r"computing with silos \S+, model \d+", said.stdout)
    (row,) = json.loads(silos("results", "--json").stdout)
    assert (row["name"], row["points"], row["runs"], row["done"], row["failed"]) == ("more-sharing", 4, 16, 16, 0)
    assert row["created"][:10] <= row["last"][:10]


def test_two_policies_are_compared_run_by_run(folder: Path) -> None:
    said = silos("results", "compare", "more-sharing:as it is", "more-sharing:patient", "--measure", "trust", "--json")
    (row,) = json.loads(said.stdout)
    with open_store(folder / "silos.db") as store:
        runs = store.runs("more-sharing")
    table = runs.pivot(index=["game.sharing", "seed"], columns="policy", values="trust")
    assert row["units"] == 4
    assert row["one"] == pytest.approx(table["as it is"].mean())
    assert row["other"] == pytest.approx(table["patient"].mean())
    assert row["difference"] == pytest.approx((table["patient"] - table["as it is"]).mean())
    by_seed = (table["patient"] - table["as it is"]).groupby("seed").mean().to_numpy()
    assert (row["low"], row["high"]) == pytest.approx([float(end[0]) for end in mean_interval(by_seed[None, :])])


def test_conditions_that_are_drawn_are_the_evidence(folder: Path) -> None:
    factors = [{"parameter": "game.sharing", "range": [0.0, 0.5]}]
    policies = [{"name": "as it is"}, {"name": "patient", "leadership.patience": 0.6}]
    drawn = {"design": "latin-hypercube", "samples": 5, "factors": factors, "policies": policies}
    sweep({"scenario": "two-neighbours", "months": 12, "replicates": 3, **drawn}, folder / "silos.db")
    said = silos("results", "compare", "experiment:as it is", "experiment:patient", "--json")
    assert {row["units"] for row in json.loads(said.stdout)} == {5}


@pytest.mark.parametrize("design", ["morris", "sensitivity"])
def test_of_points_that_follow_one_another_the_sample_is_the_evidence(folder: Path, design: str) -> None:
    factors = [{"parameter": each, "range": [0.0, 0.5]} for each in ("game.sharing", "resources.scarcity")]
    policies = [{"name": "as it is"}, {"name": "patient", "leadership.patience": 0.6}]
    drawn = {"design": design, "samples": 4, "factors": factors, "policies": policies}
    sweep({"scenario": "two-neighbours", "months": 12, "replicates": 2, **drawn}, folder / "silos.db")
    said = silos("results", "compare", "experiment:as it is", "experiment:patient", "--measure", "trust", "--json")
    (row,) = json.loads(said.stdout)
    with open_store(folder / "silos.db") as store:
        runs = store.runs("experiment")
    points = len(runs) // 4
    place = runs["position"] % points
    placed = runs.assign(place=place, block=place // (points // 4))
    wide = placed.pivot(index=["block", "place", "seed"], columns="policy", values="trust")
    gaps = (wide["patient"] - wide["as it is"]).groupby("block").mean().to_numpy()
    assert row["units"] == len(gaps) == 4
    assert row["difference"] == pytest.approx(gaps.mean())
    assert (row["low"], row["high"]) == pytest.approx([float(end[0]) for end in mean_interval(gaps[None, :])])


def test_under_a_stopping_rule_the_means_are_those_that_the_difference_is_of(folder: Path) -> None:
    """Conditions weigh the same, however many pairs a rule gave them; and other less one is the difference."""
    factors = [{"parameter": "resources.scarcity", "range": [0.0, 0.9]}]
    policies = [{"name": "as it is"}, {"name": "patient", "leadership.patience": 0.9}]
    until = {"measure": "trust", "width": 0.12, "at_least": 4, "at_most": 20}
    drawn = {"design": "latin-hypercube", "samples": 6, "factors": factors, "policies": policies, "until": until}
    runs = sweep({"scenario": "two-neighbours", "months": 24, **drawn}, folder / "silos.db").runs()
    assert runs.groupby("point").size().nunique() > 1, "choose a width that some points meet early and others late"
    said = silos("results", "compare", "experiment:as it is", "experiment:patient", "--measure", "trust", "--json")
    (row,) = json.loads(said.stdout)
    placed = runs.assign(place=runs["point"] % 6)
    pairs = placed.pivot(index=["place", "seed"], columns="policy", values="trust").dropna().groupby("place").mean()
    assert (row["one"], row["other"]) == pytest.approx((pairs["as it is"].mean(), pairs["patient"].mean()))
    assert row["difference"] == pytest.approx(row["other"] - row["one"])


def test_what_is_compared_with_itself_does_not_differ(folder: Path) -> None:
    rows = json.loads(silos("results", "compare", "more-sharing", "more-sharing", "--json").stdout)
    assert [row["measure"] for row in rows] == ["openness", "trust"]
    assert [row["difference"] for row in rows] == [0.0, 0.0]
    assert "openness" in silos("results", "compare", "more-sharing", "more-sharing").stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("more-sharing:pateint", "more-sharing"),
            "'pateint': no policy with this name; known names: as it is, patient",
        ),
        (("more-sharing", "more-sharing", "--measure", "trsut"), "did you mean 'trust'?"),
        (("mor-sharing", "more-sharing"), "did you mean 'more-sharing'?"),
    ],
)
def test_names_that_are_none(folder: Path, words: tuple[str, ...], message: str) -> None:
    said = silos("results", "compare", *words)
    assert said.exit_code == 2
    assert message in said.stderr
    assert "Traceback" not in said.stderr


def test_a_sound_store_is_called_so(folder: Path) -> None:
    said = silos("results", "verify")
    assert (said.exit_code, said.stdout) == (0, "OK: the store is sound\n")


def test_a_damaged_part_is_told(folder: Path) -> None:
    part = next((folder / "silos.parts").iterdir())
    part.write_bytes(part.read_bytes()[:-1])
    said = silos("results", "verify")
    assert said.exit_code == 1
    assert said.stdout == f"silos.parts/{part.name}: its bytes are not those that were written\n"


def test_a_run_is_done_again_bit_for_bit(folder: Path) -> None:
    run = one_run(folder)
    said = silos("results", "verify", "--reproduce", run)
    assert (said.exit_code, said.stdout) == (0, f"{run}: the same, bit for bit\n")


def test_a_run_whose_record_was_changed_is_found_out(folder: Path) -> None:
    run = one_run(folder)
    with open_store(folder / "silos.db") as store, store.database.write() as connection:
        connection.exec_driver_sql("UPDATE runs SET trust = trust + 1e-15")
    said = silos("results", "verify", "--reproduce", run)
    assert said.exit_code == 1
    assert f"{run}: not the same: trust" in said.stdout
    said = silos("results", "verify", "--reproduce", "nobody")
    assert said.exit_code == 2
    assert "'nobody': no run with this id is stored" in said.stderr


def test_nothing_is_deleted_unasked(folder: Path) -> None:
    said = silos("results", "delete", "more-sharing")
    assert said.exit_code == 2
    assert "--yes" in said.stderr
    assert "16 runs" in silos("results").stdout


def test_an_experiment_is_deleted(folder: Path) -> None:
    said = silos("results", "delete", "more-sharing", "--yes")
    assert said.exit_code == 0
    assert silos("results").stdout.strip() == ""
    assert list((folder / "silos.parts").iterdir()) == []


def test_an_experiment_is_exported(folder: Path) -> None:
    assert silos("export", "more-sharing").exit_code == 0
    assert len(pd.read_parquet(folder / "more-sharing" / "runs.parquet")) == 16
    assert len(pd.read_parquet(folder / "more-sharing" / "series.parquet")) == 16 * 12
    assert silos("export", "more-sharing", "--to", "sqlite").exit_code == 0
    assert silos("export", "more-sharing", "--to", "csv", "--out", "mine").exit_code == 0
    assert len(pd.read_csv(folder / "mine" / "runs.csv")) == 16
    said = silos("export", "more-sharing", "--to", "csv", "--out", "mine")
    assert said.exit_code == 2
    assert "mine: exists already" in said.stderr


def test_asking_makes_no_store(folder: Path) -> None:
    for words in (("results",), ("results", "verify"), ("export", "more-sharing"), ("results", "delete", "x", "--yes")):
        said = silos(*words, "--store", "other.db")
        assert said.exit_code == 2
        assert said.stderr == "other.db: there is no store here; 'silos sweep' creates one\n"
    assert not (folder / "other.db").exists()


def test_options_before_the_command_are_not_lost_in_silence(folder: Path) -> None:
    said = silos("results", "--store", "other.db", "verify")
    assert said.exit_code == 2
    assert "give options after the command" in said.stderr
