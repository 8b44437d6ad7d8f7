"""The points of an experiment: a policy, in a scenario, under one value of each factor."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from experiments.spec.design import Row, design
from experiments.spec.experiment import Case, Experiment
from experiments.spec.factors import Factor, factor_settings
from experiments.spec.identity import Subject, scenario_text, settings_text
from experiments.spec.own_networks import AS_GIVEN, NETWORK, own_network
from sim.parameters import Value


@dataclass(frozen=True, slots=True)
class DesignPoint:
    """One point, and what determines its runs but for their seed."""

    position: int
    scenario: str
    policy: str
    factors: Mapping[str, Value]
    """Value of each factor by the name of its column."""
    subject: Subject


def points(experiment: Experiment) -> Iterator[DesignPoint]:
    """Every point in order: scenario by scenario, policy by policy, and within these as designed."""
    designed, position = design(experiment), count()
    for case in experiment.cases:
        point_at = point_maker(experiment, case)
        yield from (point_at(next(position), row) for row in designed.rows())


def point_maker(experiment: Experiment, case: Case) -> Callable[[int, Row], DesignPoint]:
    """Return the function that makes the point of a row of the design, under a policy in a scenario."""
    case = replace(case, scenario=case.scenario.knowing([factor.entry.parameter for factor in experiment.factors]))
    now, text = _everyones(case), scenario_text(case.scenario)

    def point(position: int, row: Row) -> DesignPoint:
        values = _filled(experiment.factors, row, now)
        varied = factor_settings(experiment.factors, tuple(values.values()), now)
        whose = text
        if NETWORK in varied:
            scenario, varied = own_network(case.scenario, varied, experiment.file.design_seed)
            whose = text if scenario is case.scenario else scenario_text(scenario)
        subject = Subject(whose, settings_text({**case.scenario.settings, **varied}), case.scenario.months)
        return DesignPoint(position, case.scenario_name, case.policy, values, subject)

    return point


def number_of_points(experiment: Experiment) -> int:
    """Return the number of points; of a search, those of as many packages as may be tried."""
    worlds = len(design(experiment)) * len(experiment.cases)
    search = experiment.file.search
    return worlds * (search.runs // (worlds * experiment.replicates)) if search else worlds


def _everyones(case: Case) -> dict[str, Any]:
    """The value of every parameter that holds for everyone in a case."""
    groups = case.scenario.parameters.model_dump()
    if case.scenario.ties:
        groups["structure"]["network"] = AS_GIVEN
    return {f"{group}.{key}": value for group, keys in groups.items() for key, value in keys.items()}


def _filled(factors: tuple[Factor, ...], row: Row, now: Mapping[str, Any]) -> dict[str, Value]:
    """The value of each factor, by the name of its column; as the scenario has it where the design leaves it alone."""
    filled: dict[str, Value] = {}
    for factor, value in zip(factors, row, strict=True):
        held = now[factor.entry.parameter]
        if factor.entry.tier is not None and isinstance(held, tuple):
            held = held[factor.entry.tier]
        filled[factor.name] = held if value is None else value
    return filled
