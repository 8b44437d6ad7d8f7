"""The table of regimes by horizon, on made-up runs."""

from __future__ import annotations

import pandas as pd
import pytest

from experiments.validation.directions.regimes import HORIZONS, REGIME_AT
from experiments.validation.horizons import regime_table
from experiments.validation.hypotheses import TrialRuns


def test_shares_and_openness_at_each_horizon() -> None:
    """Of four runs one is a single system and three stand in silos, at every scarcity and horizon."""
    rows, months = [], []
    for arm in REGIME_AT:
        for seed in range(4):
            run = f"{arm}-{seed}"
            rows.append({"policy": arm, "seed": seed, "run": run})
            largest = 1.0 if seed == 0 else 0.25
            silos = 0.0 if seed == 0 else 4.0
            months += [
                {"run": run, "month": month, "largest": largest, "alone": 0.0, "silos": silos, "openness": 0.1 * seed}
                for month in range(1, max(HORIZONS) + 1)
            ]
    table = regime_table(TrialRuns(pd.DataFrame(rows), pd.DataFrame(months)))
    assert len(table) == len(REGIME_AT) * len(HORIZONS) * 5
    values = table.set_index(["scarcity", "years", "measure"])["value"]
    assert values[0.3, 40, "silos"] == pytest.approx(0.75)
    assert values[0.1, 5, "one system"] == pytest.approx(0.25)
    assert values[0.6, 20, "openness"] == pytest.approx(0.15)
    assert (table["low"] <= table["value"]).all()
    assert (table["value"] <= table["high"]).all()
