"""Policies compared with common random numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from experiments.analysis.averaging import unit_values
from experiments.analysis.intervals import means
from results.run_ends import version_in


def paired_differences(
    frame: pd.DataFrame,
    baseline: str,
    measures: Sequence[str],
    *,
    by: Sequence[str] = (),
    unit: Sequence[str] = ("seed",),
    within: Sequence[str] = (),
    on: str = "policy",
) -> pd.DataFrame:
    """Compare each policy with the baseline, run by run with the same seed.

    difference = mean of y(policy) - y(baseline), over the pairs of a condition, then over conditions (``averaging``).
    A pair shares everything in ``by``, ``unit`` and ``within``: runs with one seed share their random numbers, so what
    is the same in both cancels out and the interval is that of the difference.  Pairs that lack a side or a value are
    left out.  A condition of pairs is all that they share but the seed; intervals are over units.

    returns  columns ``by``, ``on``, measure, pairs (or units), one, other (means of baseline and policy over the same
             pairs), difference, low, high (95%, as in ``means``) and higher: share of pairs above the baseline
    """
    version_in(frame)
    keys = [*by, *unit, *within]
    of = [*by, on, "measure_"]
    pairs = pd.concat([_pairs(frame, baseline, measure, keys, on) for measure in measures], ignore_index=True)
    condition = [name for name in keys if name != "seed" and name not in by]
    table = means(unit_values(pairs, "difference", of, unit, condition or list(unit)), of, ["difference"])
    table = table.drop(columns=["measure", "sd"])
    for name in ("one", "other", "higher"):
        averaged = unit_values(pairs, name, of, unit, condition or list(unit))
        table = table.merge(averaged.groupby(of, observed=True)[name].mean().reset_index(), on=of)
    order = {measure: position for position, measure in enumerate(measures)}
    table = table.rename(columns={"measure_": "measure", "runs": "pairs", "mean": "difference"})
    table = table[[*by, on, "measure", "pairs", "one", "other", "difference", "low", "high", "higher"]]
    return table.sort_values("measure", key=lambda column: column.map(order), kind="stable", ignore_index=True)


def _pairs(frame: pd.DataFrame, baseline: str, measure: str, keys: Sequence[str], on: str) -> pd.DataFrame:
    """Return one row a pair: ``keys``, ``on``, measure_, one, other, difference, higher."""
    values = frame.groupby([*keys, on], observed=True)[measure].mean().unstack(on)
    if baseline not in values:
        known = ", ".join(map(str, values.columns))
        raise ValueError(f"no runs of the baseline {baseline!r}; there are {known}")
    sides = [
        pd.DataFrame({"one": values[baseline], "other": values[policy]}).reset_index().assign(**{on: policy})
        for policy in values.columns
        if policy != baseline
    ]
    pairs = pd.concat(sides, ignore_index=True).dropna(subset=["one", "other"])
    difference = pairs["other"] - pairs["one"]
    return pairs.assign(measure_=measure, difference=difference, higher=(difference > 0).astype(float))


def has_common_random_numbers(frame: pd.DataFrame, on: str = "policy") -> bool:
    """Tell whether every policy has the same seeds, so that differences can be paired."""
    seeds = [frozenset(np.unique(group)) for _, group in frame.groupby(on, observed=True)["seed"]]
    return len(set(seeds)) <= 1
