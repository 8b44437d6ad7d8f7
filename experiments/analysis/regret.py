"""Regret: what each policy gives away against the best there was, condition by condition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from experiments.analysis.end_states import BETTER
from experiments.analysis.intervals import percentiles, resamples
from sim.arrays import Floats


def regrets(
    frame: pd.DataFrame, measure: str, conditions: Sequence[str], *, more_is_better: bool | None = None
) -> pd.DataFrame:
    """Regret of each policy under each condition: the best policy's mean there minus its own (Savage 1951).

    more_is_better  which way the measure is good; by default as in ends.BETTER

    returns  columns ``conditions``, policy, measure, mean, regret (>= 0, in units of the measure)
    """
    means = frame.groupby([*conditions, "policy"], observed=True)[measure].mean().unstack("policy").dropna()
    good = means * _sign(measure, more_is_better)
    lost = good.rsub(good.max(axis=1), axis=0)
    long = pd.DataFrame({"mean": means.stack(), "regret": lost.stack()}).reset_index()
    long.insert(len(conditions) + 1, "measure", measure)
    return long


def regret_table(
    frame: pd.DataFrame, measure: str, conditions: Sequence[str], *, more_is_better: bool | None = None
) -> pd.DataFrame:
    """The regret of each policy over all conditions, least worst regret first (Savage's minimax regret).

    95% bootstrap interval over seeds, which all policies and conditions share; conditions stay as they are.  A regret
    has chance in it and so is a little too large even where policies are equal; resampling would add the same again,
    so the interval is centred on the estimate.  It is empty of one seed.  Conditions that a policy lacks are left out.

    returns  columns policy, measure, conditions, worst, worst_low, worst_high, mean, mean_low, mean_high, best (share
             of conditions in which no policy is better); no rows where no condition has a value of every policy
    """
    runs = frame.groupby([*conditions, "seed", "policy"], observed=True)[measure].mean().unstack(["seed", "policy"])
    seeds, policies = (sorted(runs.columns.unique(name)) for name in ("seed", "policy"))
    whole = runs.reindex(columns=pd.MultiIndex.from_product([seeds, policies]))
    values = whole.to_numpy(dtype=float).reshape(len(whole), len(seeds), len(policies))
    values = _sign(measure, more_is_better) * values[~np.isnan(values).all(axis=1).any(axis=1)]
    if not len(values):
        return pd.DataFrame()
    there = (~np.isnan(values)).astype(float)
    filled = np.where(there > 0, values, 0.0)
    lost = _lost(filled, there, np.ones(len(seeds)))
    picks = resamples(len(seeds), "regret", 500)
    drawn = [_lost(filled, there, np.bincount(pick, minlength=len(seeds)).astype(float)) for pick in picks]
    worst, mean = (
        np.array([resample.max(axis=0) for resample in drawn]),
        np.array([resample.mean(axis=0) for resample in drawn]),
    )
    rows = []
    for policy, own, worsts, means in zip(policies, lost.T, worst.T, mean.T, strict=True):
        row: dict[str, Any] = {"policy": policy, "measure": measure, "conditions": len(values)}
        row |= dict(zip(("worst", "worst_low", "worst_high"), _around(own.max(), worsts, len(seeds)), strict=True))
        row |= dict(zip(("mean", "mean_low", "mean_high"), _around(own.mean(), means, len(seeds)), strict=True))
        rows.append(row | {"best": float((own <= 1e-12).mean())})
    return pd.DataFrame(rows).sort_values("worst", kind="stable", ignore_index=True)


def _around(value: float, drawn: Floats, seeds: int) -> tuple[float, float, float]:
    """A value with its interval: as wide as resampling moves it, without the chance that it adds to every best."""
    low, high = percentiles(drawn - drawn.mean() + value, seeds)
    return value, float(np.maximum(0.0, low)), float(np.maximum(0.0, high))


def _lost(filled: Floats, there: Floats, weights: Floats) -> Floats:
    """(conditions, policies) regret from (conditions, seeds, policies), each seed as often as its weight says; runs
    that are not ``there`` are left out."""
    runs = np.einsum("s,csp->cp", weights, there)
    sums = np.einsum("s,csp->cp", weights, filled)
    means = np.divide(sums, runs, out=np.full(runs.shape, np.nan), where=runs > 0)
    best = np.nanmax(np.where(np.isnan(means).all(axis=1, keepdims=True), 0.0, means), axis=1, keepdims=True)
    lost: Floats = np.nan_to_num(best - means)
    return lost


def _sign(measure: str, more_is_better: bool | None) -> int:
    if more_is_better is None:
        if measure not in BETTER:
            raise ValueError(f"whether more {measure} is better must be said; it is known of {', '.join(BETTER)}")
        return BETTER[measure]
    return 1 if more_is_better else -1
