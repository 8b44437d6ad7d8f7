"""Sensitivity indices.  Every function returns one row a factor and index: factor, measure, index, value, low, high.

Runs of one design point (column ``point``, its position in the design) differ by random numbers alone; indices are
those of their mean.  The rest is given by ``stochastic_share``.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from SALib.analyze import morris as salib_morris
from SALib.analyze import sobol as salib_sobol
from scipy import stats

from experiments.analysis.intervals import LEVEL, RESAMPLES, mean_interval, percentiles, resamples
from experiments.analysis.resampling_rng import resampling_seed
from sim.arrays import Floats

COLUMNS = ("factor", "measure", "index", "value", "low", "high")

FEW = 8
"""Factors up to which pairs of factors are looked at too."""


def sobol_indices(
    frame: pd.DataFrame, factors: Sequence[str], measure: str, *, pairs: bool = True, points: int | None = None
) -> pd.DataFrame:
    """Sobol indices S1 (alone) and ST (with all its interactions), from a Saltelli design in the order of its points;
    by SALib.

    S1 = Var(E[y | x]) / Var(y), ST = 1 - Var(E[y | all but x]) / Var(y), with bootstrap intervals (Saltelli et al.
    2010).  Index "S2" of two factors, "a x b", is what both explain together beyond each alone (Saltelli 2002); given
    up to FEW factors.  Rows of the design of which a run is missing are left out, block by block.

    pairs    whether the design has the rows for pairs: 2 d + 2 points a block for d factors, else d + 2
    points   how many points the design has, where runs of its last ones may be missing
    returns  columns factor, measure, index, value, low, high, samples (blocks that were whole); empty values where
             fewer than two were
    """
    d = len(factors)
    width = 2 * d + 2 if pairs else d + 2
    means = _points(frame, measure, points)
    if len(means) % width or not len(means):
        raise ValueError(f"{len(means)} points are no Saltelli design of {d} factors: a multiple of {width} is")
    blocks = means.reshape(-1, width)
    blocks = blocks[~np.isnan(blocks).any(axis=1)]
    second = pairs and 1 < d <= FEW
    used = blocks if second else blocks[:, [*range(d + 1), width - 1]]
    names = [("S1", name) for name in factors] + [("ST", name) for name in factors]
    if len(used) < 2 or np.ptp(used) < 1e-12:
        known = np.zeros(2 * d) if len(used) > 1 else np.full(2 * d, np.nan)
        return _table(names, measure, known, known).assign(samples=len(used))
    problem = {"num_vars": d, "names": list(factors), "bounds": [[0.0, 1.0]] * d}
    options: dict[str, Any] = {
        "calc_second_order": second,
        "num_resamples": 200,
        "conf_level": LEVEL,
        "seed": resampling_seed("sobol"),
    }
    with warnings.catch_warnings():  # an index that no resample moves is not worth a warning
        warnings.simplefilter("ignore")
        indices = salib_sobol.analyze(problem, used.ravel(), **options)
    values, reach = [*indices["S1"], *indices["ST"]], [*indices["S1_conf"], *indices["ST_conf"]]
    if second:
        couples = list(combinations(range(d), 2))
        names += [("S2", f"{factors[a]} x {factors[b]}") for a, b in couples]
        values = [*values, *(indices["S2"][couple] for couple in couples)]
        reach = [*reach, *(indices["S2_conf"][couple] for couple in couples)]
    return _table(names, measure, np.array(values), np.array(reach)).assign(samples=len(used))


def morris_effects(
    frame: pd.DataFrame, factors: Sequence[str], measure: str, *, levels: int = 4, points: int | None = None
) -> pd.DataFrame:
    """Morris' elementary effects, from a design of trajectories in the order of its points; by SALib.

    An effect is the change of the measure as one factor alone takes a step, per width of its range (in quantiles, where
    it is not uniform).  mu_star = mean of |effect| (how much it matters; Campolongo et al. 2007), mu = mean (which
    way), sigma = standard deviation (how much that depends on the others: interactions or curves; without interval).
    Trajectories of which a run is missing are left out.

    levels   of the design
    points   how many points the design has, where runs of its last ones may be missing
    returns  columns factor, measure, index, value, low, high, samples (trajectories that were whole); empty values
             where fewer than two were
    """
    size = len(factors) + 1
    means = _points(frame, measure, points)
    if len(means) % size or not len(means):
        raise ValueError(f"{len(means)} points are no trajectories of {len(factors)} factors: a multiple of {size} is")
    inputs = frame.drop_duplicates("point").set_index("point")[list(factors)].reindex(range(len(means)))
    paths, results = inputs.to_numpy(dtype=float).reshape(-1, size, len(factors)), means.reshape(-1, size)
    whole = ~np.isnan(results).any(axis=1)
    paths, results = paths[whole], results[whole]
    problem = {"num_vars": len(factors), "names": list(factors), "bounds": [[0.0, 1.0]] * len(factors)}
    options: dict[str, Any] = {
        "num_levels": levels,
        "num_resamples": RESAMPLES,
        "conf_level": LEVEL,
        "seed": resampling_seed("morris"),
    }
    names = [(index, name) for index in ("mu_star", "mu", "sigma") for name in factors]
    if len(results) < 2:
        nothing = np.full(len(names), np.nan)
        return _table(names, measure, nothing, nothing).assign(samples=len(results))
    effects = salib_morris.analyze(problem, paths.reshape(-1, len(factors)), results.ravel(), **options)
    values = np.concatenate([np.asarray(effects[index], dtype=float) for index in ("mu_star", "mu", "sigma")])
    sigma = np.asarray(effects["sigma"], dtype=float)
    reach_mu = stats.t.ppf((1 + LEVEL) / 2, max(1, len(results) - 1)) * sigma / math.sqrt(len(results))
    reach = np.concatenate([np.asarray(effects["mu_star_conf"], dtype=float), reach_mu, np.full(len(factors), np.nan)])
    return _table(names, measure, values, reach).assign(samples=len(results))


def rank_correlations(frame: pd.DataFrame, factors: Sequence[str], measure: str) -> pd.DataFrame:
    """Spearman's rank correlation of each factor with the measure over the points of a space-filling design; by SciPy.

    Index "rho"; interval by Fisher's z with standard error sqrt(1.06 / (n - 3)) (Fieller, Hartley & Pearson 1957).
    """
    means = frame.groupby("point")[[*factors, measure]].mean().dropna()
    rho = np.array([_spearman(means[name], means[measure]) for name in factors])
    reach = stats.norm.ppf((1 + LEVEL) / 2) * math.sqrt(1.06 / max(1, len(means) - 3))
    z = np.arctanh(np.clip(rho, -1 + 1e-12, 1 - 1e-12))
    table = _table([("rho", name) for name in factors], measure, rho, np.zeros(len(factors)))
    return table.assign(low=np.tanh(z - reach), high=np.tanh(z + reach))


def swings(frame: pd.DataFrame, factors: Sequence[str], measure: str, *, held: Sequence[str] = ()) -> pd.DataFrame:
    """The measure at a factor's highest value minus at its lowest, its base among them, all others at their base (their
    commonest value over points, however many runs each has); paired by seed.

    held  what varies beside the factors and has no order: at its base throughout

    Index "swing"; 95% interval as in ``means``.  For one-at-a-time designs.
    """
    points = frame.drop_duplicates("point")
    base = {name: points[name].mode().iloc[0] for name in (*factors, *held)}
    rows = []
    for name in factors:
        others = [frame[other] == value for other, value in base.items() if other != name]
        alone = frame[np.logical_and.reduce(others)] if others else frame
        table = alone.groupby([name, "seed"], observed=True)[measure].mean().unstack("seed").sort_index()
        gaps = (table.iloc[-1] - table.iloc[0]).dropna().to_numpy(dtype=float)
        low, high = (float(end[0]) for end in mean_interval(gaps[None, :])) if len(gaps) else (math.nan, math.nan)
        rows.append((name, measure, "swing", float(gaps.mean()) if len(gaps) else math.nan, low, high))
    return pd.DataFrame(rows, columns=COLUMNS)


def variance_shares(frame: pd.DataFrame, factors: Sequence[str], measure: str) -> pd.DataFrame:
    """Return the share of the variance between points that each factor of a full grid explains.

    Alone (S1) and with all its interactions (ST).  The exact decomposition of the grid's mean surface, every level
    weighing the same: S1 = Var(E[y | x]) / Var(y), ST = E[Var(y | all but x)] / Var(y).  Bootstrap interval over seeds,
    which all points share; empty where there is one.
    """
    table = frame.groupby([*factors, "seed"], observed=True)[measure].mean().unstack("seed")
    if len(factors) > 1:
        levels = table.index.levels  # type: ignore[attr-defined]
        table = table.reindex(pd.MultiIndex.from_product(levels, names=list(factors)))
    values = table.to_numpy(dtype=float)
    shape = [frame[name].nunique() for name in factors]
    names = [(index, name) for index in ("S1", "ST") for name in factors]
    centre = _row_means(values, np.full(len(values), np.nan))
    shares = _decomposed(centre.reshape(shape))
    drawn = [_row_means(values[:, pick], centre) for pick in resamples(values.shape[1], "shares", 200)]
    many = np.array([_decomposed(surface.reshape(shape)) for surface in drawn])
    ends = np.array([percentiles(column, values.shape[1]) for column in many.T])
    return _table(names, measure, shares, np.zeros(len(shares))).assign(low=ends[:, 0], high=ends[:, 1])


def stochastic_share(frame: pd.DataFrame, measure: str) -> float:
    """Return the share of the variance over all runs that is random: E[Var(y | point)] / Var(y).

    Every point weighs the same, however many runs it has; variances within points are unbiased.
    """
    runs = frame[["point", measure]].dropna().groupby("point")[measure]
    within = runs.var(ddof=1)[runs.count() > 1]
    total = float(runs.var(ddof=0).mean() + runs.mean().var(ddof=0))
    if not len(within) or total == 0.0:
        return math.nan
    return min(1.0, float(within.mean()) / total)


def _points(frame: pd.DataFrame, measure: str, points: int | None) -> Floats:
    """Mean over the runs of each point, in the order of the design; empty where there is none."""
    size = points or int(frame["point"].max()) + 1
    return frame.groupby("point")[measure].mean().reindex(range(size)).to_numpy(dtype=float)


def _row_means(values: Floats, otherwise: Floats) -> Floats:
    """Mean of each row over the values that it has; ``otherwise`` where it has none."""
    there = ~np.isnan(values)
    count = there.sum(axis=1)
    means: Floats = np.divide(np.where(there, values, 0.0).sum(axis=1), count, out=otherwise.copy(), where=count > 0)
    return means


def _decomposed(surface: Floats) -> Floats:
    """S1 of every axis, then ST of every axis."""
    total = surface.var()
    axes = range(surface.ndim)
    if np.isnan(total):
        return np.full(2 * surface.ndim, np.nan)
    if not total > 1e-15:
        return np.zeros(2 * surface.ndim)
    alone = [surface.mean(axis=tuple(other for other in axes if other != axis)).var() / total for axis in axes]
    return np.array(alone + [surface.var(axis=axis).mean() / total for axis in axes])


def _spearman(first: pd.Series, second: pd.Series) -> float:
    if first.nunique() < 2 or second.nunique() < 2:
        return 0.0
    return float(stats.spearmanr(first, second).statistic)


def _table(names: Sequence[tuple[str, str]], measure: str, values: Floats, reach: Floats) -> pd.DataFrame:
    rows = [
        (name, measure, index, value, value - by, value + by)
        for (index, name), value, by in zip(names, values, reach, strict=True)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)
