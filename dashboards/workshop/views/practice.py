"""Practice of two minutes: four months with one partner, whom the model plays, then one question.

A practice is its address, a letter a month: ``r`` for race, ``b`` for battle.  Nothing of it is kept.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from dashboards.workshop.views.role_card import payoffs_of
from scenarios import Scenario, load
from scenarios.entities import Settings
from sim.engine import Decisions, months
from sim.system import RunSpec, System

MONTHS = 4
SEED = 2
"""A run in which the two deal with each other every month."""
RIGHT = "now"
ANSWERS = ("now", "both", "nobody")
"""To the question who gains where one battles and the other races."""


class Month(NamedTuple):
    """What both did in a month, what it brought, and how open the partner's door is after it."""

    race: bool
    they_race: bool
    gain: float
    theirs: float
    trust: float
    """How likely the partner thinks it now that one races."""


def practice(scenario: Scenario, moves: str, answer: str = "") -> dict[str, Any]:
    """Return the page's data: the months so far, what can be chosen next, and what was answered."""
    moves = moves[:MONTHS] if set(moves) <= {"r", "b"} else ""
    played = _played(_pair(scenario), moves)
    return {
        "moves": moves,
        "months": [month._asdict() for month in played],
        "left": MONTHS - len(moves),
        "gain": sum(month.gain for month in played),
        "payoffs": payoffs_of(_pair(scenario), 0, 0),
        "answers": ANSWERS,
        "answer": answer if answer in ANSWERS else "",
        "right": answer == RIGHT,
    }


@lru_cache(maxsize=16)
def _pair(scenario: Scenario) -> System:
    """Return two neighbours under the scenario's own rules, who deal with each other every month."""
    two = replace(load("two-neighbours"), schedule=())
    own = {name: value for name, value in scenario.settings.items() if not name.startswith("structure.")}
    whole = {name: value for name, value in own.items() if not isinstance(value, tuple)}
    return replace(two, settings=Settings({**two.settings, **whole, "structure.tiers": 1})).system()


def _played(system: System, moves: str) -> list[Month]:
    """Return the months of a practice; the same moves bring the same."""
    gains = payoffs_of(system, 0, 0)
    both = {(True, True): "both_race", (True, False): "loses", (False, True): "takes", (False, False): "both_battle"}
    played = []
    spec = RunSpec(system=system, seed=SEED, months=len(moves))
    for race, state in zip(moves, months(spec, lambda now: _decided(moves[now.month])), strict=True):
        they_race = bool(state.stance[0, system.network.m])
        mine = race == "r"
        trust = float(state.trust[0, system.network.m])
        played.append(Month(mine, they_race, gains[both[mine, they_race]], gains[both[they_race, mine]], trust))
    return played


def _decided(move: str) -> Decisions:
    return Decisions({(0, 1, None): move == "r"}, {(0, 1): 1.0})
