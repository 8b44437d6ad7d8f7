"""The fit of a scenario to observed data: a posterior of its free parameters, and whether to believe it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from experiments.calibration.checks import TAILS, Forecast, KeptBack, forecast, kept_back, predictive_table
from experiments.calibration.forest import Forest, weighted_quantiles
from experiments.calibration.observed import Observed, read_observed
from experiments.calibration.priors import Priors, Range, priors_of
from experiments.calibration.reference_table import ReferenceTable, Watch, reference_table
from scenarios import Fault, Scenario, ScenarioError, load
from scenarios.entities import Settings
from sim.arrays import Floats

RUNS = 8192
FEWEST, MOST = 256, 1_000_000
HELD_OUT = 8
"""One run in so many is kept back to check the intervals by: the last ones, since every eighth point of a Sobol'
sequence lies in one corner, and an eighth of it in a row fills the ranges."""

LITTLE_NARROWED, LITTLE_SKILL = 0.1, 0.05
"""Below either, the data tell nothing of a parameter."""

LEAST_HELD = 0.75
"""The share of observed numbers that a model which fits holds in its 90% intervals, at least."""

MOST_NAMED = 3
DRAWS = 200


@dataclass(frozen=True, eq=False)
class Fit:
    """A posterior of some parameters of a scenario, given data.

    scenario    that was fitted, with the measured start of the data where it has none of its own
    priors      the parameters, each with its range
    observed    the data
    table       runs drawn from the prior
    weights     (runs,) of the table: the posterior, which sums to 1
    checked     runs that were kept back, each fitted as if it had been observed
    forecast    of the last month by the months before, where there are two or more
    seed        of the fit
    """

    scenario: Scenario
    priors: Priors
    observed: Observed
    table: ReferenceTable
    weights: Floats
    checked: KeptBack
    forecast: Forecast | None
    seed: int

    @cached_property
    def parameters(self) -> pd.DataFrame:
        """One row a parameter: prior_low, prior_high, median, low, high (90%), narrowed (1 less the posterior's
        standard deviation as a share of the prior's; 0 says that the data tell nothing), coverage (the share of runs
        kept back whose interval holds their true value)."""
        rows = []
        shares = self.priors.as_shares(self.table.parameters)
        for number, (name, (low, high)) in enumerate(self.priors.ranges.items()):
            values, share = self.table.parameters[:, number], shares[:, number]
            mean = float(self.weights @ share)
            deviation = float(np.sqrt(self.weights @ (share - mean) ** 2))
            lower, median, upper = weighted_quantiles(values, self.weights, TAILS)
            rows.append(
                {
                    "parameter": name,
                    "prior_low": low,
                    "prior_high": high,
                    "median": median,
                    "low": lower,
                    "high": upper,
                    "narrowed": max(0.0, 1 - deviation * np.sqrt(12)),
                    "coverage": self.checked.coverage[number],
                }
            )
        return pd.DataFrame(rows)

    @cached_property
    def predictive(self) -> pd.DataFrame:
        """One row an observed statistic: month, observed, median, low, high (90% of what the fitted model shows), holds
        (whether that interval holds it), within_reach (whether any parameters within the priors come there)."""
        return predictive_table(self.observed, self.weights, self.table.statistics)

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """Sentences that must be said beside the numbers."""
        return tuple(_warnings(self))

    def draws(self, count: int = DRAWS) -> pd.DataFrame:
        """Return equally likely draws of the posterior, a column a parameter: what ``points`` of an experiment reads.

        count    how many, at even steps of the posterior's weight, so that the same fit always gives the same draws
        returns  a row a draw

        Raises ValueError where the count is below 1.
        """
        if count < 1:
            raise ValueError(f"count must be at least 1, not {count!r}")
        order = np.lexsort(self.table.parameters.T[::-1])
        reached = np.cumsum(self.weights[order])
        steps = (np.arange(count) + 0.5) / count
        chosen = order[np.minimum(np.searchsorted(reached, steps * reached[-1]), len(order) - 1)]
        return pd.DataFrame(self.table.parameters[chosen], columns=list(self.priors.names))

    def with_posterior(self, count: int = DRAWS) -> Scenario:
        """Return the scenario with the posterior: each seed of a run then has parameters of its own.

        count    how many draws
        returns  the changed scenario

        Raises ValueError where the count is below 1.
        """
        rows = self.draws(count).to_dict("records")
        return replace(self.scenario, posterior=tuple(Settings({str(name): row[name] for name in row}) for row in rows))

    def __repr__(self) -> str:
        return f"{self.parameters.round(3).to_string(index=False)}\n" + "\n".join(self.warnings)


def fit(
    scenario: str | os.PathLike[str] | Mapping[str, object] | Scenario,
    data: str | os.PathLike[str],
    free: Sequence[str] | Mapping[str, Range | None],
    runs: int = RUNS,
    seed: int = 0,
    watch: Watch | None = None,
) -> Fit:
    """Fit parameters of a scenario to observed data, by approximate Bayesian computation with a random forest.

    scenario  its name, a file, nested tables, or what ``silos.load`` gave
    data      a CSV file: ``month`` and measures of the model, or ``month``, ``from``, ``to`` and any of trust, history
              and openness; a wave of month 0 is where the runs start, unless the scenario has a measured start
    free      parameters that may move, by dotted name, each over the range given, or over its usual one
    runs      how many runs are drawn from the prior
    seed      of the draws and runs
    watch     called with how many runs are done, and of how many
    returns   the posterior, and what to hold against it

    Raises ScenarioError with every fault of the scenario, the data and the parameters.
    """
    there = scenario if isinstance(scenario, Scenario) else load(scenario)
    priors = priors_of(free)
    if not FEWEST <= runs <= MOST:
        raise ScenarioError([Fault(file="runs", value=runs, message="out of range", allowed=f"{FEWEST} to {MOST:,}")])
    observed = read_observed(data, there)
    if observed.start and not there.start:
        there = load({**there.document(), "start": [dict(row) for row in observed.start]})
    table = reference_table(there.knowing(priors.names), priors, observed, runs, seed, watch)
    shares = priors.as_shares(table.parameters)
    kept = np.arange(runs) >= runs - runs // HELD_OUT
    trial = Forest(table.statistics[~kept], shares[~kept], seed)
    checked = kept_back(trial, table.statistics[kept], shares[kept], shares[~kept])
    weights = Forest(table.statistics, shares, seed).weights(observed.values[None])[0]
    return Fit(there, priors, observed, table, weights, checked, forecast(priors, observed, table, seed), seed)


def _warnings(result: Fit) -> Iterator[str]:
    """Yield what the data cannot tell, what the model cannot show, and where who knows no model does as well."""
    narrowed, skill = result.parameters["narrowed"], result.checked.skill
    unknown = [
        name
        for name, width, gain in zip(result.priors.names, narrowed.tolist(), skill.tolist(), strict=True)
        if width < LITTLE_NARROWED or gain < LITTLE_SKILL
    ]
    if unknown:
        yield f"The data cannot tell {', '.join(unknown)}: about as much is left open as before."
    names, reach = result.predictive["statistic"].tolist(), result.predictive["within_reach"].tolist()
    away = [str(name) for name, within in zip(names, reach, strict=True) if not within]
    if away:
        more = " and more" if len(away) > MOST_NAMED else ""
        shown = "; ".join(away[:MOST_NAMED])
        yield f"No parameters within these ranges show {shown}{more} as observed: the ranges or the model are wrong."
    held = float(result.predictive["holds"].mean())
    if held < LEAST_HELD:
        yield f"The fitted model's 90% intervals hold {held:.0%} of what was observed: it does not fit well."
    foretold = result.forecast
    if foretold and foretold.model >= min(foretold.rivals.values()):
        better, error = min(foretold.rivals.items(), key=lambda rival: rival[1])
        yield (
            f"Foretelling month {foretold.month} from the months before, the model errs by {foretold.model:.3f};"
            f" who says {better!r} errs by {error:.3f}."
        )
