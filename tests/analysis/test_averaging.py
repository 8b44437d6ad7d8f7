"""Every condition weighs the same, however many runs it has: a stopping rule gives noisy ones more."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from experiments.analysis import (
    bimodality,
    branches,
    conditions,
    end_shares,
    histogram,
    hysteresis,
    means,
    paired_differences,
    rank_correlations,
    regret_table,
    stochastic_share,
    tipping_points,
    typical_runs,
    variance_shares,
)
from experiments.analysis.averaging import run_weights, shared_conditions, unit_values
from experiments.run.stopping_rule import interval_width
from sim.measures.regimes import REGIMES

ONE_SYSTEM, IN_SILOS = float(REGIMES.index("one system")), float(REGIMES.index("silos"))
A, B = (0.0, 0.2, 0.4, 0.6), (0.0, 1.0)
ROUNDS = (10, 15, 23, 35, 53)
"""Replicates at which a stopping rule looks."""


def stopped(seed: int = 3, policies: tuple[str, ...] = ("as it is", "pool")) -> pd.DataFrame:
    """A grid of made-up runs in which the openness of low ``a`` is much the noisier, and so has more runs."""
    rng = np.random.default_rng(seed)
    common, rows = rng.normal(size=ROUNDS[-1]), []
    for policy in policies:
        for point, (a, b) in enumerate((a, b) for a in A for b in B):
            noise = 0.18 if a < 0.3 else 0.015
            draws = noise * (0.6 * common + 0.8 * rng.normal(size=ROUNDS[-1]))
            openness = np.clip(0.75 - a + 0.1 * b + 0.1 * (policy == "pool") + draws, 0.0, 1.0)
            runs = next((many for many in ROUNDS if interval_width(openness[:many], 0.95) < 0.06), ROUNDS[-1])
            shared = {"scenario": "made", "policy": policy, "point": point, "block": point, "a": a, "b": b}
            rows += [{**shared, "seed": at, "openness": value} for at, value in enumerate(openness[:runs].tolist())]
    frame = pd.DataFrame(rows)
    frame["regime"] = np.where(frame["openness"] < 0.4, IN_SILOS, ONE_SYSTEM)
    return frame.assign(race_share=frame["openness"], run=np.arange(len(frame)).astype(str))


def doubled(frame: pd.DataFrame) -> pd.DataFrame:
    """The same runs and, of every condition with low ``a``, each once more under another seed."""
    again = frame[frame["a"] < 0.3].assign(
        seed=lambda rows: rows["seed"] + 1000, run=lambda rows: rows["run"] + "again"
    )
    return pd.concat([frame, again], ignore_index=True)


def one_policy(runs: pd.DataFrame) -> pd.DataFrame:
    return runs[runs["policy"] == "pool"]


ESTIMATES: dict[str, Callable[[pd.DataFrame], object]] = {
    "means over seeds": lambda runs: means(runs, ["policy"], ["openness"], unit=["seed"])["mean"],
    "means over conditions": lambda runs: means(runs, ["policy"], ["openness"], unit=["scenario", "block"])["mean"],
    "means of levels": lambda runs: means(runs, ["policy", "b"], ["openness"], unit=["seed"])["mean"],
    "shares of ends": lambda runs: end_shares(runs, ["policy"])["share"],
    "shares of ends over units": lambda runs: end_shares(runs, ["policy"], unit=["seed"])["share"],
    "histograms": lambda runs: histogram(runs, "openness", by=["policy"], span=(0.0, 1.0))["share"],
    "typical runs": lambda runs: typical_runs(runs)["share"],
    "medoids": lambda runs: typical_runs(runs)["openness"].round(2),
    "differences": lambda runs: paired_differences(runs, "as it is", ["openness"], within=["point"])[
        ["one", "other", "difference", "higher"]
    ].iloc[0],
    "regrets": lambda runs: regret_table(runs, "openness", ["point"])[["worst", "mean"]].to_numpy().ravel(),
    "boxes": lambda runs: conditions(runs, ["a", "b"], runs["openness"] < 0.4)[
        ["coverage", "density", "mass"]
    ].to_numpy().ravel(),
    "the random share": lambda runs: round(stochastic_share(one_policy(runs), "openness"), 1),
    "rank correlations": lambda runs: rank_correlations(one_policy(runs), ["a", "b"], "openness")["value"],
    "variance shares": lambda runs: variance_shares(one_policy(runs), ["a", "b"], "openness")["value"],
    "tipping points": lambda runs: tipping_points(runs, "a", "openness", by=["policy"])["estimate"],
    "the probability to be siloed": lambda runs: tipping_points(runs, "a", "siloed", by=["policy"])["estimate"],
}  # fmt: skip
"""What an analysis says of a table."""


@pytest.mark.parametrize("name", ESTIMATES)
def test_more_runs_of_a_condition_give_it_no_more_weight(name: str) -> None:
    """The same values once more are the same evidence of a condition's mean: no estimate moves."""
    frame, estimate = stopped(), ESTIMATES[name]
    assert np.asarray(estimate(doubled(frame)), dtype=float) == pytest.approx(
        np.asarray(estimate(frame), dtype=float), nan_ok=True, abs=1e-9
    )


def test_the_stopping_rule_gave_the_noisy_conditions_more_runs() -> None:
    """Else the tests above would say nothing."""
    sizes = stopped().groupby(["a"]).size()
    assert sizes[0.0] > 2 * sizes[0.6]


def test_a_share_is_the_mean_of_the_shares_of_conditions() -> None:
    frame = stopped()
    siloed = (frame["regime"] == IN_SILOS).groupby([frame["policy"], frame["point"]]).mean().groupby("policy").mean()
    shares = end_shares(frame, ["policy"]).set_index(["policy", "end"])["share"]
    for policy in siloed.index:
        assert shares[policy, "silos"] == pytest.approx(siloed[policy])
    pooled = (frame["regime"] == IN_SILOS).groupby(frame["policy"]).mean()
    assert (siloed - pooled).abs().min() > 0.05, "weighed by runs it would be another number"


@pytest.mark.parametrize("unit", ["seed", "point"])
def test_the_mean_over_units_is_the_mean_over_conditions(unit: str) -> None:
    frame = stopped(policies=("as it is",))
    values = unit_values(frame, "openness", ["policy"], [unit])
    assert values["openness"].mean() == pytest.approx(frame.groupby("point")["openness"].mean().mean())


def test_where_conditions_have_the_same_seeds_a_unit_is_its_own_mean() -> None:
    frame = stopped(policies=("as it is",))
    balanced = frame[frame["seed"] < ROUNDS[0]]
    values = unit_values(balanced, "openness", [], ["seed"]).set_index("seed")["openness"]
    assert values.to_dict() == pytest.approx(balanced.groupby("seed")["openness"].mean().to_dict())


def test_an_interval_over_seeds_holds_the_mean_under_a_stopping_rule() -> None:
    truth = stopped(seed=0, policies=("as it is",))
    exact = np.mean([0.75 - a + 0.1 * b for a in A for b in B])
    assert truth["openness"].between(0, 1).all()
    held = []
    for seed in range(80):
        frame = stopped(seed=seed, policies=("as it is",))
        row = means(frame.assign(y=frame["openness"]), ["policy"], ["y"], unit=["seed"]).iloc[0]
        held.append(bool(row["low"] <= exact <= row["high"]))
    assert np.mean(held) >= 0.88


def test_runs_without_a_value_take_no_weight_from_their_condition() -> None:
    frame = pd.DataFrame({"policy": "x", "point": [0, 0, 0, 1], "openness": [0.2, 0.4, np.nan, 0.9]})
    assert run_weights(frame, frame["openness"].notna()).tolist() == [0.5, 0.5, 0.0, 1.0]
    assert means(frame, ["policy"], ["openness"], unit=["point"])["mean"].tolist() == pytest.approx([0.6])


def test_policies_are_compared_over_the_conditions_that_all_have() -> None:
    frame = pd.DataFrame({"scenario": "s", "policy": ["a", "a", "b"], "point": [0, 1, 0], "y": [1.0, 5.0, 2.0]})
    assert shared_conditions(frame, "policy")["y"].tolist() == [1.0, 2.0]
    assert shared_conditions(frame.drop(columns=["scenario", "point"]), "policy")["y"].tolist() == [1.0, 5.0, 2.0]


def test_the_gap_between_branches_is_over_the_same_conditions_for_every_seed() -> None:
    """One condition has five seeds more: they say nothing of the other."""
    rows = [
        {"a": a, "b": b, "side": side, "seed": seed, "y": (side == "up") * (1.0 + b) + a}
        for a in (0.0, 1.0)
        for b in (0.0, 1.0)
        for side in ("up", "down")
        for seed in range(5 if b == 0.0 else 10)
    ]
    frame = pd.DataFrame(rows)
    sides = {"branch": "side", "upper": "up", "lower": "down", "within": ["b"]}
    table = branches(frame, "a", "y", **sides)  # type: ignore[arg-type]
    assert table["gap"].tolist() == pytest.approx([1.5, 1.5]) and table["runs"].tolist() == [5, 5]
    assert hysteresis(frame, "a", "y", **sides).loc[0, "area"] == pytest.approx(1.5)  # type: ignore[arg-type]


def test_bimodality_is_asked_of_one_condition_at_a_time() -> None:
    """It needs no weights: its groups are conditions."""
    frame = stopped()
    table = bimodality(frame, "openness", ["policy", "point"])
    assert table["runs"].sum() == len(frame)
