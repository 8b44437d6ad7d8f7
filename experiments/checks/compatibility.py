"""Faults of an experiment, its scenarios and its policies taken together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from experiments.checks.overruling import overruling_reason
from experiments.checks.search_fit import search_fit_faults
from experiments.spec.experiment import Experiment, expand_factors, scenario_under_policy
from experiments.spec.factors import Factor
from experiments.spec.own_networks import NETWORK, OWN_NETWORKS
from experiments.spec.schema import ExperimentFile, PolicyEntry
from scenarios import Scenario, ScenarioError
from scenarios.checking.consistency import faults_of_meaning
from scenarios.errors import Fault
from scenarios.reading.document import Document, Places
from scenarios.reading.toml_lines import Path
from scenarios.schema import given


def compatibility_faults(
    document: Document, file: ExperimentFile, scenarios: Mapping[str, Scenario]
) -> Iterator[Fault]:
    """Faults of every policy, and of a search, in every scenario."""
    faults = list(_policy_faults(document, file, scenarios))
    yield from faults
    if not faults:
        yield from search_fit_faults(document, Experiment(file, scenarios))


def _policy_faults(document: Document, file: ExperimentFile, scenarios: Mapping[str, Scenario]) -> Iterator[Fault]:
    for name, scenario in scenarios.items():
        policies: list[tuple[Path, PolicyEntry | None]] = [
            (("policies", position), policy) for position, policy in enumerate(file.policies)
        ]
        for path, policy in policies or [((), None)]:
            try:
                case = scenario_under_policy(file, scenario, policy)
            except ScenarioError as error:
                for fault in error.faults:
                    message = f"{fault.name}: {fault.message} in scenario {name!r}".removeprefix(": ")
                    yield document.fault(path, message, allowed=fault.allowed, nearest=fault.nearest)
            else:
                yield from settings_without_effect(document, path, file, policy, name, case)
                for factor in expand_factors(file):
                    yield from _structure(document, _place(file, factor), factor, name, case)


def _place(file: ExperimentFile, factor: Factor) -> Path:
    """Return the place of a factor in the file."""
    for position, entry in enumerate(file.factors):
        if (entry.parameter, entry.tier) == (factor.entry.parameter, factor.entry.tier):
            return "factors", position
    return "factors", next(place for place, entry in enumerate(file.factors) if entry.parameter.endswith("*"))


def _structure(document: Document, path: Path, factor: Factor, name: str, case: Scenario) -> Iterator[Fault]:
    """Yield what a scenario cannot have of a factor: a tier that is not there, a structure that it lists itself."""
    tiers = case.parameters.structure.tiers
    if factor.entry.tier is not None and factor.entry.tier >= tiers:
        message = f"scenario {name!r} has no such tier"
        yield document.fault((*path, "tier"), message, allowed=f"0 to {tiers - 1}")
    if not factor.parameter.structural:
        return
    plain = case.document()
    if factor.name == NETWORK and case.ties:
        plain = replace(case, ties=()).document()
    for level in factor.levels if factor.entry.levels else factor.levels[-1:]:
        if factor.name == NETWORK and level in OWN_NETWORKS:
            if not case.ties:
                message = f"scenario {name!r} lists no ties to be {level if level == 'rewired' else 'taken as given'}"
                yield document.fault((*path, "parameter"), message, value=level)
                return
            continue
        structure = {**plain.get("structure", {}), factor.name.partition(".")[2]: level}
        for fault in faults_of_meaning(Document({**plain, "structure": structure}, Places(""))):
            message = f"{fault.name}: {fault.message} in scenario {name!r}"
            yield document.fault((*path, "parameter"), message, value=level, allowed=fault.allowed)
            return


def settings_without_effect(
    document: Document,
    path: Path,
    file: ExperimentFile,
    policy: PolicyEntry | None,
    name: str,
    scenario: Scenario,
) -> Iterator[Fault]:
    """The settings of an experiment, and of a policy at a path, that a scenario leaves without effect."""
    places: dict[str, Path] = {parameter: tuple(parameter.split(".")) for parameter, _ in given(file)}
    places |= {parameter: (*path, *parameter.split(".")) for parameter, _ in given(policy)} if policy else {}
    listed = [entry.parameter for entry in file.factors]
    for factor in expand_factors(file):
        if factor.entry.parameter in listed:
            places[factor.entry.parameter] = ("factors", listed.index(factor.entry.parameter), "parameter")
    for parameter, place in places.items():
        if why := overruling_reason(scenario, parameter):
            message = f"{parameter} has no effect: {why} in scenario {name!r}"
            yield document.fault(place, message)
