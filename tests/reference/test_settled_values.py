"""Numbers with a closed form, of long runs and of whole networks: section 9 of the specification."""

from __future__ import annotations

import math

import pytest

from experiments.validation.docking import NAMESAKES, axelrod_library, namesake
from sim.network import generate
from sim.system import System
from tests.reference import twin
from tests.reference.measures import measures
from tests.reference.test_closed_forms import DILEMMA
from tests.reference.traces import Run, parameters, quiet


def pairs(count: int) -> list[tuple[int, int]]:
    """Ties that share no organisation."""
    return [(2 * i, 2 * i + 1) for i in range(count)]


def settled_trust(run: Run, system: System, *, months: int, after: int, seed: int = 11) -> float:
    """Mean trust over the later months."""
    states = run(system, seed, [twin.Inputs()] * months)[after:]
    return sum(sum(state.trust[0]) / len(state.trust[0]) for state in states) / len(states)


@pytest.mark.parametrize(("failure", "settled"), [(0.5, 0.3333), (0.2, 0.6667), (0.1, 0.8182)])
def test_trust_in_a_partner_who_races_now_and_then(failure: float, settled: float, runner: Run) -> None:
    """q / (q + (1 - q) negativity): a race that fails and is blamed is a battle seen."""
    settings = {"trust.failure": failure, "trust.blame": 1.0, "trust.rate": 0.1}
    system = quiet(settings, n=40, ties=pairs(20), strategies=["race"] * 40)
    assert settled_trust(runner, system, months=300, after=50) == pytest.approx(settled, abs=0.01)


def test_slow_learners_settle_at_the_logit_equilibrium(runner: Run) -> None:
    settings = {**DILEMMA, "mindset.rationality": 0.5, "trust.rate": 0.05, "trust.negativity": 1.0}
    system = quiet(settings, n=40, ties=pairs(20))
    assert settled_trust(runner, system, months=400, after=150, seed=3) == pytest.approx(0.338648, abs=0.01)


def test_purpose_settles(runner: Run) -> None:
    """r / (r + fade), r = rate * share met * credence: .2 * .5 * .1 against .03 is .25."""
    settings = {"dialogue.purpose_fade": 0.03, "history.trust": 0.1, "history.memory": 0.0}
    system = quiet(settings, n=3, ties=[(0, 1), (0, 2)])
    *_, state = runner(system, 0, [twin.Inputs(meetings={(0, 0): 1, (0, 1): 0})] * 500)
    assert state.purpose[0][0] == pytest.approx(0.25, abs=1e-8)


STAR = [(0, leaf) for leaf in range(1, 11)]


def settled_belief(run: Run, given: twin.Inputs, months: int) -> float:
    """The belief of the middle of a star of ten, from 0.7."""
    settings = {"mindset.zero_sum": 0.7, "learning.insight": 0.1, "dialogue.enquiry": 0.3}
    *_, state = run(quiet(settings, n=11, ties=STAR), 0, [given] * months)
    return float(state.zero_sum[0][0])


def test_belief_settles(runner: Run) -> None:
    """Eight of ten dealings held, four of which show zero-sum, and one of ten met: .360595."""
    stances = {(0, r): 0 if 10 <= r < 14 else 1 for r in range(20)}
    doors = {8: 0.0, 9: 0.0}
    meetings = {(0, t): int(t == 9) for t in range(10)}
    given = twin.Inputs(stances=stances, doors=doors, meetings=meetings)
    assert settled_belief(runner, given, 250) == pytest.approx(0.360595, abs=5e-7)
    learns, enquires = 0.1 * 0.8, 1 - 0.3 * 0.1
    exact = learns * 0.5 * enquires / (1 - (1 - learns) * enquires)
    assert settled_belief(runner, given, 250) == pytest.approx(exact, abs=1e-9)


def test_belief_of_one_who_deals_with_nobody_never_moves(runner: Run) -> None:
    given = twin.Inputs(doors=dict.fromkeys(range(20), 0.0))
    assert settled_belief(runner, given, 60) == 0.7


@pytest.mark.parametrize("bridging", [0.0, 0.2, 0.5, 0.8, 1.0])
def test_hours(bridging: float) -> None:
    """Four sectors of five, complete, bridging .5: .633333 across, 2.375 within; the mean over partners is 1."""
    chosen = parameters({"dialogue.bridging": bridging})
    world = twin.World(System(network=generate(chosen.structure), parameters=chosen), 0, 1)
    across = [twin.hours(world, r) for r in world.relations_of[0] if world.across(r)]
    within = [twin.hours(world, r) for r in world.relations_of[0] if not world.across(r)]
    assert across == pytest.approx([bridging * 19 / 15] * 15)
    assert within == pytest.approx([(1 - bridging) * 19 / 4] * 4)
    if bridging == 0.5:
        assert across == pytest.approx([0.633333] * 15, abs=5e-7)
        assert within == [2.375] * 4
    for i in range(world.n):
        hours = [twin.hours(world, r) for r in world.relations_of[i]]
        assert sum(hours) / len(hours) == pytest.approx(1.0)


@pytest.mark.parametrize("tiers", [1, 2, 3, 4, 5])
def test_gloss(tiers: int, runner: Run) -> None:
    """perceived - trust = visibility * gloss * blame * (1 - tau) / 2 where all tiers trust alike; 0 at one tier."""
    settings = {
        "structure.tiers": tiers,
        "learning.visibility": 0.6,
        "learning.gloss": 0.3,
        "trust.blame": 0.7,
        "history.trust": 0.4,
    }
    system = quiet(settings)
    (state,) = runner(system, 0, [])
    gap = 0.6 * 0.3 * 0.7 * 0.6 / 2 if tiers > 1 else 0.0
    assert twin.perceived_trust(twin.World(system, 0, 0), state, 0) - 0.4 == pytest.approx(gap, abs=1e-15)
    assert measures(system, state)["perception_gap"] == pytest.approx(gap, abs=1e-15)


@pytest.mark.parametrize(
    ("strategy", "improvement", "capability"),
    [("race", 0.3, 1 + 0.3 * 1.5), ("battle", 0.3, 1 - 0.3 * 1.5), ("battle", 0.8, 0.0)],
)
def test_capability_settles(strategy: str, improvement: float, capability: float, runner: Run) -> None:
    """1 + improvement * intensity where all race, max(0, 1 - improvement * intensity) where all battle."""
    settings = {"game.improvement": improvement, "game.improvement_rate": 0.1, "game.intensity": 1.5}
    system = quiet(settings, strategies=[strategy] * 2)
    *_, state = runner(system, 0, [twin.Inputs()] * 250)
    assert measures(system, state)["capability"] == pytest.approx(capability, abs=1e-9)
    if strategy == "race":
        assert math.isclose(state.income[0], 1.5 * capability, rel_tol=1e-9)


TURNS = 20


def test_matches_of_the_classic_strategies(runner: Run) -> None:
    """All pairs, turn by turn and score for score as in the Axelrod library: score = income + 2.5 a turn."""
    matches = [(one, other) for one in NAMESAKES for other in NAMESAKES]
    system = quiet(
        DILEMMA,
        n=2 * len(matches),
        ties=pairs(len(matches)),
        strategies=[strategy for match in matches for strategy in match],
    )
    states = runner(system, 0, [twin.Inputs()] * TURNS)[1:]
    for t, (one, other) in enumerate(matches):
        match = axelrod_library().Match((namesake(one), namesake(other)), turns=TURNS)
        played = [("DC"[state.stance[0][t]], "DC"[state.stance[0][t + len(matches)]]) for state in states]
        assert played == [(str(first), str(second)) for first, second in match.play()], (one, other)
        for place, score in enumerate(match.final_score()):
            assert sum(state.income[2 * t + place] + 2.5 for state in states) == pytest.approx(score), (one, other)
