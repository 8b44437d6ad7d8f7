"""Faults of a search and its scenarios taken together: dates, values where nothing is done, the number of runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from experiments.checks.overruling import overruling_reason
from experiments.search.packages import free_value
from experiments.spec.design import design
from experiments.spec.experiment import Experiment
from experiments.spec.search_schema import LeverEntry, SearchEntry
from scenarios import Scenario
from scenarios.errors import Fault
from scenarios.reading.document import Document
from scenarios.reading.toml_lines import Path


def search_fit_faults(document: Document, experiment: Experiment) -> Iterator[Fault]:
    """Yield what a search cannot have in its scenarios."""
    search = experiment.file.search
    if search is None:
        return
    scenarios = {case.scenario_name: case.scenario for case in experiment.cases}
    for position, entry in enumerate(search.levers):
        yield from _lever_faults(document, ("search", "levers", position), entry, scenarios)
    yield from _size_faults(document, experiment, search)


def _lever_faults(
    document: Document, path: Path, entry: LeverEntry, scenarios: Mapping[str, Scenario]
) -> Iterator[Fault]:
    values = {}
    for name, scenario in scenarios.items():
        end = scenario.months
        for key, date in (("month", entry.month), ("until", entry.until)):
            if date is not None and date > end:
                message = f"after the end of the run in scenario {name!r}"
                yield document.fault((*path, key), message, allowed=f"1 to {end} (months)")
        if entry.month is None and (why := overruling_reason(scenario, entry.parameter)):
            message = f"{entry.parameter} has no effect: {why} in scenario {name!r}"
            yield document.fault((*path, "parameter"), message)
        values[name] = free_value(entry, scenario)
    if any(not isinstance(value, int | float) for value in values.values()):
        message = "has a value for each tier: say with free which single value means that nothing is done"
        yield document.fault((*path, "parameter"), message)
    elif len(set(values.values())) > 1:
        in_each = ", ".join(f"{value:g} in {name!r}" for name, value in values.items())
        message = f"means nothing is done at another value in each scenario ({in_each}): say which, with free"
        yield document.fault((*path, "parameter"), message)


def _size_faults(document: Document, experiment: Experiment, search: SearchEntry) -> Iterator[Fault]:
    per_package = len(design(experiment)) * len(experiment.cases) * experiment.replicates
    fewest = per_package * (len(search.levers) + 2)
    if search.runs < fewest:
        message = f"too few: a package takes {per_package:,} runs (worlds times replicates)"
        yield document.fault(("search", "runs"), message, value=search.runs, allowed=f"at least {fewest:,}")
