"""How claims are judged: on made-up runs whose effects are known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from experiments.validation.hypotheses import (
    NOT_REPRODUCED,
    OUT_OF_SCOPE,
    REPRODUCED,
    Claim,
    JudgedClaim,
    Trial,
    TrialRuns,
    above,
    arms_by_level,
    below,
    falls,
    judge_claim,
    negative,
    positive,
    rises,
)
from results import open_store

NOISE = np.sin(np.arange(40) * 2.399)
"""Forty numbers around nothing."""


def runs(**means: float) -> TrialRuns:
    """Arms whose openness lies around a mean; every arm meets the same luck."""
    rows = [
        {"policy": arm, "seed": seed, "run": f"{arm}-{seed}", "openness": mean + 0.3 * NOISE[seed]}
        for arm, mean in means.items()
        for seed in range(40)
    ]
    return TrialRuns(pd.DataFrame(rows).sample(frac=1.0, random_state=1))


def test_effects_are_paired_by_seed() -> None:
    """A difference far below the spread of runs is seen, since luck is the same; and its size is that put in."""
    (effect,) = falls(runs(a=0.50, b=0.49), "openness", "a", "b")
    assert effect.holds
    assert effect.value == pytest.approx(-0.01)
    assert not rises(runs(a=0.50, b=0.49), "openness", "a", "b")[0].holds


def test_a_verdict_needs_the_whole_interval_on_the_side_claimed() -> None:
    for judge, holds, fails in ((positive, 0.2, 0.05), (negative, -0.2, -0.05)):
        assert judge("", holds + 0.3 * NOISE).holds
        assert not judge("", 0.1 * fails + 0.3 * NOISE).holds
    assert above("", 0.5 + 0.1 * NOISE, 0.4).holds
    assert not above("", 0.41 + 0.3 * NOISE, 0.4).holds
    assert below("", 0.5 + 0.1 * NOISE, 0.6).holds
    assert not below("", 0.59 + 0.3 * NOISE, 0.6).holds
    assert above("", np.where(np.arange(40) < 5, np.nan, 0.5 + 0.1 * NOISE), 0.4).holds


def test_one_effect_that_fails_fails_the_claim() -> None:
    claim = Claim(name="X", says="x")
    good, bad = positive("", 1.0 + NOISE), positive("", -1.0 + NOISE)
    assert JudgedClaim(claim, [good, good]).verdict == REPRODUCED
    assert JudgedClaim(claim, [good, bad]).verdict == NOT_REPRODUCED
    assert JudgedClaim(claim, []).verdict == OUT_OF_SCOPE


def test_a_claim_is_played_and_kept_under_its_name() -> None:
    """What scarcity takes away, in a system of twenty; a second call plays nothing anew; a false claim is found out."""
    trial = Trial(arms=arms_by_level("resources.scarcity", 0.0, 0.6), months=24, series=True)
    true = Claim(name="T", says="true", trial=trial, judge=lambda runs: falls(runs, "openness", "0", "0.6"))
    false = Claim(name="F", says="false", trial=trial, judge=lambda runs: rises(runs, "openness", "0", "0.6"))
    with open_store("sqlite://") as store:
        first = judge_claim(true, 6, store)
        assert first.verdict == REPRODUCED
        assert judge_claim(false, 6, store).verdict == NOT_REPRODUCED
        kept = store.experiments()
        assert set(kept["name"]) == {"validation-t", "validation-f"}
        assert first.runs is not None
        assert first.runs.over("0.6", "openness").shape == (6, 24)
        assert first.runs.at("0", "openness", 24).tolist() == pytest.approx(first.runs.end("0", "openness").tolist())


def test_how_runs_stood_is_read_from_their_months() -> None:
    """One system in the first month and everyone alone in the second, for every seed."""
    months = pd.DataFrame(
        [
            {"run": f"a-{seed}", "month": month, "largest": largest, "alone": alone, "silos": 0.0}
            for seed in range(3)
            for month, largest, alone in ((1, 1.0, 0.0), (2, 0.05, 20.0))
        ]
    )
    ends = pd.DataFrame({"policy": "a", "seed": range(3), "run": [f"a-{seed}" for seed in range(3)]})
    stood = TrialRuns(ends, months)
    assert stood.stood("a", "one system", 1).tolist() == [1.0] * 3
    assert stood.stood("a", "everyone alone", 2).tolist() == [1.0] * 3
    assert stood.stood("a", "silos", 2).tolist() == [0.0] * 3


def test_months_without_a_value_are_left_out_of_a_mean() -> None:
    months = pd.DataFrame({"run": "a-0", "month": [1, 2, 3], "race_share": [0.2, np.nan, 0.6]})
    ends = pd.DataFrame({"policy": ["a"], "seed": [0], "run": ["a-0"]})
    known = TrialRuns(ends, months)
    assert known.at("a", "race_share", 1, 3).tolist() == pytest.approx([0.4])
    assert np.isnan(known.at("a", "race_share", 2)).all()
