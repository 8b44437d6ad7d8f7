"""Settings that several directions share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scenarios import Scenario, load
from sim.parameters import PARAMETERS

HELD_BELIEF: Mapping[str, Any] = {
    "mindset.zero_sum": 1.0,
    "mindset.zero_sum_spread": 0.0,
    "mindset.spread": 0.0,
    "mindset.us_and_them": 0.0,
    "learning.insight": 0.0,
    "dialogue.enquiry": 0.0,
}
"""A zero-sum belief of 1 about everyone, which nothing changes."""

DOORS_HELD: Mapping[str, Any] = {"boundary.closing": 0.0, "boundary.opening": 0.0}
"""Doors that stay where they began."""

ALIKE: Mapping[str, Any] = {
    "history.in_group": 0.0,
    "mindset.us_and_them": 0.0,
    "history.trust": 0.5316,
    "mindset.zero_sum": 0.175,
}
"""A start that does not differ by kind, with the means of the default one."""

YEARS = {120: 10, 240: 20, 480: 40}
"""Months of the horizons, in years."""


def dated_change(month: int, **settings: Any) -> dict[str, Any]:
    """Return a dated change of parameters (``resources__scarcity=0.4``), as an entry of a schedule."""
    nested: dict[str, Any] = {"month": month, "label": "change"}
    for name, value in settings.items():
        group, _, key = name.partition("__")
        nested.setdefault(group, {})[key] = value
    return nested


def from_month(month: int, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return an arm whose settings, by dotted name, hold from a month on."""
    if not settings:
        return {}
    return {"schedule": [dated_change(month, **{name.replace(".", "__"): value for name, value in settings.items()})]}


def pocket() -> Scenario:
    """Return the plain system in which one organisation of each sector starts open-minded: orientation .7, zero-sum
    belief 0, at all tiers.  Leaders who come later are drawn as everywhere."""
    sectors = ("First", "Second", "Third", "Fourth")
    own = {"mindset": {"orientation": 0.7, "spread": 0.0, "zero_sum": 0.0, "zero_sum_spread": 0.0}}
    organisations = [
        {"name": f"{sector} {number}", "sector": sector, **(own if number == 1 else {})}
        for sector in sectors
        for number in range(1, 6)
    ]
    as_everywhere = {f"mindset__{key}": PARAMETERS[f"mindset.{key}"].default for key in own["mindset"]}
    schedule = [dated_change(1, **as_everywhere)]
    return load({"title": "A pocket in a plain system", "organisations": organisations, "schedule": schedule})
