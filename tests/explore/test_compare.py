"""Variants under the same luck against silos.run, seed by seed."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import silos
from dashboards.explore import compare
from dashboards.explore.compare import SHOWN, Comparison
from dashboards.explore.session import Session
from dashboards.languages import speaking

SEEDS = 24


@pytest.fixture(scope="module")
def played() -> Comparison:
    job = Comparison(Session("vs=game.sharing=0.5&vs=40:budgets-cut").variants.setups, seeds=SEEDS)
    job.start()
    job.wait()
    assert job.done and not job.error and job.progress == 1.0
    return job


def ends(set: dict[str, float]) -> pd.DataFrame:
    return silos.run("plain", set=set, seeds=SEEDS).groupby("seed").last()[list(SHOWN)]


def test_every_run_is_that_of_silos_run(played: Comparison) -> None:
    np.testing.assert_array_equal(played.values[0, :, -1], ends({}))
    np.testing.assert_array_equal(played.values[1, :, -1], ends({"game.sharing": 0.5}))
    np.testing.assert_array_equal(played.values[2, :, :39], played.values[0, :, :39])  # until the event


def test_differences_are_paired(played: Comparison) -> None:
    difference = ends({"game.sharing": 0.5}) - ends({})
    told = {each["measure"]: each for each in compare.verdicts(played) if each["variant"] == "B"}
    for measure, name in compare.TITLES.items():
        title = str(name)
        column = difference[measure]
        assert told[title]["mean"] == pytest.approx(column.mean())
        half = stats.t.ppf(0.975, SEEDS - 1) * column.std() / SEEDS**0.5
        assert told[title]["ci"] == pytest.approx([column.mean() - half, column.mean() + half])
        assert told[title]["spread"] == pytest.approx(column.quantile([0.1, 0.9]).tolist())
        assert (told[title]["higher"], told[title]["lower"]) == ((column > 0).sum(), (column < 0).sum())
    assert told["Openness"]["said"].startswith("B: openness is higher than in A by 0.")


def test_no_difference_is_claimed_where_there_is_none() -> None:
    assert "no clear difference" in compare.said("B", "trust", 0.01, 0.02)
    assert "no clear difference" in compare.said("B", "trust", 0.0, 0.0)
    assert compare.said("B", "trust", 0.0123, 0.0021) == "B: trust is higher than in A by 0.012, give or take 0.002."
    assert compare.said("C", "trust", -0.25, 0.02) == "C: trust is lower than in A by 0.25, give or take 0.02."


def test_a_difference_is_written_as_the_language_does() -> None:
    with speaking("de"):
        assert "0,25 niedriger" in compare.said("C", "Vertrauen", -0.25, 0.02)


def test_band_holds_eight_of_ten(played: Comparison) -> None:
    chart = next(each for each in compare.spread(played) if each["title"] == "Openness")
    runs = silos.run("plain", seeds=SEEDS).pivot(index="month", columns="seed", values="openness")
    line = chart["lines"][0]
    assert len(line["values"]) == 121 and line["values"][0] is None  # a chart starts at month 0, measures at month 1
    np.testing.assert_allclose(line["values"][1:], runs.mean(axis=1), rtol=1e-3)
    np.testing.assert_allclose(line["lows"][1:], runs.quantile(0.1, axis=1), rtol=1e-3)
    np.testing.assert_allclose(line["highs"][1:], runs.quantile(0.9, axis=1), rtol=1e-3)


def test_runs_as_a_table(played: Comparison) -> None:
    table = pd.read_csv(io.StringIO(compare.as_csv(played)))
    assert table.groupby("variant").size().to_dict() == {"A": SEEDS, "B": SEEDS, "C": SEEDS}
    np.testing.assert_array_equal(table[table.variant == "B"][list(SHOWN)], ends({"game.sharing": 0.5}))


def test_a_job_that_is_stopped_keeps_what_is_known() -> None:
    job = Comparison(Session("structure.organisations=60&vs=game.sharing=0.5").variants.setups)
    job.start()
    while job.known == 0:
        job.wait(0.01)
    job.stop()
    job.wait()
    assert job.done and 0 < job.known < 200
    assert not np.isnan(job.values[:, : job.known, -1, 0]).any()


def test_where_nobody_acts_in_any_run_there_is_no_line_and_no_warning() -> None:
    job = Comparison(Session("boundary.openness=0&boundary.opening=0&vs=game.sharing=0.5").variants.setups, seeds=8)
    job.start()
    job.wait()
    chart = next(each for each in compare.spread(job) if each["title"] == "Race share")
    assert {value for line in chart["lines"] for key in ("values", "lows", "highs") for value in line[key]} == {None}
