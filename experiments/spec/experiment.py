"""An experiment: scenarios, policies and factors, and how many runs of each point."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from experiments.spec.factors import EARLIER_NAMES, Factor
from experiments.spec.schema import ExperimentFile, PolicyEntry, UntilEntry
from scenarios import Alliance, Scenario, ScheduledChange
from scenarios.schema import given
from sim.parameters import PARAMETERS

REPLICATES = 10
"""Runs of each point where the experiment does not say how many."""

QUICK_SEARCH = 100
"""Runs of a small search for each lever, and for some packages more."""


@dataclass(frozen=True)
class Case:
    """A policy in a scenario: all that the points of a design have in common."""

    scenario_name: str
    policy: str
    """Empty where the experiment compares no policies."""
    scenario: Scenario
    """With the settings and the schedule of experiment and policy, as long as a run takes."""


@dataclass(frozen=True, eq=False, repr=False)
class Experiment:
    """A validated experiment; ``name`` is only how it was asked for."""

    file: ExperimentFile
    scenarios: Mapping[str, Scenario]
    """By the names that the experiment calls them."""
    name: str = "experiment"
    quick: bool = field(default=False)

    def __repr__(self) -> str:
        varied = ", ".join(factor.name for factor in self.factors) or "nothing varies"
        return f"<experiment {self.name}: {', '.join(self.scenarios)}; {varied}; {len(self.file.policies)} policies>"

    @property
    def title(self) -> str:
        return self.file.title or self.name

    @property
    def question(self) -> str:
        return self.file.question

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that answer the question, the first one first."""
        return self.file.measures

    @property
    def until(self) -> UntilEntry | None:
        """The stopping rule; None where the number of replicates is fixed."""
        return self.file.until

    @property
    def replicates(self) -> int:
        """Runs of each point; with a stopping rule, at most."""
        return self.until.at_most if self.until else self.file.replicates or REPLICATES

    @property
    def series(self) -> bool:
        """True where every month is recorded: because it is asked for, or because outcomes are worked out from it."""
        return "series" in self.file.record or bool(self.file.outcomes)

    @property
    def better(self) -> dict[str, int]:
        """The sign of each outcome of one's own: 1 where more is better, -1 where worse; of others nothing is said."""
        signs = {"more": 1, "less": -1}
        return {entry.name: signs[entry.better] for entry in self.file.outcomes if entry.better}

    @property
    def networks(self) -> bool:
        """True where the relations at the end are recorded."""
        return "networks" in self.file.record

    @cached_property
    def factors(self) -> tuple[Factor, ...]:
        """The factors; ``game.*`` and ``*`` have become the parameters that they stand for."""
        return expand_factors(self.file)

    @cached_property
    def cases(self) -> Sequence[Case]:
        """Every policy in every scenario."""
        policies: Sequence[PolicyEntry | None] = self.file.policies or (None,)
        return [
            Case(name, policy.name if policy else "", scenario_under_policy(self.file, scenario, policy))
            for name, scenario in self.scenarios.items()
            for policy in policies
        ]

    @cached_property
    def spec(self) -> str:
        """The experiment as JSON, scenarios and all: ``experiments.stored`` makes it again."""
        said = self.file.model_dump(mode="json", by_alias=True, exclude_unset=True)
        scenarios = {name: scenario.document() for name, scenario in self.scenarios.items()}
        return json.dumps({"experiment": said, "scenarios": scenarios}, ensure_ascii=False)


def expand_factors(file: ExperimentFile) -> tuple[Factor, ...]:
    """The factors of a file, in order; ``*`` leaves out the parameters that stand by themselves."""
    known = {*PARAMETERS, *EARLIER_NAMES}
    alone = {entry.parameter for entry in file.factors if entry.parameter in known}
    factors: dict[str, Factor] = {}
    for entry in file.factors:
        names = (
            [entry.parameter]
            if entry.parameter in alone
            else [name for name in matching_parameters(entry.parameter) if name not in alone]
        )
        for name in names:
            factor = Factor(entry.model_copy(update={"parameter": name}))
            factors.setdefault(factor.name, factor)
    return tuple(factors.values())


def matching_parameters(pattern: str) -> list[str]:
    """The parameters that ``*`` or ``game.*`` stands for: all, or those of a group; never structure or words.

    >>> matching_parameters("climate.*")
    ['climate.orientation', 'climate.rate']
    """
    before = pattern.removesuffix("*")
    if before == pattern or (before and not before.endswith(".")):
        return []
    return [
        name
        for name, parameter in PARAMETERS.items()
        if name.startswith(before) and not parameter.structural and not parameter.choices
    ]


def scenario_under_policy(file: ExperimentFile, scenario: Scenario, policy: PolicyEntry | None) -> Scenario:
    """A scenario with the settings, the length and the schedule that experiment and policy give it.

    Raises ScenarioError where they do not fit.
    """
    shaped = scenario.lasting(file.months or scenario.months)
    if policy:
        kept = () if policy.replace_schedule else shaped.schedule
        added = tuple(ScheduledChange.of(entry) for entry in policy.schedule)
        allied = tuple(Alliance.of(entry) for entry in policy.alliances)
        shaped = replace(shaped, schedule=(*kept, *added), alliances=(*shaped.alliances, *allied))
    return shaped.with_settings({**dict(given(file)), **(dict(given(policy)) if policy else {})})


def quick_version(experiment: Experiment) -> Experiment:
    """The same experiment made small, to see in seconds whether it is the right one."""
    file = experiment.file
    factors = tuple(
        entry.model_copy(
            update={
                "steps": min(entry.steps or 3, 3) if not entry.levels else None,
                "levels": thinned(entry.levels),
            }
        )
        for entry in file.factors
    )
    most = experiment.replicates
    if file.points:  # thinned as they are: the factors' levels are those of the points
        step = max(1, len(file.points) // 8)
        factors = file.factors
        file = file.model_copy(update={"points": file.points[::step][:8]})
    small: dict[str, Any] = {
        "factors": factors,
        "samples": min(file.samples, 8),
        "replicates": None if file.until else min(3, most),
        "until": file.until and file.until.model_copy(update={"at_least": min(3, most), "at_most": min(6, most)}),
    }
    if file.adaptive:
        small["adaptive"] = file.adaptive.model_copy(update={"rounds": min(file.adaptive.rounds, 2)})
    if file.search:
        levers = len(file.search.levers)
        runs = min(file.search.runs, QUICK_SEARCH * (levers + 9))
        small["search"] = file.search.model_copy(update={"runs": runs, "population": 8})
    named = f"{experiment.name}-quick"
    return replace(experiment, file=file.model_copy(update=small), name=named, quick=True)


def thinned(levels: tuple[Any, ...] | None) -> tuple[Any, ...] | None:
    """At most three of some levels: the first, one in the middle, the last."""
    if levels is None or len(levels) <= 3:
        return levels
    return levels[0], levels[len(levels) // 2], levels[-1]
