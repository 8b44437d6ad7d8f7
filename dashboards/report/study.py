"""Subject of a report: an experiment with its finished runs, whatever store they came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from dashboards.report.wording import count, level, listed
from experiments.analysis import BETTER, STARTS
from experiments.analysis.averaging import CONDITION, shared_conditions
from experiments.analysis.experimental_units import unit_noun, unit_of
from experiments.spec.design import Design, design
from experiments.spec.experiment import Experiment
from experiments.spec.factors import Factor
from experiments.spec.schema import PolicyEntry
from results.run_ends import measure_of, version_in
from scenarios.schema import given
from sim.measures import Measure
from sim.state import State

BESIDE = ("openness", "race_share")
"""Always told together: behind walls a race share means nothing."""

FACTORS = 5
"""Most factors whose values are told; of more, the number of the condition is."""


def passing(policy: PolicyEntry) -> bool:
    """Tell whether all that a policy does is over by the end: starts alone, and changes for a while."""
    lasting = [event for event in policy.schedule if event.until is None]
    return not policy.replace_schedule and not lasting and all(name in STARTS for name, _ in given(policy))


@dataclass(frozen=True, eq=False)
class Study:
    """An experiment and what came of it.

    runs     one row a finished run, as ``Store.runs`` gives it, and its ``point`` and ``block`` in the design, as
             ``evidence.placed`` gives them
    planned  how many runs there are to be
    errors   why runs failed, and how many for each reason
    id       of the experiment, empty where it has none
    origins  versions, model and commit that the runs were made with, one each of all there are
    series   gives (run, month, measures) of some runs
    replay   gives the last state of a run, played again from its record; None where it no longer comes out the same
    changed  whether the experiment says something else by now
    """

    experiment: Experiment
    runs: pd.DataFrame
    planned: int = 0
    errors: Mapping[str, int] = field(default_factory=dict)
    id: str = ""
    origins: Sequence[Mapping[str, Any]] = ()
    series: Callable[[Sequence[str]], pd.DataFrame] | None = None
    replay: Callable[[str], State | None] | None = None
    changed: bool = False

    @property
    def measures(self) -> list[str]:
        """The measures told of: those asked for, and always openness beside race share."""
        return list(dict.fromkeys([*self.experiment.measures, *BESIDE]))

    @cached_property
    def model_version(self) -> int:
        """The version of the model that its runs were made with."""
        return version_in(self.runs)

    @property
    def main(self) -> str:
        """The measure that answers the question."""
        return self.measures[0]

    @property
    def valued(self) -> str:
        """The measure by which policies are judged: the first of which more, or less, is better."""
        return next((name for name in self.measures if name in self.better), "openness")

    @cached_property
    def better(self) -> dict[str, int]:
        """The sign of each measure and outcome: 1 where more is better, -1 where worse; of others nothing is known."""
        return BETTER | self.experiment.better

    def meaning(self, name: str) -> Measure:
        """A measure as the runs' version of the model meant it, or an outcome of the experiment's own."""
        own = {entry.name: entry for entry in self.experiment.file.outcomes}
        if name not in own:
            return measure_of(name, self.model_version)
        words = own[name].description or "an outcome of this experiment's own"
        return Measure(name, f"{words}: {own[name].expression}", "")

    @property
    def design(self) -> str:
        return self.experiment.file.design

    @cached_property
    def points(self) -> int:
        """Points of the design, for each policy in each scenario."""
        return len(self.plan)

    @cached_property
    def plan(self) -> Design:
        """The points themselves."""
        return design(self.experiment)

    @cached_property
    def factors(self) -> list[Factor]:
        """The factors that do vary."""
        return [factor for factor in self.experiment.factors if self.runs[factor.name].astype(str).nunique() > 1]

    @cached_property
    def numeric(self) -> list[Factor]:
        """Of these, the ones with numbers for values."""
        return [factor for factor in self.factors if pd.api.types.is_numeric_dtype(self.runs[factor.name])]

    @property
    def names(self) -> list[str]:
        """Columns of the factors with numbers for values."""
        return [factor.name for factor in self.numeric]

    @cached_property
    def policies(self) -> list[str]:
        """In the order of the file; those of which there are runs."""
        there = set(self.runs["policy"])
        return [policy.name for policy in self.experiment.file.policies if policy.name in there]

    @property
    def baseline(self) -> str:
        """The policy that others are compared with: the first."""
        return self.policies[0]

    @cached_property
    def scenarios(self) -> list[str]:
        there = set(self.runs["scenario"])
        return [name for name in self.experiment.scenarios if name in there]

    @cached_property
    def unit(self) -> list[str]:
        """Columns of ``runs`` that tell independent units apart where several conditions are taken together."""
        return unit_of(self.runs, self.plan)

    def unit_among(self, runs: pd.DataFrame, by: Sequence[str] = ()) -> list[str]:
        """Return the independent unit within groups of runs: each run, where all of a group are of one condition."""
        conditions = runs[list(dict.fromkeys([*by, *CONDITION]))].drop_duplicates()
        most = conditions.groupby(list(by), observed=True).size().max() if by else len(conditions)
        return self.unit if most > 1 else []

    def averaged(self, *apart: str) -> str:
        """Say what varies among runs where these columns are told apart; empty where nothing does."""
        others = [f"`{factor.name}`" for factor in self.factors if factor.name not in apart]
        parts = [f"all levels of {listed(others)}"] if others else []
        parts += ["all scenarios"] if len(self.scenarios) > 1 and "scenario" not in apart else []
        parts += ["all policies"] if len(self.policies) > 1 and "policy" not in apart else []
        return f"Over {listed(parts)}." if parts else ""

    def where(self, run: pd.Series, *, short: bool = False) -> str:
        """The condition of a run in words, unlike those of all others; empty where there is one alone."""
        names = {
            factor.name: f"{factor.name.partition('.')[2]} " if short else f"{factor.name} = "
            for factor in self.factors
        }
        parts = [words + level(run[name]) for name, words in names.items()]
        parts = parts if len(parts) <= FACTORS else [f"condition {run['point']}"]
        parts += [run["policy"]] if len(self.policies) > 1 else []
        parts += [run["scenario"]] if len(self.scenarios) > 1 else []
        return ", ".join(parts)

    @property
    def units(self) -> str:
        """The number of independent units, in words."""
        many = len(self.runs[self.unit].drop_duplicates())
        return count(many, unit_noun(self.unit, self.plan))

    @cached_property
    def histories(self) -> bool:
        """Tell whether policies are pasts rather than choices: each does something, all of it over before the end."""
        entries = [policy for policy in self.experiment.file.policies if policy.name in self.policies]
        some = [policy for policy in entries if passing(policy) and (policy.schedule or list(given(policy)))]
        return self.grid and len(entries) > 1 and len(some) == len(entries)

    @property
    def grid(self) -> bool:
        return self.design == "grid"

    def cases(self, *, shared: bool = False) -> Iterator[tuple[str, pd.DataFrame]]:
        """Yield the runs of each policy in each scenario, with what tells it from the others (empty: one alone).

        shared  under those points alone of which every policy has runs, for cases that are compared
        """
        among = shared_conditions(self.runs, "policy") if shared else self.runs
        for scenario in self.scenarios:
            for policy in self.policies or [""]:
                case = (among["scenario"] == scenario) & (among["policy"] == policy)
                parts = [policy] if len(self.policies) > 1 else []
                parts += [scenario] if len(self.scenarios) > 1 else []
                yield ", ".join(parts), among[case]

    @property
    def single(self) -> bool:
        """Tell whether there is one policy and one scenario alone."""
        return len(self.scenarios) * max(1, len(self.policies)) == 1
