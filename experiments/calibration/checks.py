"""Checks of a fit: whether its intervals hold what they say, whether the model can show what was observed, and whether
it foretells the last month better than those who know no model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.calibration.forest import Forest, weighted_quantiles
from experiments.calibration.observed import Observed
from experiments.calibration.priors import Priors
from experiments.calibration.reference_table import ReferenceTable
from sim.arrays import Floats

LEVEL = 0.9
"""The level of all intervals."""

TAILS = np.array([(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2])


@dataclass(frozen=True, eq=False)
class KeptBack:
    """Runs that the forest was not grown on, each fitted as if it had been observed.

    ranks  (cases, parameters) of the true value in its posterior, from 0 to 1: even where the posterior is calibrated
           (simulation-based calibration, Talts et al. 2018)
    skill  (parameters,) 1 less the squared error of the posterior's mean as a share of the prior's: 0 says that such
           data tell nothing
    """

    ranks: Floats
    skill: Floats

    @property
    def coverage(self) -> Floats:
        """(parameters,) the share of cases whose interval of LEVEL holds the true value."""
        return np.asarray(np.mean((self.ranks >= TAILS[0]) & (self.ranks <= TAILS[2]), axis=0))


def kept_back(forest: Forest, statistics: Floats, shares: Floats, train: Floats) -> KeptBack:
    """Fit each run that was kept back.

    statistics, shares  of these runs
    train               (runs, parameters) shares of those that the forest was grown on
    """
    weights = forest.weights(statistics)
    ranks = np.array([row @ (train < truth) for row, truth in zip(weights, shares, strict=True)])
    error = np.mean((weights @ train - shares) ** 2, axis=0)
    return KeptBack(ranks, 1 - error / np.mean((train.mean(axis=0) - shares) ** 2, axis=0))


def predictive_table(observed: Observed, weights: Floats, statistics: Floats) -> pd.DataFrame:
    """Return a row a statistic: what was observed, what the fitted model shows (median and interval), whether it holds
    what was observed, and whether any run of the prior comes near."""
    rows = []
    for statistic, column in zip(observed.statistics, statistics.T, strict=True):
        known = ~np.isnan(column)
        low, median, high = (
            weighted_quantiles(column[known], weights[known], TAILS) if weights[known].sum() > 0 else [np.nan] * 3
        )
        within = known.any() and np.nanmin(column) <= statistic.value <= np.nanmax(column)
        rows.append(
            {
                "statistic": statistic.name,
                "month": statistic.month,
                "observed": statistic.value,
                "median": median,
                "low": low,
                "high": high,
                "holds": bool(low <= statistic.value <= high),
                "within_reach": bool(within),
            }
        )
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class Forecast:
    """The mean absolute error of a forecast of the last observed month by the months before it.

    month    the month foretold
    model    error of the model, fitted to the earlier months alone
    same     error of who says that nothing changes after the month before
    mean     error of who says the mean of the months before
    others   error of who says the mean of the other numbers of the same quantity in the month before; NaN without any
    """

    month: int
    model: float
    same: float
    mean: float
    others: float

    @property
    def rivals(self) -> dict[str, float]:
        """The errors of who knows no model, by the words for what is said; none that is empty."""
        errors = {"nothing changes": self.same, "the mean of the months before": self.mean}
        return errors | ({} if np.isnan(self.others) else {"the mean of the others": self.others})


def forecast(priors: Priors, observed: Observed, table: ReferenceTable, seed: int) -> Forecast | None:
    """Fit to all observed months but the last, and foretell the last; None where fewer than two were observed, or
    where nothing was observed in the last month that was observed before.

    Each statistic of the last month is held against the same one of the months before.
    """
    months = np.array([statistic.month for statistic in observed.statistics])
    last = months.max()
    before, after = np.flatnonzero(months < last), np.flatnonzero(months == last)
    names = [statistic.name.rpartition(" month ")[0] for statistic in observed.statistics]
    earlier = {number: [past for past in before if names[past] == names[number]] for number in after}
    compared = [number for number in after if earlier[number]]
    if not compared:
        return None
    forest = Forest(table.statistics[:, before], priors.as_shares(table.parameters), seed)
    weights = forest.weights(observed.values[None, before])[0]
    values, statistics = observed.values, table.statistics[:, compared]
    known = ~np.isnan(statistics)
    foretold = np.where(known, statistics, 0.0).T @ weights / (known.T @ weights)
    return Forecast(
        month=int(last),
        model=float(np.mean(np.abs(foretold - values[compared]))),
        same=float(np.mean([abs(values[earlier[number][-1]] - values[number]) for number in compared])),
        mean=float(np.mean([abs(values[earlier[number]].mean() - values[number]) for number in compared])),
        others=_error_of_others(observed, {int(number): int(earlier[number][-1]) for number in compared}),
    )


def _error_of_others(observed: Observed, before: dict[int, int]) -> float:
    """Return the mean absolute error of saying for each number the mean of the others of its quantity.

    before  by the position of a number, that of the same one in the month before
    """
    values = observed.values
    quantities = {number: observed.statistics[number].name.partition(" ")[0] for number in before}
    errors = []
    for number in before:
        others = [before[other] for other in before if other != number and quantities[other] == quantities[number]]
        if others:
            errors.append(abs(values[others].mean() - values[number]))
    return float(np.mean(errors)) if errors else float("nan")
