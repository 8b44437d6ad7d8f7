"""Intervals hold the truth as often as they say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.integrate import quad

from experiments.analysis import has_common_random_numbers, mean_interval, means, paired_differences, share_interval
from experiments.analysis.intervals import percentiles
from tests.analysis.frames import formula


@pytest.mark.parametrize(("n", "spread"), [(20, "normal"), (40, "exponential"), (600, "exponential")])
def test_an_interval_of_a_mean_holds_the_truth_19_times_in_20(n: int, spread: str) -> None:
    rng = np.random.default_rng(1)
    values = getattr(rng, spread)(1.0, size=(600, n))
    low, high = mean_interval(values)
    held = ((low <= 1.0) & (high >= 1.0)).mean()
    assert 0.90 <= held <= 0.975


@pytest.mark.parametrize("n", [2, 3, 5, 10])
def test_an_interval_of_a_few_runs_holds_the_truth_as_often(n: int) -> None:
    values = np.random.default_rng(1).normal(size=(1500, n))
    low, high = mean_interval(values)
    assert ((low <= 0.0) & (high >= 0.0)).mean() == pytest.approx(0.95, abs=0.015)


def test_a_large_sample_takes_students_interval() -> None:
    values = np.random.default_rng(2).gamma(2.0, size=(3, 700))
    low, high = mean_interval(values)
    for row in range(3):
        known = stats.ttest_1samp(values[row], 0.0).confidence_interval(0.95)
        assert (low[row], high[row]) == pytest.approx((known.low, known.high))


@pytest.mark.parametrize(("n", "alike"), [(500, 0.005), (30, 0.05)])
def test_the_bootstrap_and_student_agree_where_one_gives_way_to_the_other(n: int, alike: float) -> None:
    values = np.random.default_rng(3).uniform(size=(5, n))
    here, there = mean_interval(values), mean_interval(values[:, :-1])
    assert np.abs(here[0] - there[0]).max() < alike
    assert np.abs(here[1] - there[1]).max() < alike


def test_means_leave_out_what_is_empty_and_say_of_how_many_they_are() -> None:
    frame = pd.DataFrame({"a": [1, 1, 1, 2, 2, 3], "y": [1.0, 2.0, 3.0, np.nan, 4.0, np.nan]})
    table = means(frame, ["a"], ["y"]).set_index("a")
    assert table["runs"].to_dict() == {1: 3, 2: 1}
    assert table.loc[1, ["mean", "sd"]].tolist() == [2.0, 1.0]
    assert table.loc[1, "low"] < 2.0 < table.loc[1, "high"]
    assert table.loc[2, "mean"] == 4.0
    assert np.isnan(table.loc[2, ["sd", "low", "high"]].astype(float)).all()


def test_the_interval_of_a_share_stays_where_shares_are() -> None:
    """Student's would reach from 0.29 to 1.44."""
    values = [0.6, 1.0, 1.0]
    table = means(pd.DataFrame({"race_share": values, "income": values}), [], ["race_share", "income"])
    assert table["high"].tolist() == pytest.approx([1.0, 1.440], abs=1e-3)
    assert table["low"].tolist() == pytest.approx([0.293, 0.293], abs=1e-3)


def test_what_never_varies_is_certain() -> None:
    table = means(pd.DataFrame({"y": [0.25] * 12}), [], ["y"])
    assert table.loc[0, ["mean", "low", "high"]].tolist() == [0.25, 0.25, 0.25]


def test_an_analysis_done_twice_gives_the_same_numbers() -> None:
    frame = formula({"a": [0, 1, 2]}, lambda _, a: a, noise=1.0)
    np.random.seed(1)  # noqa: NPY002
    first = means(frame, ["a"], ["y"])
    np.random.seed(2)  # noqa: NPY002
    pd.testing.assert_frame_equal(first, means(frame, ["a"], ["y"]))


def test_jeffreys_interval_covers_as_brown_cai_and_dasgupta_say() -> None:
    """Mean coverage over p of a 95 % interval at n = 50 is within a percent of what it says (their figure 6)."""
    n, successes = 50, np.arange(51)
    low, high = share_interval(successes.astype(float), np.full(51, 50.0))
    truths = np.linspace(0.01, 0.99, 197)
    covered = [stats.binom.pmf(successes, n, p)[(low <= p) & (p <= high)].sum() for p in truths]
    assert np.mean(covered) == pytest.approx(0.95, abs=0.01)
    assert (low[0], high[-1]) == (0.0, 1.0)


@pytest.mark.parametrize(("successes", "runs"), [(1, 7), (2, 7), (5, 7), (25, 50), (49, 50)])
def test_jeffreys_interval_leaves_out_as_much_on_either_side(successes: int, runs: int) -> None:
    """2.5 % each of the density p^(s - 1/2) (1 - p)^(n - s - 1/2), integrated here."""

    def mass(end: float) -> float:
        return float(quad(lambda p: p ** (successes - 0.5) * (1 - p) ** (runs - successes - 0.5), 0, end)[0])

    low, high = (float(end[0]) for end in share_interval(np.array([float(successes)]), np.array([float(runs)])))
    assert mass(low) / mass(1.0) == pytest.approx(0.025, abs=1e-6)
    assert mass(high) / mass(1.0) == pytest.approx(0.975, abs=1e-6)


def test_an_interval_by_percentiles_leaves_out_one_in_forty_on_either_side() -> None:
    numbers = np.random.default_rng(4).permutation(np.arange(1001.0))
    assert percentiles(numbers) == (25.0, 975.0)
    assert percentiles(numbers, 10) == (8.0, 992.0), "Phi(-sqrt(10 / 9) 2.262) = 0.0086 on either side"
    assert np.isnan(percentiles(numbers, 1)).all()
    beyond = np.concatenate([np.full(26, -np.inf), numbers[:949], np.full(26, np.inf)])
    assert percentiles(beyond) == (-np.inf, np.inf)
    assert np.isfinite(percentiles(np.concatenate([np.full(20, -np.inf), numbers[:961], np.full(20, np.inf)]))).all()


def test_the_same_luck_cancels_out() -> None:
    """Two policies a constant apart, whatever the luck: the paired difference is that constant and certain."""
    frame = formula(
        {"a": [0, 1]}, lambda policy, a: a + 0.25 * (policy == "meet"), noise=5.0, policies=["none", "meet"]
    )
    found = paired_differences(frame, "none", ["y"]).iloc[0]
    assert found["pairs"] == 20
    assert (found["difference"], found["low"], found["high"], found["higher"]) == pytest.approx((0.25, 0.25, 0.25, 1.0))
    by = paired_differences(frame, "none", ["y"], by=["a"])
    assert by["a"].tolist() == [0, 1]
    assert by["difference"].tolist() == pytest.approx([0.25, 0.25])


def test_what_is_as_high_is_not_higher() -> None:
    """Of five pairs one lies above, one below, and three are equal."""
    steps = {0: 1.0, 1: -1.0}
    rows = [
        {"policy": policy, "seed": seed, "y": steps.get(seed, 0.0) * (policy == "meet")}
        for policy in ("none", "meet")
        for seed in range(5)
    ]
    assert paired_differences(pd.DataFrame(rows), "none", ["y"]).loc[0, "higher"] == pytest.approx(1 / 5)


def test_a_pair_that_lacks_a_run_is_left_out() -> None:
    frame = formula({"a": [0]}, lambda policy, a: float(policy == "meet"), policies=["none", "meet"])
    frame.loc[(frame["policy"] == "meet") & (frame["seed"] < 5), "y"] = np.nan
    frame = frame[~((frame["policy"] == "none") & (frame["seed"] == 19))]
    assert paired_differences(frame, "none", ["y"]).loc[0, "pairs"] == 14
    assert has_common_random_numbers(frame) is False


def test_where_conditions_are_the_unit_runs_of_one_do_not_count_as_many() -> None:
    """A policy that helps in one condition and harms in the other: over conditions nothing is sure, over seeds all."""
    frame = formula({"a": [-1, 1]}, lambda policy, a: a * (policy == "meet"), seeds=50, policies=["none", "meet"])
    frame["y"] += 0.5 * (frame["policy"] == "meet")
    sure = paired_differences(frame, "none", ["y"]).iloc[0]
    unsure = paired_differences(frame, "none", ["y"], unit=["a"]).iloc[0]
    assert (sure["low"], sure["high"]) == pytest.approx((0.5, 0.5))
    assert unsure["pairs"] == 2
    assert unsure["low"] <= 0.0 < unsure["high"]


def test_a_baseline_that_is_not_there_is_named() -> None:
    frame = formula({"a": [0]}, lambda policy, a: 0.0, policies=["none", "meet"])
    with pytest.raises(ValueError, match="'nothing'; there are meet, none"):
        paired_differences(frame, "nothing", ["y"])
