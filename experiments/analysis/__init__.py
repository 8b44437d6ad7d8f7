"""Analysis of stored runs: tidy tables in, tidy tables out, every number with its uncertainty.

A table of runs has one row a run: a column a factor (by dotted name), policy, scenario, replicate, seed, point
(position in the design), and the measures.  Intervals are 95%; done again, an analysis gives the same numbers.
"""

from experiments.analysis.discovery import conditions
from experiments.analysis.distributions import bimodality, histogram, mode_statistics, sarle, silverman
from experiments.analysis.end_states import (
    BETTER,
    MEANINGS,
    classify,
    end_shares,
    meanings_in,
    siloed,
    typical_runs,
)
from experiments.analysis.given_data import given_data_indices, samples_needed
from experiments.analysis.hysteresis import STARTS, branches, hysteresis
from experiments.analysis.intervals import LEVEL, mean_interval, means, share_interval
from experiments.analysis.paired import has_common_random_numbers, paired_differences
from experiments.analysis.regret import regret_table, regrets
from experiments.analysis.scenario_discovery import DiscoveredBox, boxes_table, discover
from experiments.analysis.sensitivity import (
    morris_effects,
    rank_correlations,
    sobol_indices,
    stochastic_share,
    swings,
    variance_shares,
)
from experiments.analysis.tipping import SILOED, tipping_points
from sim.measures.regimes import REGIMES, THRESHOLDS, Thresholds

__all__ = [
    "BETTER",
    "LEVEL",
    "MEANINGS",
    "REGIMES",
    "SILOED",
    "STARTS",
    "THRESHOLDS",
    "DiscoveredBox",
    "Thresholds",
    "bimodality",
    "boxes_table",
    "branches",
    "classify",
    "conditions",
    "discover",
    "end_shares",
    "given_data_indices",
    "has_common_random_numbers",
    "histogram",
    "hysteresis",
    "mean_interval",
    "meanings_in",
    "means",
    "mode_statistics",
    "morris_effects",
    "paired_differences",
    "rank_correlations",
    "regret_table",
    "regrets",
    "samples_needed",
    "sarle",
    "share_interval",
    "siloed",
    "silverman",
    "sobol_indices",
    "stochastic_share",
    "swings",
    "tipping_points",
    "typical_runs",
    "variance_shares",
]
