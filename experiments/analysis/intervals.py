"""Means with their intervals."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from experiments.analysis.averaging import unit_values
from experiments.analysis.resampling_rng import generator
from experiments.analysis.tables import groups
from results.run_ends import version_in
from sim.arrays import Floats
from sim.measures import BY_NAME

LEVEL = 0.95
"""Of every interval."""

RESAMPLES = 1000
"""Of every bootstrap."""

SMALL = 30
"""Values below which the mean's interval is Student's: a bootstrap of 3 values holds the truth in 14 cases of 20, one
of 10 in 18."""

LARGE = 500
"""Values from which the mean's interval is Student's, which by then is the bootstrap's to within a percent of its
width."""

SHARES = {name for name, measure in BY_NAME.items() if measure.range == "[0, 1]"}
"""Measures whose mean is nowhere but in [0, 1], nor any end of its interval."""

AT_ONCE = 4_000_000
"""Numbers held at once while resampling."""


def means(frame: pd.DataFrame, by: Sequence[str], measures: Sequence[str], *, unit: Sequence[str] = ()) -> pd.DataFrame:
    """Return the mean of each measure over the conditions of each group, with its 95% interval.

    mean = (1/n) sum of y; sd = sqrt(sum of (y - mean)^2 / (n - 1)).
    Interval: bias-corrected and accelerated bootstrap (Efron 1987) over runs, Student's t below SMALL and from LARGE.
    Empty values (nobody acted, or a run that failed) are left out and not counted.

    unit     what makes runs alike (the seed that several points share, the block that several points belong to): n, sd
             and the interval are those of units, which enter as ``averaging.unit_values`` says; needed wherever a group
             has several conditions
    returns  columns ``by``, measure, runs (or units), mean, sd, low, high; low and high are empty where there are fewer
             than two

    Raises MixedModels where runs of several versions of the model stand in the table and ``by`` does not tell them
    apart.
    """
    if "model_version" not in by:
        version_in(frame)
    tables = [_means_of(unit_values(frame, measure, by, unit) if unit else frame, by, measure) for measure in measures]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()


def mean_interval(values: Floats) -> tuple[Floats, Floats]:
    """(low, high) of the mean of each row of values (rows, n): see ``means``."""
    rows, n = values.shape
    centre = values.mean(axis=1)
    if n < 2:
        return np.full(rows, np.nan), np.full(rows, np.nan)
    low, high = centre.copy(), centre.copy()
    varied = np.ptp(values, axis=1) > 1e-12 * np.maximum(1.0, np.abs(centre))
    for part in _parts(np.flatnonzero(varied), n):
        low[part], high[part] = _bootstrap(values[part]) if SMALL <= n < LARGE else _student(values[part])
    return low, high


def share_interval(successes: Floats, runs: Floats) -> tuple[Floats, Floats]:
    """(low, high) of a share: Jeffreys' interval, quantiles of Beta(s + 1/2, n - s + 1/2), closed at 0 and 1 (Brown,
    Cai & DasGupta 2001)."""
    outside = (1 - LEVEL) / 2
    low = stats.beta.ppf(outside, successes + 0.5, runs - successes + 0.5)
    high = stats.beta.ppf(1 - outside, successes + 0.5, runs - successes + 0.5)
    return np.where(successes == 0, 0.0, low), np.where(successes == runs, 1.0, high)


def percentiles(resampled: Floats, units: int = LARGE) -> tuple[float, float]:
    """(low, high) of bootstrap values by their percentiles; infinite ones count as beyond every number.

    units  how many were drawn from: below SMALL percentiles further out are taken, as far as Student's t of the mean
           lies beyond the normal's (the expanded percentile interval of Hesterberg 2015); of one, both are empty
    """
    if units < 2:
        return math.nan, math.nan
    outside = (1 - LEVEL) / 2
    if units < SMALL:
        reach = math.sqrt(units / (units - 1)) * stats.t.ppf(1 - outside, units - 1)
        outside = float(stats.norm.sf(reach))
    ordered = np.sort(resampled)
    last = len(ordered) - 1
    return float(ordered[math.floor(outside * last)]), float(ordered[math.ceil((1 - outside) * last)])


def resamples(n: int, purpose: str, size: int = RESAMPLES) -> NDArray[np.int64]:
    """(size, n) positions drawn with replacement from n: the same at every call."""
    return generator(purpose).integers(n, size=(size, n))


def _means_of(frame: pd.DataFrame, by: Sequence[str], measure: str) -> pd.DataFrame:
    kept = frame[[*by, measure]].dropna(subset=[measure])
    shared, values = [], []
    for key, group in groups(kept, by):
        shared.append(key)
        values.append(group[measure].to_numpy(dtype=float))
    table = pd.DataFrame(shared, columns=list(by), index=range(len(shared)))
    sizes = np.array([len(group) for group in values], dtype=np.int64)
    numbers = np.full((4, len(values)), np.nan)
    for size in np.unique(sizes[sizes > 0]):
        where = np.flatnonzero(sizes == size)
        stack = np.stack([values[position] for position in where])
        sd = stack.std(axis=1, ddof=1) if size > 1 else np.full(len(where), np.nan)
        numbers[:, where] = stack.mean(axis=1), sd, *mean_interval(stack)
    table["measure"], table["runs"] = measure, sizes
    table[["mean", "sd", "low", "high"]] = numbers.T
    if measure in SHARES:
        table[["low", "high"]] = table[["low", "high"]].clip(0.0, 1.0)
    return table


def _parts(rows: NDArray[np.int64], n: int) -> Iterator[NDArray[np.int64]]:
    """Rows that can be resampled together."""
    step = max(1, AT_ONCE // (n * max(n, 16)))
    for first in range(0, len(rows), step):
        yield rows[first : first + step]


def _student(values: Floats) -> tuple[Floats, Floats]:
    n = values.shape[1]
    reach = stats.t.ppf((1 + LEVEL) / 2, n - 1) * values.std(axis=1, ddof=1) / math.sqrt(n)
    centre = values.mean(axis=1)
    return centre - reach, centre + reach


def _bootstrap(values: Floats) -> tuple[Floats, Floats]:
    batch = max(1, min(RESAMPLES, AT_ONCE // values.size))
    options = {"n_resamples": RESAMPLES, "confidence_level": LEVEL, "axis": 1, "batch": batch, "vectorized": True}
    interval = stats.bootstrap((values,), np.mean, method="BCa", rng=generator("means"), **options).confidence_interval
    return np.asarray(interval.low), np.asarray(interval.high)
