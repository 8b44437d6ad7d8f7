"""Results of the fit: subjects fitted to all treatments and to treatments drawn again, and predictions of studies left
out of the fit; read from ``fitted.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from experiments.analysis.intervals import percentiles
from experiments.laboratory.cross_validation import Split
from experiments.laboratory.fit import FREE, subjects_of
from experiments.laboratory.simulate import Subjects
from experiments.laboratory.studies import Treatment
from sim.arrays import Floats

FILE = Path(__file__).with_name("fitted.toml")


@dataclass(frozen=True, eq=False)
class LeftOut:
    """Predictions of treatments whose whole study was left out of the fit, beside what people did.

    studies          (treatments,) names
    seen, predicted  (treatments, MOMENTS); NaN is not known
    """

    studies: tuple[str, ...]
    seen: Floats
    predicted: Floats


@cache
def fitted() -> Subjects:
    """Return the fit to all treatments."""
    return subjects_of([_read()["subjects"][name] for name in FREE])


@cache
def resampled_subjects() -> tuple[Subjects, ...]:
    """Return the fits to treatments drawn again."""
    return tuple(subjects_of([row[name] for name in FREE]) for row in _read()["resamples"])


@cache
def left_out() -> LeftOut:
    """Return the predictions of studies left out."""
    rows = _read()["left_out"]
    seen, predicted = (np.array([row[name] for row in rows], dtype=float) for name in ("seen", "predicted"))
    return LeftOut(tuple(row["study"] for row in rows), seen, predicted)


def parameter_intervals(subjects: Sequence[Subjects]) -> dict[str, tuple[float, float]]:
    """Return the 95% interval of each fitted parameter, by the percentiles of resamples."""
    return {name: percentiles(np.array([getattr(fit, name) for fit in subjects])) for name in FREE}


def left_out_of(splits: Sequence[Split], treatments: Sequence[Treatment]) -> LeftOut:
    """Return the predictions of splits, treatment by treatment."""
    positions = [at for split in splits for at in split.left_out]
    return LeftOut(
        tuple(treatments[at].study for at in positions),
        np.array([treatments[at].seen for at in positions]),
        np.concatenate([split.predicted for split in splits]),
    )


def written(best: Subjects, resamples: Sequence[Subjects], predictions: LeftOut) -> str:
    """Return the text of ``fitted.toml``."""
    head = [
        "# Subjects fitted to eleven treatments of three studies, and to treatments drawn again; predictions of whole",
        "# studies left out of the fit.  Made by: python -m experiments.laboratory FOLDER-OF-DATA",
        "",
        "[subjects]",
        *(f"{name} = {getattr(best, name):.6f}" for name in FREE),
    ]
    rows = [["", "[[resamples]]", *(f"{name} = {getattr(fit, name):.6f}" for name in FREE)] for fit in resamples]
    for study, seen, predicted in zip(predictions.studies, predictions.seen, predictions.predicted, strict=True):
        rows.append(["", "[[left_out]]", f'study = "{study}"', _line("seen", seen), _line("predicted", predicted)])
    return "\n".join([*head, *(line for row in rows for line in row), ""])


def _line(name: str, values: Floats) -> str:
    return f"{name} = [{', '.join(f'{value:.4f}' for value in values)}]"


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
