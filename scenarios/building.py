"""Translation of a scenario into the system that runs: names become positions, settings become parameters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from scenarios.cache import keeping
from scenarios.entities import ADAPTIVE, ScheduledChange, Settings, Tie
from scenarios.names import Numbered, ids_of
from sim.arrays import Ints
from sim.network import Network, equal_sectors, from_ties, generate
from sim.parameters import Parameters, Structure
from sim.system import Change, System

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

Names = tuple[str, ...] | Numbered


def system(scenario: Scenario) -> System:
    """Build the system that a scenario describes."""
    parameters = scenario.parameters
    sector = _sector_numbers(scenario)
    return System(
        network=_network(_names(scenario), tuple(sector.tolist()), scenario.ties, _wiring(parameters)),
        parameters=parameters,
        names=scenario.names,
        sectors=scenario.sector_names,
        sizes=tuple(organisation.size for organisation in scenario.organisations) or (1.0,) * len(sector),
        strategies=_strategies(scenario, sector),
        own=_own(scenario, sector),
        schedule=tuple(_change(scenario, change, sector) for change in scenario.schedule),
    )


def _names(scenario: Scenario) -> Names:
    names = scenario.names
    return names if isinstance(names, Numbered) else tuple(names)


def _wiring(parameters: Parameters) -> Structure:
    """Return the structure without its tiers, which do not concern the network."""
    return parameters.structure.model_copy(update={"tiers": Structure().tiers})


def _sector_numbers(scenario: Scenario) -> Ints:
    """Return (n,) the position of each organisation's sector among the sectors' names."""
    names = scenario.sector_names
    if not scenario.organisations:
        return equal_sectors(len(scenario.names), len(names))
    positions = {name: position for position, name in enumerate(names)}
    return np.array([positions[organisation.sector] for organisation in scenario.organisations], dtype=np.int64)


@keeping(lambda network: network.n + network.m)
def _network(names: Names, sector: tuple[int, ...], ties: tuple[Tie, ...], structure: Structure) -> Network:
    """Build the network; the same object for the same system, so that many runs of it can share it."""
    sectors = np.array(sector, dtype=np.int64)
    ids = None
    if not isinstance(names, Numbered):
        id_of = ids_of(names)
        ids = np.array([id_of[name] for name in names], dtype=np.int64)
    if not ties:
        return generate(structure, sector=sectors, ids=ids)
    positions = _positions(names)
    ends = np.array([[positions(tie.first), positions(tie.second)] for tie in ties], dtype=np.int64)
    weight = np.array([tie.weight for tie in ties])
    return from_ties(len(sectors), (ends[:, 0], ends[:, 1]), weight=weight, sector=sectors, ids=ids)


def _positions(names: Names) -> Callable[[str], int]:
    """Return the function from an organisation's name to its position."""
    if isinstance(names, Numbered):
        return names.index
    return {name: position for position, name in enumerate(names)}.__getitem__


def _strategies(scenario: Scenario, sector: Ints) -> Sequence[str]:
    """Return each organisation's strategy: its own, else its sector's, else adaptive; empty where all are."""
    of_sector = {entry.name: entry.strategy for entry in scenario.sectors if entry.strategy}
    of_organisation = [organisation.strategy for organisation in scenario.organisations]
    if not of_sector and not any(of_organisation):
        return ()
    names = scenario.sector_names
    default = [of_sector.get(names[number], ADAPTIVE) for number in sector]
    if not of_organisation:
        return default
    return [own or other for own, other in zip(of_organisation, default, strict=True)]


def _own(scenario: Scenario, sector: Ints) -> dict[int, Settings]:
    """Return the parameters that differ by organisation: its own, else those of its sector."""
    names = scenario.sector_names
    own: dict[int, Settings] = {}
    for entry in scenario.sectors:
        if entry.own:
            members = np.flatnonzero(sector == names.index(entry.name)).tolist()
            own |= dict.fromkeys(members, entry.own)
    for position, organisation in enumerate(scenario.organisations):
        if organisation.own:
            own[position] = Settings({**own.get(position, {}), **organisation.own})
    return own


def _change(scenario: Scenario, change: ScheduledChange, sector: Ints) -> Change:
    who: tuple[int, ...] | None = None
    if change.sector is not None:
        who = tuple(np.flatnonzero(sector == scenario.sector_names.index(change.sector)).tolist())
    elif change.organisation is not None:
        who = (scenario.names.index(change.organisation),)
    return Change(
        month=change.month, until=change.until, label=change.label, settings=change.settings, organisations=who
    )
