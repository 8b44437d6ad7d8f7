"""The laboratory's evidence: fitted, held against what was left out, and against numbers quoted of people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from experiments.laboratory import (
    BASINS,
    PUBLISHED,
    TESTING,
    TO_BEAT,
    Laboratory,
    SessionSummary,
    Split,
    Subjects,
    candidates,
    fit,
    fitted,
    load_sessions,
    overall_rmse,
    parameter_intervals,
    refit_size_bad_model,
    resampled_subjects,
    rmse,
    size_bad_model,
    splits,
)
from experiments.validation.budgets import Budget

QUOTED_RESPONSES = (0.963, 0.343, 0.361, 0.059)
"""Share that race after both raced, own race met a battle, own battle met a race, both battled."""

QUOTED_FIRST = (0.34, 0.57)
"""Range of first matches over the treatments."""

QUOTED_EXPERIENCED = (0.06, 0.98)
"""Range of first rounds in the last quarter of the matches."""

NEAR = 0.06
"""How far off a share may be and still count as reproduced."""


@dataclass(frozen=True, eq=False)
class LaboratoryEvidence:
    """Choices of people and of the model's subjects, and predictions of the treatments held out.

    again  the parameters found by a fit made now, where one was made; ``best`` are those kept with the package
    """

    people: SessionSummary
    best: Subjects
    model: SessionSummary
    default: SessionSummary
    splits: Sequence[Split]
    intervals: Mapping[str, tuple[float, float]]
    again: Subjects | None

    def overall(self, many: int) -> tuple[float, float]:
        """(ours, the refitted line's) error where ``many`` treatments are held out."""
        return overall_rmse(self.splits, self.people.first, many)

    @property
    def held_out(self) -> list[int]:
        """Numbers of treatments held out, in the ways that were tried."""
        return sorted({len(split.held_out) for split in self.splits})

    @property
    def beats(self) -> bool:
        """True where predictions of treatments held out one by one err less than the baseline."""
        return self.overall(1)[0] < TO_BEAT

    @property
    def errors(self) -> dict[str, float]:
        """Errors over all six treatments: of our fit, of the defaults, of the line as published and fitted again."""
        first = self.people.first
        return {
            "the model, fitted": rmse(self.model.first, first),
            "the model, at its defaults": rmse(self.default.first, first),
            "logit(first round) = 1.03 - 2.64 SizeBAD": rmse(size_bad_model(BASINS, PUBLISHED), first),
            "the same line, fitted to these six": rmse(
                size_bad_model(BASINS, refit_size_bad_model(BASINS, first)), first
            ),
        }

    @property
    def stylised(self) -> list[tuple[str, str, str, bool]]:
        """Numbers quoted of people: what, quoted, the model's, whether reproduced (within NEAR)."""
        rows = [
            _range("first matches, lowest to highest treatment", QUOTED_FIRST, self.model.parts[:, 0]),
            _range("experienced people, lowest to highest treatment", QUOTED_EXPERIENCED, self.model.parts[:, -1]),
        ]
        names = ("both raced", "own race met a battle", "own battle met a race", "both battled")
        for name, quoted, ours in zip(names, QUOTED_RESPONSES, self.model.responses(), strict=True):
            rows.append((f"race again after {name}", f"{quoted:.3f}", f"{ours:.3f}", bool(abs(quoted - ours) <= NEAR)))
        return rows


def _range(what: str, quoted: tuple[float, float], shares: np.ndarray) -> tuple[str, str, str, bool]:
    low, high = float(shares.min()), float(shares.max())
    near = abs(low - quoted[0]) <= NEAR and abs(high - quoted[1]) <= NEAR
    return what, f"{quoted[0]:.2f} to {quoted[1]:.2f}", f"{low:.2f} to {high:.2f}", near


def laboratory_evidence(data: Path, budget: Budget) -> LaboratoryEvidence:
    """Gather the laboratory's evidence from the folder of data."""
    laboratory = Laboratory(load_sessions(data))
    people, table = laboratory.observed(), candidates(laboratory, budget.candidates)
    again = fit(laboratory, table, generations=budget.generations) if budget.fit_again else None
    return LaboratoryEvidence(
        people=people,
        best=fitted(),
        model=laboratory.simulated(fitted(), TESTING),
        default=laboratory.simulated(Subjects(), TESTING),
        splits=splits(laboratory, table, budget.held_out, budget.split_generations),
        intervals=parameter_intervals(resampled_subjects()),
        again=again,
    )
