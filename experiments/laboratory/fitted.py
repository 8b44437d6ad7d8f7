"""The subjects as fitted to all six treatments, and to sessions drawn again: read from ``fitted.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from experiments.analysis.intervals import percentiles
from experiments.laboratory.fit import FREE, subjects_of
from experiments.laboratory.simulate import Subjects

FILE = Path(__file__).with_name("fitted.toml")


@cache
def fitted() -> Subjects:
    """The fit to all six treatments."""
    return subjects_of([_read()["subjects"][name] for name in FREE])


@cache
def resampled_subjects() -> tuple[Subjects, ...]:
    """The fits to sessions drawn again."""
    return tuple(subjects_of([row[name] for name in FREE]) for row in _read()["resamples"])


def parameter_intervals(resamples: Sequence[Subjects]) -> dict[str, tuple[float, float]]:
    """95% interval of each fitted parameter, by the percentiles of resamples."""
    return {name: percentiles(np.array([getattr(subjects, name) for subjects in resamples])) for name in FREE}


def fitted_toml(best: Subjects, others: Sequence[Subjects]) -> str:
    """The text of ``fitted.toml``."""
    head = [
        "# Subjects fitted to Dal Bo & Frechette 2011, all six treatments, and to sessions drawn again.",
        "# Made by: python -m experiments.laboratory FOLDER-OF-DATA",
        "",
        "[subjects]",
        *(f"{name} = {getattr(best, name):.6f}" for name in FREE),
    ]
    rows = [["", "[[resamples]]", *(f"{name} = {getattr(subjects, name):.6f}" for name in FREE)] for subjects in others]
    return "\n".join([*head, *(line for row in rows for line in row), ""])


@cache
def _read() -> dict:  # type: ignore[type-arg]
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
