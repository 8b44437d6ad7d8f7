"""silos sweep, silos check and silos experiments, as someone at a terminal has them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from experiments import load
from experiments.run import buffered_writer, worker
from experiments.run.estimate import estimate
from tests.experiments.making import small
from tests.silos.conftest import Silos, silos

__all__ = ["silos"]

FEW = """
title = "Few"
scenario = "five-organisations"
months = 12
replicates = 4

[[factors]]
parameter = "resources.scarcity"
levels = [0.2, 0.6]
"""


@pytest.fixture
def few(tmp_path: Path) -> Path:
    path = tmp_path / "few.toml"
    path.write_text(FEW)
    return path


def test_a_sweep_says_what_it_did_and_what_comes_next(silos: Silos, few: Path) -> None:
    first, again = silos("sweep", few), silos("sweep", few)
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert first.stderr.startswith("few: 8 runs in ") and "(0 were stored already), in silos.db" in first.stderr
    assert "Next: silos report" in first.stderr
    assert ": 0 runs in " in again.stderr and "(8 were stored already)" in again.stderr


def test_an_export_is_asked_for_by_file_as_a_report_is(silos: Silos, few: Path, tmp_path: Path) -> None:
    silos("sweep", few)
    assert silos("export", few, "--to", "csv", "--out", tmp_path / "out").exit_code == 0
    assert len((tmp_path / "out" / "runs.csv").read_text().splitlines()) == 9


def test_the_store_and_the_threads_are_chosen(silos: Silos, few: Path, tmp_path: Path) -> None:
    assert silos("sweep", few, "--store", "sqlite:///mine.db", "--workers", "1").exit_code == 0
    assert (tmp_path / "mine.db").exists() and not (tmp_path / "silos.db").exists()


def test_failed_runs_are_counted_with_their_reason(silos: Silos, few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object, **__: object) -> None:
        raise ArithmeticError("a bad day")

    monkeypatch.setattr(worker, "ensemble", failing)
    found = silos("sweep", few)
    assert found.exit_code == 1
    assert "8 runs failed: ArithmeticError: a bad day" in found.stderr
    assert "the same command tries them again" in found.stderr
    monkeypatch.undo()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["scarcity-by-trst"], "did you mean 'scarcity-by-trust'?"),
        (["scarcity-by-trust", "--workers", "0"], "--workers"),
        (["scarcity-by-trust", "--workers", "2", "--dask", "tcp://127.0.0.1:1"], "not both"),
        (["scarcity-by-trust", "--store", "no/such/folder/a.db"], "there is no folder no/such/folder"),
        (["scarcity-by-trust", "--store", "mysql://a"], "allowed: a file, sqlite:///FILE, postgresql://USER@HOST/NAME"),
    ],
)
def test_bad_input_is_refused_in_words(silos: Silos, words: list[str], said: str) -> None:
    found = silos("sweep", *words)
    assert found.exit_code == 2
    assert said in " ".join(found.stderr.replace("│", " ").split())
    assert "Traceback" not in found.stderr


def test_a_store_that_refuses_is_asked_once(silos: Silos, few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from results import StoreError

    asked = []

    def refusing(self: object, batch: object) -> None:
        asked.append(batch)
        raise StoreError("silos.db: the disk is full; free some space and give the command again")

    monkeypatch.setattr(buffered_writer.Writer, "write", refusing)
    found = silos("sweep", few)
    assert found.exit_code == 2 and len(asked) == 1
    assert found.stderr.startswith("silos.db: the disk is full") and "what is stored is safe" in found.stderr


# ---------------------------------------------------------------- silos check


def test_check_says_how_many_runs_and_about_how_long(silos: Silos, few: Path) -> None:
    found = silos("check", few)
    assert found.exit_code == 0
    assert f"{few}: OK: Few, 2 points, 8 runs, about " in found.stdout
    assert " on " in found.stdout and "core" in found.stdout


def test_one_point_and_one_run_are_told_as_one(silos: Silos, few: Path) -> None:
    few.write_text('scenario = "two-neighbours"\nmonths = 6\nreplicates = 1\n', encoding="utf-8")
    assert ", 1 point, 1 run, about " in silos("check", few).stdout
    assert ": 1 run in " in silos("sweep", few).stderr
    assert "few.html, the report of 1 run of few" in silos("report", few).stderr
    assert "  1 run\n" in silos("results").stdout
    assert ", 1 tie, " in silos("check", "two-neighbours").stdout


def test_check_of_a_rule_that_stops_says_from_and_to(silos: Silos, few: Path) -> None:
    rule = "until = { measure = 'silos', width = 0.1, at_most = 60 }"
    few.write_text(FEW.replace("replicates = 4", rule), encoding="utf-8")
    assert "2 points, 20 to 120 runs" in silos("check", few).stdout


def test_check_tells_experiments_from_scenarios_and_all_faults_of_both(silos: Silos, few: Path, tmp_path: Path) -> None:
    few.write_text(FEW.replace("0.6", "6.0"), encoding="utf-8")
    (tmp_path / "mine.toml").write_text("[game]\nsharing = 3.0\n")
    found = silos("check", "plain", few, tmp_path / "mine.toml")
    assert found.exit_code == 2
    assert "plain: OK: A plain system, 20 organisations" in found.stdout
    lines = found.stderr.splitlines()
    assert [line.partition(": ")[0] for line in lines] == [f"{few}:9", f"{tmp_path / 'mine.toml'}:2"]


@pytest.mark.parametrize(("name", "near"), [("scarcity-by-trst", "scarcity-by-trust"), ("dorset2016", "dorset-2016")])
def test_check_of_a_misspelt_name_finds_the_nearest_of_either_kind(silos: Silos, name: str, near: str) -> None:
    found = silos("check", name)
    assert found.exit_code == 2 and f"did you mean '{near}'?" in found.stderr


def test_the_size_is_counted_over_scenarios_policies_and_points() -> None:
    said = {key: value for key, value in small().items() if key != "scenario"}
    asked = estimate(load({**said, "scenarios": ["plain", "five-organisations"]}))
    assert (asked.points, asked.fewest, asked.most) == (24, 72, 72)
    assert asked.seconds > 0
    assert asked.longest == asked.shortest == pytest.approx(72 * asked.seconds / asked.cores)


def test_the_size_of_a_huge_design_is_known_without_making_it() -> None:
    factors = [{"parameter": name, "steps": 3000} for name in ("game.sharing", "history.trust")]
    assert estimate(load({"scenario": "five-organisations", "months": 12, "factors": factors})).points == 9_000_000


# ---------------------------------------------------------------- silos experiments


def test_the_schema_is_json_on_standard_output(silos: Silos) -> None:
    schema = json.loads(silos("experiments", "--schema").stdout)
    assert {"scenario", "factors", "policies", "design", "until", "record"} <= schema["properties"].keys()


def test_the_library_is_listed_with_what_it_asks(silos: Silos) -> None:
    listed = json.loads(silos("experiments", "--json").stdout)
    found = next(each for each in listed if each["name"] == "scarcity-by-trust")
    assert found["factors"] == ["resources.scarcity", "history.trust"]
    assert found["runs"] == found["points"] * load("scarcity-by-trust").replicates
    text = " ".join(silos("experiments").stdout.split())
    assert all(each["name"] in text and " ".join(each["question"].split()) in text for each in listed)
