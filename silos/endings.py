"""Sentences on how runs ended: the regime, how far it goes, and what those who deal with each other do."""

from __future__ import annotations

from collections import Counter

from silos.simulate import ScenarioRuns
from sim.measures.regimes import ALONE, DEALINGS, IN_BETWEEN, ONE_SYSTEM, REGIMES, SILOS, dealings

IN_WORDS = {
    ONE_SYSTEM: "as one system",
    IN_BETWEEN: "in between",
    SILOS: "in silos",
    ALONE: "with everyone alone",
}
"""Regimes as a sentence says them."""


def ended(result: ScenarioRuns) -> list[str]:
    """Return how each run ended, by the names of sim.measures.regimes."""
    return [REGIMES[int(regime)] for regime in result.regime]


def dealt(result: ScenarioRuns) -> list[str | None]:
    """Return what those who deal with each other do at the end of each run; None where nobody deals with anyone."""
    codes = dealings(result.of("race_share")[:, -1])
    return [None if code < 0 else DEALINGS[code] for code in codes.tolist()]


def sentence(result: ScenarioRuns) -> str:
    """Say how one run ended, or of many how many ended in each way."""
    return _one(result) if len(result.seeds) == 1 else _many(result)


def _one(result: ScenarioRuns) -> str:
    (regime,), (dealing,) = ended(result), dealt(result)
    conduct = {"race": "race", "battle": "battle", "both": "race about as often as they battle"}
    who = "in the few dealings left they" if regime == ALONE else "those who deal with each other"
    dealings_words = f"{who} {conduct[dealing]}" if dealing else "nobody deals with anyone"
    return f"Ended {IN_WORDS[regime]}: {_degree(result, regime)}; {dealings_words}."


def _degree(result: ScenarioRuns, regime: str) -> str:
    """Return in words how far the one run went in its regime."""
    there = int(result.scenario.system().wiring(result.months).present.sum())
    groups, alone = (int(result.of(name)[0, -1]) for name in ("silos", "alone"))
    largest = round(float(result.of("largest")[0, -1]) * there)
    if regime == ONE_SYSTEM:
        return f"{largest} of {there} organisations are open to each other, if only through others"
    if regime == SILOS:
        rest = f", and {alone} of {there} organisations alone" if alone else ""
        return f"{groups} groups, each closed to the others{rest}"
    if regime == ALONE:
        return f"{alone} of {there} organisations are open to nobody"
    return f"{largest} of {there} organisations are open to each other, {alone} to nobody, and no second group stands"


def _many(result: ScenarioRuns) -> str:
    runs = len(result.seeds)
    (most, number), *others = Counter(IN_WORDS[regime] for regime in ended(result)).most_common()
    ends = ", ".join([f"{number} of {runs} runs ended {most}", *(f"{count} {words}" for words, count in others)])
    counts = Counter(dealt(result))
    verbs = {"race": "race in {}", "battle": "battle in {}", "both": "do both in {}", None: "nobody deals in {}"}
    parts = [verbs[dealing].format(counts[dealing]) for dealing in (*DEALINGS, None) if counts[dealing]]
    return f"{ends}. Those who deal with each other {', '.join(parts)}."
