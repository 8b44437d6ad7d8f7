"""Adaptive design: points where runs disagree, so that fewer of them tell where a tipping line is.

The rule.  A point stands on one side or the other by the majority of its runs.  A coarse grid is made first.  A cell is
split in halves along every factor where points of it, corners or points on its edges, stand on different sides; this
goes on until cells are as small as those of the fine grid.  What is made depends on these runs alone, so a design that
is taken up again makes the same points.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

import numpy as np
import pandas as pd

from experiments.outcomes.table import expressions_of, runs_with_outcomes
from experiments.run.making import RunMaker
from experiments.spec.design import Design, design
from experiments.spec.points import point_maker
from results.run_ends import NEEDED

Place = tuple[int, ...]
"""A point of the fine grid: the number of its level of each factor."""

Sides = dict[Place, bool | None]
"""On which side points stand; None where no run of a point has a value."""

UNKNOWN, NEITHER = -1, 2
HALF = 0.5


class Refinement:
    """Cells that are split where sides differ.

    shape  levels of each factor on the fine grid
    size   how many levels the side of a coarse cell has, a power of two
    """

    def __init__(self, shape: Sequence[int], size: int) -> None:
        self._sides = np.full(tuple(shape), UNKNOWN, dtype=np.int8)
        corners = product(*(range(0, length - 1, size) for length in shape))
        self._cells = [(corner, size) for corner in corners]

    def wanted(self) -> list[Place]:
        """The corners whose side is not known yet, in order."""
        corners = {
            tuple(at + step for at, step in zip(corner, steps, strict=True))
            for corner, size in self._cells
            for steps in product((0, size), repeat=len(corner))
        }
        return sorted(place for place in corners if self._sides[place] == UNKNOWN)

    def learn(self, sides: Sides) -> None:
        """Take the sides of points, and split the cells in which they differ."""
        for place, side in sides.items():
            self._sides[place] = NEITHER if side is None else int(side)
        left = []
        for corner, size in self._cells:
            if size > 1 and self._differ(corner, size):
                half = size // 2
                left += [
                    (tuple(at + step for at, step in zip(corner, steps, strict=True)), half)
                    for steps in product((0, half), repeat=len(corner))
                ]
            else:
                left.append((corner, size))
        self._cells = left

    def _differ(self, corner: Place, size: int) -> bool:
        box = self._sides[tuple(slice(at, at + size + 1) for at in corner)]
        return bool((box == 0).any() and (box == 1).any())


def refined(shape: Sequence[int], size: int, ask: Callable[[list[Place]], Sides]) -> Sides:
    """The sides of all points that the rule asks for.

    ask  gives the sides of points; an answer without some of them ends it
    """
    refinement, known = Refinement(shape, size), Sides()
    while places := refinement.wanted():
        sides = ask(places)
        known |= sides
        if len(sides) < len(places):
            break
        refinement.learn(sides)
    return known


def make_adaptively(maker: RunMaker) -> None:
    """Make the points of an adaptive design, policy by policy in each scenario."""
    maker.name()
    experiment = maker.experiment
    designed = design(experiment)
    shape = [len(factor.levels) for factor in designed.fine]
    for number, case in enumerate(experiment.cases):
        point_at, first = point_maker(experiment, case), number * len(designed)

        def ask(places: list[Place], point_at=point_at, first: int = first) -> Sides:  # type: ignore[no-untyped-def]
            positions = {place: first + int(np.ravel_multi_index(place, shape)) for place in places}
            maker.progress.total += len(places) * experiment.replicates
            rows = ((position, designed.row_at(place)) for place, position in positions.items())
            maker.make((point_at(position, row) for position, row in rows), range(experiment.replicates))
            if maker.stop:
                return {}
            sides = _sides(maker, designed)
            return {place: sides.get(position) for place, position in positions.items()}

        refined(shape, designed.coarse, ask)
        if maker.stop:
            return


def _sides(maker: RunMaker, designed: Design) -> dict[int, bool]:
    """The sides of the points that are stored, by their position."""
    entry = designed.adaptive
    assert entry is not None
    expressions = expressions_of(maker.experiment)
    measured = [entry.measure] if entry.measure else list(NEEDED)
    columns = list(dict.fromkeys(["position", *measured]))
    runs = runs_with_outcomes(maker.store, maker.id, expressions, columns=columns)
    beyond = side_of(runs, entry.measure, entry.at)
    known = beyond.notna()
    shares = beyond[known].astype(float).groupby(runs["position"][known]).mean()
    positions = shares.index.to_numpy(dtype=np.int64).tolist()
    return dict(zip(positions, (shares >= HALF).tolist(), strict=True))


def side_of(runs: pd.DataFrame, measure: str | None, at: float | None) -> pd.Series:
    """The side on which each run ends: whether it is no longer one system, or has at least so much of a measure."""
    if measure is None:
        from experiments.analysis.end_states import siloed

        return siloed(runs)
    values = runs[measure].astype(float)
    return (values >= (at if at is not None else HALF)).astype(float).where(values.notna())
