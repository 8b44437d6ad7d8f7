"""The measured start of a scenario as the engine takes it: names become positions of relations and views."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from scenarios.entities import Levels, Start
from sim.arrays import Floats, Ints
from sim.measured_start import MeasuredStart
from sim.network import Network

if TYPE_CHECKING:
    from scenarios.scenario import Scenario


def measured_start(scenario: Scenario, network: Network) -> MeasuredStart | None:
    """Return what a scenario says of the start, by relation and view; None where it says nothing.

    What is said of a tie that there is not at the start concerns nobody, and is left out.
    """
    if not scenario.start:
        return None
    places = _Places(scenario, network)
    tiers = scenario.parameters.structure.tiers
    relations, views = 2 * network.m, len(network.view_sector)
    start = MeasuredStart(
        trust=np.full((tiers, relations), np.nan),
        history=np.full(relations, np.nan),
        openness=np.full(relations, np.nan),
        zero_sum=np.full((tiers, views), np.nan),
    )
    for row in sorted(scenario.start, key=places.named_organisations):
        _put(start.trust, places.relations(row), row.trust)
        _put(start.history, places.relations(row), row.history)
        _put(start.openness, places.relations(row), row.openness)
        _put(start.zero_sum, places.views(row), row.zero_sum)
    return start


def _put(values: Floats, where: Ints, given: Levels | None) -> None:
    """Put what was given, one value or one a tier, where it belongs."""
    if given is not None:
        values[..., where] = np.asarray(given)[:, None] if isinstance(given, tuple) else given


class _Places:
    """The relations and views that rows of a start concern, as far as they exist before the first month."""

    def __init__(self, scenario: Scenario, network: Network) -> None:
        self.network = network
        self.organisations = {name: position for position, name in enumerate(scenario.names)}
        self.sectors = {name: number for number, name in enumerate(scenario.sector_names)}
        self.lives = np.tile(network.weight > 0.0, 2)

    def named_organisations(self, row: Start) -> int:
        """Return how many of the two that a row names are organisations."""
        return (row.holder in self.organisations) + (row.partner in self.organisations)

    def relations(self, row: Start) -> Ints:
        """Return the relations that a row concerns."""
        if self.named_organisations(row) == 2:
            relation = self._between.get((self.organisations[row.holder], self.organisations[row.partner]))
            return np.array([] if relation is None else [relation], dtype=np.int64)
        network = self.network
        holders = self._are(row.holder)(network.source)
        partners = self._are(row.partner)(network.target)
        return np.flatnonzero(holders & partners & self.lives)

    def views(self, row: Start) -> Ints:
        """Return the views that a row concerns: those of its holders about a sector."""
        network = self.network
        living = np.zeros(len(network.view_sector), dtype=np.bool_)
        living[network.view_of[self.lives]] = True
        about = network.view_sector == self.sectors.get(row.partner, -1)
        return np.flatnonzero(self._are(row.holder)(network.view_organisation) & about & living)

    def _are(self, name: str) -> Callable[[Ints], Ints]:
        """Return the test of whether organisations are the one of a name, or in the sector of that name."""
        if name in self.organisations:
            return lambda positions: positions == self.organisations[name]
        return lambda positions: self.network.sector[positions] == self.sectors[name]

    @cached_property
    def _between(self) -> dict[tuple[int, int], int]:
        """The relation from one organisation to another, by their positions."""
        network = self.network
        ends = zip(network.source[self.lives].tolist(), network.target[self.lives].tolist(), strict=True)
        return dict(zip(ends, np.flatnonzero(self.lives).tolist(), strict=True))
