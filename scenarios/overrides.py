"""Overrides of a scenario's parameters by dotted name, checked like those of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scenarios.checking.consistency import faults_of_meaning
from scenarios.checking.form import validated
from scenarios.entities import Settings
from scenarios.errors import Fault, ScenarioError, nearest
from scenarios.reading.document import Document, Places
from scenarios.schema import GROUPS, RENAMED, ScenarioFile, given
from sim.parameters import PARAMETERS

if TYPE_CHECKING:
    from scenarios.scenario import Scenario


def with_settings(scenario: Scenario, set: Mapping[str, Any]) -> Scenario:
    """Return the scenario with other values for everyone; raises ScenarioError for what is not allowed."""
    unknown = [_unknown_setting(name, value) for name, value in set.items() if name not in PARAMETERS]
    known = {name: value for name, value in set.items() if name in PARAMETERS}
    changed, faults = validated(Document(known, Places("set")), ScenarioFile)
    if changed is None or unknown:
        raise ScenarioError([*unknown, *faults])
    new = replace(scenario, settings=Settings({**scenario.settings, **dict(given(changed))}))
    if scenario.posterior:
        new = new.knowing(set)
    if "structure.network" in set:
        new = replace(new, ties=())
    if faults := faults_of_meaning(Document(new.document(), Places("set"))):
        raise ScenarioError(faults)
    return new


def lasting(scenario: Scenario, months: int) -> Scenario:
    """Return the scenario with a run of another length, without what would happen after its end."""
    schedule = tuple(
        replace(change, until=_within(change.until, months)) for change in scenario.schedule if change.month <= months
    )
    alliances = tuple(
        replace(alliance, until=_within(alliance.until, months))
        for alliance in scenario.alliances
        if alliance.start is None or alliance.start <= months
    )
    return replace(scenario, months=months, schedule=schedule, alliances=alliances)


def _within(until: int | None, months: int) -> int | None:
    """Return a date of the run; None, which is for good, where it lies behind the end."""
    return None if until is None or until > months else until


def _unknown_setting(name: object, value: object) -> Fault:
    if name in GROUPS:
        return Fault(file="set", name=str(name), value=value, message="a group of parameters: name one, as group.name")
    if name in RENAMED:
        return Fault(file="set", name=str(name), value=value, message="has a new name", nearest=RENAMED[str(name)])
    short_names = {parameter.partition(".")[2]: "" for parameter in PARAMETERS}
    near = nearest(name, PARAMETERS) or nearest(name, short_names)
    full = next((parameter for parameter in PARAMETERS if near and parameter.endswith(f".{near}")), near)
    return Fault(file="set", name=str(name), value=value, message="no parameter of this name", nearest=full)
