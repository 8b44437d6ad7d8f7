"""What is alike is no independent evidence: intervals over units hold the truth, those over their runs do not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from experiments.analysis import (
    bimodality,
    conditions,
    end_shares,
    means,
    morris_effects,
    paired_differences,
    regret_table,
    sobol_indices,
    variance_shares,
)
from sim.measures.regimes import REGIMES
from tests.analysis.frames import formula

ONE_SYSTEM, IN_SILOS = float(REGIMES.index("one system")), float(REGIMES.index("silos"))


def clustered(rng: np.random.Generator, seeds: int = 25, conditions: int = 12) -> pd.DataFrame:
    """Runs whose luck is their seed's, the same under every condition; the true mean is 0."""
    seed, point = np.meshgrid(np.arange(seeds), np.arange(conditions), indexing="ij")
    luck = rng.normal(size=(seeds, 1)) + 0.2 * rng.normal(size=seed.shape)
    return pd.DataFrame({"seed": seed.ravel(), "point": point.ravel(), "y": luck.ravel()})


def test_an_interval_over_units_holds_the_truth_and_one_over_runs_does_not() -> None:
    rng = np.random.default_rng(5)
    held = {"units": 0, "runs": 0}
    for _ in range(120):
        frame = clustered(rng)
        for name, unit in (("units", ["seed"]), ("runs", [])):
            row = means(frame, [], ["y"], unit=unit).iloc[0]
            held[name] += bool(row["low"] <= 0 <= row["high"])
    assert held["units"] >= 0.87 * 120
    assert held["runs"] < 0.6 * 120


def test_units_are_counted_and_averaged_first() -> None:
    frame = pd.DataFrame({"a": [1] * 5, "seed": [0, 0, 0, 0, 1], "y": [1.0, 1.0, 1.0, 1.0, 0.0]})
    row = means(frame, ["a"], ["y"], unit=["seed"]).iloc[0]
    assert (row["runs"], row["mean"]) == (2, 0.5)


def test_shares_over_units_are_those_of_runs_with_wider_intervals() -> None:
    rng = np.random.default_rng(6)
    frame = clustered(rng).assign(regime=lambda rows: np.where(stats.norm.cdf(rows["y"]) < 0.25, IN_SILOS, ONE_SYSTEM))
    runs, units = (end_shares(frame, unit=unit).set_index("end") for unit in ([], ["seed"]))
    assert units["share"].to_dict() == runs["share"].to_dict()
    wider = (units["high"] - units["low"]) / (runs["high"] - runs["low"])
    assert wider["silos"] > 2 and wider["one system"] > 2
    assert units.loc["everyone alone", ["share", "low"]].tolist() == [0, 0]
    by_seed = (frame["regime"] == IN_SILOS).groupby(frame["seed"]).mean()
    reach = stats.t.ppf(0.975, 24) * stats.sem(by_seed)
    assert units.loc["silos", "high"] - units.loc["silos", "low"] == pytest.approx(2 * reach, rel=0.25)


def ended(blocks: np.ndarray, siloed: np.ndarray) -> pd.DataFrame:
    """Runs of blocks that end in silos or as one system."""
    return pd.DataFrame({"block": blocks, "regime": np.where(siloed, IN_SILOS, ONE_SYSTEM)})


def test_an_end_that_no_unit_came_to_is_ruled_out_by_units_and_not_by_their_runs() -> None:
    """2 % of the samples end in silos, each with all of its 8 runs: of 64 samples a quarter of the time none does."""
    rng = np.random.default_rng(11)
    held = 0
    for _ in range(100):
        frame = ended(np.repeat(np.arange(64), 8), np.repeat(rng.random(64) < 0.02, 8))
        row = end_shares(frame, unit=["block"]).set_index("end").loc["silos"]
        held += bool(row["low"] <= 0.02 <= row["high"])
    assert held >= 90


def test_the_interval_of_a_share_holds_it_where_units_have_more_runs_or_fewer() -> None:
    rng = np.random.default_rng(12)
    sizes = np.arange(2, 40)
    truth = (1 / (2 + sizes / 10)).mean()
    held = 0
    for _ in range(120):
        runs = rng.choice(sizes, 30)
        chance = rng.random(30) ** (1 + runs / 10)
        frame = ended(np.repeat(np.arange(30), runs), rng.random(runs.sum()) < np.repeat(chance, runs))
        row = end_shares(frame, unit=["block"]).set_index("end").loc["silos"]
        assert row["share"] == pytest.approx((frame["regime"] == IN_SILOS).groupby(frame["block"]).mean().mean())
        held += bool(row["low"] <= truth <= row["high"])
    assert held >= 0.9 * 120


def test_pairs_are_made_run_by_run_even_where_some_are_missing() -> None:
    frame = formula({"a": [0, 1, 2]}, lambda policy, a: 10.0 * a + (policy == "new"), policies=("old", "new"))
    holed = frame.drop(frame[(frame["policy"] == "new") & (frame["a"] == 2) & (frame["seed"] < 15)].index)
    row = paired_differences(holed, "old", ["y"], unit=["seed"], within=["a"]).iloc[0]
    assert row[["difference", "low", "high"]].tolist() == pytest.approx([1, 1, 1])
    assert row["pairs"] == 20


def test_bimodality_needs_runs_in_both_modes() -> None:
    rng = np.random.default_rng(7)
    near = np.concatenate([rng.normal(0.40, 0.01, 100), rng.normal(0.50, 0.01, 100)])
    lonely = np.concatenate([rng.normal(0.1, 0.02, 198), [0.9, 0.91]])
    frame = pd.DataFrame({"y": [*near, *lonely], "which": ["near"] * 200 + ["lonely"] * 200})
    found = {
        apart: bimodality(frame, "y", ["which"], apart=apart).set_index("which")["bimodal"] for apart in (0.0, 0.2)
    }
    assert found[0.0].to_dict() == {"near": True, "lonely": False}
    assert not found[0.2].any()


def test_a_box_of_a_few_chance_conditions_is_not_found() -> None:
    rng = np.random.default_rng(8)
    frame = pd.DataFrame({"point": np.repeat(np.arange(60), 10), "x": np.repeat(rng.uniform(size=60), 10)})
    chance = pd.Series(np.isin(frame["point"], rng.choice(60, 4, replace=False)))
    assert conditions(frame, ["x"], chance).empty
    found = conditions(frame, ["x"], frame["x"] > 0.6)
    assert len(found) == 2
    assert found.loc[0, "density"] > 0.9 and found.loc[0, "coverage"] > 0.9


def test_how_well_a_box_does_is_judged_by_conditions_and_not_by_their_runs() -> None:
    """At the upper of two levels 7 conditions in 10 end so, each with all of its 20 runs."""
    rng = np.random.default_rng(13)
    held = []
    for _ in range(60):
        x = rng.integers(2, size=120)
        ends = (x > 0.5) & (rng.random(120) < 0.7)
        frame = pd.DataFrame({"point": np.repeat(np.arange(120), 20), "x": np.repeat(x, 20)})
        found = conditions(frame, ["x"], pd.Series(np.repeat(ends, 20)))
        if len(found):
            held.append(bool(found.loc[0, "density_low"] <= 0.7 <= found.loc[0, "density_high"]))
    assert len(held) > 50
    assert np.mean(held) >= 0.9


def test_a_sample_is_in_one_half_alone() -> None:
    """Two points a sample, all but the same: a tree that learns one of each knows the other by heart."""
    rng = np.random.default_rng(14)
    x = np.repeat(rng.uniform(size=100), 2)
    ends = pd.Series(np.repeat(rng.random(100) < 0.5, 2))
    frame = pd.DataFrame({"point": np.arange(200), "block": np.arange(200) // 2, "x": x})
    found = conditions(frame, ["x"], ends, unit="block").set_index("box")
    assert found.loc["together", "runs"] % 2 == 0


def test_samples_with_a_hole_are_left_out_and_counted() -> None:
    rng = np.random.default_rng(9)
    frame = pd.DataFrame(rng.uniform(size=(8 * 4, 2)), columns=["a", "b"]).assign(point=range(32), y=1.0)
    frame.loc[5, "y"] = np.nan
    assert set(sobol_indices(frame, ["a", "b"], "y", pairs=False)["samples"]) == {7}
    frame["y"] = np.nan
    nothing = sobol_indices(frame, ["a", "b"], "y", pairs=False, points=32)
    assert nothing["value"].isna().all() and set(nothing["samples"]) == {0}
    paths = frame.head(30)
    assert morris_effects(paths, ["a", "b"], "y", points=30)["value"].isna().all()


def test_a_grid_with_an_empty_cell_has_no_shares() -> None:
    frame = formula({"a": [0, 1], "b": [0, 1]}, lambda _, a, b: a + 2.0 * b)
    whole = variance_shares(frame, ["a", "b"], "y").set_index(["index", "factor"])["value"]
    assert whole["S1", "b"] == pytest.approx(0.8)
    holed = frame[~((frame["a"] == 1) & (frame["b"] == 1))]
    assert variance_shares(holed, ["a", "b"], "y")["value"].isna().all()


def test_an_interval_of_regret_holds_its_estimate_even_where_policies_are_equal() -> None:
    rng = np.random.default_rng(10)
    points, policies, seeds = np.meshgrid(range(30), list("abc"), range(20), indexing="ij")
    frame = pd.DataFrame({"point": points.ravel(), "policy": policies.ravel(), "seed": seeds.ravel().astype(int)})
    frame["openness"] = rng.uniform(size=len(frame))
    table = regret_table(frame, "openness", ["point"])
    single = regret_table(frame[frame["point"] == 0], "openness", ["point"])
    assert single["worst"].min() == 0.0
    assert (single[["worst_low", "mean_low"]] >= 0.0).all(axis=None), "nobody regrets less than nothing"
    lone = regret_table(frame[frame["seed"] == 0], "openness", ["point"])
    assert lone["worst"].notna().all()
    assert lone[["worst_low", "worst_high", "mean_low", "mean_high"]].isna().all(axis=None)
    for name in ("worst", "mean"):
        assert ((table[f"{name}_low"] <= table[name]) & (table[name] <= table[f"{name}_high"])).all()
        assert (table[f"{name}_high"] > table[f"{name}_low"]).all()
