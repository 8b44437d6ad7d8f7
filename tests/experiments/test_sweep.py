"""A sweep's table: equal to what silos.run gives, to the last bit, however it was come by, and nothing done twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import silos
from experiments import SweepResult, load, reproduce, sweep
from experiments.executors import Executor
from experiments.executors.local import LocalExecutor
from experiments.run import batch_size, buffered_writer, runner, worker
from experiments.run.worker import Outcome, Task
from results import StoreError, open_store
from scenarios import load as load_scenario
from sim.measures.regimes import regime_of
from sim.version import MODEL_VERSION
from tests.experiments.making import MEASURES, RESULTS, SCARCITY, SHARING, same, small


@pytest.fixture(scope="module")
def undisturbed() -> SweepResult:
    """The small experiment, played in one go into a store of its own."""
    return sweep(small(record=["series", "networks"]), "sqlite://")


def played_alone(row: Any, months: int) -> pd.DataFrame:
    """The run of a row, by the Python door and nothing else."""
    settings = {SCARCITY: row[SCARCITY], "history.trust": row["history.trust"]}
    settings |= {SHARING: 0.5} if row["policy"] == "pool" else {}
    return silos.ends("five-organisations", set=settings, months=months, seeds=[int(row["seed"])], threads=1)


# ---------------------------------------------------------------- what a table says


def test_a_sweep_equals_silos_run_bit_for_bit(undisturbed: SweepResult) -> None:
    runs, series = undisturbed.runs(), undisturbed.series()
    assert len(runs) == 36
    for _, row in runs.iterrows():
        alone = played_alone(row, 24).iloc[0]
        assert row[MEASURES].to_numpy(float).tobytes() == alone[MEASURES].to_numpy(float).tobytes()
    row = runs.iloc[17]
    settings = {SCARCITY: row[SCARCITY], "history.trust": row["history.trust"]}
    settings |= {SHARING: 0.5} if row["policy"] == "pool" else {}
    months = silos.run("five-organisations", set=settings, months=24, seeds=[int(row["seed"])])
    kept = series[series["run"] == row["run"]]
    names = [name for name in MEASURES if name in months]
    assert np.array_equal(kept[names].to_numpy(np.float32), months[names].to_numpy(np.float32), equal_nan=True), (
        "series are kept to seven digits"
    )


def test_policies_and_points_meet_the_same_luck(undisturbed: SweepResult) -> None:
    seeds = undisturbed.runs().groupby(["policy", "point"])["seed"].apply(list)
    assert len(seeds) == 12
    assert all(each == [0, 1, 2] for each in seeds)


def test_the_table_is_tidy(undisturbed: SweepResult) -> None:
    runs = undisturbed.runs()
    assert set(RESULTS) <= set(runs)
    assert runs["point"].tolist() == [point for point in range(12) for _ in range(3)]
    assert runs["replicate"].tolist() == [0, 1, 2] * 12
    assert undisturbed.runs(columns=["point", "openness"]).shape == (36, 2)
    assert len(undisturbed.series()) == 36 * 24
    relations = undisturbed.networks().groupby("run").size()
    assert len(relations) == 36 and relations.nunique() == 1
    assert repr(undisturbed) == "<experiment: 36 of 36 runs, 36 computed, 0 failed>"


def test_a_sweep_that_is_all_there_works_out_no_point(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    place = tmp_path / "silos.db"
    sweep(small(), place)
    with monkeypatch.context() as patch:
        patch.setattr(runner, "points", None)
        again = sweep(small(), place)
        assert (again.progress.reused, again.progress.computed, again.progress.done) == (36, 0, 36)
        with pytest.raises(TypeError):
            sweep(small(record=["series"]), place)
    recorded = sweep(small(record=["series"]), place)
    assert recorded.progress.computed == 36 and len(recorded.series()) == 36 * 24
    assert sweep(small(replicates=4), place).progress.computed == 12


def test_series_sort_by_run_as_the_runs_do(undisturbed: SweepResult) -> None:
    runs = undisturbed.series().sort_values(["run", "month"])["run"].astype(str).drop_duplicates()
    assert runs.tolist() == sorted(undisturbed.runs()["run"])


def test_recorded_networks_have_names_beliefs_and_pooled_ties_as_the_runs_measured_them(
    undisturbed: SweepResult,
) -> None:
    relations, runs = undisturbed.networks(), undisturbed.runs().set_index("run")
    names = set(load_scenario("five-organisations").names)
    assert set(relations["source_name"]) == set(relations["target_name"]) == names
    by_run = relations.groupby("run", observed=True)
    for measure in ("trust", "history", "pooled"):
        assert by_run[measure].mean().to_dict() == pytest.approx(runs[measure].to_dict(), abs=1e-6)
    views = relations.drop_duplicates(["run", "source_name", "target_sector"]).groupby("run", observed=True)
    assert views["zero_sum"].mean().to_dict() == pytest.approx(runs["zero_sum"].to_dict(), abs=1e-6)
    pooling = relations["run"].isin(runs.index[runs["policy"] == "pool"])
    assert relations.loc[pooling, "pooled"].all() and not relations.loc[~pooling, "pooled"].any()


def test_a_run_says_how_it_ended_and_what_those_do_who_deal(undisturbed: SweepResult) -> None:
    for run in undisturbed.runs().to_dict("records"):
        assert run["ended"] == regime_of(run, 5)
        share = run["race_share"]
        assert run["dealings"] == ("race" if share > 2 / 3 else "battle" if share < 1 / 3 else "both")
        assert run["model_version"] == MODEL_VERSION


def test_what_was_not_asked_for_is_not_recorded() -> None:
    result = sweep(small(), "sqlite://")
    with pytest.raises(StoreError, match=r'record = \["series"\]'):
        result.series()
    with pytest.raises(StoreError, match="records no networks"):
        result.networks()
    assert len(repr(result.experiment)) < 100


# ---------------------------------------------------------------- however it was come by


class Shuffled(LocalExecutor):
    """Takes a few tasks at a time and gives them back in another order."""

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Outcome]]:
        found = list(super().run(tasks))
        order = np.random.default_rng(7).permutation(len(found))
        yield from (found[at] for at in order)


@pytest.mark.parametrize("executor", [LocalExecutor(1), LocalExecutor(3), Shuffled(2)], ids=["1", "3", "shuffled"])
@pytest.mark.parametrize("runs_a_task", [1, 7, 2048])
def test_results_do_not_depend_on_workers_order_or_batches(
    undisturbed: SweepResult, executor: Executor, runs_a_task: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_size.BatchSizer, "size", lambda self, subject: runs_a_task)
    same(undisturbed.runs(), sweep(small(), "sqlite://", executor).runs())


def test_results_do_not_depend_on_when_they_are_written(
    undisturbed: SweepResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buffered_writer, "RUNS", 1)
    found = sweep(small(record=["series"]), "sqlite://")
    same(undisturbed.runs(), found.runs())
    by_run = [
        table.series().astype({"run": str}).sort_values(["run", "month"], ignore_index=True)
        for table in (undisturbed, found)
    ]
    pd.testing.assert_frame_equal(*by_run, check_exact=True)


def test_the_same_call_again_runs_nothing(tmp_path: Path) -> None:
    first = sweep(small(), tmp_path / "a.db")
    again = sweep(small(), tmp_path / "a.db")
    assert (first.progress.computed, again.progress.computed, again.progress.reused) == (36, 0, 36)
    same(first.runs(), again.runs())


def test_an_edited_experiment_runs_only_what_is_new(tmp_path: Path) -> None:
    sweep(small(), tmp_path / "a.db")
    # One more policy: 6 points, 3 replicates each; then one more replicate of all 18 points.
    policies = [*small()["policies"], {"name": "pool all", SHARING: 1.0}]
    assert sweep(small(policies=policies), tmp_path / "a.db").progress.computed == 18
    assert sweep(small(policies=policies, replicates=4), tmp_path / "a.db").progress.computed == 18
    fewer = sweep(small(title="Reworded", replicates=2), tmp_path / "a.db")
    assert (fewer.progress.computed, len(fewer.runs())) == (0, 24)


def test_two_experiments_share_runs_whatever_they_call_them(tmp_path: Path) -> None:
    one = sweep(small(), tmp_path / "a.db")
    other = sweep(
        {
            "scenario": "five-organisations",
            "months": 24,
            "replicates": 5,
            "game": {"sharing": 0.5},
            "history": {"trust": 0.3},
            "factors": [{"parameter": SCARCITY, "levels": [0.7, 0.9]}],
        },
        tmp_path / "a.db",
    )
    assert (other.progress.reused, other.progress.computed) == (3, 7)
    theirs, mine = one.runs().set_index("run"), other.runs().set_index("run")
    shared = theirs.index.intersection(mine.index)
    assert len(shared) == 3
    pd.testing.assert_frame_equal(theirs.loc[shared, MEASURES], mine.loc[shared, MEASURES], check_exact=True)


def test_series_that_are_asked_for_later_are_added(tmp_path: Path) -> None:
    sweep(small(), tmp_path / "a.db")
    later = sweep(small(record=["series"]), tmp_path / "a.db")
    assert later.progress.computed == 36
    assert len(later.series()) == 36 * 24
    assert sweep(small(record=["series"]), tmp_path / "a.db").progress.computed == 0


# ---------------------------------------------------------------- when runs fail


def test_a_run_that_fails_is_a_row_with_its_error_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "ring.toml").write_text('[structure]\nnetwork = "ring"\n')
    # Each level is allowed alone; 20,000 organisations that all have to do with each other would be 2 * 10^8 ties.
    (tmp_path / "large.toml").write_text(
        'scenario = "ring.toml"\nmonths = 1\nreplicates = 2\n'
        '[[factors]]\nparameter = "structure.organisations"\nlevels = [20, 20_000]\n'
        '[[factors]]\nparameter = "structure.network"\nlevels = ["ring", "complete"]\n'
    )
    found = sweep(tmp_path / "large.toml", "sqlite://")
    assert (found.progress.done, found.progress.failed) == (8, 2)
    rows = found.runs(failed=True).groupby(["structure.organisations", "structure.network"])
    assert rows["status"].agg(set).to_dict() == {
        (20, "ring"): {"done"},
        (20, "complete"): {"done"},
        (20_000, "ring"): {"done"},
        (20_000, "complete"): {"failed"},
    }
    (error,) = set(rows.get_group((20_000, "complete"))["error"])
    assert "too large" in error and "2e+08 ties" in error


def test_one_bad_run_does_not_take_its_neighbours_with_it(
    undisturbed: SweepResult, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = worker.ensemble

    def failing(specs: Any, **more: Any) -> Any:
        if any(spec.seed == 1 and spec.system.parameters.resources.scarcity == 0.4 for spec in specs):
            raise ArithmeticError("a bad day")
        return real(specs, **more)

    monkeypatch.setattr(worker, "ensemble", failing)
    found = sweep(small(), tmp_path / "a.db")
    assert found.progress.errors == {"ArithmeticError: a bad day": 4}
    rows = found.runs(failed=True)
    bad = rows[rows["status"] == "failed"]
    assert (len(rows), len(bad)) == (36, 4)
    assert set(bad["error"]) == {"ArithmeticError: a bad day"} and set(bad["seed"]) == {1}
    assert bad[MEASURES].isna().all().all()
    monkeypatch.undo()
    again = sweep(small(), tmp_path / "a.db")
    assert (again.progress.computed, again.progress.failed) == (4, 0)
    same(undisturbed.runs(), again.runs())


# ---------------------------------------------------------------- records


def test_any_run_can_be_done_again_from_its_record(undisturbed: SweepResult) -> None:
    run = undisturbed.runs()["run"].iloc[20]
    again = reproduce(undisturbed.store, run)
    assert again.same and again.same_model
    assert str(again) == f"{run}: the same, bit for bit"


def test_a_run_that_was_tampered_with_is_found_out(tmp_path: Path) -> None:
    import sqlite3

    found = sweep(small(), tmp_path / "a.db")
    run = found.runs()["run"].iloc[0]
    with sqlite3.connect(tmp_path / "a.db") as database:
        database.execute(
            "UPDATE runs SET openness = openness + 1e-16 * openness + 1e-15"
            " WHERE key = (SELECT key FROM names WHERE id = ?)",
            [run],
        )
    database.close()
    assert list(reproduce(tmp_path / "a.db", run).differences) == ["openness"]


def test_the_store_says_where_a_run_comes_from(undisturbed: SweepResult) -> None:
    run = undisturbed.runs()["run"].iloc[0]
    told = undisturbed.store.provenance(run)  # type: ignore[union-attr]
    assert {"model", "python", "numpy", "numba", "silos", "commit", "started", "seconds"} <= set(told)


def test_an_open_store_is_left_open(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.db") as store:
        sweep(small(), store)
        assert len(store.runs()) == 36


def test_the_library_is_swept_by_name() -> None:
    assert load("scarcity-by-trust").name == "scarcity-by-trust"
    assert silos.sweep is sweep
