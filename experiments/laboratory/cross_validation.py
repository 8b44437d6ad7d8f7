"""Fitted on some treatments, judged on the others: every split, beside the line to beat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from experiments.laboratory.baseline import line, refitted, rmse
from experiments.laboratory.data import TREATMENTS, game_of
from experiments.laboratory.fit import ALL, FREE, TESTING, Laboratory, Table, fit, together
from experiments.laboratory.simulate import Subjects
from sim.arrays import Floats

BASINS = np.array([game_of(treatment).basin for treatment in TREATMENTS])


@dataclass(frozen=True, eq=False)
class Split:
    """One split: what was fitted to, what came out, and what that says of first rounds in all treatments."""

    trained: tuple[int, ...]
    subjects: Subjects
    predicted: Floats
    rival: Floats

    @property
    def held_out(self) -> list[int]:
        """Positions of the treatments that were not looked at."""
        return [each for each in ALL if each not in self.trained]


def trainings(held_out: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The treatments to fit to, for every way of holding so many out."""
    for many in held_out:
        for out in combinations(ALL, many):
            yield tuple(each for each in ALL if each not in out)


def split(laboratory: Laboratory, table: Table, trained: tuple[int, ...], generations: int) -> Split:
    """Fit to some treatments, ours and the line; predict all."""
    first = laboratory.observed().first
    subjects = fit(laboratory, table, trained, generations=generations)
    known = list(trained)
    rival = line(BASINS, refitted(BASINS[known], first[known]))
    return Split(trained, subjects, laboratory.simulated(subjects, TESTING).first, rival)


def splits(laboratory: Laboratory, table: Table, held_out: Sequence[int], generations: int = 10) -> list[Split]:
    """Every split that holds so many treatments out."""
    laboratory.simulated(Subjects(), TESTING)
    return together(lambda trained: split(laboratory, table, trained, generations), list(trainings(held_out)))


def named(treatments: Sequence[int]) -> str:
    """Treatments in words: ".5/32, .75/40" is continuation and reward.

    >>> named([0, 4])
    '.5/32, .75/40'
    """
    return ", ".join(
        f"{delta:g}/{reward:g}".removeprefix("0") for delta, reward in (TREATMENTS[at] for at in treatments)
    )


def table_of(found: Sequence[Split], first: Floats) -> pd.DataFrame:
    """One row a split: the treatments held out, what was predicted and seen there, root mean square errors."""
    rows = []
    for each in found:
        out = each.held_out
        rows.append(
            {
                "held out": named(out),
                "predicted": each.predicted[out],
                "observed": first[out],
                "rmse": rmse(each.predicted[out], first[out]),
                "rmse of the line": rmse(each.rival[out], first[out]),
                **{name: getattr(each.subjects, name) for name in FREE},
            }
        )
    return pd.DataFrame(rows)


def overall(found: Sequence[Split], first: Floats, many: int) -> tuple[float, float]:
    """(ours, the line's) root mean square error over all predictions of splits that hold ``many`` out."""
    mine = [(each, each.held_out) for each in found if len(each.held_out) == many]
    seen = np.concatenate([first[out] for _, out in mine])
    ours = np.concatenate([each.predicted[out] for each, out in mine])
    theirs = np.concatenate([each.rival[out] for each, out in mine])
    return rmse(ours, seen), rmse(theirs, seen)
