"""Distributions, and tests for two modes: where there are two, a mean describes no run at all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats
from scipy.ndimage import gaussian_filter1d
from sklearn.mixture import GaussianMixture

from experiments.analysis.averaging import run_weights
from experiments.analysis.resampling_rng import generator, resampling_seed
from experiments.analysis.tables import groups
from sim.arrays import Floats

SIGNIFICANT = 0.05
"""Below this probability a single mode is ruled out."""

UNIFORM = 5 / 9
"""Sarle's coefficient of a uniform distribution: above it two modes are worth testing for."""

STRONG = 10.0
"""Gain in BIC from which evidence is very strong (Kass & Raftery 1995)."""

LEAST = 0.05
"""Share of the runs that makes a mode."""

FEWEST = 10
"""Runs below which nothing is said."""

_BINS = 512
_TRIES = 200
_MOST = 5000


def histogram(
    frame: pd.DataFrame,
    measure: str,
    *,
    by: Sequence[str] = (),
    bins: int = 20,
    span: tuple[float, float] | None = None,
) -> pd.DataFrame:
    """Count the runs that fall in each class of a measure.

    returns  columns ``by``, measure, left, right, runs, share (over the group's conditions, each weighing the same: see
             ``averaging``)
    """
    low, high = span or (float(frame[measure].min()), float(frame[measure].max()) + 1e-12)
    edges = np.linspace(low, high, bins + 1)
    weighed = frame.assign(weight=run_weights(frame, frame[measure].notna())).dropna(subset=[measure])
    tables = [pd.DataFrame(columns=[*by, "measure", "left", "right", "runs", "share"])] if weighed.empty else []
    for shared, group in groups(weighed, by):
        counts, _ = np.histogram(group[measure], bins=edges)
        weights, _ = np.histogram(group[measure], bins=edges, weights=group["weight"])
        share = weights / weights.sum() if len(group) else np.zeros(bins)
        classes = {"left": edges[:-1], "right": edges[1:], "runs": counts, "share": share}
        tables.append(pd.DataFrame({**shared, "measure": measure, **classes}))
    return pd.concat(tables, ignore_index=True)


def bimodality(frame: pd.DataFrame, measure: str, by: Sequence[str] = (), *, apart: float = 0.0) -> pd.DataFrame:
    """Test whether a measure has one mode or two over the runs of each group, which differ by random numbers alone.

    Two, only where all three views say so: sarle > 5/9, p_unimodal < 0.05 and bic_gain > 10.  Each alone is fooled by
    something: the first by a lopsided mode, the second by a flat one, the third by any mode that is not normal.  And
    only where each mode holds at least 5% of the runs and their centres are ``apart``: a mode of two runs is an
    outlier, and two modes close by make no difference.

    returns  columns ``by``, measure, runs, mean, those of ``mode_statistics``, and bimodal
    """
    rows = []
    for shared, group in groups(frame, by):
        values = group[measure].dropna().to_numpy(dtype=float)
        statistics = mode_statistics(values)
        two = (
            statistics["sarle"] > UNIFORM and statistics["p_unimodal"] < SIGNIFICANT and statistics["bic_gain"] > STRONG
        )
        two = (
            two
            and LEAST <= statistics["upper_share"] <= 1 - LEAST
            and statistics["upper"] - statistics["lower"] >= apart
        )
        about = {"measure": measure, "runs": len(values), "mean": values.mean() if len(values) else math.nan}
        rows.append({**shared, **about, **statistics, "bimodal": two})
    return pd.DataFrame(rows)


def mode_statistics(values: Floats) -> dict[str, float]:
    """Three views of one sample, empty (NaN) where they say nothing.

    sarle         bimodality coefficient, see ``sarle``; a screen: the two views below are taken only above 5/9
    p_unimodal    probability of so clear a valley where the truth has one mode, see ``silverman``
    bic_gain      BIC of one normal - BIC of a mixture of two (Schwarz 1978); above 10 very strong evidence (Kass &
                  Raftery 1995)
    lower, upper  centres of the two
    upper_share   share of runs in the upper mode
    """
    statistics = dict.fromkeys(("sarle", "p_unimodal", "bic_gain", "lower", "upper", "upper_share"), math.nan)
    if len(values) < FEWEST or np.ptp(values) < 1e-9:
        return statistics
    statistics["sarle"] = sarle(values)
    if statistics["sarle"] <= UNIFORM:
        return statistics
    few = values if len(values) <= _MOST else np.sort(values)[np.linspace(0, len(values) - 1, _MOST).astype(int)]
    statistics["p_unimodal"] = silverman(few)
    column = few[:, None]
    one, two = (
        GaussianMixture(count, random_state=resampling_seed("hills"), n_init=2, reg_covar=1e-6).fit(column)
        for count in (1, 2)
    )
    lower, upper = np.argsort(two.means_[:, 0])
    statistics |= {
        "bic_gain": float(one.bic(column) - two.bic(column)),
        "lower": float(two.means_[lower, 0]),
        "upper": float(two.means_[upper, 0]),
        "upper_share": float(two.weights_[upper]),
    }
    return statistics


def sarle(values: Floats) -> float:
    """Sarle's bimodality coefficient, (g1^2 + 1) / (g2 + 3 (n - 1)^2 / ((n - 2)(n - 3))), in (0, 1].

    g1 is the sample's skewness and g2 its excess kurtosis, both corrected for bias (SAS Institute 1990; Pfister et al.
    2013). Normal: 1/3.  Uniform: 5/9.  Two points: 1.

    >>> round(sarle(np.linspace(0, 1, 10_001)), 2)
    0.56
    """
    n = len(values)
    skewness = float(stats.skew(values, bias=False))
    kurtosis = float(stats.kurtosis(values, bias=False))
    return (skewness**2 + 1) / (kurtosis + 3 * (n - 1) ** 2 / ((n - 2) * (n - 3)))


def silverman(values: Floats) -> float:
    """Return the probability that a sample of a unimodal population needs as much smoothing as this to show one mode.

    Silverman's (1981) test: h is the least width of a Gaussian kernel under which the density has one mode; samples
    drawn from that density, shrunk to the sample's variance, are smoothed with h; p is the share of them that still
    show more than one.  On a grid of 512 classes.
    """
    spread = float(values.std())
    low, high = float(values.min()) - 3 * spread, float(values.max()) + 3 * spread
    step = (high - low) / _BINS
    counts, _ = np.histogram(values, bins=_BINS, range=(low, high))
    narrow, wide = 0.0, spread / step * 2
    while wide - narrow > 0.02 * wide:
        middle = (narrow + wide) / 2
        narrow, wide = (narrow, middle) if count_modes(counts[None, :], middle)[0] <= 1 else (middle, wide)
    h = wide * step
    rng = generator("silverman")
    drawn = rng.choice(values, size=(_TRIES, len(values)))
    smooth = values.mean() + (drawn - values.mean() + h * rng.standard_normal(drawn.shape)) / math.sqrt(
        1 + (h / spread) ** 2
    )
    cells = np.clip(((smooth - low) / step).astype(np.int64), 0, _BINS - 1) + _BINS * np.arange(_TRIES)[:, None]
    tables = np.bincount(cells.ravel(), minlength=_TRIES * _BINS).reshape(_TRIES, _BINS)
    return float((count_modes(tables, wide) > 1).mean())


def count_modes(counts: NDArray[Any], width: float) -> Floats:
    """Count the peaks of each row of counts under a Gaussian kernel of a width in classes."""
    density = gaussian_filter1d(counts.astype(float), width, axis=1, mode="constant", truncate=6.0)
    rises = np.sign(np.diff(np.where(density < 1e-9 * density.max(axis=1, keepdims=True), 0.0, density), axis=1))
    return np.array([(np.diff(row[row != 0]) < 0).sum() for row in rises])
