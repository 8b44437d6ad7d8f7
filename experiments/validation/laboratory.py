"""The laboratory's evidence: whole studies left out, treatments left out, and numbers quoted of human play."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from experiments.laboratory.baseline import rmse, size_bad_model
from experiments.laboratory.cross_validation import Split, errors, leave_studies_out, leave_treatments_out
from experiments.laboratory.fit import TESTING, Laboratory, candidates
from experiments.laboratory.fitted import fitted, left_out, parameter_intervals, resampled_subjects
from experiments.laboratory.prediction_intervals import Coverage, coverage
from experiments.laboratory.simulate import Subjects
from experiments.laboratory.studies import MAIN, Treatment, load_treatments
from experiments.laboratory.summaries import PART_COLUMNS, RESPONSE_COLUMNS
from experiments.validation.budgets import Budget
from sim.arrays import Floats

QUOTED_FIRST = (0.34, 0.57)
"""Range of first matches over the treatments of the main study."""

QUOTED_EXPERIENCED = (0.06, 0.98)
"""Range of first rounds in the last quarter of its matches."""

NEAR = 0.06
"""How far off a share may be and still count as reproduced."""


@dataclass(frozen=True, eq=False)
class LaboratoryEvidence:
    """Choices of people and of the model's subjects, and predictions of studies and treatments left out.

    seen, model, default   (treatments, MOMENTS) of people, of the subjects kept with the package, of the defaults
    studies, singles       splits made now: a study left out, a treatment of the main study left out
    coverage               of the intervals of ``silos predict``, from the predictions kept with the package
    """

    treatments: Sequence[Treatment]
    seen: Floats
    best: Subjects
    model: Floats
    default: Floats
    studies: Sequence[Split]
    singles: Sequence[Split]
    intervals: Mapping[str, tuple[float, float]]
    coverage: Sequence[Coverage]

    @property
    def main(self) -> list[int]:
        """Positions of the main study's treatments."""
        return [at for at, treatment in enumerate(self.treatments) if treatment.study == MAIN]

    @property
    def errors_of_studies(self) -> dict[str, float]:
        """Root mean square errors where whole studies are left out."""
        return errors(self.studies, self.seen)

    @property
    def errors_of_singles(self) -> dict[str, float]:
        """Root mean square errors where one treatment of the main study is left out."""
        return errors(self.singles, self.seen)

    @property
    def beats(self) -> bool:
        """Tell whether first rounds of whole studies left out are predicted better than by the line, fitted to the
        same."""
        root_mean_squares = self.errors_of_studies
        return root_mean_squares["first rounds"] < root_mean_squares["first rounds, the line"]

    @property
    def lines(self) -> dict[str, float]:
        """Errors over all treatments, in the sample: of the fit, of the defaults, of the line as published."""
        basins = np.array([treatment.game.basin for treatment in self.treatments])
        first = self.seen[:, 0]
        return {
            "the model, fitted": rmse(self.model[:, 0], first),
            "the model, at its defaults": rmse(self.default[:, 0], first),
            "logit(first round) = 1.03 - 2.64 SizeBAD": rmse(size_bad_model(basins), first),
        }

    @property
    def stylised(self) -> list[tuple[str, str, str, bool]]:
        """Numbers quoted of human play in the main study: what, quoted, the model's, and whether within NEAR."""
        parts = self.model[self.main][:, PART_COLUMNS]
        rows = [
            _range("first matches, lowest to highest treatment", QUOTED_FIRST, parts[:, 0]),
            _range("experienced play, lowest to highest treatment", QUOTED_EXPERIENCED, parts[:, -1]),
        ]
        names = ("both raced", "own race met a battle", "own battle met a race", "both battled")
        ours = np.nanmean(self.model[self.main][:, RESPONSE_COLUMNS], axis=0)
        people = np.nanmean(self.seen[self.main][:, RESPONSE_COLUMNS], axis=0)
        for name, shown, share in zip(names, people, ours, strict=True):
            words = f"race again after {name}, mean of treatments"
            rows.append((words, f"{shown:.3f}", f"{share:.3f}", bool(abs(shown - share) <= NEAR)))
        return rows


def _range(what: str, quoted: tuple[float, float], values: Floats) -> tuple[str, str, str, bool]:
    low, high = float(values.min()), float(values.max())
    near = abs(low - quoted[0]) <= NEAR and abs(high - quoted[1]) <= NEAR
    return what, f"{quoted[0]:.2f} to {quoted[1]:.2f}", f"{low:.2f} to {high:.2f}", near


def laboratory_evidence(data: Path, budget: Budget) -> LaboratoryEvidence:
    """Gather the laboratory's evidence from the folder of data."""
    laboratory = Laboratory(load_treatments(data))
    table = candidates(laboratory, budget.candidates)
    return LaboratoryEvidence(
        treatments=laboratory.treatments,
        seen=laboratory.seen,
        best=fitted(),
        model=laboratory.simulated(fitted(), TESTING),
        default=laboratory.simulated(Subjects(), TESTING),
        studies=leave_studies_out(laboratory, table, budget.generations),
        singles=leave_treatments_out(laboratory, table, budget.generations // 2),
        intervals=parameter_intervals(resampled_subjects()),
        coverage=coverage(left_out()),
    )
