"""Numbers with a closed form, of the choice: sections 4 and 9 of the specification."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.reference import twin
from tests.reference.traces import Run, quiet

DILEMMA: dict[str, Any] = {
    "game.benefit": 0.5,
    "game.stake": 2.5,
    "game.damage": 1.5,
    "game.scarcity_premium": 0.0,
    "resources.scarcity": 0.0,
    "mindset.rationality": 1.0,
    "leadership.patience": 0.0,
}
"""The prisoner's dilemma (R, S, T, P) = (3, 0, 5, 1), shifted by 2.5."""


def root(f: Callable[[float], float], low: float = 0.0, high: float = 1.0) -> float:
    """The place where a decreasing function crosses 0."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if f(middle) > 0 else (low, middle)
    return (low + high) / 2


def advantage(trust: float, orientation: float = 0.0, **terms: float) -> float:
    """dU in the prisoner's dilemma, but for the terms given."""
    dilemma = {"benefit": 0.5, "damage": 1.5, "loss": 2.5, "gain": 2.5, "continuation": 0.0}
    return twin.advantage(trust=trust, orientation=orientation, **{**dilemma, **terms})


def racing(run: Run, settings: dict[str, Any], **parts: Any) -> float:
    """The probability that organisation 0 races in the first month."""
    _, state = run(quiet(settings, **parts), 0, [twin.Inputs()])
    return float(state.racing[0][0])


# ------------------------------------------------------------------------------------------- the logit equilibrium

EQUILIBRIA = [(0.0, 0.5), (0.5, 0.338648), (1.0, 0.226751), (2.0, 0.099788), (5.0, 0.006481)]


@pytest.mark.parametrize(("rationality", "settled"), EQUILIBRIA)
def test_logit_equilibrium(rationality: float, settled: float, runner: Run) -> None:
    """Trust at which racing is as likely as it is trusted to be (McKelvey & Palfrey 1995)."""
    computed = root(lambda trust: twin.logistic(rationality * advantage(trust)) - trust)
    assert computed == pytest.approx(settled, abs=5e-7)
    settings = {**DILEMMA, "mindset.rationality": rationality, "history.trust": computed}
    assert racing(runner, settings) == pytest.approx(settled, abs=5e-7)


# ------------------------------------------------------------------------------------------- critical continuation


@pytest.mark.parametrize(
    ("orientation", "critical"), [(-1.0, 1.0), (-0.5, 0.7778), (0.0, 0.5), (0.25, 0.3333), (0.5, 0.1429)]
)
def test_critical_continuation_at_full_trust(orientation: float, critical: float, runner: Run) -> None:
    """delta* = [(g - b) - t (b + l)] / [(g + m) + t (m - l)]."""
    exact = (2.0 - orientation * 3.0) / (4.0 + orientation * -1.0)
    assert exact == pytest.approx(critical, abs=5e-5)
    assert advantage(1.0, orientation, continuation=exact) == pytest.approx(0.0, abs=1e-12)
    if exact <= 0.95:
        settings = {**DILEMMA, "history.trust": 1.0, "mindset.orientation": orientation, "leadership.patience": exact}
        assert racing(runner, settings) == pytest.approx(0.5, abs=1e-12)


# ---------------------------------------------------------------------- basins of attraction: Dal Bo & Frechette 2011

TREATMENTS = {
    (0.5, 32): 1.0,
    (0.5, 40): 0.722,
    (0.5, 48): 0.3824,
    (0.75, 32): 0.8125,
    (0.75, 40): 0.2708,
    (0.75, 48): 0.1625,
}
"""(continuation, reward) -> SizeBAD; the game is (R, 12, 50, 25), shifted by 31: l = g = 19, m = 6, b = R - 31."""


def indifference(continuation: float, benefit: float, damage: float, loss: float, gain: float) -> float:
    """tau* of section 4, cut to [0, 1]; 1 where no trust is enough."""
    risk = (1 - continuation) * (loss - damage)
    total = risk + benefit + continuation * damage - (1 - continuation) * gain
    return min(1.0, risk / total) if total > 0 else 1.0


@pytest.mark.parametrize(("continuation", "reward"), TREATMENTS)
def test_basin_of_attraction(continuation: float, reward: int, runner: Run) -> None:
    size = indifference(continuation, reward - 31.0, 6.0, 19.0, 19.0)
    assert size == pytest.approx(TREATMENTS[continuation, reward], abs=3e-4)
    settings = {
        **DILEMMA,
        "game.benefit": reward - 31.0,
        "game.stake": 19.0,
        "game.damage": 6.0,
        "history.trust": size,
        "leadership.patience": continuation,
    }
    if size < 1:
        assert racing(runner, settings) == pytest.approx(0.5, abs=1e-12)
    else:
        assert racing(runner, settings) < 0.5


def test_basins_as_stored_with_the_experiment(shared: Path) -> None:
    file = shared / "data" / "repeated_games" / "pd_dalbo_frechette_2011" / "treatments.csv"
    with file.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == len(TREATMENTS)
    for row in rows:
        size = indifference(float(row["delta"]), float(row["R"]) - 31.0, 6.0, 19.0, 19.0)
        assert size == pytest.approx(float(row["sizeBAD"]), abs=5e-5)


def test_without_a_future_it_is_the_stag_hunt() -> None:
    """tau* = (l - m) / (b - g + l - m) at delta = 0."""
    size = indifference(0.0, 3.0, 0.5, 2.0, 1.2)
    assert size == pytest.approx((2.0 - 0.5) / (3.0 - 1.2 + 2.0 - 0.5))
    game = {"benefit": 3.0, "damage": 0.5, "loss": 2.0, "gain": 1.2}
    assert advantage(size, **game) == pytest.approx(0.0, abs=1e-12)


# ------------------------------------------------------------------------------------------ consequences of section 4

GAME = {"benefit": 1.3, "damage": 0.2, "loss": 0.9, "gain": 1.7}
SHARES = [0.0, 0.4, 1.0]


@pytest.mark.parametrize("trust", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("sharing", SHARES)
@pytest.mark.parametrize("continuation", [0.0, 0.6])
@pytest.mark.parametrize("part", [0.5, 0.1, 0.8])
def test_a_zero_sum_mind(trust: float, sharing: float, continuation: float, part: float) -> None:
    """dU at t = -1: the same for every trust in equal parts; another part adds a term."""
    computed = advantage(trust, -1.0, **GAME, continuation=continuation, sharing=sharing, part=part)
    b, m, loss, g = GAME["benefit"], GAME["damage"], GAME["loss"], GAME["gain"]
    rest = 1 - continuation
    equal = -(1 - sharing) * rest * (g + loss)
    further = trust * (2 * (b + continuation * m) - rest * (g - loss)) + (1 - trust) * rest * (2 * m + g - loss)
    assert computed == pytest.approx(equal + sharing * (2 * part - 1) * further, abs=1e-14)
    if part == 0.5:
        assert computed == pytest.approx(equal, abs=1e-14)


@pytest.mark.parametrize("trust", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("sharing", [0.0, 0.5, 1.0])
def test_a_full_belief_is_a_zero_sum_mind(trust: float, sharing: float, runner: Run) -> None:
    """-(1 - phi)(1 - delta)(g + l) at expansion .5: -(1 - phi) * .5 * (1.2 + .8), whatever taste, purpose and door."""
    settings = {
        "mindset.zero_sum": 1.0,
        "mindset.orientation": 0.8,
        "mindset.closeness": 0.4,
        "mindset.rationality": 1.0,
        "history.trust": trust,
        "game.sharing": sharing,
        "game.expansion": 0.5,
        "resources.scarcity": 0.0,
    }
    assert racing(runner, settings) == pytest.approx(twin.logistic(-(1 - sharing)), abs=1e-12)


@pytest.mark.parametrize("orientation", [-1.0, -0.3, 0.6])
@pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
def test_pooled_wholly_nobody_minds_who_captures(orientation: float, part: float) -> None:
    """phi = 1: own = oth = a + t a', so the capture cancels where g = l."""
    terms = {"benefit": 1.3, "damage": 0.2, "continuation": 0.4, "sharing": 1.0, "part": part}
    small, large = (advantage(0.7, orientation, loss=prize, gain=prize, **terms) for prize in (0.5, 5.0))
    weight = part + orientation * (1 - part)
    assert small == pytest.approx(2 * weight * (0.7 * (1.3 + 0.4 * 0.2) + 0.3 * 0.6 * 0.2))
    assert large == pytest.approx(small)


@pytest.mark.parametrize("orientation", [-1.0, -0.4, 0.0, 0.5, 1.0])
@pytest.mark.parametrize("sharing", SHARES)
def test_damage_is_deterrence(orientation: float, sharing: float) -> None:
    """dU never falls in m, in equal parts."""
    for trust in (0.0, 0.5, 1.0):
        for continuation in (0.0, 0.5, 0.95):
            terms = {"benefit": 1.0, "loss": 0.8, "gain": 1.0, "continuation": continuation, "sharing": sharing}
            computed = [advantage(trust, orientation, damage=damage, **terms) for damage in (0.0, 0.3, 0.8, 2.0)]
            assert all(more >= less - 1e-14 for less, more in itertools.pairwise(computed))
