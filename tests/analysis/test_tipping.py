"""Tipping points and loops against steps and curves whose place is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import lsq_linear

from experiments.analysis import branches, hysteresis, tipping_points
from experiments.analysis.tipping import crossing
from sim.measures.regimes import REGIMES
from tests.analysis.frames import formula

ONE_SYSTEM, IN_SILOS = float(REGIMES.index("one system")), float(REGIMES.index("silos"))

LEVELS = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]


def tip(frame: pd.DataFrame, **more: object) -> pd.Series:
    return tipping_points(frame, "a", "y", **more).iloc[0]  # type: ignore[arg-type]


def test_a_step_lies_between_the_levels_on_either_side() -> None:
    """Any step in (0.3, 0.4) gives these runs: the bootstrap knows of no doubt, the levels tell it."""
    found = tip(formula({"a": LEVELS}, lambda _, a: float(a < 0.33)))
    assert found["estimate"] == pytest.approx(0.35)
    assert (found["after"], found["before"]) == (0.3, 0.4)
    assert found["direction"] == "falls"


def test_a_straight_line_is_crossed_where_it_is() -> None:
    found = tip(formula({"a": LEVELS}, lambda _, a: 0.1 + a))
    assert found["estimate"] == pytest.approx(0.4)
    assert found["direction"] == "rises"


def test_every_level_weighs_the_same_however_many_runs_it_has() -> None:
    """Against the closest monotone line through the means of levels, by least squares."""
    levels, many, means = np.array(LEVELS), [40, 40, 3, 40, 40, 40, 40], [0.2, 0.3, 0.6, 0.4, 0.45, 0.7, 0.8]
    values = np.full((len(levels), max(many)), np.nan)
    for level, (runs, mean) in enumerate(zip(many, means, strict=True)):
        values[level, :runs] = mean + np.linspace(-0.1, 0.1, runs)
    bounds = ([-np.inf] + [0.0] * (len(levels) - 1), np.inf)
    line = np.cumsum(lsq_linear(np.tril(np.ones((len(levels), len(levels)))), means, bounds, tol=1e-14).x)
    after = int(np.argmax(line >= 0.5))
    part = (0.5 - line[after - 1]) / (line[after] - line[after - 1])
    found = crossing(levels, values, 0.5)
    assert found["estimate"] == pytest.approx(levels[after - 1] + part * (levels[after] - levels[after - 1]), abs=1e-6)


def test_one_seed_knows_where_and_not_how_surely() -> None:
    found = tip(formula({"a": LEVELS}, lambda _, a: float(a < 0.33), seeds=1))
    assert found["estimate"] == pytest.approx(0.35)
    assert np.isnan([found["low"], found["high"]]).all()
    assert (found["after"], found["before"]) == (0.3, 0.4)


@pytest.mark.parametrize("height", [0.2, 0.9])
def test_what_never_crosses_has_no_tipping_point(height: float) -> None:
    found = tip(formula({"a": LEVELS}, lambda _, a: height - 0.1 * a))
    assert np.isnan(found["estimate"])
    assert np.isinf([found["low"], found["high"]]).all()


def test_each_slice_has_its_own() -> None:
    frame = formula({"b": [0.1, 0.3], "a": LEVELS}, lambda _, b, a: float(a > b + 0.05))
    found = tipping_points(frame, "a", "y", by=["b"])
    assert found["b"].tolist() == [0.1, 0.3]
    assert found["estimate"].tolist() == pytest.approx([0.15, 0.35])


def test_the_interval_holds_the_true_point_of_a_logistic_curve() -> None:
    """P(siloed) = 1/(1 + exp(-(a - 0.315)/0.05)), 40 runs a level: 19 in 20, but for the grid's coarseness."""
    rng = np.random.default_rng(5)
    levels = np.linspace(0.0, 0.6, 13)
    chance = 1 / (1 + np.exp(-(levels - 0.315) / 0.05))
    held, error = 0, []
    for _ in range(60):
        found = crossing(levels, (rng.random((13, 40)) < chance[:, None]).astype(float), 0.5)
        held += float(found["low"]) <= 0.315 <= float(found["high"])
        assert float(found["after"]) <= float(found["low"]) <= float(found["high"]) <= float(found["before"])
        error.append(float(found["estimate"]) - 0.315)
    assert held >= 52
    assert abs(np.mean(error)) < 0.01


@pytest.mark.parametrize("seeds", [5, 8])
def test_the_interval_of_few_seeds_holds_the_true_point_as_well(seeds: int) -> None:
    """Seeds have tipping points of their own around 0.52; plain percentiles hold it in 130 of 150 cases at 5 seeds."""
    rng, levels, held = np.random.default_rng(1), np.linspace(0, 1, 11), 0
    for _ in range(150):
        own, noise = rng.normal(0.52, 0.12, seeds), rng.normal(0, 0.05, (len(levels), seeds))
        found = crossing(levels, (levels[:, None] + noise > own).astype(float), 0.5)
        held += float(found["low"]) <= 0.52 <= float(found["high"])
    assert held >= 136


def test_runs_that_failed_are_left_out() -> None:
    frame = formula({"a": LEVELS}, lambda _, a: 0.1 + a)
    frame.loc[frame["seed"] < 3, "y"] = np.nan
    assert tip(frame)["estimate"] == pytest.approx(0.4)


def test_the_probability_of_silos_reads_how_runs_ended() -> None:
    frame = formula({"a": LEVELS}, lambda _, a: 0.0).assign(race_share=0.99)
    siloed = frame["seed"] < 20 * frame["a"] / 0.6
    frame["regime"] = np.where(siloed, IN_SILOS, ONE_SYSTEM)
    found = tipping_points(frame, "a", "siloed").iloc[0]
    assert found["estimate"] == pytest.approx(0.3, abs=0.03)
    assert found["low"] < found["estimate"] < found["high"]


def test_a_run_that_failed_ended_neither_way() -> None:
    """Half of the runs fail at every level; of the other ten, one more is siloed with every 0.03."""
    frame = formula({"a": LEVELS}, lambda _, a: 0.0).assign(race_share=0.99)
    frame["regime"] = np.where(frame["seed"] < 10 * frame["a"] / 0.3, IN_SILOS, ONE_SYSTEM)
    frame.loc[frame["seed"] >= 10, "regime"] = np.nan
    found = tipping_points(frame, "a", "siloed").iloc[0]
    assert found["estimate"] == pytest.approx(0.15, abs=0.02)
    assert found["runs"] == 10 * len(LEVELS)


def loop(width: float, seeds: int = 10) -> pd.DataFrame:
    """The upper branch falls at 0.5 + width/2, the lower at 0.5 - width/2."""
    levels = np.linspace(0.0, 1.0, 101)
    fall = {"plenty": 0.5 + width / 2, "want": 0.5 - width / 2}
    return formula({"a": levels}, lambda p, a: float(a < fall[p] + 1e-9), noise=0.01, policies=list(fall), seeds=seeds)


@pytest.mark.parametrize("width", [0.0, 0.2, 0.4])
def test_the_area_of_a_loop_is_its_width_times_its_height(width: float) -> None:
    found = hysteresis(loop(width), "a", "y", branch="policy", upper="plenty", lower="want").iloc[0]
    assert found["area"] == pytest.approx(width, abs=1e-6)
    assert found["low"] - 1e-9 <= width <= found["high"] + 1e-9
    assert found["mean_gap"] == pytest.approx(width, abs=1e-6)


def test_the_gap_between_branches_is_told_level_by_level() -> None:
    found = branches(loop(0.2), "a", "y", branch="policy", upper="plenty", lower="want").set_index("level")
    assert found.loc[0.5, "gap"] == pytest.approx(1.0)
    assert found.loc[0.2, "gap"] == pytest.approx(0.0)
    assert found["runs"].eq(10).all()


def test_where_branches_cross_the_area_is_signed_and_the_widest_gap_is_the_largest_either_way() -> None:
    """Gaps .2, -.6 and .1 at 0, .5 and 1: area .5 (.2 - .6)/2 + .5 (-.6 + .1)/2 = -.225."""
    gaps = {0.0: 0.2, 0.5: -0.6, 1.0: 0.1}
    frame = formula({"a": list(gaps)}, lambda p, a: gaps[a] * (p == "plenty"), policies=["plenty", "want"])
    found = hysteresis(frame, "a", "y", branch="policy", upper="plenty", lower="want").iloc[0]
    assert found[["area", "low", "high", "mean_gap"]].tolist() == pytest.approx([-0.225] * 4)
    assert found[["widest", "at"]].tolist() == pytest.approx([-0.6, 0.5])


def test_a_loop_of_one_level_is_none() -> None:
    with pytest.raises(ValueError, match="fewer than two levels of a"):
        hysteresis(loop(0.2).query("a == 0.5"), "a", "y", branch="policy", upper="plenty", lower="want")


def test_the_two_runs_of_a_pair_are_of_the_same_conditions() -> None:
    """No side differs under any condition, but one has no value under half of them: no gap."""
    frame = formula({"a": [0.0, 1.0], "b": [0.0, 5.0]}, lambda p, a, b: b, policies=["plenty", "want"])
    frame.loc[(frame["policy"] == "want") & (frame["b"] == 5.0) & (frame["seed"] < 15), "y"] = np.nan
    sides = {"branch": "policy", "upper": "plenty", "lower": "want", "within": ["b"]}
    assert branches(frame, "a", "y", **sides)["gap"].tolist() == [0.0, 0.0]
    assert hysteresis(frame, "a", "y", **sides)["area"].tolist() == [0.0]


def test_the_interval_of_an_area_holds_it_19_times_in_20() -> None:
    rng, held = np.random.default_rng(6), 0
    frame = formula({"a": [0.0, 1.0]}, lambda p, a: 0.0, seeds=6, policies=["plenty", "want"])
    for _ in range(300):
        frame["y"] = np.where(frame["policy"] == "plenty", rng.normal(1.0, 1.0, len(frame)), 0.0)
        found = hysteresis(frame, "a", "y", branch="policy", upper="plenty", lower="want").iloc[0]
        held += bool(found["low"] <= 1.0 <= found["high"])
    assert held / 300 == pytest.approx(0.95, abs=0.03)
