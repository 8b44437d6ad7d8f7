"""Fitting the laboratory's subjects to what people did, and predicting what they did elsewhere.

A simulated method of moments: the parameters that bring shares of races nearest to those observed.  All candidates
share their random numbers, so the distance is a smooth enough function of the parameters.  The search is SciPy's: a
Sobol' sample of the whole space, drawn once without a look at the data, then differential evolution (Storn & Price
1997) from the best of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from scipy.optimize import differential_evolution
from scipy.stats import qmc

from experiments.analysis.resampling_rng import generator
from experiments.laboratory.data import TREATMENTS, ObservedSession
from experiments.laboratory.simulate import (
    LaboratorySession,
    SessionChoices,
    SessionDraws,
    Subjects,
    session_draws,
    simulate_session,
)
from experiments.laboratory.summaries import SessionSummary, summarise
from sim.arrays import Floats
from sim.cores import cores

Given = TypeVar("Given")
Done = TypeVar("Done")

FREE = {
    "orientation": (-0.5, 0.8),
    "spread": (0.0, 1.0),
    "rationality": (0.5, 20.0),
    "first_trust": (0.0, 1.0),
    "memory": (0.0, 0.3),
    "negativity": (0.2, 5.0),
}
"""What is fitted, and where it is looked for; all else stays as the specification has it."""

ALL = tuple(range(len(TREATMENTS)))
FITTING, TESTING = range(4), range(1000, 1020)
"""Seeds under which candidates are compared, and other seeds under which they are judged."""


@dataclass(eq=False)
class Laboratory:
    """The observed sessions and their simulated likes."""

    sessions: Sequence[ObservedSession]
    _draws: dict[tuple[int, ...], list[SessionDraws]] = field(default_factory=dict)

    def observed(self, picks: Sequence[Sequence[int]] | None = None) -> SessionSummary:
        """Summarise what people did: in all sessions, or in those picked, by position within each treatment."""
        groups = [[session for session in self.sessions if session.treatment == treatment] for treatment in TREATMENTS]
        chosen = picks or [range(len(group)) for group in groups]
        return summarise(
            [
                [(group[at].session, group[at].played) for at in where]
                for group, where in zip(groups, chosen, strict=True)
            ]
        )

    def simulated(
        self, subjects: Subjects, seeds: Iterable[int] = FITTING, treatments: Sequence[int] = ALL
    ) -> SessionSummary:
        """Summarise what such subjects do in the same sessions; rows of treatments that are not asked for are NaN."""
        drawn = self._drawn(tuple(seeds))
        whole = summarise([self._played(subjects, treatment, drawn) for treatment in treatments])
        if tuple(treatments) == ALL:
            return whole
        parts = np.full((len(ALL), whole.parts.shape[1]), np.nan)
        first, counts = np.full(len(ALL), np.nan), np.full((len(ALL), 2, 2, 2), np.nan)
        where = list(treatments)
        parts[where], first[where], counts[where] = whole.parts, whole.first, whole.counts
        return SessionSummary(parts, first, counts)

    def _played(
        self, subjects: Subjects, treatment: int, drawn: list[SessionDraws]
    ) -> list[tuple[LaboratorySession, SessionChoices]]:
        return [
            (observed.session, simulate_session(subjects, observed.session, draws))
            for observed, draws in zip(self.sessions, drawn, strict=True)
            if observed.treatment == TREATMENTS[treatment]
        ]

    def _drawn(self, seeds: tuple[int, ...]) -> list[SessionDraws]:
        if seeds not in self._draws:
            self._draws[seeds] = [
                session_draws(observed.session, number, *seeds) for number, observed in enumerate(self.sessions)
            ]
        return self._draws[seeds]


def subjects_of(values: Sequence[float] | Floats) -> Subjects:
    """Subjects with these values of FREE, in order."""
    return Subjects(**dict(zip(FREE, (float(value) for value in values), strict=True)))


def distance(one: SessionSummary, other: SessionSummary, treatments: Sequence[int] = ALL) -> float:
    """Root of the mean square differences of first rounds, plus that of the four responses."""
    where = list(treatments)
    first = np.mean((one.parts[where] - other.parts[where]) ** 2)
    responses = np.mean((one.responses(where) - other.responses(where)) ** 2)
    return float(np.sqrt(first + responses))


Table = list[tuple[Floats, SessionSummary]]
"""Candidates with what they do, in every treatment."""


def candidates(laboratory: Laboratory, count: int) -> Table:
    """A Sobol' sample of FREE: made without a look at what people did."""
    low, high = np.array(list(FREE.values())).T
    sample = qmc.Sobol(len(FREE), rng=0).random_base2((count - 1).bit_length())
    laboratory.simulated(Subjects())  # draws the random numbers, once
    return in_parallel(
        lambda values: (values, laboratory.simulated(subjects_of(values))), list(qmc.scale(sample, low, high))
    )


def fit(
    laboratory: Laboratory,
    table: Table,
    treatments: Sequence[int] = ALL,
    *,
    target: SessionSummary | None = None,
    generations: int = 20,
) -> Subjects:
    """The subjects nearest to what people did in some treatments; what they did in the others is not looked at."""
    aim = target or laboratory.observed()
    ranked = sorted(table, key=lambda candidate: distance(candidate[1], aim, treatments))
    best = np.array([values for values, _ in ranked[: 4 * len(FREE)]])

    def away(values: Floats) -> float:
        return distance(laboratory.simulated(subjects_of(values), treatments=treatments), aim, treatments)

    optimum = differential_evolution(
        away, list(FREE.values()), init=best, maxiter=generations, rng=0, polish=False, tol=1e-4
    )
    return subjects_of(optimum.x)


def fit_resamples(laboratory: Laboratory, table: Table, times: int, generations: int = 10) -> list[Subjects]:
    """Fit to sessions drawn again, within each treatment, with replacement (bootstrap)."""
    sizes = [sum(session.treatment == treatment for session in laboratory.sessions) for treatment in TREATMENTS]
    draws = generator("laboratory")
    targets = [laboratory.observed([draws.integers(size, size=size).tolist() for size in sizes]) for _ in range(times)]
    return in_parallel(lambda target: fit(laboratory, table, target=target, generations=generations), targets)


def in_parallel(work: Callable[[Given], Done], items: Iterable[Given]) -> list[Done]:
    """Work on each item, on all cores; compiled code lets go of the interpreter."""
    with ThreadPoolExecutor(cores()) as pool:
        return list(pool.map(work, items))
