"""Numbers of the choice with unequal parts, of beliefs, purpose, hours, reports and capability."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, product

import numpy as np

from experiments.validation.minimal_systems import disjoint_pairs, minimal_system
from experiments.validation.published_numbers import PublishedNumber
from scenarios import load
from sim.engine import ensemble, measures, months, start
from sim.measures import COLUMNS
from sim.rules.belief import enquired_belief, learnt_belief
from sim.rules.choice import orientation_toward, pooled_weights, racing_advantage
from sim.rules.dialogue import hours, purpose_after
from sim.system import RunSpec


def beliefs_and_purpose() -> Iterator[PublishedNumber]:
    """All numbers of this module, in the order of the specification."""
    for part in (orientations(), unequal_parts(), deterrence(), purposes(), beliefs(), bridged_hours(), glosses()):
        yield from part
    yield from capabilities()


def orientations() -> Iterator[PublishedNumber]:
    """A full zero-sum belief is the orientation -1 whatever taste and door; none leaves the taste as the door moved
    it."""
    grid = list(product((-1.0, -0.3, 0.0, 0.6, 1.0), (0.0, 0.4, 1.0)))
    full = max(abs(orientation_toward(taste, 1.0, door, 0.4) + 1.0) for taste, door in grid)
    none = max(
        abs(orientation_toward(taste, 0.0, door, 0.4) - min(max(taste + 0.4 * (2 * door - 1), -1.0), 1.0))
        for taste, door in grid
    )
    yield PublishedNumber("a zero-sum belief", "largest error of the orientation under a belief of 1", 0.0, full, 0.0)
    yield PublishedNumber("a zero-sum belief", "largest error of the orientation under none", 0.0, none, 1e-15)


def unequal_parts() -> Iterator[PublishedNumber]:
    """Section 4 for parts other than a half: what an unequal share buys, and what pooling everything does."""
    benefit, damage, gain, loss, delta = 1.0, 0.3, 1.3, 0.9, 0.4
    wrong = 0.0
    for part, sharing, tau in product((0.2, 0.5, 0.8), (0.3, 1.0), (0.0, 0.6, 1.0)):
        future = 1.0 - delta
        bought = tau * (2 * (benefit + delta * damage) - future * (gain - loss))
        bought += (1 - tau) * future * (2 * damage + gain - loss)
        exact = -(1 - sharing) * future * (gain + loss) + sharing * (2 * part - 1) * bought
        ours = racing_advantage(tau, -1.0, sharing, part, benefit, damage, gain, loss, delta)
        wrong = max(wrong, abs(ours - exact))
    yield PublishedNumber("unequal parts", "largest error of the advantage of a zero-sum mind", 0.0, wrong, 1e-12)
    apart = 0.0
    for part, mind in product((0.2, 0.5, 0.9), (-1.0, 0.0, 0.7)):
        own, other = pooled_weights(mind, 1.0, part)
        apart = max(apart, abs(own - other), abs(own - (part + mind * (1 - part))))
    words = "sharing 1: largest error of own = oth = a + t (1 - a)"
    yield PublishedNumber("unequal parts", words, 0.0, apart, 1e-15)


def deterrence() -> Iterator[PublishedNumber]:
    """With equal parts the advantage of racing never falls in damage."""
    steepest = 0.0
    for mind, sharing, tau, delta in product((-1.0, -0.4, 0.0, 0.8), (0.0, 0.6), (0.0, 0.5, 1.0), (0.0, 0.7)):
        line = [racing_advantage(tau, mind, sharing, 0.5, 1.0, damage, 0.8, 0.8, delta) for damage in (0.0, 0.5, 1.0)]
        steepest = max(steepest, -min(np.diff(line)))
    yield PublishedNumber("damage deters", "largest fall of the advantage as damage rises", 0.0, steepest, 1e-15)


def settled(step: Callable[[float], float], begin: float = 0.5) -> float:
    """Return where a quantity settles that changes by ``step`` every month."""
    for _ in range(5000):
        begin = step(begin)
    return begin


PURPOSE = {
    "dialogue.time_together": 0.1,
    "dialogue.purpose_rate": 0.2,
    "dialogue.purpose_fade": 0.03,
    "dialogue.voice": 0.0,
    "dialogue.hearsay": 0.0,
    "history.memory": 0.0,
    "resources.gain": 0.0,
}
"""A tie that meets in one month of ten whatever comes of its dealings, and whose history stays as it is."""


def purposes() -> Iterator[PublishedNumber]:
    """Purpose under a steady share mu of partners met, all of credence h, settles at r / (r + fade), r = rate mu h."""
    by_rule = settled(lambda held: purpose_after(held, 0.1 * 0.5, 0.2, 0.03))
    yield PublishedNumber(
        "purpose", "rate .2, .1 of partners met, credence .5, fade .03, by the rule", 0.25, by_rule, 1e-9
    )
    system = minimal_system(PURPOSE, disjoint_pairs(200), 400)
    results = ensemble([RunSpec(system=system, seed=seed, months=600) for seed in range(4)], series=True)
    assert results.series is not None
    ours = float(results.series[:, 300:, COLUMNS.index("purpose_held")].mean())
    yield PublishedNumber("purpose", "the same by long runs of pairs that meet in one month of ten", 0.25, ours, 0.003)


def beliefs() -> Iterator[PublishedNumber]:
    """Belief settles where what dealings show and what enquiry lets go balance; without either it never moves."""

    def month(belief: float) -> float:
        learnt = learnt_belief(belief, 0.8, 0.4, 1.0, 0.1)
        return float(enquired_belief(learnt, 0.1, 1.0, 0.3))

    words = "insight .1, .8 dealings held of which .5 show zero-sum, enquiry .3, .1 met"
    yield PublishedNumber("belief", words, 0.360595, settled(month), 5e-7)
    shut = {
        "boundary.openness": 0.0,
        "boundary.opening": 0.0,
        "boundary.closing": 0.0,
        "dialogue.time_together": 0.0,
        "learning.reflection": 0.0,
        "leadership.cascade": 0.0,
        "leadership.movement": 0.0,
        "leadership.turnover": 0.0,
    }
    spec = RunSpec(system=load("plain").system(set=shut), seed=3, months=60)
    before, *_, after = months(spec)
    moved = float(np.abs(after.arrays.zero_sum - before.arrays.zero_sum).max())
    yield PublishedNumber("belief", "largest move in five years behind shut doors, without meetings", 0.0, moved, 0.0)


def bridged_hours() -> Iterator[PublishedNumber]:
    """Four sectors of five, all tied: hours across and within at bridging .5; their mean is 1 at any bridging."""
    yield PublishedNumber("hours", "across, bridging .5", 0.633333, hours(0.5, 19.0, 15.0, True), 5e-7)
    yield PublishedNumber("hours", "within, bridging .5", 2.375, hours(0.5, 19.0, 15.0, False), 1e-12)
    means = [
        (15 * hours(bridging, 19.0, 15.0, True) + 4 * hours(bridging, 19.0, 15.0, False)) / 19
        for bridging in (0.0, 0.2, 0.8, 1.0)
    ]
    worst = max(means, key=lambda mean: abs(mean - 1.0))
    yield PublishedNumber("hours", "mean over partners, worst of four values of bridging", 1.0, worst, 1e-12)


def glosses() -> Iterator[PublishedNumber]:
    """With trust alike at all tiers perceived trust exceeds it by visibility gloss blame (1 - tau) / 2; by nothing with
    one tier."""
    for tiers, expected in ((1, 0.0), (2, 0.01875), (3, 0.01875), (5, 0.01875)):
        settings = {"structure.tiers": tiers, "history.trust": 0.5, "learning.gloss": 0.3, "trust.blame": 0.5}
        state = start(minimal_system({**settings, "learning.visibility": 0.5}, disjoint_pairs(3), 6))
        gap = measures(state)["perception_gap"]
        yield PublishedNumber("glossed reports", f"perceived less true trust, {tiers} tiers", expected, gap, 1e-12)


def capabilities() -> Iterator[PublishedNumber]:
    """Capability where all race and nothing fails, and where all battle, doors held open."""
    ties = list(combinations(range(6), 2))
    for strategy, sign in (("race", 1.0), ("battle", -1.0)):
        for intensity in (0.5, 2.0, 4.0):
            settings = {"game.improvement": 0.3, "game.improvement_rate": 0.1, "game.intensity": intensity}
            system = minimal_system(settings, ties, 6, strategies=[strategy] * 6)
            (row,) = ensemble([RunSpec(system=system, months=600)]).end
            expected = max(0.0, 1.0 + sign * 0.3 * intensity)
            what = f"all {strategy}, improvement .3, intensity {intensity:g}"
            ours = float(row[COLUMNS.index("capability")])
            yield PublishedNumber("capability", what, expected, ours, 1e-9)
