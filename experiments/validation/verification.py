"""Verification: numbers that any correct code of the specification reproduces, each beside ours.

In the order of the specification.  A number is worked out by the compiled rules where they give it, and by long
runs of the engine where it is a fact about runs.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np
from scipy.optimize import brentq

from experiments.laboratory.data import TREATMENTS, game_of
from experiments.validation.minimal_systems import DILEMMA, disjoint_pairs, minimal_system
from experiments.validation.published_numbers import PublishedNumber
from experiments.validation.verification_of_minds import beliefs_and_purpose
from scenarios import load
from sim.arrays import Floats
from sim.engine import end_measures, ensemble, measures, months, start
from sim.measures import COLUMNS
from sim.rules.choice import racing_advantage, racing_probability
from sim.rules.outcome import material_outcome, pooled
from sim.state import SHAPES, State
from sim.system import RunSpec, System

MCKELVEY = "McKelvey & Palfrey 1995"
DAL_BO = "Dal Bo & Frechette 2011"


def verification(*, quick: bool = False) -> list[PublishedNumber]:
    """Every number of section 9; ``quick`` leaves out most of the long runs."""
    parts = (
        logit(quick),
        continuations(),
        basins(),
        trusts(),
        cliques(),
        zero_sums(),
        minds(),
        beliefs_and_purpose(),
        bits(),
    )
    return [number for part in parts for number in part]


def advantage(trust: float, *, orientation: float = 0.0, sharing: float = 0.0, delta: float = 0.0) -> float:
    """Return the advantage of racing in the prisoner's dilemma of section 9."""
    return float(racing_advantage(trust, orientation, sharing, 0.5, 0.5, 1.5, 2.5, 2.5, delta))


def root(function: Callable[[float], float]) -> float:
    """Return the root of a function that changes its sign once in [0, 1]; 1 where it does not."""
    if function(0.0) * function(1.0) > 0.0:
        return 1.0
    return float(brentq(function, 0.0, 1.0, xtol=1e-12))


def settled_trust(settings: dict[str, float], length: int, after: int) -> float:
    """Mean trust over the later months of many pairs that meet nobody else."""
    system = minimal_system({**DILEMMA, **settings}, disjoint_pairs(100), 200)
    results = ensemble([RunSpec(system=system, seed=seed, months=length) for seed in range(8)], series=True)
    assert results.series is not None
    return float(np.nanmean(results.series[:, after:, COLUMNS.index("trust")]))


EQUILIBRIA = ((0.0, 0.5), (0.5, 0.338648), (1.0, 0.226751), (2.0, 0.099788), (5.0, 0.006481))


def logit(quick: bool) -> Iterator[PublishedNumber]:
    """Logit equilibria of the prisoner's dilemma: by the rule of choice, and where slow learners settle."""
    for rationality, racing in EQUILIBRIA:
        by_rule = root(lambda tau, sharp=rationality: racing_probability(advantage(tau), sharp, 1.0) - tau)  # type: ignore[misc]
        yield PublishedNumber(
            "logit equilibrium", f"rationality {rationality:g}, by the rule", racing, by_rule, 5e-7, MCKELVEY
        )
    for rationality, racing in EQUILIBRIA[2:3] if quick else EQUILIBRIA:
        learning = {"mindset.rationality": rationality, "trust.rate": 0.02, "trust.negativity": 1.0}
        ours = settled_trust(learning, 1200, 400)
        yield PublishedNumber(
            "logit equilibrium", f"rationality {rationality:g}, by long runs", racing, ours, 0.002, MCKELVEY
        )


CRITICAL = ((-1.0, 1.0), (-0.5, 0.7778), (0.0, 0.5), (0.25, 0.3333), (0.5, 0.1429))


def continuations() -> Iterator[PublishedNumber]:
    """The continuation from which a race pays with a fully trusted partner."""
    for theta, delta in CRITICAL:
        ours = root(lambda delta, mind=theta: advantage(1.0, orientation=mind, delta=delta))  # type: ignore[misc]
        yield PublishedNumber("critical continuation", f"orientation {theta:g}", delta, ours, 5e-5)


SIZES = (1.0, 0.722, 0.382, 0.812, 0.271, 0.162)


def basins() -> Iterator[PublishedNumber]:
    """SizeBAD of the six treatments, as the root of the rule of choice."""
    for treatment, size in zip(TREATMENTS, SIZES, strict=True):
        game = game_of(treatment)

        def excess(tau: float, of: tuple[float, ...] = (*game.outcomes, game.continuation)) -> float:
            return float(racing_advantage(tau, 0.0, 0.0, 0.5, *of))

        what = f"continuation {treatment[0]:g}, reward {treatment[1]:g}"
        yield PublishedNumber("basin of attraction (SizeBAD)", what, size, root(excess), 6e-4, DAL_BO)


def trusts() -> Iterator[PublishedNumber]:
    """Trust in a partner who races with probability q settles at q / (q + (1 - q) negativity).

    Where benefit equals damage a race is worth benefit - stake more than a battle whatever the trust, so that
    rationality alone says how often everyone races.
    """
    for q, settled in ((0.5, 0.3333), (0.8, 0.6667), (0.9, 0.8182)):
        game = {"game.benefit": 1.5, "game.damage": 1.5, "game.stake": 1.0}
        learning = {"mindset.rationality": math.log(q / (1 - q)) / 0.5, "trust.rate": 0.1, "trust.negativity": 2.0}
        ours = settled_trust({**game, **learning}, 500, 100)
        yield PublishedNumber(
            "trust in a partner of two minds", f"races with probability {q:g}, negativity 2", settled, ours, 0.003
        )


def cliques() -> Iterator[PublishedNumber]:
    """Equal disjoint cliques, and equal sectors under equal openness."""
    for n, k in ((12, 3), (20, 4), (24, 2)):
        size = n // k
        ties = [pair for first in range(0, n, size) for pair in combinations(range(first, first + size), 2)]
        state = start(minimal_system({}, ties, n))
        values, what = measures(state), f"{k} cliques of {size}"
        yield PublishedNumber("cliques", f"modularity, {what}", 1 - 1 / k, end_measures(state)[0], 1e-12, "Newman 2006")
        yield PublishedNumber("cliques", f"silos, {what}", k, values["silos"], 0.0)
        yield PublishedNumber("cliques", f"alone, {what}", 0, values["alone"], 0.0)
        yield PublishedNumber(
            "cliques", f"fragmentation, {what}", (n - size) / (n - 1), values["fragmentation"], 1e-12, "Borgatti 2006"
        )
        everyone = minimal_system({}, list(combinations(range(n), 2)), n, sector=np.arange(n) // size)
        index = 1 - 2 * (size - 1) / (n - 1)
        ours = measures(start(everyone))["ei_index"]
        yield PublishedNumber(
            "cliques", f"E-I index, {k} equal sectors of {size}", index, ours, 1e-12, "Krackhardt & Stern 1988"
        )


def zero_sums() -> Iterator[PublishedNumber]:
    """A race against a battle, over many outcomes, poolings and parts of the pool; and what pooling everything
    gives."""
    worst, unequal = 0.0, 0.0
    for step in range(1, 2001):
        stake, sharing, part = (scale * (step * irrational % 1.0) for scale, irrational in IRRATIONALS)
        racer = material_outcome(True, False, False, 1.0, stake, 0.3)
        battler = material_outcome(False, True, False, 1.0, stake, 0.3)
        parts = pooled(racer, battler, sharing, part) + pooled(battler, racer, sharing, 1.0 - part)
        worst = max(worst, abs(racer + battler), abs(parts))
        race = material_outcome(True, True, False, 1.0, stake, 0.3)
        unequal = max(unequal, abs(pooled(race, battler, 1.0, part) - part * (race + battler)))
    words = "largest sum of a race against a battle, before pooling and after, whoever gets which part"
    yield PublishedNumber("zero sum", words, 0.0, worst, 0.0)
    yield PublishedNumber(
        "zero sum", "largest error of the part that each gets of the sum at sharing 1", 0.0, unequal, 0.0
    )


IRRATIONALS = ((3.0, 0.618033988749895), (1.0, 0.7548776662466927), (1.0, 0.5698402909980532))
"""Scales and steps that fill stake, sharing and part evenly."""


def minds() -> Iterator[PublishedNumber]:
    """A zero-sum mind: dU = -(1 - sharing)(1 - delta)(g + l), whatever it trusts."""
    for sharing, delta in ((0.0, 0.0), (0.5, 0.3), (1.0, 0.0)):
        advantages = [advantage(tau, orientation=-1.0, sharing=sharing, delta=delta) for tau in (0.0, 0.3, 1.0)]
        expected = -(1 - sharing) * (1 - delta) * 5.0
        farthest = max(advantages, key=lambda value, aim=expected: abs(value - aim))  # type: ignore[misc]
        yield PublishedNumber(
            "a zero-sum mind", f"advantage, sharing {sharing:g}, continuation {delta:g}", expected, farthest, 1e-12
        )


def bits() -> Iterator[PublishedNumber]:
    """Relabelled, cut in two, or on other threads: the same to the last bit."""
    what = "the same to the last bit"
    yield PublishedNumber(what, "arrays that differ in a run cut at month 17 and resumed", 0, _resumed(), 0)
    yield PublishedNumber(
        what, "measures that differ between one thread and two, alone and side by side", 0, _threads(), 0
    )
    yield PublishedNumber(what, "organisations whose means differ after relabelling", 0, _relabelled(), 0)


def _last(system: System, length: int, begin: State | None = None) -> State:
    return deque(months(RunSpec(system=system, seed=7, months=length), state=begin), maxlen=1)[0]


def _resumed() -> int:
    system = load("plain").system()
    whole, half = _last(system, 40), _last(system, 17)
    resumed = _last(system, 40, half)
    return sum(getattr(whole, name).tobytes() != getattr(resumed, name).tobytes() for name in SHAPES)


def _threads() -> int:
    system = load("plain").system()
    specs = [RunSpec(system=system, seed=seed, months=40) for seed in range(70)]
    one, two = (ensemble(specs, threads=threads).end for threads in (1, 2))
    alone = ensemble(specs[7:8]).end[0]
    return int((_bytes(one) != _bytes(two)).sum() + (_bytes(one[7]) != _bytes(alone)).sum())


def _bytes(values: Floats) -> np.ndarray:
    return np.ascontiguousarray(values).view(np.int64)


def _relabelled() -> int:
    """Organisations listed in another order: each ends with the same means."""
    names = [f"Organisation {letter}" for letter in "ABCDEFGHIJKL"]
    ends = []
    for order in (names, sorted(names, key=lambda name: (ord(name[-1]) * 7) % 12)):
        listed = [{"name": name, "sector": f"Sector {ord(name[-1]) % 3}"} for name in order]
        state = _last(load({"title": "relabelled", "organisations": listed}).system(), 40)
        ends.append(dict(zip(order, np.asarray(state.resources).ravel().tolist(), strict=True)))
    return sum(ends[0][name] != ends[1][name] for name in names)
