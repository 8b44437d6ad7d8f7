"""The classic strategies against the Axelrod library: turn by turn and score for score.

A pair of organisations with doors open for good, no failure and no meetings is a match; a turn is a month.  The
prisoner's dilemma is the tie game shifted by 2.5, so score = income + 2.5 a turn.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from experiments.validation.docking import NAMESAKES, axelrod_library, namesake
from sim.engine import Decisions, months
from sim.state import State
from sim.strategies import STRATEGIES
from sim.system import RunSpec, System
from tests.reference.traces import quiet
from tests.sim.bits import pairs

TURNS = 60
SHIFT = 2.5
MATCHES = list(itertools.product(NAMESAKES, repeat=2))
SCRIPTS = ["".join(each) for each in itertools.product("CD", repeat=6)]
"""All beginnings of six turns; played again and again they bring every turn of fortune."""


def matches(strategies: Sequence[str], tiers: int = 1) -> System:
    """One match a pair: strategies of first, second, first, second, ..."""
    settings = {"game.benefit": 0.5, "game.stake": 2.5, "game.damage": 1.5, "structure.tiers": tiers}
    count = len(strategies)
    return quiet(settings, n=count, ties=pairs(count // 2), strategies=strategies)


def turns(system: System, choices: dict[int, Decisions] | None = None) -> tuple[list[str], np.ndarray]:
    """What every organisation played, and the total of its scores."""
    played: Iterator[State] = months(RunSpec(system=system, months=TURNS), choices)
    actions, scores = [""] * system.network.n, np.zeros(system.network.n)
    for state in played:
        assert state.acted.all()
        scores += state.income + SHIFT
        for relation, source in enumerate(system.network.source):
            actions[source] += "C" if state.stance[0, relation] else "D"
    return actions, scores


def as_text(actions: Sequence[object]) -> str:
    return "".join(str(each) for each in actions)


def test_every_deterministic_strategy_has_a_namesake() -> None:
    assert set(NAMESAKES) == {each.name for each in STRATEGIES if not each.stochastic}


def test_matches_of_two_strategies() -> None:
    actions, scores = turns(matches(list(itertools.chain(*MATCHES))))
    for at, (one, other) in enumerate(MATCHES):
        match = axelrod_library().Match((namesake(one), namesake(other)), turns=TURNS)
        expected = match.play()
        assert actions[2 * at] == as_text([first for first, _ in expected]), (one, other)
        assert actions[2 * at + 1] == as_text([second for _, second in expected]), (one, other)
        assert scores[2 * at : 2 * at + 2].tolist() == pytest.approx(match.final_score(), abs=1e-9), (one, other)


def test_matches_against_every_beginning() -> None:
    for name in NAMESAKES:
        matches_against_every_beginning(name)


def matches_against_every_beginning(name: str) -> None:
    """Hold a strategy against 64 scripts at once, whose stances are handed in as a player's."""
    system = matches([name, "race"] * len(SCRIPTS))
    choices = {
        turn: Decisions(
            stances={
                (2 * at + 1, 2 * at, None): script[(turn - 1) % len(script)] == "C" for at, script in enumerate(SCRIPTS)
            }
        )
        for turn in range(1, TURNS + 1)
    }
    actions, scores = turns(system, choices)
    for at, script in enumerate(SCRIPTS):
        other = axelrod_library().MockPlayer([axelrod_library().Action.from_char(action) for action in script])
        match = axelrod_library().Match((namesake(name), other), turns=TURNS)
        expected = match.play()
        assert actions[2 * at] == as_text([mine for mine, _ in expected]), script
        assert scores[2 * at : 2 * at + 2].tolist() == pytest.approx(match.final_score(), abs=1e-9), script


def test_tiers_play_matches_of_their_own() -> None:
    """At each tier the relation remembers its own encounters."""
    system = matches(["grim", "race", "tit-for-tat", "race"], tiers=3)
    betrayed = Decisions(stances={(1, 0, 1): False, (3, 2, 2): False})
    *_, state = months(RunSpec(system=system, months=3), {1: betrayed})
    grim, tit_for_tat = system.network.relation(0, 1), system.network.relation(2, 3)
    assert state.stance[:, grim].tolist() == [1, 0, 1]
    assert state.stance[:, tit_for_tat].tolist() == [1, 1, 1]
