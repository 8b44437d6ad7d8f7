"""End states: each run put in one of four classes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.spatial.distance import cdist

from experiments.analysis.intervals import means, share_interval
from sim.measures.regimes import ALONE, IN_BETWEEN, ONE_SYSTEM, REGIMES, SILOS, THRESHOLDS

MEANINGS = {
    ONE_SYSTEM: f"{THRESHOLDS.one_system:.0%} of organisations or more are open to each other, if only through others",
    IN_BETWEEN: "none of the others: parts have come away, but no second group stands",
    SILOS: f"{THRESHOLDS.groups:g} groups or more, each closed to the others",
    ALONE: f"{THRESHOLDS.alone:.0%} of organisations or more are open to nobody",
}

DESCRIBED_BY = ("openness", "openness_across", "race_share", "trust", "fragmentation", "modularity")
"""The measures by which one end resembles another."""

SAMPLE = 2000
"""Ends of a class among which the typical one is sought."""

_MORE = """race_share mutual_race trust trust_senior trust_front_line history openness openness_within openness_across
orientation purpose_held capability largest resources income"""
_LESS = """mutual_battle silos alone fragmentation modularity zero_sum zero_sum_within zero_sum_across resources_gini
scarcity_felt value_lost"""

BETTER = dict.fromkeys(_MORE.split(), 1) | dict.fromkeys(_LESS.split(), -1)
"""Whether more of a measure is better (1) or worse (-1) for the system; of the others neither can be said."""


def classify(frame: pd.DataFrame) -> pd.Series:
    """Return how each run ended, as ``sim.measures.regimes`` has it; empty where regime is (a run that failed)."""
    codes = frame["regime"].to_numpy(dtype=float)
    words = [None if np.isnan(code) else REGIMES[int(code)] for code in codes]
    kinds = pd.Categorical(words, categories=REGIMES, ordered=True)
    return pd.Series(kinds, index=frame.index, name="end")


def end_shares(frame: pd.DataFrame, by: Sequence[str] = (), *, unit: Sequence[str] = ()) -> pd.DataFrame:
    """Share of runs that end in each class, with Jeffreys' 95% interval.

    unit     what makes runs alike, as in ``means``: where it is given, the interval is the bootstrap's over units, of
             which there must be two

    returns  columns ``by``, end, runs (of the group), ended (so), share, low, high
    """
    kinds = classify(frame)
    known = frame.loc[kinds.notna(), [*by, *unit]].assign(end=kinds)
    counts = known.groupby([*by, "end"], observed=False).size().rename("ended").reset_index()
    if by:
        counts["runs"] = counts.groupby(list(by), observed=True)["ended"].transform("sum")
        counts = counts[counts["runs"] > 0]
    else:
        counts["runs"] = counts["ended"].sum()
    counts["share"] = counts["ended"] / counts["runs"]
    counts["low"], counts["high"] = share_interval(
        counts["ended"].to_numpy(dtype=float), counts["runs"].to_numpy(dtype=float)
    )
    if unit:
        counts = _over_units(counts, known, by, unit)
    return counts[[*by, "end", "runs", "ended", "share", "low", "high"]].reset_index(drop=True)


def _over_units(counts: pd.DataFrame, known: pd.DataFrame, by: Sequence[str], unit: Sequence[str]) -> pd.DataFrame:
    """The same shares with intervals over units; where there are fewer than two, those over runs.

    Where all runs end so, or none, units do not differ and Jeffreys' interval is taken, of units in place of runs.
    """
    intervals = means(_linear(counts, known, by, unit), [*by, "end"], ["linear"])
    intervals = intervals.rename(columns={"runs": "units", "low": "lower", "high": "upper"})
    merged = counts.astype({"end": str}).merge(intervals[[*by, "end", "units", "lower", "upper"]], on=[*by, "end"])
    share, units = (merged[name].to_numpy(dtype=float) for name in ("share", "units"))
    low, high = share_interval(share * units, units)
    alike, several = share % 1.0 == 0.0, units > 1
    return merged.assign(
        end=pd.Categorical(merged["end"], REGIMES, ordered=True),
        low=merged["low"].mask(several, np.where(alike, low, merged["lower"].clip(lower=0.0))),
        high=merged["high"].mask(several, np.where(alike, high, merged["upper"].clip(upper=1.0))),
    )


def _linear(counts: pd.DataFrame, known: pd.DataFrame, by: Sequence[str], unit: Sequence[str]) -> pd.DataFrame:
    """A row a unit and end with what it adds to the share of runs that end so, a mean over units.

    linear = share + (ended - share * runs) / mean runs of a unit (the delta method): a unit's own share where all have
    as many runs, and less of it where a unit has few of them.
    """
    of = [*by, "end"]
    ended = known.groupby([*by, *unit, "end"], observed=False).size().rename("so").reset_index().astype({"end": str})
    ended["of"] = ended.groupby([*by, *unit], observed=True)["so"].transform("sum")
    rows = ended[ended["of"] > 0].merge(counts[[*of, "share"]].astype({"end": str}), on=of)
    usual = rows.groupby(of, observed=True)["of"].transform("mean")
    return rows.assign(linear=rows["share"] + (rows["so"] - rows["share"] * rows["of"]) / usual)


def typical_runs(frame: pd.DataFrame, measures: Sequence[str] = DESCRIBED_BY) -> pd.DataFrame:
    """The medoid of each class: the run with the least sum of distances to the others of its class.

    Distances are Euclidean over the measures, each divided by its standard deviation over all runs; an empty value
    counts as the class's median.  In a class of more than SAMPLE runs the medoid is sought among SAMPLE of them, evenly
    spaced.

    returns  the rows of ``frame`` found, with columns end and share (of all runs that end so); source: Kaufman &
             Rousseeuw 1990
    """
    kinds = classify(frame)
    used = [name for name in measures if name in frame]
    scale = frame[used].std(ddof=0).replace(0.0, 1.0).fillna(1.0)
    medoids = []
    for end in REGIMES:
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
        medoid = sample[int(cdist(filled, filled).sum(axis=1).argmin())]
        medoids.append(frame.loc[[medoid]].assign(end=end, share=len(members) / int(kinds.notna().sum())))
    return pd.concat(medoids, ignore_index=True) if medoids else frame.iloc[:0].assign(end="", share=0.0)
