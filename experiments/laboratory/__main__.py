"""Fit the laboratory's subjects anew and write ``fitted.toml``: ``python -m experiments.laboratory FOLDER-OF-DATA``."""

from __future__ import annotations

import sys
from pathlib import Path

from experiments.laboratory.data import load_sessions
from experiments.laboratory.fit import Laboratory, candidates, fit, fit_resamples
from experiments.laboratory.fitted import FILE, fitted_toml

CANDIDATES, GENERATIONS, RESAMPLES = 2048, 60, 60


def main(folder: str) -> None:
    """Fit, draw sessions again, fit again, write."""
    laboratory = Laboratory(load_sessions(Path(folder)))
    table = candidates(laboratory, CANDIDATES)
    best = fit(laboratory, table, generations=GENERATIONS)
    FILE.write_text(fitted_toml(best, fit_resamples(laboratory, table, RESAMPLES)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
