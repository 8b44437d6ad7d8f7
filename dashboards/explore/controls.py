"""Controls of the parameters, made from their own declarations: a question, both ends, the value."""

from __future__ import annotations

import math
from typing import Any

from dashboards.explore.setup import Setup
from dashboards.languages import _
from sim.parameters import PARAMETERS, Parameter, Parameters

GROUPS = {name: (type(field.default).__doc__ or name).strip() for name, field in Parameters.model_fields.items()}
"""The parameters' groups with what they are about."""

FIRST = (
    "resources.scarcity",
    "history.trust",
    "mindset.zero_sum",
    "mindset.us_and_them",
    "dialogue.time_together",
    "dialogue.bridging",
    "dialogue.enquiry",
    "game.sharing",
    "trust.blame",
    "leadership.turnover",
)
"""The parameters that matter first."""


def controls(setup: Setup) -> list[dict[str, Any]]:
    """Groups of controls: first the few that matter first, then all, group by group."""
    first = {"name": "first", "title": _("Most important"), "about": "",
             "controls": [control(PARAMETERS[name], setup) for name in FIRST]}  # fmt: skip
    return [first, *(_group(name, setup) for name in GROUPS)]


def _group(group: str, setup: Setup) -> dict[str, Any]:
    controls = [
        control(parameter, setup)
        for parameter in PARAMETERS.values()
        if parameter.group == group and _fits(parameter, setup)
    ]
    title = group.replace("_", " ").capitalize()
    return {
        "name": group,
        "title": _(title),
        "about": _(GROUPS[group].splitlines()[0]).rstrip("."),
        "controls": controls,
    }


def _fits(parameter: Parameter, setup: Setup) -> bool:
    """Tell whether a parameter does anything here: a scenario that lists its organisations makes none."""
    listed = bool(setup.scenario.organisations)
    return not (listed and parameter.name in ("structure.organisations", "structure.sectors"))


def control(parameter: Parameter, setup: Setup) -> dict[str, Any]:
    """One control: what it is, what it is now, what it was."""
    value, default = setup.value(parameter.name), setup.default(parameter.name)
    low, high = _span(parameter, (_number(value), _number(default)))
    return {
        "name": parameter.name,
        "label": label(parameter.name),
        "question": _(parameter.question) if parameter.question else label(parameter.name),
        "ends": [_(end) if end else "" for end in parameter.ends],
        "meaning": _(parameter.meaning),
        "unit": "" if parameter.unit == "1" else _(parameter.unit),
        "allowed": [finite(parameter.low), finite(parameter.high)],
        "above": parameter.low_excluded,
        "range": parameter.range,
        "choices": list(parameter.choices),
        "integer": parameter.integer,
        "low": low,
        "high": high,
        "step": 1 if parameter.integer else _step(high - low),
        "value": value if parameter.choices else _number(value),
        "default": default if parameter.choices else _number(default),
        "changed": parameter.name in setup.settings,
        "dated": not parameter.structural,
        "local": _local(parameter.name, setup),
    }


def label(name: str) -> str:
    """Return a parameter's name in plain words."""
    return _(PARAMETERS[name].label) if PARAMETERS[name].label else name.partition(".")[2].replace("_", " ")


def finite(bound: float) -> float | None:
    """Return a bound that is a number; None for none."""
    return bound if math.isfinite(bound) else None


def _local(name: str, setup: Setup) -> int:
    """Return how many organisations and sectors have a value of their own, which a control does not change."""
    scenario = setup.scenario
    own = [sector.own for sector in scenario.sectors] + [organisation.own for organisation in scenario.organisations]
    return sum(name in settings for settings in own)


def _number(value: Any) -> Any:
    """One value for a slider: the mean of one a tier."""
    return sum(value) / len(value) if isinstance(value, tuple) else value


def _span(parameter: Parameter, values: tuple[Any, Any]) -> tuple[float, float]:
    if parameter.choices:
        return 0.0, 0.0
    low, high = parameter.usual
    high = high if math.isfinite(high) else max(4.0 * parameter.default, 10.0)
    if parameter.name == "structure.organisations":
        high = 200.0
    if parameter.low_excluded and low <= parameter.low:
        low = _step(high - low)
    low = 0.0 if not math.isfinite(low) else low
    return min(low, *values), max(high, *values)


def _step(width: float) -> float:
    return 0.01 if width <= 3.0 else 0.1
