"""A posterior from a reference table: a random forest says which of its runs are like what was observed.

Approximate Bayesian computation by random forests (Raynal et al. 2019), with one forest for
all parameters at once.  The weight of a run is the mean over the trees of its share in the leaf into which the
observation falls.  No tolerance and no distance have to be chosen, statistics that carry nothing do little harm, and
the same seed gives the same posterior.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.ensemble import RandomForestRegressor

from sim.arrays import Floats
from sim.cores import cores

TREES = 300
SMALLEST_LEAF = 10


class Forest:
    """A forest that was grown on runs of a reference table."""

    def __init__(self, statistics: Floats, shares: Floats, seed: int) -> None:
        """Grow the forest.

        statistics  (runs, statistics), NaN where a run has no value
        shares      (runs, parameters) parameters as shares of their ranges
        """
        self.model: Any = RandomForestRegressor(
            TREES, min_samples_leaf=SMALLEST_LEAF, max_features=1 / 3, random_state=seed, n_jobs=cores()
        ).fit(statistics, shares if shares.shape[1] > 1 else shares[:, 0])
        self.leaves = self.model.apply(statistics)

    def weights(self, statistics: Floats) -> Floats:
        """Return (cases, runs) the weight of each run for each case; each row sums to 1.

        statistics  (cases, statistics)
        """
        weights = np.zeros((len(statistics), len(self.leaves)))
        for tree, leaves in enumerate(self.model.apply(statistics).T):
            same = leaves[:, None] == self.leaves[None, :, tree]
            weights += same / same.sum(axis=1, keepdims=True)
        return np.asarray(weights / self.leaves.shape[1])


def weighted_quantiles(values: Floats, weights: Floats, levels: Floats) -> Floats:
    """Return (levels,) the quantiles of weighted values: the smallest value with at least that much weight up to it."""
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    positions = np.minimum(np.searchsorted(reached, levels * reached[-1]), len(values) - 1)
    return np.asarray(values[order][positions])
