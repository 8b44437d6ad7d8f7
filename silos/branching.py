"""One past, many futures: a scenario under several policies from some month on, with the same random numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from experiments.checks.overruling import AT_THE_START, LATER_TOO
from scenarios import Fault, Scenario, ScenarioError, load
from scenarios.loader import Source
from silos.api import run

AS_IT_IS = "as it is"


def futures(
    scenario: Source | Scenario,
    at: int,
    policies: Mapping[str, Mapping[str, Any]],
    set: Mapping[str, Any] | None = None,
    months: int | None = None,
    seeds: int | Sequence[int] = 1,
    threads: int | None = None,
) -> pd.DataFrame:
    """Run one past and several futures: up to a month all is the same, to the last bit; then each policy holds.

    A random number belongs to a seed, a month and a purpose, so futures differ by their policies and by nothing else.

    scenario   its name, a file, nested tables, or what ``silos.load`` gave
    at         the last month that they share (0: none); a policy holds from the month after
    policies   settings by dotted name, by the policy's name, as {"pool": {"game.sharing": 0.5}}; {} changes nothing
    set        parameters that hold from the beginning
    months     how many (as the scenario says)
    seeds      how many (0, 1, ...), or a list of them
    threads    how many (one a core); no number changes because of it
    returns    a table: policy, seed, month, and the measures of every month; "as it is", without a change, comes first
               where no policy has this name

    Raises ScenarioError with every fault: of the scenario, of a policy, of a month that is not of the run, and of what
    is read before the first month and so cannot change later.
    """
    base = scenario if isinstance(scenario, Scenario) else load(scenario)
    base = base.with_settings(dict(set)) if set else base
    base = base if months is None else base.lasting(months)
    named: dict[str, dict[str, Any]] = {} if AS_IT_IS in policies else {AS_IT_IS: {}}
    named |= {name: dict(settings) for name, settings in policies.items()}
    faults = [*_month_faults(at, base.months), *_late_faults(named)]
    if faults:
        raise ScenarioError(faults)
    tables = [
        run(_with_change(base, at, name, settings), seeds=seeds, threads=threads).assign(policy=name)
        for name, settings in named.items()
    ]
    table = pd.concat(tables, ignore_index=True)
    return table[["policy", *(name for name in table.columns if name != "policy")]]


def _with_change(scenario: Scenario, at: int, name: str, settings: Mapping[str, Any]) -> Scenario:
    """Return the scenario with a policy as its last dated change."""
    if not settings:
        return scenario
    document = scenario.document()
    change = {"month": at + 1, "label": name, **settings}
    return load({**document, "schedule": [*document.get("schedule", ()), change]})


def _month_faults(at: int, months: int) -> list[Fault]:
    if isinstance(at, int) and 0 <= at < months:
        return []
    return [Fault(file="futures", name="at", value=at, message="no month before the end", allowed=f"0 to {months - 1}")]


def _late_faults(policies: Mapping[str, Mapping[str, Any]]) -> list[Fault]:
    message = "is read before the first month: no policy can change it later"
    return [
        Fault(file="futures", name=f"{parameter} of policy {name!r}", message=message)
        for name, settings in policies.items()
        for parameter in settings
        if parameter in AT_THE_START and parameter not in LATER_TOO
    ]
