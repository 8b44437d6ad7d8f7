"""Fit the laboratory's subjects anew and write ``fitted.toml``: ``python -m experiments.laboratory FOLDER-OF-DATA``."""

from __future__ import annotations

import sys
from pathlib import Path

from experiments.laboratory.cross_validation import leave_studies_out
from experiments.laboratory.fit import Laboratory, candidates, fit, fit_resamples
from experiments.laboratory.fitted import FILE, left_out_of, written
from experiments.laboratory.studies import load_treatments

CANDIDATES, GENERATIONS, RESAMPLES = 1024, 20, 12


def main(folder: str) -> None:
    """Fit to all treatments, to treatments drawn again, and to all studies but one; write."""
    laboratory = Laboratory(load_treatments(Path(folder)))
    table = candidates(laboratory, CANDIDATES)
    best = fit(laboratory, table, laboratory.all, generations=GENERATIONS)
    predictions = left_out_of(leave_studies_out(laboratory, table, GENERATIONS), laboratory.treatments)
    FILE.write_text(written(best, fit_resamples(laboratory, table, RESAMPLES), predictions), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
