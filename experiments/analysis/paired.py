"""Policies compared with common random numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

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

    difference = mean over units of y(policy) - y(baseline).  A pair shares everything in ``by``, ``unit`` and
    ``within``: runs with one seed share their random numbers, so what is the same in both cancels out
    and the interval is that of the difference.  Pairs of one unit (under several conditions, or with several seeds) are
    averaged first, so units and not runs are resampled.  Pairs that lack a side or a value are left out.

    returns  columns ``by``, ``on``, measure, pairs (or units), difference, low, high (95%, as in ``means``) and
             higher: share of them above the baseline
    """
    version_in(frame)
    keys = [*by, *unit, *within]
    tables = [_differences(frame, baseline, measure, keys, on) for measure in measures]
    of = [*by, on, "measure_"]
    pairs = pd.concat(tables, ignore_index=True).groupby([*of, *unit], observed=True)["difference"].mean().reset_index()
    table = means(pairs, of, ["difference"])
    above = pairs.assign(higher=(pairs["difference"] > 0).astype(float)).groupby(of, observed=True)["higher"].mean()
    table = table.drop(columns=["measure", "sd"]).merge(above.reset_index(), on=of)
    order = {measure: position for position, measure in enumerate(measures)}
    table = table.rename(columns={"measure_": "measure", "runs": "pairs", "mean": "difference"})
    return table.sort_values("measure", key=lambda column: column.map(order), kind="stable", ignore_index=True)


def _differences(frame: pd.DataFrame, baseline: str, measure: str, keys: Sequence[str], on: str) -> pd.DataFrame:
    """One row a pair: ``keys``, ``on``, measure_, difference."""
    values = frame.groupby([*keys, on], observed=True)[measure].mean().unstack(on)
    if baseline not in values:
        known = ", ".join(map(str, values.columns))
        raise ValueError(f"no runs of the baseline {baseline!r}; there are {known}")
    gaps = values.drop(columns=baseline).sub(values[baseline], axis=0)
    long = gaps.reset_index().melt(id_vars=list(keys), var_name=on, value_name="difference")
    return long.dropna(subset=["difference"]).assign(measure_=measure)


def has_common_random_numbers(frame: pd.DataFrame, on: str = "policy") -> bool:
    """Tell whether every policy has the same seeds, so that differences can be paired."""
    seeds = [frozenset(np.unique(group)) for _, group in frame.groupby(on, observed=True)["seed"]]
    return len(set(seeds)) <= 1
