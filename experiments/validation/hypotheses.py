"""Claims put to the model: arms with common random numbers, effects with intervals, a verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from experiments.analysis.intervals import mean_interval
from experiments.run.runner import sweep
from experiments.spec.loader import load
from results import Store
from sim.arrays import Floats

Arm = Mapping[str, Any]
"""Settings by dotted name, and a ``schedule``."""

REPRODUCED, NOT_REPRODUCED, OUT_OF_SCOPE = "reproduced", "not reproduced", "out of scope"


@dataclass(frozen=True, kw_only=True)
class Trial:
    """An experiment of named arms, each run with the same seeds."""

    arms: Mapping[str, Arm]
    scenario: str = "plain"
    months: int = 120
    series: bool = False
    networks: bool = False


@dataclass(frozen=True, eq=False)
class TrialRuns:
    """Runs of the arms: one row a run, and one a run and month where it was asked for."""

    ends: pd.DataFrame
    months: pd.DataFrame | None = None
    relations: pd.DataFrame | None = None

    def end(self, arm: str, measure: str) -> Floats:
        """(seeds,) a measure of the last month."""
        runs = self.ends[self.ends["policy"] == arm].sort_values("seed")
        return runs[measure].to_numpy(dtype=float)

    def at(self, arm: str, measure: str, month: int, last: int | None = None) -> Floats:
        """(seeds,) a measure of a month, or its mean over months up to ``last``."""
        return np.asarray(np.nanmean(self.over(arm, measure)[:, month - 1 : last or month], axis=1))

    def over(self, arm: str, measure: str) -> Floats:
        """(seeds, months) of a measure."""
        assert self.months is not None
        order = self.ends[self.ends["policy"] == arm].sort_values("seed")["run"]
        table = self.months.pivot(index="run", columns="month", values=measure)
        return table.loc[order].to_numpy(dtype=float)


@dataclass(frozen=True)
class Effect:
    """One number with its 95% interval, and whether it is as claimed."""

    what: str
    value: float
    low: float
    high: float
    holds: bool
    wanted: str


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A sentence about the world, the experiment that puts it to the model, and how the answer is read.

    before  sizes that a prototype of the specification gave, in words
    why     of a claim that the model does not speak to, or only in part
    """

    name: str
    says: str
    trial: Trial | None = None
    judge: Callable[[TrialRuns], Sequence[Effect]] | None = None
    before: str = ""
    why: str = ""
    source: str = ""


@dataclass(frozen=True, eq=False)
class JudgedClaim:
    """A claim with what came out; ``runs`` is None where the model does not speak to it."""

    claim: Claim
    effects: Sequence[Effect]
    runs: TrialRuns | None = None

    @property
    def verdict(self) -> str:
        """Reproduced where every effect is as claimed."""
        if not self.effects:
            return OUT_OF_SCOPE
        return REPRODUCED if all(effect.holds for effect in self.effects) else NOT_REPRODUCED


def judge_claim(claim: Claim, seeds: int, store: Store) -> JudgedClaim:
    """Run a claim's arms, where the store does not have them, and judge the claim."""
    if claim.trial is None or claim.judge is None:
        return JudgedClaim(claim, ())
    runs = run_trial(claim.name, claim.says, claim.trial, seeds, store)
    return JudgedClaim(claim, tuple(claim.judge(runs)), runs)


def run_trial(name: str, question: str, trial: Trial, seeds: int, store: Store) -> TrialRuns:
    """The runs of an experiment of arms, which the store keeps under a name."""
    record = [kind for kind, wanted in (("series", trial.series), ("networks", trial.networks)) if wanted]
    tables = {
        "title": f"Validation: {name}",
        "question": question,
        "scenario": trial.scenario,
        "months": trial.months,
        "replicates": seeds,
        "record": record,
        "policies": [{"name": arm, **settings} for arm, settings in trial.arms.items()],
    }
    result = sweep(replace(load(tables), name=f"validation-{name.lower()}"), store)
    months = result.series() if trial.series else None
    return TrialRuns(result.runs(), months, result.networks() if trial.networks else None)


def effect(what: str, values: Floats, wanted: str, holds: Callable[[float, float], bool]) -> Effect:
    """The mean of values with its interval; ``holds`` is told the ends of the interval."""
    known = values[~np.isnan(values)]
    low, high = (float(end[0]) for end in mean_interval(known[None, :]))
    return Effect(what, float(known.mean()), low, high, bool(holds(low, high)), wanted)


def positive(what: str, values: Floats) -> Effect:
    """An effect that must lie above nothing."""
    return effect(what, values, "above 0", lambda low, high: low > 0.0)


def negative(what: str, values: Floats) -> Effect:
    """An effect that must lie below nothing."""
    return effect(what, values, "below 0", lambda low, high: high < 0.0)


def below(what: str, values: Floats, bound: float) -> Effect:
    """A mean that must lie below a bound."""
    return effect(what, values, f"below {bound:g}", lambda low, high: high < bound)


def above(what: str, values: Floats, bound: float) -> Effect:
    """A mean that must lie above a bound."""
    return effect(what, values, f"above {bound:g}", lambda low, high: low > bound)


def falls(runs: TrialRuns, measure: str, *arms: str) -> list[Effect]:
    """From each arm to the next the measure falls, seed by seed."""
    return [negative(_step(measure, *two), _gap(runs, measure, *two)) for two in pairwise(arms)]


def rises(runs: TrialRuns, measure: str, *arms: str) -> list[Effect]:
    """From each arm to the next the measure rises, seed by seed."""
    return [positive(_step(measure, *two), _gap(runs, measure, *two)) for two in pairwise(arms)]


def _step(measure: str, one: str, other: str) -> str:
    return f"{measure}: {one} → {other}"


def _gap(runs: TrialRuns, measure: str, one: str, other: str) -> Floats:
    return runs.end(other, measure) - runs.end(one, measure)


def arms_by_level(parameter: str, *values: float, **more: Any) -> dict[str, Arm]:
    """An arm for each value of a parameter, named by it."""
    fixed = {name.replace("__", "."): value for name, value in more.items()}
    return {f"{value:g}": {parameter: value, **fixed} for value in values}
