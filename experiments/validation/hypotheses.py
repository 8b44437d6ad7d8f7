"""Claims put to the model: arms that share their random numbers, effects with intervals, a verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from experiments.analysis.intervals import mean_interval
from experiments.run.runner import sweep
from experiments.spec.loader import load
from experiments.validation.page_figures import PageFigure
from results import Store
from scenarios import Scenario
from sim.arrays import Floats
from sim.measures.regimes import REGIMES, regime

Arm = Mapping[str, Any]
"""Settings by dotted name, and a ``schedule``."""

REPRODUCED, NOT_REPRODUCED, OUT_OF_SCOPE = "reproduced", "not reproduced", "out of scope"

FULL, HALF, OUT = "full", "half", "out"
"""Extents of a test: the whole sentence, a part of it, nothing."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """An experiment of named arms, each played with the same seeds; scenario is one of the library or one made here."""

    arms: Mapping[str, Arm]
    scenario: str | Scenario = "plain"
    months: int = 120
    series: bool = False
    networks: bool = False


@dataclass(frozen=True, eq=False)
class TrialRuns:
    """Runs of the arms: one row a run, and one a run and month where it was asked for."""

    ends: pd.DataFrame
    months: pd.DataFrame | None = None
    relations: pd.DataFrame | None = None
    _wide: dict[str, pd.DataFrame] = field(default_factory=dict)

    def end(self, arm: str, measure: str) -> Floats:
        """(seeds,) a measure of the last month."""
        runs = self.ends[self.ends["policy"] == arm].sort_values("seed")
        return runs[measure].to_numpy(dtype=float)

    def at(self, arm: str, measure: str, month: int, last: int | None = None) -> Floats:
        """(seeds,) a measure of a month, or its mean over months up to ``last``; empty where no month has it."""
        stretch = self.over(arm, measure)[:, month - 1 : last or month]
        known = ~np.isnan(stretch)
        counts = known.sum(axis=1)
        sums = np.where(known, stretch, 0.0).sum(axis=1)
        return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)

    def over(self, arm: str, measure: str) -> Floats:
        """(seeds, months) of a measure."""
        assert self.months is not None
        if measure not in self._wide:
            self._wide[measure] = self.months.pivot(index="run", columns="month", values=measure)
        order = self.ends[self.ends["policy"] == arm].sort_values("seed")["run"]
        return self._wide[measure].loc[order].to_numpy(dtype=float)

    def ended(self, arm: str, name: str) -> Floats:
        """(seeds,) 1 where the run ended so, in the words of sim.measures.regimes, else 0."""
        return np.where(self.end(arm, "regime") == REGIMES.index(name), 1.0, 0.0)

    def stood(self, arm: str, name: str, month: int, n: int = 20) -> Floats:
        """(seeds,) 1 where the run, of n organisations, stood so in a month, else 0."""
        largest, alone, silos = (self.at(arm, measure, month) for measure in ("largest", "alone", "silos"))
        return np.where(regime(largest, alone, silos, n) == REGIMES.index(name), 1.0, 0.0)


@dataclass(frozen=True)
class Effect:
    """One number with its 95% interval, and whether it is as claimed; what is only reported has nothing wanted."""

    what: str
    value: float
    low: float
    high: float
    holds: bool
    wanted: str


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A sentence about the world, the experiment that puts it to the model, and how the answer is read.

    figures   the bracketed figures of the page beside ours
    required  whether the report fails where it does not hold
    extent    how much of the sentence the experiment tests: FULL, HALF or OUT
    why       of a claim that the model does not speak to, or only in part
    """

    name: str
    says: str
    trial: Trial | None = None
    judge: Callable[[TrialRuns], Sequence[Effect]] | None = None
    figures: Callable[[TrialRuns], Sequence[PageFigure]] = lambda _: ()
    required: bool = True
    extent: str = FULL
    why: str = ""
    source: str = ""


@dataclass(frozen=True, eq=False)
class JudgedClaim:
    """A claim with what came out; ``runs`` is None where the model does not speak to it."""

    claim: Claim
    effects: Sequence[Effect]
    runs: TrialRuns | None = None
    figures: Sequence[PageFigure] = ()

    @property
    def verdict(self) -> str:
        """Reproduced where every effect is as claimed."""
        if not self.effects:
            return OUT_OF_SCOPE
        return REPRODUCED if all(effect.holds for effect in self.effects) else NOT_REPRODUCED


def judge_claim(claim: Claim, seeds: int, store: Store) -> JudgedClaim:
    """Play a claim's arms, where the store does not have them, and judge."""
    if claim.trial is None or claim.judge is None:
        return JudgedClaim(claim, ())
    runs = run_trial(claim.name, claim.says, claim.trial, seeds, store)
    return JudgedClaim(claim, tuple(claim.judge(runs)), runs, tuple(claim.figures(runs)))


def run_trial(name: str, question: str, trial: Trial, seeds: int, store: Store) -> TrialRuns:
    """Return the runs of an experiment of arms, which the store keeps under a name."""
    record = [kind for kind, wanted in (("series", trial.series), ("networks", trial.networks)) if wanted]
    tables = {
        "title": f"Validation: {name}",
        "question": question,
        "scenario": trial.scenario if isinstance(trial.scenario, str) else "plain",
        "months": trial.months,
        "replicates": seeds,
        "record": record,
        "policies": [{"name": arm, **settings} for arm, settings in trial.arms.items()],
    }
    experiment = replace(load(tables), name=f"validation-{name.lower()}")
    if isinstance(trial.scenario, Scenario):
        experiment = replace(experiment, scenarios={"plain": trial.scenario})
    result = sweep(experiment, store)
    months = result.series() if trial.series else None
    return TrialRuns(result.runs(), months, result.networks() if trial.networks else None)


def effect(what: str, values: Floats, wanted: str, holds: Callable[[float, float], bool]) -> Effect:
    """Return the mean of values with its interval; ``holds`` is told the ends of the interval."""
    known = values[~np.isnan(values)]
    if len(known) < 2:
        return Effect(what, float("nan"), float("nan"), float("nan"), False, wanted)
    low, high = (float(end[0]) for end in mean_interval(known[None, :]))
    return Effect(what, float(known.mean()), low, high, bool(holds(low, high)), wanted)


def positive(what: str, values: Floats) -> Effect:
    """Return an effect that must lie above nothing."""
    return effect(what, values, "above 0", lambda low, high: low > 0.0)


def negative(what: str, values: Floats) -> Effect:
    """Return an effect that must lie below nothing."""
    return effect(what, values, "below 0", lambda low, high: high < 0.0)


def below(what: str, values: Floats, bound: float) -> Effect:
    """Return a mean that must lie below a bound."""
    return effect(what, values, f"below {bound:g}", lambda low, high: high < bound)


def above(what: str, values: Floats, bound: float) -> Effect:
    """Return a mean that must lie above a bound."""
    return effect(what, values, f"above {bound:g}", lambda low, high: low > bound)


def reported(what: str, values: Floats) -> Effect:
    """Return a mean of which nothing is required."""
    return effect(what, values, "reported", lambda low, high: True)


def falls(runs: TrialRuns, measure: str, *arms: str, month: int | None = None) -> list[Effect]:
    """Return effects by which a measure falls from each arm to the next, seed by seed; at the end, or in a month."""
    return [negative(_step(measure, *two, month), _gap(runs, measure, *two, month)) for two in pairwise(arms)]


def rises(runs: TrialRuns, measure: str, *arms: str, month: int | None = None) -> list[Effect]:
    """Return effects by which a measure rises from each arm to the next, seed by seed; at the end, or in a month."""
    return [positive(_step(measure, *two, month), _gap(runs, measure, *two, month)) for two in pairwise(arms)]


def _step(measure: str, one: str, other: str, month: int | None) -> str:
    return f"{measure}: {one} → {other}" + (f", month {month}" if month else "")


def _gap(runs: TrialRuns, measure: str, one: str, other: str, month: int | None) -> Floats:
    if month:
        return runs.at(other, measure, month) - runs.at(one, measure, month)
    return runs.end(other, measure) - runs.end(one, measure)


def arms_by_level(parameter: str, *values: float, **more: Any) -> dict[str, Arm]:
    """Return an arm for each value of a parameter, named by it."""
    fixed = {name.replace("__", "."): value for name, value in more.items()}
    return {f"{value:g}": {parameter: value, **fixed} for value in values}
