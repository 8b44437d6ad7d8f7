"""Translation of a scenario into the system that runs: names become positions, settings become parameters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from scenarios.cache import keeping
from scenarios.entities import ADAPTIVE, Alliance, ScheduledChange, Settings, Tie
from scenarios.measured_start import measured_start
from scenarios.names import Numbered, ids_of
from sim import dated_ties
from sim.arrays import Ints
from sim.dated_ties import TieChange, with_dated_ties
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
    moves = tuple(change for change in scenario.schedule if change.changes_ties)
    network = _network(_names(scenario), tuple(sector.tolist()), scenario.ties, _wiring(parameters), moves)
    return System(
        network=network,
        parameters=parameters,
        names=scenario.names,
        sectors=scenario.sector_names,
        sizes=tuple(organisation.size for organisation in scenario.organisations) or (1.0,) * len(sector),
        strategies=_strategies(scenario, sector),
        own=_own(scenario, sector),
        schedule=tuple(_change(scenario, change, sector) for change in scenario.schedule),
        tie_changes=_tie_changes(_names(scenario), moves),
        alliances=tuple(_alliance(scenario, alliance, sector) for alliance in scenario.alliances),
        posterior=scenario.posterior,
        measured=measured_start(scenario, network),
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
def _network(
    names: Names,
    sector: tuple[int, ...],
    ties: tuple[Tie, ...],
    structure: Structure,
    moves: tuple[ScheduledChange, ...],
) -> Network:
    """Build the network of every tie that exists at any time.

    The same object for the same system, so that many runs of it can share it.
    """
    network = _network_at_start(names, sector, ties, structure)
    return with_dated_ties(network, _tie_changes(names, moves)) if moves else network


def _network_at_start(names: Names, sector: tuple[int, ...], ties: tuple[Tie, ...], structure: Structure) -> Network:
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


def _tie_changes(names: Names, moves: tuple[ScheduledChange, ...]) -> tuple[TieChange, ...]:
    """Return the dated changes of ties, with positions for names."""
    if not moves:
        return ()
    position = _positions(names)
    return tuple(
        TieChange(
            month=change.month,
            label=change.label,
            weights={(position(tie.first), position(tie.second)): tie.weight for tie in change.ties},
            joins=tuple(position(name) for name in change.joins),
            leaves=tuple(position(name) for name in change.leaves),
            merges={position(merger.gone): position(merger.into) for merger in change.merges},
        )
        for change in moves
    )


def _alliance(scenario: Scenario, alliance: Alliance, sector: Ints) -> dated_ties.Alliance:
    """Return an alliance with the positions of its members, those of its sectors among them."""
    names, sectors = scenario.names, list(scenario.sector_names)
    members: set[int] = set()
    for member in alliance.members:
        if member in names:
            members.add(names.index(member))
        else:
            members.update(np.flatnonzero(sector == sectors.index(member)).tolist())
    return dated_ties.Alliance(
        name=alliance.name,
        members=tuple(sorted(members)),
        sharing=alliance.sharing,
        allocation=alliance.allocation,
        pool_trust=alliance.pool_trust,
        start=alliance.start or 0,
        until=alliance.until,
    )
