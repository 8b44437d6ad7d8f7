"""Fitted on some treatments, judged on the others: every split, beside the line to beat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from experiments.laboratory.baseline import refit_size_bad_model, rmse, size_bad_model
from experiments.laboratory.data import TREATMENTS, game_of
from experiments.laboratory.fit import ALL, FREE, TESTING, Laboratory, Table, fit, in_parallel
from experiments.laboratory.simulate import Subjects
from sim.arrays import Floats

BASINS = np.array([game_of(treatment).basin for treatment in TREATMENTS])


@dataclass(frozen=True, eq=False)
class Split:
    """One split: what was fitted to, what came out, and what that says of first rounds in all treatments."""

    trained: tuple[int, ...]
    subjects: Subjects
    predicted: Floats
    baseline: Floats

    @property
    def held_out(self) -> list[int]:
        """Positions of the treatments that were not looked at."""
        return [treatment for treatment in ALL if treatment not in self.trained]


def trainings(held_out: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The treatments to fit to, for every way of holding so many out."""
    for many in held_out:
        for out in combinations(ALL, many):
            yield tuple(treatment for treatment in ALL if treatment not in out)


def split(laboratory: Laboratory, table: Table, trained: tuple[int, ...], generations: int) -> Split:
    """Fit to some treatments, ours and the line; predict all."""
    first = laboratory.observed().first
    subjects = fit(laboratory, table, trained, generations=generations)
    known = list(trained)
    baseline = size_bad_model(BASINS, refit_size_bad_model(BASINS[known], first[known]))
    return Split(trained, subjects, laboratory.simulated(subjects, TESTING).first, baseline)


def splits(laboratory: Laboratory, table: Table, held_out: Sequence[int], generations: int = 10) -> list[Split]:
    """Every split that holds so many treatments out."""
    laboratory.simulated(Subjects(), TESTING)
    return in_parallel(lambda trained: split(laboratory, table, trained, generations), list(trainings(held_out)))


def treatment_names(treatments: Sequence[int]) -> str:
    """Treatments in words: ".5/32, .75/40" is continuation and reward.

    >>> treatment_names([0, 4])
    '.5/32, .75/40'
    """
    return ", ".join(
        f"{delta:g}/{reward:g}".removeprefix("0") for delta, reward in (TREATMENTS[at] for at in treatments)
    )


def split_table(splits: Sequence[Split], first: Floats) -> pd.DataFrame:
    """One row a split: the treatments held out, what was predicted and seen there, root mean square errors."""
    rows = []
    for split in splits:
        out = split.held_out
        rows.append(
            {
                "held out": treatment_names(out),
                "predicted": split.predicted[out],
                "observed": first[out],
                "rmse": rmse(split.predicted[out], first[out]),
                "rmse of the baseline": rmse(split.baseline[out], first[out]),
                **{name: getattr(split.subjects, name) for name in FREE},
            }
        )
    return pd.DataFrame(rows)


def overall_rmse(splits: Sequence[Split], first: Floats, many: int) -> tuple[float, float]:
    """(ours, the line's) root mean square error over all predictions of splits that hold ``many`` out."""
    chosen = [(split, split.held_out) for split in splits if len(split.held_out) == many]
    seen = np.concatenate([first[out] for _, out in chosen])
    ours = np.concatenate([split.predicted[out] for split, out in chosen])
    theirs = np.concatenate([split.baseline[out] for split, out in chosen])
    return rmse(ours, seen), rmse(theirs, seen)
