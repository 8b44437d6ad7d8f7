"""The rule that stops: until the interval of a mean is narrow enough; against scipy.stats and calculations by hand."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import silos
from experiments import SweepStopped, load, sweep
from experiments.run.progress import Progress
from experiments.run.stopping_rule import interval_width, replicate_rounds, undecided
from experiments.spec.schema import UntilEntry
from tests.experiments.making import SCARCITY, same


def asked(**rule: Any) -> Any:
    return load({"scenario": "plain", "until": {"measure": "openness", "width": 0.1, **rule}})


def test_the_rule_looks_at_ten_replicates_and_then_whenever_there_are_half_as_many_more() -> None:
    # By hand: 10, 15, 22.5 -> 23, 34.5 -> 35, 52.5 -> 53, and never more than at_most.
    rounds = list(replicate_rounds(asked(at_least=10, at_most=50)))
    assert rounds == [range(10), range(10, 15), range(15, 23), range(23, 35), range(35, 50)]
    assert list(replicate_rounds(asked(at_least=7, at_most=7))) == [range(7)]


def test_without_a_rule_there_is_one_round() -> None:
    assert list(replicate_rounds(load({"scenario": "plain", "replicates": 4}))) == [range(4)]


def test_a_width_worked_by_hand() -> None:
    # 1, 2, 3, 4: mean 2.5, s^2 = 5/3, standard error sqrt(5/12); t(0.975, 3) = 3.18245 in any table.
    assert interval_width(np.array([1.0, 2.0, 3.0, 4.0]), 0.95) == pytest.approx(
        2 * 3.18245 * (5 / 12) ** 0.5, abs=1e-4
    )
    assert interval_width(np.array([1.0, np.nan, 2.0, 3.0, 4.0]), 0.95) == interval_width(
        np.array([1.0, 2.0, 3.0, 4.0]), 0.95
    )
    assert interval_width(np.array([1.0, np.nan]), 0.95) == np.inf
    assert interval_width(np.array([0.5, 0.5]), 0.95) == 0.0


@given(st.lists(st.floats(-1, 1), min_size=3, max_size=40), st.floats(0.5, 0.99))
def test_the_width_is_that_of_students_interval(values: list[float], confidence: float) -> None:
    if np.ptp(values) < 1e-6:
        return
    interval = stats.ttest_1samp(values, 0.0).confidence_interval(confidence)
    assert interval_width(np.array(values), confidence) == pytest.approx(interval.high - interval.low)


def test_what_is_decided_depends_on_the_first_replicates_of_each_point_alone() -> None:
    rule = UntilEntry(measure="openness", width=1.0)
    # By hand, for two replicates: t(0.975, 1) = 12.7, so 2 * 12.7 * sd / sqrt(2) = 25.4 for 0 and 2, 1.27 for 0.4 and
    # 0.5; for three: t(0.975, 2) = 4.3, so 5.7 for 0, 2, 0; 0.5 for 0.4, 0.5, 0.6; 24 for 0.5, 0.5, 9.
    values = [[0.0, 2.0, 0.0], [0.4, 0.5, 0.6], [0.5, 0.5, 9.0]]
    places = {"position": np.repeat([0, 1, 2], 3), "replicate": np.tile([0, 1, 2], 3)}
    runs = pd.DataFrame({**places, "openness": np.ravel(values)})
    assert undecided(rule, runs, 2) == {0, 1}
    assert undecided(rule, runs, 3) == {0, 2}
    assert undecided(rule, runs.sample(frac=1.0, random_state=1), 3) == {0, 2}


UNTIL: dict[str, Any] = {
    "scenario": "five-organisations",
    "months": 24,
    "factors": [{"parameter": SCARCITY, "levels": [0.0, 0.3, 0.6, 0.9]}],
    "until": {"measure": "openness", "width": 0.08, "at_least": 6, "at_most": 30},
}


def test_a_sweep_plays_what_the_rule_asks_for_and_no_more() -> None:
    found = sweep(UNTIL, "sqlite://").runs()
    played = found.groupby(SCARCITY).size()
    # The same by hand: Student's interval over silos.ends of as many seeds, at the looks 6, 9, 14, 21, 30.
    for scarcity, many in played.items():
        ends = silos.ends("five-organisations", set={SCARCITY: scarcity}, months=24, seeds=30)["openness"]
        for look in (6, 9, 14, 21, 30):
            low, high = stats.t.interval(0.95, look - 1, loc=0.0, scale=stats.sem(ends[:look]))
            if high - low <= 0.08 or look == 30:
                break
        assert many == look
    assert len(set(played)) > 1, "choose a width that some points meet early and others late"


def test_what_else_is_in_the_store_decides_nothing(tmp_path: Path) -> None:
    fixed = {key: value for key, value in UNTIL.items() if key != "until"}
    sweep({**fixed, "replicates": 30}, tmp_path / "a.db")
    found = sweep(UNTIL, tmp_path / "a.db")
    assert found.progress.computed == 0
    same(sweep(UNTIL, "sqlite://").runs(), found.runs())


@pytest.mark.parametrize("played", [10, 30, 45])
def test_stopped_in_any_round_it_goes_on_to_the_same_table(tmp_path: Path, played: int) -> None:
    def stop(progress: Progress) -> None:
        if progress.computed >= played and not progress.stopping:
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(SweepStopped):
        sweep(UNTIL, tmp_path / "a.db", progress=stop)
    undisturbed = sweep(UNTIL, "sqlite://")
    again = sweep(UNTIL, tmp_path / "a.db")
    assert again.progress.computed < undisturbed.progress.computed
    same(undisturbed.runs(), again.runs())
