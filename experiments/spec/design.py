"""From factors to the points of a design: which values they take together.

Sampling is SciPy's (``scipy.stats.qmc``) and SALib's, over quantiles in the unit cube; each factor turns its
quantile into a value.  A design is a function of the experiment alone: asked for again, it is the same.  Both
libraries are slow to import, so a sampler imports its own: a grid waits for neither.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from experiments.spec.experiment import Experiment
from experiments.spec.factors import STEPS, Factor
from experiments.spec.given_points import GIVEN
from experiments.spec.schema import AdaptiveEntry
from sim.arrays import Floats
from sim.parameters import Value

ADAPTIVE = "adaptive"
"""The design that looks at what came of its points before it chooses more."""

BLOCK = 1_000
"""Points that are worked out together."""

BLOCKS = {"morris": (1, 1), "sensitivity": (1, 2), "interactions": (2, 2)}
"""Designs whose points come in blocks: how many there are in each for every factor, and how many are drawn afresh."""

Row = Sequence[Value | None]
"""A value of each factor; None where it is left as the scenario has it."""


@dataclass(frozen=True, eq=False)
class Design:
    """The points of a design, the same for every policy and scenario."""

    kind: str
    factors: Sequence[Factor]
    samples: int
    seed: int
    given: Sequence[Row] = ()
    """The points of a design of points that are given."""
    adaptive: AdaptiveEntry | None = None
    """The rule of an adaptive design."""

    @property
    def coarse(self) -> int:
        """Steps of the fine grid in one of the coarse grid, of an adaptive design; of others 1."""
        return 2**self.adaptive.rounds if self.adaptive else 1

    @cached_property
    def fine(self) -> Sequence[Factor]:
        """The factors with all levels that a grid can come to: those of an adaptive design have finer ones."""
        if not self.adaptive:
            return self.factors
        steps = [((factor.entry.steps or STEPS) - 1) * self.coarse + 1 for factor in self.factors]
        return [
            Factor(factor.entry.model_copy(update={"steps": many}))
            for factor, many in zip(self.factors, steps, strict=True)
        ]

    def row_at(self, place: Sequence[int]) -> Row:
        """The values at a place of the grid: the number of the level of each factor."""
        return [factor.levels[at] for factor, at in zip(self.fine, place, strict=True)]

    @cached_property
    def problem(self) -> dict[str, Any]:
        """SALib's description of the problem: the factors' quantiles, for its samplers and its analyses."""
        names = [factor.name for factor in self.factors]
        return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}

    @cached_property
    def quantiles(self) -> Floats:
        """(points, factors) in [0, 1] of a sampled design, in the order of the points; SALib's X."""
        return SAMPLERS[self.kind](self)

    @property
    def sampled(self) -> bool:
        return self.kind in SAMPLERS

    @property
    def block(self) -> int:
        """Number of consecutive points that belong together; 1 where each is drawn by itself."""
        return block_size(self.kind, len(self.factors))

    def __len__(self) -> int:
        if self.sampled:
            return self.samples * self.block
        if self.kind == GIVEN:
            return len(self.given)
        if self.kind in ("grid", ADAPTIVE):
            return math.prod(len(factor.levels) for factor in self.fine)
        return 1 + sum(len(factor.levels) for factor in self.factors)

    def rows(self) -> Iterator[Row]:
        """The values of every point, in order."""
        if self.kind in ("grid", ADAPTIVE):
            yield from self._grid()
        elif self.kind == GIVEN:
            yield from (
                [factor.typed(value) for factor, value in zip(self.factors, row, strict=True)] for row in self.given
            )
        elif self.sampled:
            yield from self._sampled()
        else:
            yield from self._one_at_a_time()

    def _grid(self) -> Iterator[Row]:
        """The last factor varies fastest; worked out one by one, since a grid may be large."""
        shape = [len(factor.levels) for factor in self.fine]
        for position in range(len(self)):
            yield self.row_at([int(at) for at in np.unravel_index(position, shape)] if shape else ())

    def _one_at_a_time(self) -> Iterator[Row]:
        yield [None] * len(self.factors)
        for number, factor in enumerate(self.factors):
            for level in factor.levels:
                yield [level if position == number else None for position in range(len(self.factors))]

    def _sampled(self) -> Iterator[Row]:
        for start in range(0, len(self), BLOCK):
            block = self.quantiles[start : start + BLOCK]
            columns = [factor.sampled(column) for factor, column in zip(self.factors, block.T, strict=True)]
            yield from zip(*columns, strict=True)


def block_size(kind: str, factors: int) -> int:
    """Return the points of a block in a design of this kind with so many factors."""
    per_factor, drawn = BLOCKS.get(kind, (0, 1))
    return per_factor * factors + drawn


def design(experiment: Experiment) -> Design:
    """The design of an experiment."""
    file = experiment.file
    rule = (file.adaptive or AdaptiveEntry()) if file.design == ADAPTIVE else None
    return Design(file.design, experiment.factors, file.samples, file.design_seed, file.points or (), rule)


def _latin_hypercube(asked: Design) -> Floats:
    from scipy.stats import qmc

    return np.asarray(qmc.LatinHypercube(len(asked.factors), rng=asked.seed).random(asked.samples))


def _sobol(asked: Design) -> Floats:
    from scipy.stats import qmc

    sequence = qmc.Sobol(len(asked.factors), rng=asked.seed)
    return np.asarray(sequence.random_base2(asked.samples.bit_length() - 1))


def _morris(asked: Design) -> Floats:
    from SALib.sample import morris

    return np.asarray(morris.sample(asked.problem, asked.samples, num_levels=4, seed=asked.seed))


def _sensitivity(asked: Design) -> Floats:
    return _saltelli(asked, pairs=False)


def _interactions(asked: Design) -> Floats:
    return _saltelli(asked, pairs=True)


def _saltelli(asked: Design, *, pairs: bool) -> Floats:
    from SALib.sample import sobol

    return np.asarray(sobol.sample(asked.problem, asked.samples, calc_second_order=pairs, seed=asked.seed))


SAMPLERS = {
    "latin-hypercube": _latin_hypercube,
    "sobol": _sobol,
    "morris": _morris,
    "sensitivity": _sensitivity,
    "interactions": _interactions,
}
"""How each sampled design draws its points."""
