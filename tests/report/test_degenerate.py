"""A report of little, of nothing, and of what went wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dashboards.report import gather, html
from experiments import load, sweep
from results import Link, RunBatch, RunRow, open_store
from results.records import MEASURE_COLUMNS
from silos.cli import app
from tests.report.conftest import POLICIES, SCARCITY, TRUST
from tests.report.reading import Page

LITTLE: dict[str, dict[str, Any]] = {
    "one run": {"factors": None, "policies": None, "replicates": 1},
    "one condition": {"factors": None, "policies": None, "replicates": 30},
    "one replicate": {"replicates": 1},
    "no factor": {"factors": None},
    "one policy": {"policies": [{"name": "alone"}], "factors": POLICIES["factors"]},
    "one level": {"factors": [{"parameter": SCARCITY, "levels": [0.3]}]},
    "words for levels": {
        "factors": [{"parameter": "structure.network", "levels": ["ring", "complete"]}],
        "scenario": "plain",
    },
    "a value for each tier": {
        "scenario": "plain",
        "policies": None,
        "factors": [
            {"parameter": SCARCITY, "levels": [0.0, 0.3, 0.6]},
            {"parameter": TRUST, "levels": [0.2, 0.5, 0.8]},
            {"parameter": "dialogue.time_together", "levels": [[0.1, 0.1, 0.1], [0.3, 0.1, 0.0]]},
        ],
    },
    "one at a time": {"design": "one-at-a-time", "policies": None},
    "two samples": {"design": "latin-hypercube", "samples": 2, "factors": [{"parameter": SCARCITY}]},
    "one trajectory": {
        "design": "morris",
        "samples": 2,
        "factors": [{"parameter": SCARCITY}, {"parameter": "game.stake"}],
    },
    "two scenarios": {"scenario": None, "scenarios": ["five-organisations", "two-neighbours"]},
    "nobody acts": {"boundary.openness": 0.0, "boundary.opening": 0.0},
    "one policy of two acts": {
        "measures": ["race_share"],
        "policies": [{"name": "as it is"}, {"name": "shut", "boundary.openness": 0.0, "boundary.opening": 0.0}],
    },
    "all measures": {"measures": list(MEASURE_COLUMNS), "policies": None, "factors": POLICIES["factors"][:1]},
}


@pytest.mark.parametrize("name", LITTLE)
def test_whatever_there_is_gives_a_sound_page(report_of: Any, name: str) -> None:
    study, page = report_of(**LITTLE[name])
    assert len(page.ids) == len(set(page.ids))
    assert f"{len(study.runs):,} run" in page.said
    assert " nan" not in page.said.lower()


def test_one_run_is_one_run(report_of: Any) -> None:
    _, page = report_of(factors=None, policies=None, replicates=1)
    assert "From 1 run;" in page.said
    assert "Seed 0 (experiment seed 0" in page.said
    assert " 1 runs" not in page.said
    assert page.saved()["ends-table"]["runs"].tolist() == [1] * 4
    assert page.saved()["ends-table"]["ended"].sum() == 1
    assert page.saved()["spread-openness"]["runs"].sum() == 1


def test_where_nobody_acts_the_race_share_is_a_dash_and_not_a_number(report_of: Any) -> None:
    study, page = report_of(**LITTLE["nobody acts"])
    assert study.runs["race_share"].isna().all()
    assert (page.shown("policy-table")["race share"] == "–").all()
    assert page.saved()["ends-table"].set_index("end").loc["everyone alone", "share"] == 1.0


def test_runs_without_a_value_are_counted(report_of: Any) -> None:
    study, page = report_of(**LITTLE["one policy of two acts"])
    many = study.runs["race_share"].isna().sum()
    assert 0 < many < len(study.runs)
    assert f"race share in {many} runs of {len(study.runs)}; every mean" in page.said


def test_failed_runs_are_counted_told_and_left_out(tmp_path: Path) -> None:
    asked = load({**POLICIES, "replicates": 2, "record": []})
    result = sweep(asked, tmp_path / "silos.db")
    with open_store(tmp_path / "silos.db") as store:
        points = store.points(result.id)
        link = Link("f" * 32, points["point"].iloc[0], 99)
        store.link_runs(result.id, [link])
        store.writer().write(RunBatch(runs=[RunRow(id="f" * 32, seed=99, months=24, error="the <roof> fell in")]))
        study = gather(store, result.id)
        page = Page(html(study))
    assert len(study.runs) == 48
    assert "1 run, left out: the <roof> fell in" in page.said


def test_what_is_not_finished_is_told(report_of: Any) -> None:
    study, _ = report_of(replicates=2)
    page = Page(html(replace(study, runs=study.runs.head(7))))
    assert "25 runs of 32 are still to be done" in page.said
    assert page.saved()["ends-table"]["ended"].sum() == 7


def test_what_the_experiment_holds_is_told(report_of: Any) -> None:
    _, plain = report_of(replicates=1)
    assert "Everything else is as the scenario has it." in plain.said
    _, held = report_of(replicates=1, **{"game.stake": 0.5, "leadership.patience": 0.4})
    assert "as the scenario has it, but for game.stake = 0.5 and leadership.patience = 0.4 ." in held.said


def test_where_a_rule_stops_points_have_more_seeds_or_fewer(report_of: Any) -> None:
    rule = {"measure": "race_share", "width": 0.3, "at_least": 3, "at_most": 9}
    _, page = report_of(replicates=None, until=rule)
    told = "with 3 to 9 seeds (until the interval of race share is narrower than 0.3), beginning with the same at all"
    assert told in page.said


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["scarcity-by-trust", "--store", "nowhere.db"], "there is no store here"),
        (["no-such-thing", "--store", "silos.db"], "no experiment with this name is stored"),
        (["experiment", "--store", "silos.db", "--out", "report.pdf"], ".html"),
        (["bad.toml", "--store", "silos.db"], "bad.toml"),
    ],
)
def test_bad_input_gives_one_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.toml").write_text("scenario = 'plain'\nreplicats = 3\n", encoding="utf-8")
    sweep(load({"scenario": "two-neighbours", "replicates": 1, "months": 2}), "silos.db")
    done = CliRunner().invoke(app, ["report", *words])
    assert done.exit_code == 2
    assert message in done.output
    assert "Traceback" not in done.output


def test_the_command_writes_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = 'scenario = "two-neighbours"\nreplicates = 4\nmonths = 6\ntitle = "Mine"\n'
    Path("mine.toml").write_text(text, encoding="utf-8")
    sweep(load("mine.toml"), "silos.db")
    done = CliRunner().invoke(app, ["report", "mine.toml"])
    assert done.exit_code == 0, done.output
    page = Page(Path("mine.html").read_text(encoding="utf-8"))
    assert "4 runs" in page.said
    text = 'scenario = "two-neighbours"\nreplicates = 5\nmonths = 6\ntitle = "Mine"\n'
    Path("mine.toml").write_text(text, encoding="utf-8")
    assert CliRunner().invoke(app, ["report", "mine.toml", "--out", "old.html"]).exit_code == 0
    assert "Changed since" in Page(Path("old.html").read_text(encoding="utf-8")).said
