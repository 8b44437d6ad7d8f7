"""Sensitivity from given data: of any design that was run, from its points as they are; by SALib's RBD-FAST."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from SALib.analyze import rbd_fast

from experiments.analysis.intervals import LEVEL
from experiments.analysis.resampling_rng import resampling_seed

FEWEST = 64
"""Conditions below which nothing is told."""

WIDE = 0.3
"""Width of an interval above which there are too few samples to tell."""

COLUMNS = ("factor", "measure", "index", "value", "low", "high", "samples")


def given_data_indices(frame: pd.DataFrame, factors: Sequence[str], measure: str) -> pd.DataFrame:
    """Sobol' index S1 of each factor from any design (RBD-FAST: Tarantola, Gatelli & Mara 2006; Tissot & Prieur 2012).

    S1 is the share of the variance between conditions that a factor makes alone, whatever the shape of its effect; a
    rank correlation sees an effect only where the measure rises or falls with it.  Conditions are the points of the
    design, each counting once with the mean of its runs; factors must vary independently, and have numbers for values.

    returns  columns factor, measure, index (S1), value, low, high (95%, by bootstrap over conditions), samples; empty
             values where there are fewer than 64 conditions, or the measure is the same in all of them
    """
    means = frame.groupby("point")[measure].mean().dropna()
    inputs = frame.drop_duplicates("point").set_index("point").loc[means.index, list(factors)].to_numpy(dtype=float)
    results = means.to_numpy(dtype=float)
    if len(results) < FEWEST or np.ptp(results) < 1e-12:
        rows = [(name, measure, "S1", np.nan, np.nan, np.nan, len(results)) for name in factors]
        return pd.DataFrame(rows, columns=COLUMNS)
    bounds = [[float(column.min()), float(column.max())] for column in inputs.T]
    problem = {"num_vars": len(factors), "names": list(factors), "bounds": bounds}
    indices = rbd_fast.analyze(
        problem, inputs, results, num_resamples=100, conf_level=LEVEL, seed=resampling_seed("given data")
    )
    rows = [
        (name, measure, "S1", value, value - reach, value + reach, len(results))
        for name, value, reach in zip(factors, indices["S1"], indices["S1_conf"], strict=True)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def samples_needed(table: pd.DataFrame) -> int:
    """Return how many samples there should have been for the widest interval to be no wider than WIDE; 0 if it is not.

    An interval is as wide as one over the square root of the samples.

    table  columns low, high and samples
    """
    width = float((table["high"] - table["low"]).max())
    samples = int(table["samples"].max())
    if not width > WIDE:
        return 0
    return int(2 ** np.ceil(np.log2(samples * (width / WIDE) ** 2)))
