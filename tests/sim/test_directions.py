"""Directions that the whole must produce, each over many seeds with its confidence interval (model.md section 10).

Everything is at default unless said (scenario ``plain``: 20 organisations, 4 equal sectors, complete network, ten
years).  Policies are compared seed by seed, since the same seed means the same random numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from scenarios import load
from sim.engine import Results, ensemble, months
from sim.measures import COLUMNS
from sim.measures.regimes import ALONE, ONE_SYSTEM, REGIMES, SILOS
from sim.state import State
from sim.system import Change, RunSpec
from tests.sim.bits import differing, end

SEEDS = 40
CONFIDENCE = 0.99


class Interval(NamedTuple):
    """Confidence interval of a mean, by Student's t."""

    low: float
    high: float


def interval(values: NDArray[np.float64]) -> Interval:
    known = values[~np.isnan(values)]
    assert len(known) >= SEEDS // 2
    found = stats.t.interval(CONFIDENCE, len(known) - 1, loc=known.mean(), scale=stats.sem(known))
    return Interval(*(float(each) for each in found))


@cache
def played(*settings: tuple[str, Any], length: int = 120, changes: tuple[tuple[int, str, float], ...] = ()) -> Results:
    """The plain system with some settings and dated changes, over all seeds."""
    schedule = [Change(month=month, label="", settings={name: value}) for month, name, value in changes]
    system = replace(load("plain").system(set=dict(settings)), schedule=schedule)
    return ensemble([RunSpec(system=system, seed=seed, months=length) for seed in range(SEEDS)], series=True)


def column(results: Results, name: str) -> NDArray[np.float64]:
    """(seeds,) a measure of the last month."""
    return results.end[:, COLUMNS.index(name)]


def assert_falls(name: str, *results: Results) -> None:
    """From each policy to the next the measure falls: the interval of the paired difference lies below 0."""
    for one, other in pairwise(results):
        assert interval(column(other, name) - column(one, name)).high < 0.0


def assert_rises(name: str, *results: Results) -> None:
    assert_falls(name, *reversed(results))


def docks(values: NDArray[np.float64], figure: float) -> bool:
    """Tell whether a mean agrees with the page's over 100 seeds: within 3 sqrt(1/n + 1/100) sd, and its rounding."""
    allowed = 3.0 * np.sqrt(1 / len(values) + 1 / 100) * values.std(ddof=1) + 0.005
    return bool(abs(values.mean() - figure) <= allowed)


def assert_docks(name: str, results: Sequence[Results], figures: Sequence[float]) -> None:
    for result, figure in zip(results, figures, strict=True):
        assert docks(column(result, name), figure), figure


# ------------------------------------------------------------------------------------------ V1, V3: want, history


@pytest.mark.parametrize("name", ["openness", "race_share", "meetings"])
def test_scarcity_closes_doors_and_ends_races_and_meetings(name: str) -> None:
    """V1."""
    assert_falls(name, *(played(("resources.scarcity", scarcity)) for scarcity in (0.0, 0.2, 0.4, 0.6)))


@pytest.mark.parametrize(("scarcity", "openness"), [(0.0, 0.55), (0.2, 0.31), (0.3, 0.20), (0.4, 0.12), (0.6, 0.06)])
def test_openness_under_scarcity_docks(scarcity: float, openness: float) -> None:
    assert docks(column(played(("resources.scarcity", scarcity)), "openness"), openness)


def test_poor_history_closes_doors_for_ten_years() -> None:
    """V3."""
    results = [played(("history.trust", trust)) for trust in (0.3, 0.5, 0.7)]
    assert_rises("openness", *results)
    assert_docks("openness", results, (0.06, 0.20, 0.63))


# --------------------------------------------------------------------------------------------------- V2, V6: minds

HELD = {
    "mindset.zero_sum": 1.0,
    "mindset.zero_sum_spread": 0.0,
    "mindset.us_and_them": 0.0,
    "learning.insight": 0.0,
    "dialogue.enquiry": 0.0,
}
"""A full zero-sum belief that nothing changes."""


@pytest.mark.parametrize("trust", [0.2, 0.5, 0.9])
def test_a_zero_sum_belief_battles_whatever_the_history(trust: float) -> None:
    """V2: less than one race in a hundred, from the first year."""
    results = played(("history.trust", trust), *HELD.items())
    assert results.series is not None
    assert np.nanmean(results.series[:, :12, COLUMNS.index("race_share")]) < 0.01


def test_sharing_that_is_imposed_opens() -> None:
    """V6."""
    results = [played(("game.sharing", sharing)) for sharing in (0.0, 0.2, 0.5)]
    assert_rises("openness", *results)
    assert_docks("openness", results, (0.20, 0.55, 0.85))


@pytest.mark.parametrize("sharing", [0.0, 0.5, 0.9, 1.0])
def test_sharing_does_not_convert_a_zero_sum_mind(sharing: float) -> None:
    """V6: it never exceeds indifference, in any relation, at any tier, in any month."""
    system = load("plain").system(set={"game.sharing": sharing, **HELD})
    racing = [state.racing.max() for state in months(RunSpec(system=system, months=60))]
    assert max(racing) <= 0.5 + 1e-12
    assert (min(racing) == pytest.approx(0.5, abs=1e-12)) == (sharing == 1.0)


# ------------------------------------------------------------------------------ V4, V5, V7: meeting, blaming, leaving


def test_time_together_makes_trust() -> None:
    """V4."""
    assert_rises("trust", *(played(("dialogue.time_together", share)) for share in (0.0, 0.06, 0.24)))


def test_blame_closes_doors() -> None:
    """V5."""
    assert_falls("openness", *(played(("trust.blame", blame)) for blame in (0.0, 0.5, 1.0)))


def test_turnover_closes_doors() -> None:
    """V7."""
    assert_falls("openness", *(played(("leadership.turnover", share)) for share in (0.0, 0.05)))


# ------------------------------------------------------------------------------------------------- V11: names only


def without_meetings(**purpose: float) -> State:
    settings = {f"dialogue.{name}": value for name, value in purpose.items()}
    return end(load("plain").system(set={"dialogue.time_together": 0.0, **settings}), seed=5, length=120)


def test_a_purpose_with_no_time_together_changes_nothing() -> None:
    """V11, to the last bit of every array."""
    plain = without_meetings()
    assert not differing(plain, without_meetings(purpose=1.0, purpose_rate=1.0))
    assert not differing(plain, without_meetings(purpose=-1.0, purpose_rate=0.0))
    assert differing(end(plain.system, 5, 120), end(load("plain").system(set={"dialogue.purpose": 1.0}), 5, 120))


# --------------------------------------------------------------------------------------- V12, V13, V14: ways to silos


def test_the_same_scarcity_reached_from_plenty_and_from_want() -> None:
    """V12, hysteresis that stays: five years at 0 or at .9, then fifteen at .3."""
    plenty, want = (
        played(("resources.scarcity", first), length=180, changes=((61, "resources.scarcity", 0.3),))
        for first in (0.0, 0.9)
    )
    assert_falls("openness", plenty, want)
    assert docks(column(plenty, "openness"), 0.59)
    assert docks(column(want, "openness"), 0.05)


def test_silos_come_as_groups() -> None:
    """V13: from small given differences between kinds, in the default system."""
    results = played()
    figures = {"openness_within": 0.61, "openness_across": 0.09, "silos": 2.4, "alone": 3.4}
    for name, figure in figures.items():
        assert_docks(name, [results], [figure])
    assert docks(results.modularity, 0.38)


@pytest.mark.parametrize(("scarcity", "end_of_most"), [(0.1, ONE_SYSTEM), (0.3, SILOS), (0.6, ALONE)])
def test_three_regimes_along_scarcity(scarcity: float, end_of_most: str) -> None:
    """V14."""
    regimes = played(("resources.scarcity", scarcity)).regime.astype(int)
    assert REGIMES[int(np.bincount(regimes).argmax())] == end_of_most


def test_without_learning_of_beliefs_there_are_no_silos() -> None:
    """V19."""
    assert docks(column(played(("learning.insight", 0.0)), "openness"), 0.56)


WORK_TOGETHER = (("dialogue.time_together", 0.24), ("dialogue.enquiry", 0.3))


@pytest.mark.parametrize(
    ("what", "across"), [((), 0.08), ((("resources.scarcity", 0.0),), 0.11), (WORK_TOGETHER, 0.29)]
)
def test_what_dissolves_silos_that_have_stood_ten_years(what: tuple[tuple[str, float], ...], across: float) -> None:
    """V15: money hardly does, time with enquiry does."""
    results = played(length=240, changes=tuple((121, name, value) for name, value in what))
    assert docks(column(results, "openness_across"), across)
