"""The line to beat: first rounds from one number of the game, the size of the basin of attraction of battle."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from sim.arrays import Floats

PUBLISHED = (1.03, -2.64)
"""logit(first round) = 1.03 - 2.64 SizeBAD, over many experiments."""

TO_BEAT = 0.104
"""Its root mean square error over the six treatments, as quoted."""


def size_bad_model(basins: Floats, coefficients: Sequence[float] = PUBLISHED) -> Floats:
    """Share that race in first rounds, by SizeBAD."""
    return np.asarray(expit(coefficients[0] + coefficients[1] * basins))


def refit_size_bad_model(basins: Floats, first: Floats) -> tuple[float, float]:
    """The coefficients with the least square error on some treatments."""
    optimum = minimize(
        lambda coefficients: float(np.mean((size_bad_model(basins, coefficients) - first) ** 2)),
        PUBLISHED,
        method="Nelder-Mead",
    )
    return float(optimum.x[0]), float(optimum.x[1])


def rmse(predicted: Floats, observed: Floats) -> float:
    """Root mean square error."""
    return float(np.sqrt(np.mean((predicted - observed) ** 2)))
