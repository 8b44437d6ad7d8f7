"""Sensitivity against published indices and closed forms."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from SALib.sample import morris, sobol
from SALib.test_functions import Ishigami
from scipy import stats

from experiments.analysis import (
    morris_effects,
    rank_correlations,
    sensitivity,
    sobol_indices,
    stochastic_share,
    swings,
    variance_shares,
)
from tests.analysis.frames import formula

ISHIGAMI = {"S1": [0.3139, 0.4424, 0.0], "ST": [0.5576, 0.4424, 0.2437]}
"""Ishigami & Homma 1990, a = 7, b = 0.1; beyond these only x1 and x3 interact, with 0.2437."""

PROBLEM = {"num_vars": 3, "names": ["x1", "x2", "x3"], "bounds": [[-np.pi, np.pi]] * 3}


def ishigami(second: bool = True, size: int = 2048, seed: int = 3) -> pd.DataFrame:
    points = sobol.sample(PROBLEM, size, calc_second_order=second, seed=seed)
    frame = pd.DataFrame(points, columns=PROBLEM["names"]).assign(y=Ishigami.evaluate(points), seed=0)
    return frame.assign(point=range(len(frame)))


@pytest.mark.parametrize("second", [True, False])
def test_sobol_indices_of_the_ishigami_function(second: bool) -> None:
    found = sobol_indices(ishigami(second), PROBLEM["names"], "y", pairs=second).set_index(["index", "factor"])
    for index, known in ISHIGAMI.items():
        rows = found.loc[index]
        assert rows["value"].tolist() == pytest.approx(known, abs=0.02)
        assert ((rows["low"] - 0.01 <= known) & (known <= rows["high"] + 0.01)).all()
    if second:
        assert found.loc[("S2", "x1 x x3"), "value"] == pytest.approx(0.2437, abs=0.04)
        assert abs(found.loc[("S2", "x1 x x2"), "value"]) < 0.03
    else:
        assert "S2" not in found.index.get_level_values("index")


def test_intervals_of_sobol_indices_hold_the_truth_19_times_in_20() -> None:
    """At least: points spread out evenly err less than the bootstrap, which takes them for chance, believes."""
    held = []
    for seed in range(1, 21):
        found = sobol_indices(ishigami(False, 64, seed), PROBLEM["names"], "y", pairs=False).set_index("index")
        for index, known in ISHIGAMI.items():
            held += ((found.loc[index, "low"] <= known) & (known <= found.loc[index, "high"])).tolist()
    assert np.mean(held) >= 0.9


def test_of_many_factors_pairs_are_left_out_and_nothing_else_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    both = sobol_indices(ishigami(), PROBLEM["names"], "y")
    monkeypatch.setattr(sensitivity, "FEW", 2)
    alone = sobol_indices(ishigami(), PROBLEM["names"], "y")
    assert alone["value"].tolist() == pytest.approx(both["value"].tolist()[:6])


def test_intervals_do_not_come_from_the_global_luck() -> None:
    """SALib takes seed 0 for none and then draws from numpy's global generator."""
    frame = ishigami(size=64)
    np.random.seed(1)  # noqa: NPY002
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    first = sobol_indices(frame, PROBLEM["names"], "y")
    assert (np.random.get_state()[1] == before).all()  # noqa: NPY002
    np.random.seed(2)  # noqa: NPY002
    pd.testing.assert_frame_equal(first, sobol_indices(frame, PROBLEM["names"], "y"))


def test_a_block_that_lacks_a_run_is_left_out() -> None:
    frame = ishigami(size=1024)
    frame.loc[frame["point"] == 5, "y"] = np.nan
    found = sobol_indices(frame, PROBLEM["names"], "y").set_index(["index", "factor"])
    assert found.loc["S1", "value"].tolist() == pytest.approx(ISHIGAMI["S1"], abs=0.04)


def test_what_nothing_moves_has_no_causes() -> None:
    assert (sobol_indices(ishigami(size=64).assign(y=0.3), PROBLEM["names"], "y")["value"] == 0.0).all()


def test_a_design_that_is_none_is_refused() -> None:
    frame = ishigami(size=64).iloc[:-3]
    with pytest.raises(ValueError, match="509 points are no Saltelli design of 3 factors"):
        sobol_indices(frame, PROBLEM["names"], "y")
    with pytest.raises(ValueError, match="509 points are no trajectories"):
        morris_effects(frame, PROBLEM["names"], "y")


def trajectories(coefficients: list[float], high: float, curve: float = 0.0) -> pd.DataFrame:
    names = [f"x{number}" for number in range(len(coefficients))]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, high]] * len(names)}
    points = morris.sample(problem, 20, num_levels=4, seed=1)
    frame = pd.DataFrame(points, columns=names)
    y = points @ np.array(coefficients) + curve * points[:, 0] * points[:, 1]
    return frame.assign(y=y, point=range(len(frame)), seed=0)


def test_elementary_effects_of_a_plane_are_its_slopes_over_the_whole_range() -> None:
    frame = trajectories([3.0, -2.0, 0.0], high=0.5)
    found = morris_effects(frame, ["x0", "x1", "x2"], "y")
    found = found.set_index(["index", "factor"])["value"]
    assert found["mu_star"].tolist() == pytest.approx([1.5, 1.0, 0.0])
    assert found["mu"].tolist() == pytest.approx([1.5, -1.0, 0.0])
    assert found["sigma"].tolist() == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)


def test_an_interaction_shows_in_sigma_of_both_and_of_no_other() -> None:
    frame = trajectories([1.0, 1.0, 1.0], high=1.0, curve=4.0)
    found = morris_effects(frame, ["x0", "x1", "x2"], "y")
    sigma = found.set_index(["index", "factor"])["value"]["sigma"]
    assert sigma["x0"] > 0.5
    assert sigma["x1"] > 0.5
    assert sigma["x2"] == pytest.approx(0.0, abs=1e-9)


def test_the_interval_of_a_mean_effect_is_students_over_trajectories() -> None:
    frame = trajectories([1.0, 1.0], high=1.0, curve=4.0)
    row = morris_effects(frame, ["x0", "x1"], "y").set_index(["index", "factor"]).loc[("mu", "x0")]
    effects = []
    for path in frame[["x0", "y"]].to_numpy().reshape(20, 3, 2):
        (step,) = (after - before for before, after in pairwise(path) if after[0] != before[0])
        effects.append(step[1] / step[0])
    known = stats.ttest_1samp(effects, 0.0).confidence_interval(0.95)
    assert row[["value", "low", "high"]].tolist() == pytest.approx([np.mean(effects), known.low, known.high])


def test_the_variance_of_a_grid_is_shared_out_exactly() -> None:
    """y = 2 a + b + a b on {-1, 1}^2: variance 4 + 1 + 1."""
    frame = formula({"a": [-1, 1], "b": [-1, 1]}, lambda _, a, b: 2 * a + b + a * b, seeds=2)
    found = variance_shares(frame, ["a", "b"], "y").set_index(["index", "factor"])["value"]
    assert found["S1"].tolist() == pytest.approx([4 / 6, 1 / 6])
    assert found["ST"].tolist() == pytest.approx([5 / 6, 2 / 6])


def test_intervals_of_shares_are_those_of_a_bootstrap_over_seeds() -> None:
    """On {-1, 1}^2 the shares are the squares of the three contrasts; seeds are drawn again here."""
    frame = formula({"a": [-1, 1], "b": [-1, 1]}, lambda _, a, b: 2 * a + b + a * b, seeds=30, noise=3.0)
    found = variance_shares(frame, ["a", "b"], "y").set_index(["index", "factor"])
    cells = frame.pivot(index=["a", "b"], columns="seed", values="y").to_numpy()
    picks = np.random.default_rng(7).integers(30, size=(2000, 30))
    means = cells[:, picks].mean(axis=2)
    squares = np.square(np.array([[-1, -1, 1, 1], [-1, 1, -1, 1], [1, -1, -1, 1]]) @ means / 4)
    shares = squares / squares.sum(axis=0)
    for name, drawn in zip("ab", shares[:2], strict=True):
        low, high = np.quantile(drawn, [0.025, 0.975])
        assert found.loc[("S1", name), ["low", "high"]].tolist() == pytest.approx([low, high], abs=0.06)
        assert found.loc[("S1", name), "low"] < found.loc[("S1", name), "value"] < found.loc[("S1", name), "high"]


def test_a_swing_is_between_runs_that_differ_in_the_factor_alone() -> None:
    """y = a, and 100 more where the other factor, of words, is not as the scenario has it."""
    rows = [(0.3, "complete"), (0.3, "complete"), (0.5, "complete"), (0.3, "ring"), (0.3, "star")]
    frame = pd.DataFrame(rows, columns=["a", "word"]).assign(seed=0)
    frame["point"], frame["y"] = frame.index, frame["a"] + 100.0 * (frame["word"] != "complete")
    assert swings(frame, ["a"], "y", held=["word"])["value"].tolist() == pytest.approx([0.2])


def test_shares_from_one_seed_have_no_interval() -> None:
    found = variance_shares(formula({"a": [-1, 1], "b": [-1, 1]}, lambda _, a, b: 2 * a + b, seeds=1), ["a", "b"], "y")
    assert found["value"].tolist() == pytest.approx([0.8, 0.2, 0.8, 0.2])
    assert found[["low", "high"]].isna().all(axis=None)


def test_the_random_share_is_what_no_factor_explains() -> None:
    """Points at -1 and 1 (variance 1), luck of standard deviation 1/2 (variance 1/4): a fifth is luck."""
    frame = formula({"a": [-1, 1]}, lambda _, a: a, seeds=4000, noise=0.5)
    assert stochastic_share(frame, "y") == pytest.approx(0.2, abs=0.01)
    assert stochastic_share(formula({"a": [-1, 1]}, lambda _, a: a, seeds=5), "y") == 0.0
    assert np.isnan(stochastic_share(formula({"a": [-1, 1]}, lambda _, a: a, seeds=1), "y"))


def test_the_random_share_weighs_every_point_the_same() -> None:
    """0 and 2 at one point (variance 2), 5 four times at another: (2 + 0) / 2 of a variance of 1/2 + 4."""
    frame = pd.DataFrame({"point": [0, 0, 1, 1, 1, 1], "y": [0.0, 2.0, 5.0, 5.0, 5.0, 5.0]})
    assert stochastic_share(frame, "y") == pytest.approx(1 / 4.5)


def test_the_interval_of_a_rank_correlation_holds_the_truth_19_times_in_20() -> None:
    """Of normal variables with correlation r it is 6/pi asin(r/2) (Pearson 1907)."""
    rng, r, n, many = np.random.default_rng(4), 0.5, 60, 20
    truth, held = 6 / np.pi * np.arcsin(r / 2), []
    for _ in range(20):
        y = rng.normal(size=n)
        factors = {f"x{number}": r * y + (1 - r**2) ** 0.5 * rng.normal(size=n) for number in range(many)}
        found = rank_correlations(pd.DataFrame({**factors, "y": y, "point": range(n)}), list(factors), "y")
        held += ((found["low"] <= truth) & (truth <= found["high"])).tolist()
    assert 0.91 <= np.mean(held) <= 0.98


def test_rank_correlation_sees_any_monotone_relation() -> None:
    rng = np.random.default_rng(2)
    points = rng.uniform(size=(200, 3))
    frame = pd.DataFrame(points, columns=["a", "b", "c"]).assign(point=range(200), y=np.exp(9 * points[:, 0]))
    found = rank_correlations(frame, ["a", "b", "c"], "y").set_index("factor")
    assert found.loc["a", "value"] == pytest.approx(1.0)
    assert (found["low"] <= found["value"]).all()
    assert found.loc["b", "low"] < 0.0 < found.loc["b", "high"]
    assert (rank_correlations(frame.assign(y=-frame["y"]), ["a"], "y")["value"] == -1.0).all()


def test_a_swing_is_highest_minus_lowest_with_all_else_at_its_base() -> None:
    base, rows = {"a": 0.5, "b": 0.5}, []
    for point, changed in enumerate([{}, {"a": 0.0}, {"a": 1.0}, {"b": 0.0}, {"b": 1.0}]):
        levels = base | changed
        rows += [{"point": point, "seed": s, **levels, "y": 3 * levels["a"] - levels["b"] + s} for s in range(5)]
    found = swings(pd.DataFrame(rows), ["a", "b"], "y").set_index("factor")
    assert found.loc["a", ["value", "low", "high"]].tolist() == pytest.approx([3.0, 3.0, 3.0])
    assert found.loc["b", "value"] == pytest.approx(-1.0)


def test_the_base_is_that_of_the_design_however_many_runs_a_point_has() -> None:
    rows = []
    for point, (a, b) in enumerate([(0.5, 0.5), (0.0, 0.5), (1.0, 0.5), (0.5, 0.9)]):
        seeds = 40 if point == 3 else 5  # as where a rule stops late
        rows += [{"point": point, "seed": s, "a": a, "b": b, "y": 3 * a - b} for s in range(seeds)]
    found = swings(pd.DataFrame(rows), ["a", "b"], "y").set_index("factor")
    assert found["value"].tolist() == pytest.approx([3.0, -0.4])
