"""What there is, as plain records: read by the tables of Python, of the command line and of ``--json``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenarios.errors import ScenarioError


def parameters(which: str | None = None) -> list[dict[str, Any]]:
    """Every parameter, those of a group, or one: name, default, range, unit, meaning, source, usual range, whose."""
    from sim.parameters import PARAMETERS

    found = [each for each in PARAMETERS.values() if which in (None, each.group, each.name)]
    if not found:
        raise _unknown(which, PARAMETERS)
    return [
        {
            "name": each.name,
            "default": each.default,
            "range": each.range,
            "unit": each.unit,
            "meaning": each.meaning,
            "source": each.source,
            "usual": list(each.usual),
            "whose": "system" if each.structural else each.whose,
        }
        for each in found
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


def measures() -> list[dict[str, Any]]:
    """Every measure: name, meaning, range, source, and whether it is taken every month or at the end."""
    from sim.measures import END_MEASURES, MEASURES

    return [
        {"name": each.name, "meaning": each.meaning, "range": each.range, "source": each.source, "when": when}
        for when, some in (("month", MEASURES), ("end", END_MEASURES))
        for each in some
    ]


def strategies() -> list[dict[str, Any]]:
    """Every strategy: name, meaning, what it remembers, and source."""
    from sim.strategies import STRATEGIES

    return [
        {
            "name": each.name,
            "meaning": " ".join(each.meaning.replace("``", "").split()),
            "memory": "all" if each.memory < 0 else str(each.memory),
            "stochastic": each.stochastic,
            "source": each.source,
        }
        for each in STRATEGIES
    ]


def scenarios() -> list[dict[str, Any]]:
    """Every scenario of the library: name, title, question, and how large it is."""
    from scenarios import library, load

    loaded = [load(name) for name in library()]
    return [
        {
            "name": each.name,
            "title": each.title,
            "question": each.question,
            "organisations": len(each.names),
            "sectors": len(each.sector_names),
            "months": each.months,
        }
        for each in loaded
    ]


def experiments() -> list[dict[str, Any]]:
    """Every experiment of the library: name, title, question, and how large it is."""
    from experiments import library, load, number_of_points

    loaded = [load(name) for name in library()]
    return [
        {
            "name": each.name,
            "title": each.title,
            "question": each.question,
            "scenarios": list(each.scenarios),
            "factors": [factor.name for factor in each.factors],
            "policies": [policy.name for policy in each.file.policies],
            "design": each.file.design,
            "points": number_of_points(each),
            "runs": number_of_points(each) * each.replicates,
        }
        for each in loaded
    ]
