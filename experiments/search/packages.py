"""Packages: what is done in each lever, what it costs, and the points at which it meets the uncertain worlds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from experiments.spec.design import design
from experiments.spec.experiment import Case, Experiment
from experiments.spec.factors import Factor
from experiments.spec.points import DesignPoint, point_maker
from experiments.spec.schema import FactorEntry
from experiments.spec.search_schema import LeverEntry, SearchEntry
from scenarios import Scenario, ScheduledChange
from scenarios.entities import Settings
from sim.parameters import PARAMETERS

NOTHING = "nothing"
"""The package in which every lever stays where it costs nothing."""

Package = tuple[int, ...]
"""For each lever the position of its value among those that it can take."""


@dataclass(frozen=True)
class Lever:
    """A lever, and the value that means that nothing is done."""

    entry: LeverEntry
    free: float

    @property
    def name(self) -> str:
        return self.entry.parameter

    @cached_property
    def levels(self) -> tuple[float, ...]:
        """The values to choose among, the free one among them."""
        low, high = self.entry.range or PARAMETERS[self.name].usual
        factor = Factor(FactorEntry(parameter=self.name, range=(low, high), steps=self.entry.steps))
        return tuple(sorted({*(float(str(level)) for level in factor.levels), self.free}))

    @property
    def nothing(self) -> int:
        """The position of the value that means that nothing is done."""
        return self.levels.index(self.free)

    @property
    def most(self) -> int:
        """The position of the value that is farthest from it."""
        ends = (0, len(self.levels) - 1)
        return max(ends, key=lambda end: abs(self.levels[end] - self.free))

    @property
    def when(self) -> str:
        """From when to when it is set, in words; empty where throughout."""
        if self.entry.month is None:
            return ""
        return f"from month {self.entry.month}" + (f" to {self.entry.until - 1}" if self.entry.until else "")


def free_value(entry: LeverEntry, scenario: Scenario) -> Any:
    """The value of a lever's parameter where nothing is done: as said, else as the scenario has it in that month."""
    if entry.free is not None:
        return entry.free
    group, _, key = entry.parameter.partition(".")
    value = getattr(getattr(scenario.parameters, group), key)
    for change in scenario.schedule:
        everyone = change.sector is None and change.organisation is None
        month = entry.month or 1
        lasting = change.month <= month and (change.until is None or change.until > month)
        if everyone and lasting and entry.parameter in change.settings:
            value = change.settings[entry.parameter]
    return value


@dataclass(frozen=True, eq=False)
class PackageSpace:
    """All packages of an experiment that searches, and the worlds that each of them meets."""

    experiment: Experiment

    @property
    def search(self) -> SearchEntry:
        entry = self.experiment.file.search
        assert entry is not None
        return entry

    @cached_property
    def levers(self) -> Sequence[Lever]:
        scenario = self.experiment.cases[0].scenario
        return [Lever(entry, float(free_value(entry, scenario))) for entry in self.search.levers]

    @cached_property
    def worlds(self) -> int:
        """Uncertain worlds: points of the design in every scenario."""
        return len(design(self.experiment)) * len(self.experiment.cases)

    @property
    def most(self) -> int:
        """Packages that may be tried."""
        return self.search.runs // (self.worlds * self.experiment.replicates)

    def first(self) -> list[Package]:
        """The packages that are tried first: nothing, and each lever alone at its most."""
        nothing = tuple(lever.nothing for lever in self.levers)
        alone = [(*nothing[:at], lever.most, *nothing[at + 1 :]) for at, lever in enumerate(self.levers)]
        return list(dict.fromkeys([nothing, *alone]))

    def values(self, package: Package) -> dict[str, float]:
        """The value of each lever."""
        return {lever.name: lever.levels[at] for lever, at in zip(self.levers, package, strict=True)}

    def spent(self, values: dict[str, float]) -> tuple[float, float]:
        """Money and hours that the values of all levers cost."""
        away = [(lever.entry, abs(values[lever.name] - lever.free)) for lever in self.levers]
        money = sum(entry.cost * distance for entry, distance in away)
        return money, sum(entry.hours * distance for entry, distance in away)

    def name(self, number: int) -> str:
        """Return the name of a package by its place among those that are tried."""
        first = self.first()
        if number >= len(first):
            return f"package {number}"
        used = [lever.name for lever, at in zip(self.levers, first[number], strict=True) if at != lever.nothing]
        return f"only {used[0]}" if used else NOTHING

    def points(self, number: int, package: Package) -> Iterator[DesignPoint]:
        """The points of a package: it in every world."""
        rows = list(design(self.experiment).rows())
        name, values = self.name(number), self.values(package)
        position = number * self.worlds
        for case in self.experiment.cases:
            done = Case(case.scenario_name, name, self._scenario(case.scenario, values))
            point_at = point_maker(self.experiment, done)
            for row in rows:
                point = point_at(position, row)
                yield replace(point, factors={**point.factors, **values})
                position += 1

    def _scenario(self, scenario: Scenario, values: dict[str, float]) -> Scenario:
        """A scenario with what a package does in it; a lever that is left alone changes nothing."""
        throughout: dict[str, Any] = {}
        dated: dict[tuple[int, int | None], dict[str, Any]] = {}
        for lever in self.levers:
            value = values[lever.name]
            if value != lever.free:
                whole = int(value) if PARAMETERS[lever.name].integer else value
                entry = lever.entry
                at = throughout if entry.month is None else dated.setdefault((entry.month, entry.until), {})
                at[lever.name] = whole
        changes = [
            ScheduledChange(month=month, until=until, label="package", settings=Settings(settings))
            for (month, until), settings in dated.items()
        ]
        shaped = scenario.with_settings(throughout) if throughout else scenario
        return replace(shaped, schedule=(*shaped.schedule, *changes))
