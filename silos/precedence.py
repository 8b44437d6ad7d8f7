"""Values of a scenario that take precedence over one set for a run: dated changes, and what some have of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scenarios import Scenario


def unreached_settings(scenario: Scenario, names: Iterable[str], months: int) -> list[str]:
    """A sentence for each place of a scenario that a value set for the whole run does not reach within its months."""
    return [sentence for name in names for sentence in _stronger(scenario, name, months)]


def _stronger(scenario: Scenario, name: str, months: int) -> Iterator[str]:
    for event in scenario.schedule:
        if name in event.settings and event.month <= months:
            until = f" to {event.until - 1}" if event.until else " on"
            only = event.organisation or event.sector
            of = f" for {only}" if only else ""
            yield f"{name} is {event.settings[name]} from month {event.month}{until}{of} ({event.label})"
    some = [(sector.name, sector.own) for sector in scenario.sectors]
    some += [(organisation.name, organisation.own) for organisation in scenario.organisations]
    for whose, own in some:
        if name in own:
            yield f"{name} of {whose} is its own {own[name]}"
