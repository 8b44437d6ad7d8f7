"""Values of a scenario that take precedence over one set for a run: dated changes, and what some have of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scenarios import Scenario


def unreached_settings(scenario: Scenario, names: Iterable[str], months: int) -> list[str]:
    """Return a sentence for each place of a scenario that a value set for the whole run does not reach."""
    return [sentence for name in names for sentence in _unreached(scenario, name, months)]


def _unreached(scenario: Scenario, name: str, months: int) -> Iterator[str]:
    for change in scenario.schedule:
        if name in change.settings and change.month <= months:
            until = f" to {change.until - 1}" if change.until else " on"
            only = change.organisation or change.sector
            whose = f" for {only}" if only else ""
            yield f"{name} is {change.settings[name]} from month {change.month}{until}{whose} ({change.label})"
    owners = [(sector.name, sector.own) for sector in scenario.sectors]
    owners += [(organisation.name, organisation.own) for organisation in scenario.organisations]
    for owner, own in owners:
        if name in own:
            yield f"{owner} has its own {name}, {own[name]}"
