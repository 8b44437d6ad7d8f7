"""V20: whether directions hold where the defaults do not.

Parameter sets are drawn around the defaults; in every one each lever is moved by a step, with the same random numbers.
A difference is *clear* where the mean over seeds lies beyond two standard errors and beyond .01.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from experiments.analysis.intervals import share_interval
from experiments.analysis.resampling_rng import generator
from experiments.validation.hypotheses import Trial, run_trial
from results import Store
from sim.arrays import Floats
from sim.parameters import PARAMETERS

SEEDS = 8
"""Common seeds of every set."""

SPREAD = 0.5
"""A parameter is its default times exp U(-SPREAD, SPREAD)."""

ORIENTATION = (-0.1, 0.3)
KEPT = ("game.benefit", "learning.gloss", "game.sharing", "game.expansion", "climate.orientation", "climate.rate")
"""Parameters that stay at their defaults; so do those that are 0 there."""

HIGHEST = 0.95
"""Of a probability that is drawn."""

CLEAR, ERRORS = 0.01, 2.0

MOST_AGAINST = 0.05
"""Share of sets in which a lever may go clearly against its direction."""

FEWEST_CLEAR = 0.4
"""Share of sets in which it must be clear: "about half or more", as it was read before the first run."""


@dataclass(frozen=True)
class Lever:
    """A parameter, the step by which it is moved, the sign of what that does to openness (0: none is claimed), and
    whether the report fails where it goes against it."""

    parameter: str
    step: float
    sign: int
    required: bool = True


LEVERS: Sequence[Lever] = (
    Lever("resources.scarcity", 0.15, -1),
    Lever("history.trust", 0.15, 1),
    Lever("game.sharing", 0.2, 1),
    Lever("trust.blame", 0.3, -1),
    Lever("dialogue.time_together", 0.1, 1),
    Lever("dialogue.enquiry", 0.5, 1),
    Lever("leadership.turnover", 0.03, -1, required=False),
    Lever("leadership.patience", 0.1, 1),
    Lever("mindset.zero_sum", 0.15, -1),
    Lever("game.expansion", 0.3, -1),
    Lever("dialogue.bridging", 0.2, 0, required=False),
)


def drawn_sets(count: int) -> list[dict[str, float]]:
    """Return parameter sets around the defaults; the first sets of a longer list are those of a shorter one."""
    draws = generator("validation-robustness")
    sets = []
    for _ in range(count):
        values: dict[str, float] = {}
        for name, parameter in PARAMETERS.items():
            default = parameter.default
            if parameter.structural or not isinstance(default, float) or name in KEPT or default == 0.0:
                continue
            factor = float(np.exp(draws.uniform(-SPREAD, SPREAD)))
            value = float(draws.uniform(*ORIENTATION)) if name == "mindset.orientation" else default * factor
            values[name] = min(value, HIGHEST) if parameter.high == 1.0 else value
        sets.append(values)
    return sets


def moved(values: Mapping[str, float], lever: Lever) -> dict[str, Any]:
    """Return a set with a lever moved by its step, no further than its range goes."""
    parameter = PARAMETERS[lever.parameter]
    begin = values.get(lever.parameter, float(parameter.default))
    return {**values, lever.parameter: min(begin + lever.step, parameter.high)}


def robustness(store: Store, count: int) -> pd.DataFrame:
    """Return one row a set and lever: lever, position, difference in openness at month 120, its standard error, verdict
    (1 as claimed, 0 nothing clear, -1 against; for a lever without a direction the sign)."""
    sets = drawn_sets(count)
    base = _openness(store, "v20-base", sets)
    rows = []
    for lever in LEVERS:
        gaps = _openness(store, f"v20-{lever.parameter}", [moved(values, lever) for values in sets]) - base
        means, errors = gaps.mean(axis=1), gaps.std(axis=1, ddof=1) / np.sqrt(SEEDS)
        clear = (np.abs(means) > ERRORS * errors) & (np.abs(means) > CLEAR)
        verdicts = np.where(clear, np.sign(means) * (lever.sign or 1), 0.0)
        rows += [
            {"lever": lever.parameter, "set": at, "difference": mean, "error": error, "verdict": verdict}
            for at, (mean, error, verdict) in enumerate(zip(means, errors, verdicts, strict=True))
        ]
    return pd.DataFrame(rows)


def _openness(store: Store, name: str, sets: Sequence[Mapping[str, float]]) -> Floats:
    """Return (sets, SEEDS) openness at the end."""
    arms = {f"set {at:03d}": values for at, values in enumerate(sets)}
    runs = run_trial(name, "Do directions hold where the defaults do not?", Trial(arms=arms), SEEDS, store)
    table = runs.ends.pivot(index="policy", columns="seed", values="openness")
    return table.loc[list(arms)].to_numpy(dtype=float)


@dataclass(frozen=True)
class LeverRobustness:
    """Shares of parameter sets in which a lever is clear as claimed, does nothing clear, and goes against, with the
    interval of the last."""

    lever: Lever
    sets: int
    clear: float
    nothing: float
    against: float
    low: float
    high: float
    median: float

    @property
    def holds(self) -> bool:
        """Against in few enough sets, and clear in enough; where no direction is claimed nothing can fail."""
        return not self.lever.sign or (self.against <= MOST_AGAINST and self.clear >= FEWEST_CLEAR)


def lever_shares(table: pd.DataFrame) -> list[LeverRobustness]:
    """Return the shares of each lever, from the table of ``robustness``."""
    rows = []
    for lever in LEVERS:
        cells = table[table["lever"] == lever.parameter]
        verdicts = cells["verdict"].to_numpy(dtype=float)
        against = float((verdicts < 0).sum())
        low, high = share_interval(np.array([against]), np.array([float(len(verdicts))]))
        clear, nothing = float((verdicts > 0).mean()), float((verdicts == 0).mean())
        shares = (clear, nothing, against / len(verdicts), float(low[0]), float(high[0]))
        rows.append(LeverRobustness(lever, len(verdicts), *shares, float(cells["difference"].median())))
    return rows
