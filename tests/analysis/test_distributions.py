"""One hill or two: on samples of which it is known."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from experiments.analysis import bimodality, histogram, mode_statistics, sarle, silverman
from experiments.analysis.distributions import count_modes

Rng = np.random.Generator


def verdicts(draw: object, samples: int = 24, n: int = 60) -> float:
    rng = np.random.default_rng(8)
    frame = pd.DataFrame(
        {"sample": np.repeat(range(samples), n), "y": np.concatenate([draw(rng, n) for _ in range(samples)])}
    )  # type: ignore[operator]
    return float(bimodality(frame, "y", by=["sample"])["bimodal"].mean())


ONE = {
    "normal": lambda rng, n: rng.normal(size=n),
    "uniform": lambda rng, n: rng.uniform(size=n),
    "skewed": lambda rng, n: rng.gamma(1.5, size=n),
    "bounded": lambda rng, n: rng.beta(0.9, 4, size=n),
}
TWO = {
    "clear": lambda rng, n: np.where(rng.random(n) < 0.4, rng.normal(0.07, 0.03, n), rng.normal(0.73, 0.05, n)),
    "uneven": lambda rng, n: np.where(rng.random(n) < 0.15, rng.normal(0.07, 0.03, n), rng.normal(0.73, 0.05, n)),
}


@pytest.mark.parametrize("kind", ONE)
def test_one_hill_is_hardly_ever_taken_for_two(kind: str) -> None:
    assert verdicts(ONE[kind]) <= 0.1


@pytest.mark.parametrize("kind", TWO)
def test_bimodality_is_hardly_ever_missed(kind: str) -> None:
    assert verdicts(TWO[kind]) >= 0.9


def test_the_modes_are_found_where_they_are() -> None:
    found = mode_statistics(TWO["clear"](np.random.default_rng(1), 500))
    assert (found["lower"], found["upper"]) == pytest.approx((0.07, 0.73), abs=0.02)
    assert found["upper_share"] == pytest.approx(0.6, abs=0.05)
    assert found["bic_gain"] > 10


def test_sarles_coefficient_of_known_distributions() -> None:
    rng = np.random.default_rng(1)
    assert sarle(rng.normal(size=200_000)) == pytest.approx(1 / 3, abs=0.005)
    assert sarle(rng.uniform(size=200_000)) == pytest.approx(5 / 9, abs=0.005)
    assert sarle(rng.exponential(size=400_000)) == pytest.approx((4 + 1) / (6 + 3), abs=0.02)
    assert sarle(np.repeat([0.0, 1.0], 100_000)) == pytest.approx(1.0, abs=0.001)


def test_silvermans_test_rejects_one_hill_about_as_seldom_as_it_says() -> None:
    """It is known to be careful (Hall & York 2001): at 5 % it rejects less often."""
    rng = np.random.default_rng(2)
    rejected = np.mean([silverman(rng.normal(size=80)) < 0.05 for _ in range(60)])
    assert rejected <= 0.07


def by_hand(values: np.ndarray, rng: Rng, tries: int = 200) -> float:
    """Silverman's test the slow way: each kernel added up on a grid, without classes or filters."""
    spread = values.std()
    grid = np.linspace(values.min() - 3 * spread, values.max() + 3 * spread, 400)

    def hilly(sample: np.ndarray, h: float) -> bool:
        density = np.exp(-0.5 * ((grid[:, None] - sample[None, :]) / h) ** 2).sum(axis=1)
        steps = np.diff(density[density > 1e-9 * density.max()])
        return bool(((steps[:-1] > 0) & (steps[1:] < 0)).sum() > 1)

    narrow, wide = 0.0, 2 * spread
    while wide - narrow > 0.01 * wide:
        middle = (narrow + wide) / 2
        narrow, wide = (middle, wide) if hilly(values, middle) else (narrow, middle)
    shrunk = math.sqrt(1 + (wide / spread) ** 2)
    samples = (rng.choice(values, len(values)) + wide * rng.standard_normal(len(values)) for _ in range(tries))
    return float(np.mean([hilly(values.mean() + (each - values.mean()) / shrunk, wide) for each in samples]))


def test_silvermans_test_gives_what_it_gives_by_hand() -> None:
    """On samples of two hills near to each other, where it is in doubt."""
    rng = np.random.default_rng(5)
    samples = [np.where(rng.random(50) < 0.5, rng.normal(0, 1, 50), rng.normal(2.8, 1, 50)) for _ in range(8)]
    ours, slowly = [silverman(each) for each in samples], [by_hand(each, rng) for each in samples]
    assert np.abs(np.subtract(ours, slowly)).max() < 0.15
    assert np.mean(ours) == pytest.approx(np.mean(slowly), abs=0.04)


def test_peaks_are_counted() -> None:
    line = np.zeros((2, 200))
    line[0, [60, 140]] = 1.0
    line[1, 100] = 1.0
    assert count_modes(line, 5.0).tolist() == [2, 1]
    assert count_modes(line, 60.0).tolist() == [1, 1]


def test_of_few_or_equal_runs_nothing_is_said() -> None:
    for values in (np.array([0.0, 1.0, 0.0]), np.full(50, 0.3)):
        assert all(np.isnan(each) for each in mode_statistics(values).values())
    assert not bimodality(pd.DataFrame({"y": [0.0, 1.0]}), "y")["bimodal"].any()


def test_classes_hold_every_run_once() -> None:
    frame = pd.DataFrame({"g": ["a"] * 4 + ["b"] * 2, "y": [0.0, 0.1, 0.95, 1.0, 0.5, np.nan]})
    table = histogram(frame, "y", by=["g"], bins=2, span=(0.0, 1.0))
    assert table["runs"].tolist() == [2, 2, 0, 1]
    assert table["share"].tolist() == [0.5, 0.5, 0.0, 1.0]
    assert list(table.columns) == ["g", "measure", "left", "right", "runs", "share"]
