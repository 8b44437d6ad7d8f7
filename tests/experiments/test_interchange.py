"""The forms of SALib and EMA Workbench: their own tools take what is handed out."""

from __future__ import annotations

import numpy as np
import pytest
from SALib.sample import latin

import silos
from experiments import sweep
from tests.experiments.making import SCARCITY, small


def test_a_problem_of_salib_is_sampled_by_salib() -> None:
    factors = [
        {"parameter": SCARCITY, "range": [0.1, 0.7], "distribution": "normal", "mean": 0.3, "sd": 0.1},
        {"parameter": "trust.blame", "range": [0.01, 1.0], "distribution": "log-uniform"},
        {"parameter": "history.trust", "distribution": "triangular", "mode": 0.5},
        {"parameter": "game.sharing", "levels": [0.0, 0.5]},
    ]
    problem = silos.salib_problem({"scenario": "plain", "design": "sobol", "samples": 8, "factors": factors})
    assert problem["names"] == [SCARCITY, "trust.blame", "history.trust", "game.sharing"]
    samples = latin.sample(problem, 256, seed=1)
    assert samples.shape == (256, 4)
    assert samples[:, 0].mean() == pytest.approx(0.3, abs=0.02) and samples[:, 0].min() >= 0.1
    assert np.exp(np.log(samples[:, 1]).mean()) == pytest.approx(0.1, rel=0.1)
    assert samples[:, 2].mean() == pytest.approx(0.5, abs=0.02)
    assert problem["bounds"][3] == [0.0, 0.5]


def test_what_salib_cannot_have_is_told() -> None:
    with pytest.raises(silos.ExperimentError, match="words for values"):
        silos.salib_problem({"scenario": "plain", "factors": [{"parameter": "structure.network", "levels": ["ring"]}]})
    with pytest.raises(silos.ExperimentError, match="nothing varies"):
        silos.salib_problem({"scenario": "plain"})


def test_experiments_and_outcomes_are_those_of_the_runs() -> None:
    result = sweep(small(), "sqlite://")
    experiments, outcomes = silos.ema_results(result, ["openness", "silos"])
    runs = result.runs()
    assert list(experiments) == [SCARCITY, "history.trust", "scenario", "policy", "model"]
    assert len(experiments) == 36 and set(experiments["policy"]) == {"as it is", "pool"}
    assert list(outcomes) == ["openness", "silos"] and np.array_equal(outcomes["openness"], runs["openness"])
    assert experiments.groupby("policy")["scenario"].nunique().tolist() == [18, 18]
    assert list(silos.ema_results(result)[1]) == ["openness", "race_share"]


def test_a_notebook_shows_a_sweep_as_a_table() -> None:
    page = sweep(small(), "sqlite://")._repr_html_()
    assert "<table" in page and "36 of 36 runs" in page and "openness" in page
