"""Numbers that others published, from the choice rule and from long runs of the engine.

With benefit .5, stake 2.5, damage 1.5 the tie game is the prisoner's dilemma (R, S, T, P) = (3, 0, 5, 1)
shifted by 2.5.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scipy.optimize import brentq

from sim.engine import ensemble, months
from sim.measures import COLUMNS
from sim.rules.choice import racing_advantage, racing_probability
from sim.system import RunSpec
from tests.reference.traces import quiet
from tests.sim.bits import mean_of, pairs

DILEMMA: dict[str, Any] = {
    "game.benefit": 0.5,
    "game.stake": 2.5,
    "game.damage": 1.5,
    "game.scarcity_premium": 0.0,
    "mindset.closeness": 0.0,
}


def advantage(
    trust: float,
    *,
    orientation: float = 0.0,
    sharing: float = 0.0,
    benefit: float = 0.5,
    damage: float = 1.5,
    gain: float = 2.5,
    loss: float = 2.5,
    delta: float = 0.0,
) -> float:
    return float(racing_advantage(trust, orientation, sharing, 0.5, benefit, damage, gain, loss, delta))


def root(function: Callable[[float], float]) -> float:
    """Where a function of [0, 1] that changes sign once is 0."""
    return float(brentq(function, 0.0, 1.0, xtol=1e-12))


def mean_trust(settings: dict[str, Any], *, months: int, after: int) -> float:
    """Mean trust over the later months, over many pairs that meet nobody else, with doors open for good."""
    ties = pairs(100)
    system = quiet({**DILEMMA, **settings}, n=200, ties=ties)
    specs = [RunSpec(system=system, seed=seed, months=months) for seed in range(8)]
    series = ensemble(specs, series=True).series
    assert series is not None
    return mean_of(series[:, after:, COLUMNS.index("trust")].ravel())


# --------------------------------------------------------------- logit equilibria: McKelvey & Palfrey 1995

EQUILIBRIA = [(0.0, 0.5), (0.5, 0.338648), (1.0, 0.226751), (2.0, 0.099788), (5.0, 0.006481)]


@pytest.mark.parametrize(("rationality", "racing"), EQUILIBRIA)
def test_logit_equilibrium_by_the_choice_rule(rationality: float, racing: float) -> None:
    """Trust that is the probability of racing it leads to."""
    settled = root(lambda trust: racing_probability(advantage(trust), rationality, 1.0) - trust)
    assert settled == pytest.approx(racing, abs=5e-7)


@pytest.mark.parametrize(("rationality", "racing"), EQUILIBRIA)
def test_logit_equilibrium_by_long_runs(rationality: float, racing: float) -> None:
    """Slow learners of an even temper come to it by themselves."""
    learning = {"mindset.rationality": rationality, "trust.rate": 0.02, "trust.negativity": 1.0}
    found = mean_trust({**learning, "leadership.patience": 0.0}, months=1200, after=400)
    assert found == pytest.approx(racing, abs=0.002)


# ----------------------------------------------------------------------------------- critical continuation


@pytest.mark.parametrize(
    ("orientation", "critical"), [(-1.0, 1.0), (-0.5, 0.7778), (0.0, 0.5), (0.25, 0.3333), (0.5, 0.1429)]
)
def test_critical_continuation_at_full_trust(orientation: float, critical: float) -> None:
    """The patience from which a race pays with a trusted partner; between zero-sum minds none does."""
    found = root(lambda delta: advantage(1.0, orientation=orientation, delta=delta))
    assert found == pytest.approx(critical, abs=5e-5)
    if orientation > -1.0:
        assert advantage(1.0, orientation=orientation, delta=critical + 1e-3) > 0.0
    assert advantage(1.0, orientation=orientation, delta=critical - 1e-3) < 0.0


# ---------------------------------------------------- basins of attraction (SizeBAD): Dal Bo & Frechette 2011

TREATMENTS = [
    (0.5, 32, 1.0),
    (0.5, 40, 0.722),
    (0.5, 48, 0.382),
    (0.75, 32, 0.812),
    (0.75, 40, 0.271),
    (0.75, 48, 0.162),
]
TEMPTATION, SUCKER, PUNISHMENT = 50.0, 12.0, 25.0


def normalised(reward: float) -> tuple[float, float]:
    """(g, l): what crossing gains and being crossed loses, mutual race being 1 and mutual battle 0."""
    scale = reward - PUNISHMENT
    return (TEMPTATION - reward) / scale, (PUNISHMENT - SUCKER) / scale


def basin(delta: float, reward: float, damage: float) -> float:
    """The trust from which racing pays, 1 where none is enough; the game shifted down by ``damage``."""
    gain, loss = normalised(reward)

    def excess(trust: float) -> float:
        game = {"benefit": 1 - damage, "damage": damage, "gain": 1 + gain - damage, "loss": loss + damage}
        return advantage(trust, delta=delta, **game)

    return root(excess) if excess(1.0) > 0.0 else 1.0


@pytest.mark.parametrize("damage", [0.0, 0.4])
@pytest.mark.parametrize(("delta", "reward", "size"), TREATMENTS)
def test_basin_of_attraction(delta: float, reward: float, size: float, damage: float) -> None:
    assert basin(delta, reward, damage) == pytest.approx(size, abs=6e-4)


def test_basins_of_attraction_as_stored_with_the_experiment(shared: Path) -> None:
    file = shared / "data" / "repeated_games" / "pd_dalbo_frechette_2011" / "treatments.csv"
    with file.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 6
    for row in rows:
        delta, reward = float(row["delta"]), float(row["R"])
        assert (float(row["T"]), float(row["S"]), float(row["P"])) == (TEMPTATION, SUCKER, PUNISHMENT)
        assert normalised(reward) == pytest.approx((float(row["g"]), float(row["l"])), abs=5e-5)
        assert basin(delta, reward, 0.0) == pytest.approx(float(row["sizeBAD"]), abs=5e-5)


@pytest.mark.parametrize(("delta", "reward", "size"), TREATMENTS)
def test_at_the_edge_of_the_basin_an_organisation_is_undecided(delta: float, reward: float, size: float) -> None:
    """The same through parameters and engine: trust at the edge makes racing as likely as not."""
    gain, loss = normalised(reward)
    game = {
        "game.benefit": 1.0,
        "game.damage": 0.0,
        "game.stake": loss,
        "game.expansion": (1 + gain) / loss - 1,
    }
    edge = basin(delta, reward, 0.0)
    system = quiet({**DILEMMA, **game, "leadership.patience": delta, "history.trust": edge})
    (state,) = months(RunSpec(system=system, months=1))
    if edge < 1.0:
        assert state.racing == pytest.approx(0.5, abs=1e-9)
    else:
        assert (state.racing < 0.5).all()


def test_without_a_future_it_is_the_stag_hunt() -> None:
    """delta = 0: (l - d) / (b - g + l - d)."""
    found = root(lambda trust: advantage(trust, benefit=3.0, damage=0.5, gain=1.2, loss=2.0))
    assert found == pytest.approx((2.0 - 0.5) / (3.0 - 1.2 + 2.0 - 0.5), abs=1e-9)


# ---------------------------------------------------------------------------- trust in a partner of two minds


@pytest.mark.parametrize(("racing", "settled"), [(0.5, 0.3333), (0.8, 0.6667), (0.9, 0.8182)])
def test_trust_in_a_partner_who_races_now_and_then(racing: float, settled: float) -> None:
    """q / (q + (1 - q) negativity).

    Where benefit = damage a race is worth benefit - stake more than a battle whatever the trust, so the
    rationality alone says how often everyone races.
    """
    rationality = math.log(racing / (1 - racing)) / 0.5
    game = {"game.benefit": 1.5, "game.damage": 1.5, "game.stake": 1.0, "leadership.patience": 0.0}
    learning = {"mindset.rationality": rationality, "trust.rate": 0.1, "trust.negativity": 2.0}
    found = mean_trust({**game, **learning}, months=500, after=100)
    assert found == pytest.approx(racing / (racing + (1 - racing) * 2.0), abs=0.003)
    assert found == pytest.approx(settled, abs=0.003)
