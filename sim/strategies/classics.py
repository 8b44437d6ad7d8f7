"""The classic strategies of the repeated prisoner's dilemma, as in the Axelrod library.

Each is a function of what the relation remembers (sim.strategies.encounter_memory), of the ``inclination`` an
adaptive organisation would have in its place (probability of racing) and of its ``trust`` in the partner; it returns
the probability of racing.
"""

from sim.compiled import rule
from sim.strategies.encounter_memory import BETRAYED, MET, OWN, SEEN, SEEN_BEFORE


@rule
def race(memory: int, inclination: float, trust: float) -> float:
    """Always race: the library's Cooperator."""
    return 1.0


@rule
def battle(memory: int, inclination: float, trust: float) -> float:
    """Always battle: the library's Defector."""
    return 0.0


@rule
def random(memory: int, inclination: float, trust: float) -> float:
    """Toss a coin."""
    return 0.5


@rule
def tit_for_tat(memory: int, inclination: float, trust: float) -> float:
    """Race first, then do as was last done to me.  Rapoport, in Axelrod 1984."""
    return 1.0 if memory & SEEN else 0.0


@rule
def grim(memory: int, inclination: float, trust: float) -> float:
    """Race until the first battle seen, then battle for ever.  Friedman 1971."""
    return 0.0 if memory & BETRAYED else 1.0


@rule
def win_stay_lose_shift(memory: int, inclination: float, trust: float) -> float:
    """Race where both did the same last time: repeat what went well, change what did not.  Nowak & Sigmund 1993."""
    return 1.0 if ((memory & OWN) != 0) == ((memory & SEEN) != 0) else 0.0


@rule
def tit_for_two_tats(memory: int, inclination: float, trust: float) -> float:
    """Battle only after two battles in a row.  Axelrod 1984."""
    return 1.0 if memory & (SEEN | SEEN_BEFORE) else 0.0


@rule
def suspicious_tit_for_tat(memory: int, inclination: float, trust: float) -> float:
    """Tit for tat that battles at the first encounter.  Boyd & Lorberbaum 1987."""
    return 1.0 if memory & MET and memory & SEEN else 0.0
