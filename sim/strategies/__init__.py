"""Who chooses how.  ``STRATEGIES`` is the registry: to add a strategy, write its function and list it here, twice.

A strategy is a compiled function (memory, inclination, trust) -> probability of racing; see ``classics`` for what the
arguments are.  Its position in the registry is the code that the kernels dispatch on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.compiled import rule
from sim.strategies import classics
from sim.strategies.adaptive import adaptive
from sim.strategies.classics import (
    battle,
    grim,
    race,
    random,
    suspicious_tit_for_tat,
    tit_for_tat,
    tit_for_two_tats,
    win_stay_lose_shift,
)
from sim.strategies.encounter_memory import NOTHING_YET, remembered

__all__ = ["NOTHING_YET", "STRATEGIES", "Strategy", "classics", "code", "probability_of_racing", "remembered"]


Choose = Callable[[int, float, float], float]
"""(memory, inclination, trust) -> probability of racing."""


@dataclass(frozen=True)
class Strategy:
    """One way of choosing, with the traits that documentation and tests read.

    name        as scenarios call it
    function    (memory, inclination, trust) -> probability of racing in [0, 1]
    memory      how many encounters it looks back on; -1: all of them
    stochastic  whether it tosses coins
    source      where it comes from, by author and year
    """

    name: str
    function: Choose
    memory: int
    stochastic: bool
    source: str

    @property
    def meaning(self) -> str:
        """What it does: the docstring of its function."""
        return (self.function.__doc__ or "").strip()


STRATEGIES: tuple[Strategy, ...] = (
    Strategy("adaptive", adaptive, -1, True, "McKelvey & Palfrey 1995, logit choice"),
    Strategy("race", race, 0, False, "Axelrod 1984"),
    Strategy("battle", battle, 0, False, "Axelrod 1984"),
    Strategy("random", random, 0, True, "Axelrod 1984"),
    Strategy("tit-for-tat", tit_for_tat, 1, False, "Axelrod 1984"),
    Strategy("grim", grim, -1, False, "Friedman 1971"),
    Strategy("win-stay-lose-shift", win_stay_lose_shift, 1, False, "Nowak & Sigmund 1993"),
    Strategy("tit-for-two-tats", tit_for_two_tats, 2, False, "Axelrod 1984"),
    Strategy("suspicious-tit-for-tat", suspicious_tit_for_tat, 1, False, "Boyd & Lorberbaum 1987"),
)


@rule
def probability_of_racing(code: int, memory: int, inclination: float, trust: float) -> float:
    """The strategy of this code, in the order of STRATEGIES."""
    if code == 0:
        return adaptive(memory, inclination, trust)
    if code == 1:
        return race(memory, inclination, trust)
    if code == 2:
        return battle(memory, inclination, trust)
    if code == 3:
        return random(memory, inclination, trust)
    if code == 4:
        return tit_for_tat(memory, inclination, trust)
    if code == 5:
        return grim(memory, inclination, trust)
    if code == 6:
        return win_stay_lose_shift(memory, inclination, trust)
    if code == 7:
        return tit_for_two_tats(memory, inclination, trust)
    return suspicious_tit_for_tat(memory, inclination, trust)


def code(name: str) -> int:
    """The code of a strategy; KeyError where there is none of that name."""
    for position, strategy in enumerate(STRATEGIES):
        if strategy.name == name:
            return position
    raise KeyError(name)
