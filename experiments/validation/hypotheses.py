"""How a claim is put to the model: arms that meet the same luck, effects with intervals, a verdict."""

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
class Asked:
    """An experiment of named arms, each played with the same seeds."""

    arms: Mapping[str, Arm]
    scenario: str = "plain"
    months: int = 120
    series: bool = False
    networks: bool = False


@dataclass(frozen=True, eq=False)
class Runs:
    """What the arms gave: one row a run, and one a run and month where it was asked for."""

    ends: pd.DataFrame
    months: pd.DataFrame | None = None
    relations: pd.DataFrame | None = None

    def end(self, arm: str, measure: str) -> Floats:
        """(seeds,) a measure of the last month."""
        mine = self.ends[self.ends["policy"] == arm].sort_values("seed")
        return mine[measure].to_numpy(dtype=float)

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
    """One number with its 95 % interval, and whether it is as claimed."""

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
    asked: Asked | None = None
    judge: Callable[[Runs], Sequence[Effect]] | None = None
    before: str = ""
    why: str = ""
    source: str = ""


@dataclass(frozen=True, eq=False)
class Judged:
    """A claim with what came out; ``runs`` is None where the model does not speak to it."""

    claim: Claim
    effects: Sequence[Effect]
    runs: Runs | None = None

    @property
    def verdict(self) -> str:
        """Reproduced where every effect is as claimed."""
        if not self.effects:
            return OUT_OF_SCOPE
        return REPRODUCED if all(each.holds for each in self.effects) else NOT_REPRODUCED


def ask(claim: Claim, seeds: int, store: Store) -> Judged:
    """Play a claim's arms, where the store does not have them, and judge."""
    if claim.asked is None or claim.judge is None:
        return Judged(claim, ())
    runs = played(claim.name, claim.says, claim.asked, seeds, store)
    return Judged(claim, tuple(claim.judge(runs)), runs)


def played(name: str, question: str, asked: Asked, seeds: int, store: Store) -> Runs:
    """The runs of an experiment of arms, which the store keeps under a name."""
    record = [kind for kind, wanted in (("series", asked.series), ("networks", asked.networks)) if wanted]
    tables = {
        "title": f"Validation: {name}",
        "question": question,
        "scenario": asked.scenario,
        "months": asked.months,
        "replicates": seeds,
        "record": record,
        "policies": [{"name": arm, **settings} for arm, settings in asked.arms.items()],
    }
    result = sweep(replace(load(tables), name=f"validation-{name.lower()}"), store)
    months = result.series() if asked.series else None
    return Runs(result.runs(), months, result.networks() if asked.networks else None)


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


def falls(runs: Runs, measure: str, *arms: str) -> list[Effect]:
    """From each arm to the next the measure falls, seed by seed."""
    return [negative(_step(measure, *two), _gap(runs, measure, *two)) for two in pairwise(arms)]


def rises(runs: Runs, measure: str, *arms: str) -> list[Effect]:
    """From each arm to the next the measure rises, seed by seed."""
    return [positive(_step(measure, *two), _gap(runs, measure, *two)) for two in pairwise(arms)]


def _step(measure: str, one: str, other: str) -> str:
    return f"{measure}: {one} → {other}"


def _gap(runs: Runs, measure: str, one: str, other: str) -> Floats:
    return runs.end(other, measure) - runs.end(one, measure)


def levels(parameter: str, *values: float, **more: Any) -> dict[str, Arm]:
    """An arm for each value of a parameter, named by it."""
    fixed = {name.replace("__", "."): value for name, value in more.items()}
    return {f"{value:g}": {parameter: value, **fixed} for value in values}
