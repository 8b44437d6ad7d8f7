"""From a scenario to the system that runs: names become positions, settings become parameters."""

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
    """The system that a scenario describes."""
    parameters = scenario.parameters
    sector = _sector_numbers(scenario)
    return System(
        network=_network(_names(scenario), tuple(sector.tolist()), scenario.ties, _wiring(parameters)),
        parameters=parameters,
        names=scenario.names,
        sectors=scenario.sector_names,
        sizes=tuple(each.size for each in scenario.organisations) or (1.0,) * len(sector),
        strategies=_strategies(scenario, sector),
        own=_own(scenario, sector),
        schedule=tuple(_change(scenario, each, sector) for each in scenario.schedule),
    )


def _names(scenario: Scenario) -> Names:
    names = scenario.names
    return names if isinstance(names, Numbered) else tuple(names)


def _wiring(parameters: Parameters) -> Structure:
    """The structure without its tiers, which are nothing to the network."""
    return parameters.structure.model_copy(update={"tiers": Structure().tiers})


def _sector_numbers(scenario: Scenario) -> Ints:
    """(n,) position of each organisation's sector among the sectors' names."""
    names = scenario.sector_names
    if not scenario.organisations:
        return equal_sectors(len(scenario.names), len(names))
    positions = {name: position for position, name in enumerate(names)}
    return np.array([positions[each.sector] for each in scenario.organisations], dtype=np.int64)


@keeping(lambda network: network.n + network.m)
def _network(names: Names, sector: tuple[int, ...], ties: tuple[Tie, ...], structure: Structure) -> Network:
    """The network; the same object for the same system, so that many runs of it go side by side."""
    sectors = np.array(sector, dtype=np.int64)
    ids = None
    if not isinstance(names, Numbered):
        known = ids_of(names)
        ids = np.array([known[name] for name in names], dtype=np.int64)
    if not ties:
        return generate(structure, sector=sectors, ids=ids)
    positions = _positions(names)
    ends = np.array([[positions(tie.first), positions(tie.second)] for tie in ties], dtype=np.int64)
    weight = np.array([tie.weight for tie in ties])
    return from_ties(len(sectors), (ends[:, 0], ends[:, 1]), weight=weight, sector=sectors, ids=ids)


def _positions(names: Names) -> Callable[[str], int]:
    """From the name of an organisation to its position."""
    if isinstance(names, Numbered):
        return names.index
    return {name: position for position, name in enumerate(names)}.__getitem__


def _strategies(scenario: Scenario, sector: Ints) -> Sequence[str]:
    """Each organisation's strategy: its own, else its sector's, else adaptive; empty where all are."""
    of_sector = {each.name: each.strategy for each in scenario.sectors if each.strategy}
    of_organisation = [each.strategy for each in scenario.organisations]
    if not of_sector and not any(of_organisation):
        return ()
    names = scenario.sector_names
    default = [of_sector.get(names[number], ADAPTIVE) for number in sector]
    if not of_organisation:
        return default
    return [own or other for own, other in zip(of_organisation, default, strict=True)]


def _own(scenario: Scenario, sector: Ints) -> dict[int, Settings]:
    """What differs by organisation: its own values, and its sector's where it has none."""
    names = scenario.sector_names
    own: dict[int, Settings] = {}
    for each in scenario.sectors:
        if each.own:
            own |= dict.fromkeys(np.flatnonzero(sector == names.index(each.name)).tolist(), each.own)
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
