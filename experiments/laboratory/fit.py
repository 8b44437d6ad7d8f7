"""Fitting the laboratory's subjects to what people did, and predicting what they did elsewhere.

A simulated method of moments: the parameters that bring shares of races nearest to those observed.  Every candidate
has the same random numbers, so the distance is a smooth enough function of the parameters.  The search is SciPy's: a
Sobol' sample of the whole space, drawn once without a look at the data, then differential evolution (Storn &
Price 1997) from the best of it.
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
from experiments.laboratory.simulate import SessionDraws, Subjects, session_draws, simulate_session
from experiments.laboratory.studies import Treatment
from experiments.laboratory.summaries import PART_COLUMNS, RESPONSE_COLUMNS, moments
from sim.arrays import Floats
from sim.cores import cores

Given = TypeVar("Given")
Done = TypeVar("Done")

FREE = {
    "orientation": (-0.5, 0.8),
    "spread": (0.0, 1.0),
    "rationality": (0.5, 25.0),
    "first_trust": (0.0, 1.0),
    "memory": (0.0, 0.3),
    "negativity": (0.2, 5.0),
    "experience": (0.5, 40.0),
}
"""What is fitted, and where it is looked for; all else stays as the specification has it."""

FITTING, TESTING = (0, 1, 2, 3), tuple(range(1000, 1010))
"""Seeds with which candidates are compared, and other seeds with which they are judged."""


@dataclass(eq=False)
class Laboratory:
    """Treatments with what people did, and what the model's subjects do in the same sessions."""

    treatments: Sequence[Treatment]
    _draws: dict[tuple[int, tuple[int, ...]], list[SessionDraws]] = field(default_factory=dict)

    @property
    def all(self) -> tuple[int, ...]:
        """Positions of all treatments."""
        return tuple(range(len(self.treatments)))

    @property
    def seen(self) -> Floats:
        """(treatments, MOMENTS) what people did."""
        return np.array([treatment.seen for treatment in self.treatments])

    @property
    def basins(self) -> Floats:
        """(treatments,) SizeBAD."""
        return np.array([treatment.game.basin for treatment in self.treatments])

    def simulated(
        self, subjects: Subjects, seeds: tuple[int, ...] = FITTING, which: Sequence[int] | None = None
    ) -> Floats:
        """Return (treatments, MOMENTS) of what such subjects do; rows that are not asked for are NaN."""
        table = np.full(self.seen.shape, np.nan)
        for position in self.all if which is None else which:
            sessions = self.treatments[position].sessions
            drawn = self._drawn(position, seeds)
            table[position] = moments(
                [
                    (session, simulate_session(subjects, session, draws))
                    for session, draws in zip(sessions, drawn, strict=True)
                ]
            )
        return table

    def _drawn(self, position: int, seeds: tuple[int, ...]) -> list[SessionDraws]:
        if (position, seeds) not in self._draws:
            numbered = enumerate(self.treatments[position].sessions, start=100 * position)
            self._draws[position, seeds] = [session_draws(session, number, *seeds) for number, session in numbered]
        return self._draws[position, seeds]


def subjects_of(values: Sequence[float] | Floats) -> Subjects:
    """Return subjects with these values of FREE, in order."""
    return Subjects(**dict(zip(FREE, (float(value) for value in values), strict=True)))


def distance(one: Floats, other: Floats, which: Sequence[int]) -> float:
    """Return how far two tables of moments lie apart in some treatments.

    Root of the sum of three mean squares: of first rounds (with experience where it is known), of all rounds, and of
    the four responses, each as a mean over treatments, since in a treatment by itself some of what they respond to is
    rare.  Treatments weigh the same; what is not known of one is left out.
    """
    gaps = (one[list(which)] - other[list(which)]) ** 2
    courses = np.isnan(gaps[:, PART_COLUMNS]).all(axis=1)
    first = np.where(courses, gaps[:, 0], _mean_known(gaps[:, PART_COLUMNS]))
    apart = (one - other)[list(which)][:, RESPONSE_COLUMNS]
    responses = _mean_known(apart.T) ** 2
    return float(np.sqrt(first.mean() + gaps[:, 1].mean() + responses.mean()))


def _mean_known(gaps: Floats) -> Floats:
    """Return (rows,) the mean of each row over what is known of it."""
    known = ~np.isnan(gaps)
    return np.asarray(np.where(known, gaps, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1))


Table = list[tuple[Floats, Floats]]
"""Candidates with what they do, in every treatment."""


def candidates(laboratory: Laboratory, count: int) -> Table:
    """Return a Sobol' sample of FREE with what it does: made without a look at what people did."""
    low, high = np.array(list(FREE.values())).T
    sample = qmc.Sobol(len(FREE), rng=0).random_base2((count - 1).bit_length())
    laboratory.simulated(Subjects())  # draws the random numbers, once
    return in_parallel(
        lambda values: (values, laboratory.simulated(subjects_of(values))), list(qmc.scale(sample, low, high))
    )


def fit(laboratory: Laboratory, table: Table, which: Sequence[int], *, generations: int = 20) -> Subjects:
    """Return the subjects nearest to what people did in some treatments; the others are not looked at."""
    seen = laboratory.seen
    ranked = sorted(table, key=lambda candidate: distance(candidate[1], seen, which))
    best = np.array([values for values, _ in ranked[: 4 * len(FREE)]])
    distinct = sorted(set(which))

    def away(values: Floats) -> float:
        return distance(laboratory.simulated(subjects_of(values), which=distinct), seen, which)

    optimum = differential_evolution(
        away, list(FREE.values()), init=best, maxiter=generations, rng=0, polish=False, tol=1e-4
    )
    return subjects_of(optimum.x)


def fit_resamples(laboratory: Laboratory, table: Table, times: int, generations: int = 6) -> list[Subjects]:
    """Return fits to treatments drawn again with replacement, so many times: how far their choice goes."""
    draws = generator("laboratory")
    count = len(laboratory.treatments)
    picks = [tuple(draws.integers(count, size=count).tolist()) for _ in range(times)]
    return in_parallel(lambda which: fit(laboratory, table, which, generations=generations), picks)


def in_parallel(work: Callable[[Given], Done], items: Iterable[Given]) -> list[Done]:
    """Work on each item, on all cores; compiled code lets go of the interpreter."""
    with ThreadPoolExecutor(cores()) as pool:
        return list(pool.map(work, items))
