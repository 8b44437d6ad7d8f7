"""The reason why a parameter's value for everyone never holds in a scenario."""

from __future__ import annotations

from scenarios import Scenario

OF_LEADERS = (
    "mindset.orientation",
    "mindset.spread",
    "mindset.zero_sum",
    "mindset.zero_sum_spread",
    "mindset.us_and_them",
    "leadership.patience",
    "leadership.patience_spread",
)
"""Parameters that minds are drawn by: before the first month, and whenever a leader is replaced."""

AT_THE_START = (
    *OF_LEADERS,
    "history.trust",
    "history.spread",
    "history.in_group",
    "boundary.openness",
    "resources.scarcity",
)
"""Parameters that are read before the first month, hence before any dated change."""

LATER_TOO = (*OF_LEADERS, "resources.scarcity")
"""Of these, the ones that are read in later months too."""


def overruling_reason(scenario: Scenario, parameter: str) -> str:
    """Return the reason why everyone's value of a parameter never holds; empty where it does."""
    first = [
        event
        for event in scenario.schedule
        if event.month == 1 and not (event.until or event.sector or event.organisation)
    ]
    if parameter not in AT_THE_START and any(parameter in event.settings for event in first):
        return "a dated change sets it from month 1 on"
    sectors = {sector.name for sector in scenario.sectors if parameter in sector.own}
    if scenario.organisations and all(
        parameter in organisation.own or organisation.sector in sectors for organisation in scenario.organisations
    ):
        return "every organisation has a value of its own"
    if not scenario.organisations and sectors and sectors == set(scenario.sector_names):
        return "every sector has a value of its own"
    return ""
