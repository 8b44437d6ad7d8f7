"""Fitted on some treatments, judged on the others: whole studies left out, then single treatments; rivals beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.laboratory.baseline import refit_size_bad_model, rmse, size_bad_model
from experiments.laboratory.fit import TESTING, Laboratory, Table, fit, in_parallel
from experiments.laboratory.simulate import Subjects
from experiments.laboratory.studies import MAIN, Treatment
from sim.arrays import Floats


@dataclass(frozen=True, eq=False)
class Split:
    """One split: treatments left out, the subjects fitted to the others, and what they are predicted to do.

    predicted  (left out, MOMENTS) by the model
    line       (left out,) first rounds by SizeBAD, fitted to the same treatments
    mean       (left out,) first rounds as the mean of the same treatments
    """

    left_out: tuple[int, ...]
    subjects: Subjects
    predicted: Floats
    line: Floats
    mean: Floats


def whole_studies(treatments: Sequence[Treatment]) -> list[tuple[int, ...]]:
    """Return the positions of each study's treatments."""
    names = list(dict.fromkeys(treatment.study for treatment in treatments))
    return [tuple(at for at, treatment in enumerate(treatments) if treatment.study == name) for name in names]


def single_treatments(treatments: Sequence[Treatment]) -> list[tuple[int, ...]]:
    """Return each treatment of the main study by itself."""
    return [(at,) for at, treatment in enumerate(treatments) if treatment.study == MAIN]


def split(
    laboratory: Laboratory, table: Table, left_out: tuple[int, ...], known: Sequence[int], generations: int
) -> Split:
    """Fit to the known treatments, ours and the rivals; predict those left out."""
    first, basins = laboratory.seen[:, 0], laboratory.basins
    subjects = fit(laboratory, table, known, generations=generations)
    out, given = list(left_out), list(known)
    line = size_bad_model(basins[out], refit_size_bad_model(basins[given], first[given]))
    predicted = laboratory.simulated(subjects, TESTING, which=out)[out]
    return Split(left_out, subjects, predicted, line, np.full(len(out), first[given].mean()))


def leave_studies_out(laboratory: Laboratory, table: Table, generations: int = 20) -> list[Split]:
    """Return one split a study, predicted from all others."""
    groups = whole_studies(laboratory.treatments)
    return _splits(laboratory, table, groups, laboratory.all, generations)


def leave_treatments_out(laboratory: Laboratory, table: Table, generations: int = 10) -> list[Split]:
    """Return one split a treatment of the main study, predicted from its others alone."""
    singles = single_treatments(laboratory.treatments)
    return _splits(laboratory, table, singles, [at for (at,) in singles], generations)


def _splits(
    laboratory: Laboratory, table: Table, groups: Sequence[tuple[int, ...]], among: Sequence[int], generations: int
) -> list[Split]:
    laboratory.simulated(Subjects(), TESTING)  # draws the random numbers, once

    def one(left_out: tuple[int, ...]) -> Split:
        known = [at for at in among if at not in left_out]
        return split(laboratory, table, left_out, known, generations)

    return in_parallel(one, groups)


def errors(splits: Sequence[Split], seen: Floats) -> dict[str, float]:
    """Return root mean square errors over all treatments left out: of the model in first and in all rounds, and of the
    line and the mean in first rounds."""
    out = [at for split in splits for at in split.left_out]
    ours = np.concatenate([split.predicted for split in splits])
    return {
        "first rounds": rmse(ours[:, 0], seen[out, 0]),
        "all rounds": rmse(ours[:, 1], seen[out, 1]),
        "first rounds, the line": rmse(np.concatenate([split.line for split in splits]), seen[out, 0]),
        "first rounds, the mean": rmse(np.concatenate([split.mean for split in splits]), seen[out, 0]),
    }


def split_table(splits: Sequence[Split], treatments: Sequence[Treatment]) -> pd.DataFrame:
    """Return one row a treatment left out: what was predicted of it and what people did."""
    rows = []
    for split in splits:
        for row, at in enumerate(split.left_out):
            treatment = treatments[at]
            rows.append(
                {
                    "study": treatment.study,
                    "continuation": treatment.game.continuation,
                    "SizeBAD": treatment.game.basin,
                    "people": treatment.seen[0],
                    "model": split.predicted[row, 0],
                    "line": split.line[row],
                    "mean": split.mean[row],
                    "people, all rounds": treatment.seen[1],
                    "model, all rounds": split.predicted[row, 1],
                }
            )
    return pd.DataFrame(rows)
