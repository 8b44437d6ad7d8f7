"""Setup of a run: a scenario, the changes made to it, interventions, and the seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import isfinite
from typing import Any

from dashboards.explore.interventions import Intervention, as_schedule
from dashboards.languages import _
from scenarios import Scenario, load
from sim.parameters import PARAMETERS
from sim.system import RunSpec, System

MOST_TIES = 40_000
"""More than this no page can draw."""
MOST_ORGANISATIONS = 1000
MOST_MONTHS = 600


class TooLarge(ValueError):
    """A system that a page cannot show."""


@dataclass(frozen=True)
class Setup:
    """Everything that decides a run: equal setups give equal runs, bit for bit."""

    scenario: Scenario = field(default_factory=lambda: load("plain"))
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Parameters set to other values than the scenario's, by dotted name."""
    interventions: tuple[Intervention, ...] = ()
    seed: int = 0

    @cached_property
    def whole(self) -> Scenario:
        """The scenario with all changes and interventions, as its file would say it."""
        scenario = self.scenario.with_settings(self.settings) if self.settings else self.scenario
        for intervention in sorted(self.interventions, key=lambda intervention: intervention.month):
            new = as_schedule(intervention, scenario, scenario.system())
            scenario = replace(scenario, schedule=(*scenario.schedule, *new))
        return scenario

    @cached_property
    def system(self) -> System:
        """The system to run; ScenarioError for what is not allowed, TooLarge for what cannot be shown."""
        listed = len(self.scenario.organisations)
        count = listed or self.value("structure.organisations")
        if isinstance(count, int) and count > MOST_ORGANISATIONS:
            raise TooLarge(
                _(
                    "a page shows at most %(most)s organisations, not %(count)s; use `silos run`",
                    most=MOST_ORGANISATIONS,
                    count=count,
                )
            )
        system = self.whole.system()
        if system.network.m > MOST_TIES:
            raise TooLarge(
                _(
                    "a page shows at most %(most)s ties, not %(count)s; use `silos run`",
                    most=MOST_TIES,
                    count=system.network.m,
                )
            )
        return system

    @property
    def unchanged(self) -> Setup:
        """The scenario without changes and interventions; what decides who is there stays."""
        structural = {name: value for name, value in self.settings.items() if PARAMETERS[name].structural}
        return replace(self, settings=structural, interventions=())

    @property
    def months(self) -> int:
        """Length of the run."""
        return min(self.scenario.months, MOST_MONTHS)

    def spec(self, seed: int | None = None) -> RunSpec:
        """The run, or the same with another seed."""
        return RunSpec(system=self.system, seed=self.seed if seed is None else seed, months=self.months)

    def value(self, name: str) -> Any:
        """The value of a parameter that holds for everyone at the start."""
        return self.settings.get(name, self.default(name))

    def default(self, name: str) -> Any:
        """The scenario's own value of a parameter."""
        group, _, key = name.partition(".")
        return getattr(getattr(self.scenario.parameters, group), key)

    def with_value(self, name: str, value: Any) -> Setup:
        """This setup with a parameter at another value; the scenario's own value is no change."""
        settings = {key: kept for key, kept in self.settings.items() if key != name}
        if PARAMETERS[name].integer and isinstance(value, float) and isfinite(value):
            value = round(value)
        if value != self.default(name):
            settings[name] = value
        return replace(self, settings=settings)

    def with_intervention(self, intervention: Intervention) -> Setup:
        """This setup with one more intervention; the same twice in one month counts once."""
        return (
            self
            if intervention in self.interventions
            else replace(self, interventions=(*self.interventions, intervention))
        )

    def without_intervention(self, position: int) -> Setup:
        """This setup without one of the interventions."""
        return replace(self, interventions=self.interventions[:position] + self.interventions[position + 1 :])
