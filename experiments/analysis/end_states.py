"""End states: each run put in one of four classes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.spatial.distance import cdist

from experiments.analysis.averaging import condition_columns, run_weights, unit_values
from experiments.analysis.intervals import means, share_interval
from results import first_model
from results.run_ends import end_codes, ends_of, version_in
from sim.measures.regimes import ALONE, IN_BETWEEN, ONE_SYSTEM, SILOS, THRESHOLDS

MEANINGS = {
    ONE_SYSTEM: f"{THRESHOLDS.one_system:.0%} of organisations or more are open to each other, if only through others",
    IN_BETWEEN: "none of the others: parts have come away, but no second group stands",
    SILOS: f"{THRESHOLDS.groups:g} groups or more, each closed to the others",
    ALONE: f"{THRESHOLDS.alone:.0%} of organisations or more are open to nobody",
}

DESCRIBED_BY = ("openness", "openness_across", "race_share", "trust", "fragmentation", "modularity")
"""The measures by which one end resembles another."""

DESCRIBED_FIRST_BY = ("openness", "race_share", "trust", "fragmentation", "modularity")
"""The same of runs of the first model."""

SAMPLE = 2000
"""Ends of a class among which the typical one is sought."""

_MORE = """race_share mutual_race trust trust_senior trust_front_line history openness openness_within openness_across
orientation purpose_held capability largest resources income"""
_LESS = """mutual_battle silos alone fragmentation modularity zero_sum zero_sum_within zero_sum_across resources_gini
scarcity_felt value_lost"""

BETTER = dict.fromkeys(_MORE.split(), 1) | dict.fromkeys(_LESS.split(), -1)
"""Whether more of a measure is better (1) or worse (-1) for the system; of the others neither can be said."""


def meanings_in(frame: pd.DataFrame) -> dict[str, str]:
    """Return the words for how runs of a table can end, from the best end to the worst, with what each means."""
    return first_model.END_MEANINGS if version_in(frame) == first_model.VERSION else MEANINGS


def classify(frame: pd.DataFrame) -> pd.Series:
    """Return how each run ended, in the words of its version of the model; empty where it failed.

    ``sim.measures.regimes`` has the words, ``results.first_model`` those of runs of version 1.  Raises MixedModels
    where runs of several versions stand in the table.
    """
    version = version_in(frame)
    kinds = pd.Categorical.from_codes(end_codes(frame, version), categories=pd.Index(ends_of(version)), ordered=True)
    return pd.Series(kinds, index=frame.index, name="end")


def siloed(frame: pd.DataFrame) -> pd.Series:
    """Return which runs did not end as one system (of the first model: those that it calls siloed); empty if failed."""
    kinds = classify(frame)
    in_silos = kinds == "siloed" if version_in(frame) == first_model.VERSION else kinds != ONE_SYSTEM
    return in_silos.astype(float).where(kinds.notna())


def end_shares(frame: pd.DataFrame, by: Sequence[str] = (), *, unit: Sequence[str] = ()) -> pd.DataFrame:
    """Return the share of each end over the conditions of each group (``averaging``), with its 95% interval.

    unit     what makes runs alike, as in ``means``: where it is given, the interval is that of a mean over units, of
             which there must be two; else Jeffreys' over runs

    returns  columns ``by``, end, runs (of the group), ended (so), share, low, high
    """
    kinds = classify(frame)
    columns = list(dict.fromkeys([*by, *unit, *condition_columns(frame)]))
    known = frame.loc[kinds.notna(), columns].assign(end=kinds)
    known["weight"] = run_weights(known, unit=unit)
    known["squared"] = known["weight"] ** 2
    ends = known.groupby([*by, "end"], observed=False)["weight"].agg(ended="size", share="sum").reset_index()
    sums = known.groupby(list(by) or np.zeros(len(known)), observed=True)[["weight", "squared"]].sum()
    of = ends[list(by)].merge(sums.reset_index(), on=list(by), how="left") if by else sums.iloc[[0] * len(ends)]
    ends["share"] /= of["weight"].to_numpy()
    ends["runs"] = ends.groupby(list(by) or np.zeros(len(ends)), observed=True)["ended"].transform("sum")
    # As many runs of the same weight would say as much (Kish 1965).
    runs = (of["weight"] ** 2 / of["squared"]).to_numpy(dtype=float)
    ends["low"], ends["high"] = share_interval(ends["share"].to_numpy(dtype=float) * runs, runs)
    ends = ends[ends["runs"] > 0]
    if unit:
        ends = _over_units(ends, known, by, unit)
    return ends[[*by, "end", "runs", "ended", "share", "low", "high"]].reset_index(drop=True)


def _over_units(ends: pd.DataFrame, known: pd.DataFrame, by: Sequence[str], unit: Sequence[str]) -> pd.DataFrame:
    """Return the same shares with intervals over units; where there are fewer than two, those over runs.

    Where all runs end so, or none, units do not differ and Jeffreys' interval is taken, of units in place of runs.
    """
    values = [
        unit_values(known.assign(so=(known["end"] == end).astype(float)), "so", by, unit).assign(end=end)
        for end in known["end"].cat.categories
    ]
    intervals = means(pd.concat(values, ignore_index=True), [*by, "end"], ["so"])
    intervals = intervals.rename(columns={"runs": "units", "low": "lower", "high": "upper"})
    merged = ends.astype({"end": str}).merge(intervals[[*by, "end", "units", "lower", "upper"]], on=[*by, "end"])
    share, units = (merged[name].to_numpy(dtype=float) for name in ("share", "units"))
    low, high = share_interval(share * units, units)
    alike, several = (share < 1e-12) | (share > 1 - 1e-12), units > 1
    return merged.assign(
        end=pd.Categorical(merged["end"], ends["end"].cat.categories, ordered=True),
        low=merged["low"].mask(several, np.where(alike, low, merged["lower"].clip(lower=0.0))),
        high=merged["high"].mask(several, np.where(alike, high, merged["upper"].clip(upper=1.0))),
    )


def typical_runs(frame: pd.DataFrame, measures: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the medoid of each class: the run with the least sum of distances to the others of its class.

    Distances are Euclidean over the measures, each divided by its standard deviation over all runs; an empty value
    counts as the class's median.  In a class of more than SAMPLE runs the medoid is sought among SAMPLE of them, evenly
    spaced.  Runs weigh as in ``averaging``, each condition the same.

    measures  by which they are compared; DESCRIBED_BY where nothing is said

    returns  the rows of ``frame`` found, with columns end and share (of those that end so); source: Kaufman &
             Rousseeuw 1990
    """
    kinds = classify(frame)
    weights = pd.Series(run_weights(frame, kinds.notna()), index=frame.index)
    usual = DESCRIBED_FIRST_BY if version_in(frame) == first_model.VERSION else DESCRIBED_BY
    used = [name for name in measures or usual if name in frame]
    scale = frame[used].apply(lambda column: _deviation(column, weights)).replace(0.0, 1.0).fillna(1.0)
    medoids = []
    for end in kinds.cat.categories:
        members = frame.index[kinds == end]
        if not len(members):
            continue
        sample = (
            members[np.unique(np.linspace(0, len(members) - 1, SAMPLE).astype(int))]
            if len(members) > SAMPLE
            else members
        )
        points = (frame.loc[sample, used] / scale).astype(float)
        filled = points.fillna(points.median()).fillna(0.0).to_numpy()
        medoid = sample[int((cdist(filled, filled) @ weights[sample].to_numpy()).argmin())]
        medoids.append(frame.loc[[medoid]].assign(end=end, share=weights[members].sum() / weights.sum()))
    return pd.concat(medoids, ignore_index=True) if medoids else frame.iloc[:0].assign(end="", share=0.0)


def _deviation(column: pd.Series, weights: pd.Series) -> float:
    """Return the standard deviation of the values there are, by weight."""
    values, weight = column[column.notna()], weights[column.notna()]
    if not weight.sum():
        return float("nan")
    return float(np.sqrt(np.average((values - np.average(values, weights=weight)) ** 2, weights=weight)))
