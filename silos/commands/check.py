"""``silos check``: is this scenario right?"""

from __future__ import annotations

from typing import Annotated

import typer

Files = Annotated[list[str], typer.Argument(metavar="FILE...", help="Scenario files, or names of scenarios.")]


def check(files: Files) -> None:
    """Is this scenario right? Every fault at once, with its place."""
    from scenarios import Fault, ScenarioError, load

    faults: list[Fault] = []
    for file in files:
        try:
            scenario = load(file)
            system = scenario.system()
        except ScenarioError as error:
            faults += error.faults
        else:
            network = system.network
            typer.echo(
                f"{file}: right: {scenario.title or 'untitled'}; {network.n} organisations, "
                f"{network.m} ties, {len(system.sectors)} sectors, {system.tiers} tiers, "
                f"{scenario.months} months, {len(scenario.schedule)} dated changes"
            )
    if faults:
        raise ScenarioError(faults)
