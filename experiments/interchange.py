"""Interchange: experiments and their results in the forms of SALib and EMA Workbench."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from experiments.errors import ExperimentError
from experiments.run.result import SweepResult
from experiments.spec.experiment import Experiment
from experiments.spec.factors import Factor
from experiments.spec.loader import Source, load
from scenarios.errors import Fault

DISTRIBUTIONS = {"uniform": "unif", "log-uniform": "logunif", "normal": "truncnorm", "triangular": "triang"}
"""Names of distributions here -> in SALib."""


def salib_problem(experiment: Source | Experiment) -> dict[str, Any]:
    """The factors of an experiment as a problem of SALib, for its samplers and analyses.

    experiment  a name of the library, a file, nested tables, or an experiment
    returns     num_vars, names, bounds and dists, as SALib wants them: of a normal distribution low, high, mean and sd,
                of a triangular one low, high and the mode's place between them

    Raises ExperimentError for an experiment that is not right, without factors, or with a factor of words.
    """
    asked = load(experiment)
    if not asked.factors:
        raise ExperimentError([Fault(file=asked.name, message="nothing varies: an experiment needs [[factors]]")])
    bounds: list[list[float]] = []
    for factor in asked.factors:
        if factor.parameter.choices:
            message = "has words for values, which a problem of SALib cannot have"
            raise ExperimentError([Fault(file=asked.name, name=factor.name, message=message)])
        numbers = [float(level) for level in factor.levels if isinstance(level, int | float)]
        low, high = (min(numbers), max(numbers)) if factor.entry.levels and numbers else factor.range
        bounds.append([float(low), float(high), *_shape(factor, float(low), float(high))])
    return {
        "num_vars": len(asked.factors),
        "names": [factor.name for factor in asked.factors],
        "bounds": bounds,
        "dists": [DISTRIBUTIONS.get(factor.distribution, "unif") for factor in asked.factors],
    }


def _shape(factor: Factor, low: float, high: float) -> list[float]:
    """Return the numbers that a distribution with a peak has beside its ends."""
    entry = factor.entry
    if factor.distribution == "normal" and entry.mean is not None and entry.sd is not None:
        return [entry.mean, entry.sd]
    if factor.distribution == "triangular" and entry.mode is not None:
        return [(entry.mode - low) / (high - low)]
    return []


def ema_results(result: SweepResult, measures: Sequence[str] | None = None) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The runs of a sweep as EMA Workbench has them: ``experiments, outcomes``, for its analyses (``prim.Prim``, ...).

    result    what ``silos.sweep`` gave
    measures  which measures and outcomes; None means those that the experiment asks for
    returns   a table with a row a run (its factors, then scenario, policy, model as EMA calls them: the number of the
              condition with its replicate, the policy, the scenario), and by name an array of each measure

    Raises StoreError for trouble with the store, and for a measure that is not there.
    """
    names = list(measures or result.experiment.measures)
    factors = [factor.name for factor in result.experiment.factors]
    runs = result.runs(columns=list(dict.fromkeys([*factors, "point", "replicate", "policy", "scenario", *names])))
    table = runs[factors].copy()
    worlds = runs.groupby(["point", "replicate"], sort=True).ngroup()
    table["scenario"], table["policy"] = worlds, runs["policy"].replace("", "None")
    table["model"] = runs["scenario"]
    return table, {name: runs[name].to_numpy() for name in names}
