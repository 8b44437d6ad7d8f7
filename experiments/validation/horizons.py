"""Regimes along scarcity at several horizons (the table of V14), and the loop of hysteresis."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from experiments.analysis import branches
from experiments.analysis.intervals import mean_interval, share_interval
from experiments.run.runner import sweep
from experiments.spec.loader import load
from experiments.validation.directions.regimes import HORIZONS, REGIME_AT
from experiments.validation.directions.settings import dated_change
from experiments.validation.hypotheses import TrialRuns
from results import Store
from sim.measures.regimes import REGIMES

LOOP = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]
"""Levels of scarcity at which the two branches of the hysteresis loop are compared."""


def regime_table(runs: TrialRuns) -> pd.DataFrame:
    """Return one row a scarcity, horizon and measure: scarcity, years, measure (openness, or how runs stand),
    value, low,
    high."""
    rows = []
    for arm in REGIME_AT:
        for month in HORIZONS:
            place = {"scarcity": float(arm), "years": month // 12}
            openness = runs.at(arm, "openness", month)
            low, high = (float(end[0]) for end in mean_interval(openness[None, :]))
            rows.append({**place, "measure": "openness", "value": float(openness.mean()), "low": low, "high": high})
            for name in REGIMES:
                hits = runs.stood(arm, name, month)
                ends = share_interval(np.array([hits.sum()]), np.array([float(len(hits))]))
                low, high = (float(end[0]) for end in ends)
                rows.append({**place, "measure": name, "value": float(hits.mean()), "low": low, "high": high})
    return pd.DataFrame(rows)


def hysteresis_loop(store: Store, seeds: int) -> pd.DataFrame:
    """Return openness at each scarcity ten years after five of plenty, and after five of want (columns of
    ``branches``)."""
    tables = {
        "title": "Validation: the hysteresis loop",
        "question": "Does it matter from which side a scarcity is reached?",
        "scenario": "plain",
        "months": 180,
        "replicates": seeds,
        "policies": [
            {
                "name": f"{side} {level:g}",
                "resources.scarcity": before,
                "schedule": [dated_change(61, resources__scarcity=level)],
            }
            for side, before in (("plenty", 0.0), ("want", 0.9))
            for level in LOOP
        ],
    }
    runs = sweep(replace(load(tables), name="validation-loop"), store).runs()
    parts = runs["policy"].str.split(" ", expand=True)
    runs = runs.assign(side=parts[0], scarcity=parts[1].astype(float))
    return branches(runs, "scarcity", "openness", branch="side", upper="plenty", lower="want")
