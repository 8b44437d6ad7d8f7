"""Intervals of predictions, as wide as predictions of whole studies left out were wrong; and how often they hold.

An error is taken on the scale of log odds, where one of .05 near 0 or 1 counts for more than near one half.  With r the
errors of n treatments whose study was left out, an interval is

    logit(prediction) +- t(n - 1) sqrt(mean of r^2) sqrt(1 + 1/n)

Its coverage is measured with each study's interval made from the errors of the other studies alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats
from scipy.special import expit, logit

from experiments.laboratory.fitted import LeftOut
from experiments.laboratory.summaries import MOMENTS
from sim.arrays import Floats

LEVEL = 0.95
"""What an interval says it holds."""

EDGE = 0.005
"""Shares nearer to 0 or 1 than this count as so near: log odds have no end."""


def log_odds(shares: Floats) -> Floats:
    """Return the log odds of shares, kept away from 0 and 1."""
    return np.asarray(logit(np.clip(shares, EDGE, 1.0 - EDGE)))


def half_width(errors: Floats) -> float:
    """Return the half width of an interval in log odds, from (n,) errors of predictions; NaN below two."""
    n = len(errors)
    if n < 2:
        return float("nan")
    spread = np.sqrt(np.mean(errors**2) * (1.0 + 1.0 / n))
    return float(stats.t.ppf(0.5 + LEVEL / 2, n - 1) * spread)


def interval(prediction: float, width: float) -> tuple[float, float]:
    """Return (low, high) around a predicted share."""
    middle = float(log_odds(np.array(prediction)))
    return float(expit(middle - width)), float(expit(middle + width))


def errors_of(predictions: LeftOut, moment: int, *, without: str = "") -> Floats:
    """Return the errors of one moment in log odds, of all studies or of all but one; unknown ones are left out."""
    errors = log_odds(predictions.seen[:, moment]) - log_odds(predictions.predicted[:, moment])
    kept = np.array([study != without for study in predictions.studies]) & ~np.isnan(errors)
    return np.asarray(errors[kept])


@dataclass(frozen=True)
class Coverage:
    """Treatments inside the interval of one moment, each of a study whose errors did not make it."""

    moment: str
    treatments: int
    inside: int


def coverage(predictions: LeftOut) -> list[Coverage]:
    """Return the coverage of each moment that two studies or more know."""
    rows = []
    for moment, name in enumerate(MOMENTS):
        inside = known = 0
        for study, seen, predicted in zip(
            predictions.studies, predictions.seen[:, moment], predictions.predicted[:, moment], strict=True
        ):
            width = half_width(errors_of(predictions, moment, without=study))
            if np.isnan(seen) or np.isnan(width):
                continue
            low, high = interval(predicted, width)
            known += 1
            inside += int(low <= seen <= high)
        if known:
            rows.append(Coverage(name, known, inside))
    return rows
