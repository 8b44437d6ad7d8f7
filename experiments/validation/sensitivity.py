"""Sensitivity of the model: Sobol' indices over all parameters at once, and how the tipping point moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from experiments.analysis import (
    SILOED,
    morris_effects,
    sobol_indices,
    stochastic_share,
    tipping_points,
)
from experiments.run.runner import sweep
from experiments.spec.experiment import Experiment
from experiments.spec.loader import load
from results import Store

MEASURES = ("openness", "openness_across", "silos")

ALL_AT_ONCE = "what-matters-most"
"""The experiment of the library that varies every parameter over its plausible range."""


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """Indices of every factor (columns factor, measure, index, value, low, high) and what chance leaves unexplained."""

    method: str
    indices: pd.DataFrame
    stochastic_shares: Mapping[str, float]
    runs: int


def all_at_once(samples: int, *, screening: bool = False) -> Experiment:
    """Return the library's experiment with so many base samples, or as Morris' screening with so many trajectories.

    Factors that are words, as who gets which part of a pool, stay at their defaults: they have no effect per width of
    a range.
    """
    asked = load(ALL_AT_ONCE)
    numeric = tuple(factor for factor in asked.file.factors if factor.distribution != "choice")
    design = "morris" if screening else "sensitivity"
    changed: dict[str, Any] = {"samples": samples, "design": design, "factors": numeric}
    return replace(asked, file=asked.file.model_copy(update=changed), name=f"validation-{design}")


def sensitivity(store: Store, samples: int, *, screening: bool = False) -> Sensitivity:
    """Sobol' indices of first and total order; of a screening, Morris' effects."""
    asked = all_at_once(samples, screening=screening)
    runs = sweep(asked, store).runs()
    factors = [factor.name for factor in asked.factors]
    known = runs.assign(**{name: runs[name].astype(float) for name in factors})
    parts = [
        morris_effects(known, factors, measure) if screening else sobol_indices(known, factors, measure, pairs=False)
        for measure in MEASURES
    ]
    method = "Morris" if screening else "Sobol"
    shares = {measure: stochastic_share(known, measure) for measure in MEASURES}
    return Sensitivity(method, pd.concat(parts, ignore_index=True), shares, len(runs))


LEVERS: Mapping[str, Mapping[str, Any]] = {
    "as it is": {},
    "pooling .2": {"game.sharing": 0.2},
    "twice the meetings": {"dialogue.time_together": 0.24},
    "no meetings": {"dialogue.time_together": 0.0},
    "good history .7": {"history.trust": 0.7},
    "poor history .3": {"history.trust": 0.3},
    "patience .6": {"leadership.patience": 0.6},
    "leaders who stay": {"leadership.turnover": 0.0},
    "enquiry .3": {"dialogue.enquiry": 0.3},
    "beliefs not learnt": {"learning.insight": 0.0},
    "all failures blamed": {"trust.blame": 1.0},
    "no closeness": {"mindset.closeness": 0.0},
    "zero-sum belief .4": {"mindset.zero_sum": 0.4},
    "orientation .3": {"mindset.orientation": 0.3},
}
"""What may move the tipping point of scarcity."""

SCARCITY = [round(0.1 * step, 1) for step in range(9)]


def tipping_table(store: Store, seeds: int, levels: Sequence[float] = SCARCITY) -> pd.DataFrame:
    """Return the scarcity at which half of the runs are no longer one system, and at which openness is one half,
    under each
    lever."""
    tables = {
        "title": "Validation: where it tips",
        "question": "At which scarcity does the system tip, and what moves that point?",
        "scenario": "plain",
        "replicates": seeds,
        "factors": [{"parameter": "resources.scarcity", "levels": list(levels)}],
        "policies": [{"name": name, **settings} for name, settings in LEVERS.items()],
    }
    runs = sweep(replace(load(tables), name="validation-tipping"), store).runs()
    parts = [tipping_points(runs, "resources.scarcity", what, by=["policy"]) for what in (SILOED, "openness")]
    return pd.concat(parts, ignore_index=True)
