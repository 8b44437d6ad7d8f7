"""Results of the first model stay what they were.

``assets/0003`` is a store that the first model played and filled; its said.json is what the first model's own program
said of it: how each run ended, shares with their intervals, the typical run of each end, how many silos.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from dashboards.report import gather, html
from dashboards.report.sections import end_states
from experiments import load_stored, reproduce, sweep
from experiments.analysis import (
    classify,
    end_shares,
    meanings_in,
    means,
    paired_differences,
    tipping_points,
    typical_runs,
)
from results import MixedModels, Store, open_store
from results.export import export
from silos.cli import app
from sim.version import MODEL_VERSION

ASSET = Path(__file__).parent / "assets" / "0003"
SAID: dict[str, Any] = json.loads((ASSET / "said.json").read_text())

AGAIN = {
    "scenario": "plain",
    "structure": {"organisations": 8, "sectors": 2, "tiers": 2},
    "months": 24,
    "replicates": 2,
    "record": ["series", "networks"],
    "measures": ["openness", "silos", "race_share"],
    "policies": [{"name": "as it is"}, {"name": "wary", "history.trust": 0.2}],
    "factors": [{"parameter": "resources.scarcity", "levels": [0.0, 0.4]}],
}
"""What "how-they-end" asked, but for a parameter that has another name now."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with the kept store as the one that is used if nothing else is said."""
    shutil.copytree(ASSET / "silos.parts", tmp_path / "silos.parts")
    shutil.copy(ASSET / "silos.sqlite", tmp_path / "silos.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SILOS_STORE", raising=False)
    return tmp_path


@pytest.fixture
def store(folder: Path) -> Any:
    with open_store(folder / "silos.db", say=lambda _: None) as opened:
        yield opened


def silos(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_a_store_from_before_says_so_when_it_is_brought_up_to_date(folder: Path) -> None:
    said: list[str] = []
    open_store(folder / "silos.db", say=said.append).close()
    (message,) = said
    assert "from schema 0003" in message
    assert "2 made with model version 1" in message
    open_store(folder / "silos.db", say=said.append).close()
    assert len(said) == 1


@pytest.mark.parametrize("name", SAID)
def test_how_runs_ended_is_told_as_it_was(store: Store, name: str) -> None:
    runs = store.runs(name)
    assert set(runs["model_version"]) == {1}
    assert dict(zip(runs["run"], runs["ended"], strict=True)) == SAID[name]["ends"]
    assert dict(zip(runs["run"], classify(runs), strict=True)) == SAID[name]["ends"]
    assert dict(zip(runs["run"], runs["silos"], strict=True)) == SAID[name]["silos"]
    shares = end_shares(runs)
    told = {row["end"]: [row["ended"], row["share"], row["low"], row["high"]] for row in shares.to_dict("records")}
    assert told == {end: pytest.approx(numbers) for end, numbers in SAID[name]["shares"].items()}
    typical = typical_runs(runs)
    assert dict(zip(typical["end"], typical["run"], strict=True)) == SAID[name]["typical"]


def test_the_first_models_ends_by_the_letter_of_its_page() -> None:
    openness = [0.24, 0.25, 0.25, 0.5, 0.9, 0.9, 0.1, np.nan]
    race_share = [1.0, 2 / 3, 1 / 3, 0.5, np.nan, 0.7, np.nan, np.nan]
    frame = pd.DataFrame({"openness": openness, "race_share": race_share, "regime": np.nan, "model_version": 1})
    words = ["siloed", "race", "battle", "mixed", "mixed", "race", "siloed", None]
    assert classify(frame).astype(object).where(classify(frame).notna(), None).tolist() == words
    assert list(meanings_in(frame)) == ["race", "mixed", "battle", "siloed"]


def test_it_tips_where_it_tipped(store: Store) -> None:
    crossings = tipping_points(store.runs("how-they-end"), "resources.scarcity", "siloed", by=["policy"])
    for row, then in zip(crossings.to_dict("records"), SAID["how-they-end"]["tipping"], strict=True):
        assert row["policy"] == then["policy"]
        for name in ("estimate", "low", "high", "after", "before"):
            # JSON has neither infinity nor NaN.
            assert (row[name] if np.isfinite(row[name]) else None) == then[name]


def test_its_design_is_read_with_the_factors_that_there_were(store: Store) -> None:
    kept = store.experiment("what-matters")
    experiment = load_stored(kept.spec, kept.name, kept.model_version)
    points = store.points("what-matters")
    assert [factor.name for factor in experiment.factors] == list(points.columns[5:])
    assert "mindset.parochialism" in points
    assert load_stored(kept.spec, kept.name, kept.model_version).factors[9].parameter.name == "mindset.closeness"


@pytest.mark.parametrize("name", SAID)
def test_its_report_tells_it_in_the_first_models_words(store: Store, name: str) -> None:
    page = html(gather(store, name))
    assert "Made with model version 1" in page
    assert "openness below 0.25, whatever the race share" in page
    assert "everyone alone" not in page
    if name == "how-they-end":
        assert "one system is 1, and every organisation by itself counts" in page
        ended, share = SAID[name]["shares"]["siloed"][:2]
        sentence = end_states.section(gather(store, name)).says
        assert sentence.startswith("Over all conditions studied (24 runs)")
        assert f"{100 * share:.0f}%" in sentence
        assert "end siloed and" in sentence
        assert ended == round(24 * share)


def test_new_runs_of_the_same_question_stand_beside_the_old(folder: Path, store: Store) -> None:
    before = store.runs("how-they-end")
    old = store.experiment("how-they-end").id
    (folder / "how-they-end.toml").write_text("title = 'unused'")
    result = sweep(AGAIN, store)
    assert set(result.runs()["model_version"]) == {MODEL_VERSION}
    assert result.progress.reused == 0
    assert set(result.runs()["ended"]) <= {"one system", "in between", "silos", "everyone alone"}
    pd.testing.assert_frame_equal(store.runs(old), before)
    assert not set(before["run"]) & set(store.runs(result.id, columns=["run"])["run"])
    listed = store.experiments().set_index("id")["model_version"]
    assert (listed[old], listed[result.id]) == (1, MODEL_VERSION)
    relations = store.networks()
    of_old = relations["run"].isin(before["run"])
    assert relations.loc[of_old, ["source_name", "zero_sum", "pooled"]].isna().all(axis=None)
    assert relations.loc[~of_old, ["source_name", "zero_sum", "pooled"]].notna().all(axis=None)
    assert relations["openness"].notna().all()


def test_what_two_models_gave_is_never_taken_together(store: Store) -> None:
    result = sweep(AGAIN, store)
    both = pd.concat([store.runs("how-they-end"), result.runs()], ignore_index=True)
    for taken_together in (
        lambda: classify(both),
        lambda: end_shares(both),
        lambda: typical_runs(both),
        lambda: means(both, ["policy"], ["openness"]),
        lambda: paired_differences(both, "as it is", ["openness"]),
    ):
        with pytest.raises(MixedModels, match="model versions 1, 2"):
            taken_together()
    assert set(means(both, ["model_version"], ["openness"])["model_version"]) == {1, 2}
    said = silos("results", "compare", "how-they-end", result.id)
    assert said.exit_code == 2
    assert "'how-they-end' was made with model version 1" in said.stderr
    assert f"'{result.id}' was made with model version {MODEL_VERSION}" in said.stderr
    assert silos("results", "compare", "how-they-end:as it is", "how-they-end:wary").exit_code == 0


def test_a_run_of_a_model_that_is_gone_is_not_done_again(store: Store) -> None:
    run = next(iter(SAID["how-they-end"]["ends"]))
    again = reproduce(store, run)
    assert not again.same
    assert "made with model version 1, and this program has version 2" in str(again)
    said = silos("results", "verify", "--reproduce", run)
    assert said.exit_code == 1
    assert "not done again" in said.stdout
    assert "the store is sound" in silos("results", "verify").stdout


def test_the_list_of_experiments_says_which_model_made_them(folder: Path) -> None:
    said = silos("results")
    assert said.stdout.count("made with model version 1") == 2
    assert [row["model_version"] for row in json.loads(silos("results", "--json").stdout)] == [1, 1]


@pytest.mark.parametrize("to", ["parquet", "csv", "sqlite"])
def test_it_is_exported_with_its_version(store: Store, tmp_path: Path, to: str) -> None:
    place = export(store, "how-they-end", tmp_path / "out", to=to)
    if to == "csv":
        table = pd.read_csv(place / "runs.csv")
        assert dict(zip(table["run"], table["ended"], strict=True)) == SAID["how-they-end"]["ends"]
        assert set(table["model_version"]) == {1}
        assert json.loads((place / "experiment.json").read_text())["model_version"] == 1
