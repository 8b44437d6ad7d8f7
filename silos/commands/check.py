"""``silos check``: check scenarios and experiments."""

from __future__ import annotations

from typing import Annotated

import typer

Files = Annotated[
    list[str], typer.Argument(metavar="FILE...", help="Scenarios or experiments: files, or names of the library.")
]


def check(files: Files) -> None:
    """Check scenarios or experiments: report every fault at once, with its place.

    For an experiment, also say how many runs it takes, and about how long.
    """
    from scenarios import Fault, ScenarioError

    faults: list[Fault] = []
    for file in files:
        try:
            description, *notes = [_experiment(file)] if _is_experiment(file) else _scenario(file)
        except ScenarioError as error:
            faults += error.faults
        else:
            typer.echo("\n  ".join([f"{file}: OK: {description}", *notes]))
    if faults:
        raise ScenarioError(faults)


def _is_experiment(file: str) -> bool:
    """Tell whether a name or a file is an experiment's: it says something that no scenario says."""
    from pathlib import Path

    from experiments import library
    from experiments.spec.schema import ExperimentFile
    from scenarios import library as scenarios
    from scenarios.errors import nearest
    from scenarios.reading.safe_files import read_toml
    from scenarios.schema import ScenarioFile

    if file.lower().endswith(".toml"):
        only = ExperimentFile.model_fields.keys() - ScenarioFile.model_fields.keys()
        return bool(only & read_toml(Path(file)).data.keys())
    return nearest(file, (*library(), *scenarios())) in library()


def _scenario(file: str) -> list[str]:
    """Return a line about a scenario, and one about each table that was read for it."""
    from scenarios.loader import checked, read
    from silos.printing import quantity

    document = read(file)
    scenario = checked(document)
    system = scenario.system()
    network = system.network
    sizes = {
        "organisation": network.n,
        "tie": network.m,
        "sector": len(system.sectors),
        "tier": system.tiers,
        "month": scenario.months,
        "dated change": len(scenario.schedule),
    }
    counts = ", ".join(quantity(size, noun) for noun, size in sizes.items())
    return [f"{scenario.title or 'untitled'}, {counts}", *document.taken]


def _experiment(file: str) -> str:
    from experiments import load
    from experiments.run.estimate import estimate
    from silos import printing
    from silos.progress import compilation_announced, duration

    experiment = load(file)
    with compilation_announced(printing.ERR):
        asked = estimate(experiment)
    runs, time = printing.quantity(asked.most, "run"), duration(asked.longest)
    if asked.fewest < asked.most:
        runs, time = f"{asked.fewest:,} to {runs}", f"{duration(asked.shortest)} to {time}"
    where = "one core" if asked.cores == 1 else f"the {asked.cores} cores of this machine"
    return f"{experiment.title}, {printing.quantity(asked.points, 'point')}, {runs}, about {time} on {where}"
