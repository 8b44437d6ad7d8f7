"""Docking with the Axelrod library: the same matches turn by turn, the same ranking of a tournament.

The library (Knight et al. 2016) is what the tests are run with, not a part of Silos; where it is not installed there is
nothing to dock with, and the report says so.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import combinations_with_replacement
from typing import Any

import numpy as np

from experiments.validation.minimal_systems import DILEMMA, SHIFT, disjoint_pairs, minimal_system
from sim.engine import months
from sim.system import RunSpec

TURNS = 100

NAMESAKES: Mapping[str, str] = {
    "race": "Cooperator",
    "battle": "Defector",
    "tit-for-tat": "TitForTat",
    "grim": "Grudger",
    "win-stay-lose-shift": "WinStayLoseShift",
    "tit-for-two-tats": "TitFor2Tats",
    "suspicious-tit-for-tat": "SuspiciousTitForTat",
}
"""Our deterministic strategies, and what the library calls them."""


@dataclass(frozen=True)
class Match:
    """One match of two strategies: the actions of both, here and there, and both scores."""

    players: tuple[str, str]
    ours: tuple[str, str]
    theirs: tuple[str, str]
    scores: tuple[float, float]
    their_scores: tuple[float, float]

    @property
    def same(self) -> bool:
        """Turn by turn and score for score."""
        return self.ours == self.theirs and np.allclose(self.scores, self.their_scores, rtol=0.0, atol=1e-9)


@dataclass(frozen=True)
class Docking:
    """All matches, and the ranking of the round robin: strategies with the mean score a turn, best first."""

    matches: Sequence[Match]
    ranking: Sequence[tuple[str, float]]
    their_ranking: Sequence[tuple[str, float]]

    @property
    def holds(self) -> bool:
        """Every match the same, and the same ranking: strategies of equal score share a rank."""
        same = [round(score, 9) for _, score in self.ranking] == [round(score, 9) for _, score in self.their_ranking]
        return (
            all(match.same for match in self.matches)
            and same
            and dict(self.ranking).keys() == dict(self.their_ranking).keys()
        )


def axelrod_installed() -> bool:
    """Tell whether the Axelrod library is installed."""
    return find_spec("axelrod") is not None


def dock() -> Docking:
    """Match every pair of NAMESAKES here and there, each strategy against itself too."""
    couples = list(combinations_with_replacement(NAMESAKES, 2))
    ours = _ours(couples)
    theirs = [_theirs(*couple) for couple in couples]
    matches = [
        Match(couple, actions, their_actions, scores, their_scores)
        for couple, (actions, scores), (their_actions, their_scores) in zip(couples, ours, theirs, strict=True)
    ]
    return Docking(matches, _ranking(couples, [scores for _, scores in ours]), _their_ranking())


def _ours(couples: Sequence[tuple[str, str]]) -> list[tuple[tuple[str, str], tuple[float, float]]]:
    """All matches at once: a pair of organisations each, a month a turn."""
    count = len(couples)
    strategies = [name for couple in couples for name in couple]
    system = minimal_system(DILEMMA, disjoint_pairs(count), 2 * count, strategies=strategies)
    actions, scores = [""] * (2 * count), np.zeros(2 * count)
    for state in months(RunSpec(system=system, months=TURNS), copy=False):
        scores += np.asarray(state.income).ravel() + SHIFT
        for relation, source in enumerate(system.network.source):
            actions[source] += "C" if state.stance[0, relation] else "D"
    return [
        ((actions[2 * at], actions[2 * at + 1]), (float(scores[2 * at]), float(scores[2 * at + 1])))
        for at in range(count)
    ]


def _theirs(one: str, other: str) -> tuple[tuple[str, str], tuple[float, float]]:
    axelrod = axelrod_library()
    match = axelrod.Match((namesake(one), namesake(other)), turns=TURNS)
    turns = match.play()
    first, second = ("".join(str(turn[side]) for turn in turns) for side in (0, 1))
    scores = match.final_score()
    return (first, second), (float(scores[0]), float(scores[1]))


def _ranking(couples: Sequence[tuple[str, str]], scores: Sequence[tuple[float, float]]) -> list[tuple[str, float]]:
    """Mean score a turn over all opponents, oneself left out: as the library's tournament counts."""
    totals = {
        name: np.mean(
            [
                score[couple.index(name)] / TURNS
                for couple, score in zip(couples, scores, strict=True)
                if name in couple and couple[0] != couple[1]
            ]
        )
        for name in NAMESAKES
    }
    return sorted(
        ((name, float(total)) for name, total in totals.items()), key=lambda entry: (-round(entry[1], 9), entry[0])
    )


def _their_ranking() -> list[tuple[str, float]]:
    axelrod = axelrod_library()
    players = [namesake(name) for name in NAMESAKES]
    tournament = axelrod.Tournament(players, turns=TURNS, repetitions=1, seed=0).play(progress_bar=False, processes=0)
    means = {name: float(np.mean(tournament.normalised_scores[at])) for at, name in enumerate(NAMESAKES)}
    return sorted(means.items(), key=lambda entry: (-round(entry[1], 9), entry[0]))


def namesake(name: str) -> Any:
    """Make a player of the library for one of our strategies."""
    return getattr(axelrod_library(), NAMESAKES[name])()


def axelrod_library() -> Any:
    """Import the library when it is asked for: it takes twenty seconds."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import axelrod
    return axelrod
