"""What the whole must produce: directions, each over many seeds with its confidence interval.

Everything is at default unless said (scenario ``plain``: 20 organisations, 4 equal sectors, complete network, ten
years).  Policies are compared seed by seed, since the same seed is the same luck.
"""

from __future__ import annotations

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


# --------------------------------------------------------------------------------------------- V1, V3: want, history


@pytest.mark.parametrize("name", ["openness", "race_share", "meetings"])
def test_scarcity_closes_doors_and_ends_races_and_meetings(name: str) -> None:
    """V1."""
    assert_falls(name, *(played(("resources.scarcity", scarcity)) for scarcity in (0.0, 0.2, 0.4, 0.6)))


@pytest.mark.parametrize(("scarcity", "openness"), [(0.0, 0.75), (0.2, 0.58), (0.4, 0.20), (0.6, 0.07)])
def test_rough_size_of_openness_under_scarcity(scarcity: float, openness: float) -> None:
    """A prototype's means over 12 seeds, within a twelfth."""
    assert column(played(("resources.scarcity", scarcity)), "openness").mean() == pytest.approx(openness, abs=1 / 12)


def test_poor_history_closes_doors_for_ten_years() -> None:
    """V3."""
    assert_rises("openness", *(played(("history.trust", trust)) for trust in (0.2, 0.5, 0.7)))


@pytest.mark.parametrize(("trust", "openness"), [(0.2, 0.04), (0.5, 0.37), (0.7, 0.70)])
def test_rough_size_of_openness_after_a_history(trust: float, openness: float) -> None:
    assert column(played(("history.trust", trust)), "openness").mean() == pytest.approx(openness, abs=1 / 12)


# --------------------------------------------------------------------------------------------------- V2, V6: minds

ZERO_SUM = {"mindset.orientation": -1.0}
UNMOVED = {"dialogue.purpose_rate": 0.0, "learning.noise": 0.0, "mindset.spread": 0.0, "mindset.parochialism": 0.0}


@pytest.mark.parametrize("trust", [0.2, 0.5, 0.9])
def test_a_zero_sum_orientation_battles_whatever_the_history(trust: float) -> None:
    """V2: in the first year and after ten, though all meet about a better purpose; doors close."""
    results = played(("history.trust", trust), *ZERO_SUM.items())
    assert results.series is not None
    first_year = results.series[:, :12, COLUMNS.index("race_share")]
    assert interval(np.nanmean(first_year, axis=1)).high < 0.2
    assert interval(column(results, "race_share")).high < 0.25
    assert interval(column(results, "openness")).high < 0.1
    assert interval(column(played(("history.trust", trust), ("mindset.orientation", 0.5)), "race_share")).low > 0.9


def test_sharing_makes_races() -> None:
    """V6."""
    some = [("resources.scarcity", 0.4)]
    assert_rises("race_share", *(played(("game.sharing", sharing), *some) for sharing in (0.0, 0.1, 0.2)))


@pytest.mark.parametrize("sharing", [0.0, 0.5, 0.9, 1.0])
def test_sharing_does_not_convert_a_zero_sum_mind(sharing: float) -> None:
    """V6: it never exceeds indifference, in any relation, at any tier, in any month."""
    system = load("plain").system(set={"game.sharing": sharing, **ZERO_SUM, **UNMOVED})
    racing = [state.racing.max() for state in months(RunSpec(system=system, months=60))]
    assert max(racing) <= 0.5
    assert (min(racing) == 0.5) == (sharing == 1.0)


# ------------------------------------------------------------------------------ V4, V5, V7: meeting, blaming, leaving


def test_time_together_makes_trust() -> None:
    """V4."""
    assert_rises("trust", *(played(("dialogue.time_together", share)) for share in (0.0, 0.1, 0.2)))


def test_blame_closes_doors_and_more_so_with_more_failure() -> None:
    """V5."""
    falls = []
    for failure in (0.05, 0.2):
        none, all_blamed = (played(("trust.blame", blame), ("trust.failure", failure)) for blame in (0.0, 1.0))
        assert_falls("openness", none, all_blamed)
        falls.append(column(none, "openness") - column(all_blamed, "openness"))
    assert interval(falls[1] - falls[0]).low > 0.0


def test_turnover_costs_trust() -> None:
    """V7."""
    assert_falls("trust", *(played(("leadership.turnover", share)) for share in (0.0, 0.02, 0.05)))


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


# ------------------------------------------------------------------------------------------- V12, V13: ways to silos


def test_the_same_scarcity_reached_from_plenty_and_from_want() -> None:
    """V12, hysteresis: five years at .05 or at .9, then ten at .4."""
    plenty, want = (
        played(("resources.scarcity", first), length=180, changes=((61, "resources.scarcity", 0.4),))
        for first in (0.05, 0.9)
    )
    assert_falls("openness", plenty, want)
    assert interval(column(plenty, "openness")).low > 0.65
    assert interval(column(want, "openness")).high < 0.15


SILOED = {
    "structure.organisations": 24,
    "structure.sectors": 3,
    "history.trust": 0.2,
    "history.in_group": 0.4,
}


def test_poor_history_across_sectors_makes_silos() -> None:
    """V13: openness within sectors more than three times that across, modularity above .3."""
    results = played(*SILOED.items())
    within, across = (column(results, f"openness_{where}") for where in ("within", "across"))
    assert interval(within - 3.0 * across).low > 0.0
    assert interval(results.modularity).low > 0.3
    assert within.mean() == pytest.approx(0.41, abs=1 / 12)
    assert across.mean() == pytest.approx(0.04, abs=1 / 50)
    assert results.modularity.mean() == pytest.approx(0.48, abs=1 / 12)
    assert interval(results.modularity - played().modularity).low > 0.3


def test_hearsay_dissolves_such_silos_a_little() -> None:
    """V14."""
    silent, telling = played(*SILOED.items()), played(*SILOED.items(), ("dialogue.hearsay", 0.6))
    assert interval(telling.modularity - silent.modularity).high < 0.0
