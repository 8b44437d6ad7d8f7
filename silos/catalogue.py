"""Catalogue of parameters, measures, strategies, scenarios and experiments, as plain records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenarios.errors import ScenarioError


def parameter_records(which: str | None = None) -> list[dict[str, Any]]:
    """Every parameter, those of a group, or one: name, default, range, unit, meaning, source, usual range, whose."""
    from sim.parameters import PARAMETERS

    chosen = [parameter for parameter in PARAMETERS.values() if which in (None, parameter.group, parameter.name)]
    if not chosen:
        raise _unknown(which, PARAMETERS)
    return [
        {
            "name": parameter.name,
            "default": parameter.default,
            "range": parameter.range,
            "unit": parameter.unit,
            "meaning": parameter.meaning,
            "source": parameter.source,
            "usual": list(parameter.usual),
            "whose": "system" if parameter.structural else parameter.whose,
        }
        for parameter in chosen
    ]


def _unknown(which: object, known: Iterable[str]) -> ScenarioError:
    from scenarios.errors import Fault, ScenarioError, nearest

    names = list(known)
    groups = list(dict.fromkeys(name.partition(".")[0] for name in names))
    near = nearest(which, [*groups, *names])
    message = "no group of parameters, and no parameter, of this name"
    return ScenarioError(
        [Fault(file="parameters", value=which, message=message, allowed=", ".join(groups), nearest=near)]
    )


def measure_records() -> list[dict[str, Any]]:
    """Every measure: name, meaning, range, source, and whether it is taken every month or at the end."""
    from sim.measures import END_MEASURES, MEASURES

    return [
        {
            "name": measure.name,
            "meaning": measure.meaning,
            "range": measure.range,
            "source": measure.source,
            "when": when,
        }
        for when, some in (("month", MEASURES), ("end", END_MEASURES))
        for measure in some
    ]


def strategy_records() -> list[dict[str, Any]]:
    """Every strategy: name, meaning, what it remembers, and source."""
    from sim.strategies import STRATEGIES

    return [
        {
            "name": strategy.name,
            "meaning": " ".join(strategy.meaning.replace("``", "").split()),
            "memory": "all" if strategy.memory < 0 else str(strategy.memory),
            "stochastic": strategy.stochastic,
            "source": strategy.source,
        }
        for strategy in STRATEGIES
    ]


def scenario_records() -> list[dict[str, Any]]:
    """Every scenario of the library: name, title, question, and how large it is."""
    from scenarios import library, load

    loaded = [load(name) for name in library()]
    return [
        {
            "name": scenario.name,
            "title": scenario.title,
            "question": scenario.question,
            "organisations": len(scenario.names),
            "sectors": len(scenario.sector_names),
            "months": scenario.months,
        }
        for scenario in loaded
    ]


def experiment_records() -> list[dict[str, Any]]:
    """Every experiment of the library: name, title, question, and how large it is."""
    from experiments import library, load, number_of_points

    loaded = [load(name) for name in library()]
    return [
        {
            "name": experiment.name,
            "title": experiment.title,
            "question": experiment.question,
            "scenarios": list(experiment.scenarios),
            "factors": [factor.name for factor in experiment.factors],
            "policies": [policy.name for policy in experiment.file.policies],
            "design": experiment.file.design,
            "points": number_of_points(experiment),
            "runs": number_of_points(experiment) * experiment.replicates,
        }
        for experiment in loaded
    ]
