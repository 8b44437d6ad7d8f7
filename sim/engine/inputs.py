"""Decisions of players, in place of strategies and draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from sim.engine.workspace import Inputs
from sim.lanes import Ints
from sim.system import System


def no_inputs(lanes: int) -> Inputs:
    """Return the inputs of a month in which nothing was decided, for ``lanes`` runs."""
    return Inputs(np.zeros((0, 0, lanes), dtype=np.int8), np.zeros((0, lanes)), np.zeros((0, 0, lanes), dtype=np.int8))


NO_INPUTS = no_inputs(1)
"""Nothing was decided, for a run alone."""

ALL_TIERS = slice(None)


@dataclass(frozen=True)
class Decisions:
    """The decisions of one month, by positions of organisations; whatever is not named is left to strategies
    and draws.

    stances   {(organisation, partner, tier): True for race}; tier None is every tier
    doors     {(organisation, partner): openness in [0, 1]}
    meetings  {(organisation, partner, tier): True to meet, False not to}; tier None is every tier
    """

    stances: Mapping[tuple[int, int, int | None], bool] = field(default_factory=dict)
    doors: Mapping[tuple[int, int], float] = field(default_factory=dict)
    meetings: Mapping[tuple[int, int, int | None], bool] = field(default_factory=dict)

    def arrays(self, system: System) -> Inputs:
        """Return the decisions as the kernels read them; KeyError without a tie, ValueError out of range."""
        network, tiers = system.network, system.tiers
        stances, doors, meetings = NO_INPUTS
        if self.stances:
            stances = np.full((tiers, 2 * network.m, 1), -1, dtype=np.int8)
            for (organisation, partner, tier), race in self.stances.items():
                stances[_tiers(tier, tiers), network.relation(organisation, partner), 0] = bool(race)
        if self.doors:
            doors = np.full((2 * network.m, 1), -1.0)
            for (organisation, partner), openness in self.doors.items():
                if not 0.0 <= openness <= 1.0:
                    raise ValueError(f"a door must be open between 0 and 1, not {openness!r}")
                doors[network.relation(organisation, partner), 0] = openness
        if self.meetings:
            meetings = np.full((tiers, network.m, 1), -1, dtype=np.int8)
            for (organisation, partner, tier), meet in self.meetings.items():
                tie = network.relation(organisation, partner) % network.m
                meetings[_tiers(tier, tiers), tie, 0] = bool(meet)
        return Inputs(stances, doors, meetings)


def _tiers(tier: int | None, tiers: int) -> slice | int:
    if tier is None:
        return slice(None)
    if not 0 <= tier < tiers:
        raise ValueError(f"tier must be in 0..{tiers - 1}, not {tier!r}")
    return tier


def with_stances(inputs: Inputs, system: System, relations: Ints, race: bool, tiers: slice | int = ALL_TIERS) -> Inputs:
    """Return inputs in which some relations choose one stance, whatever strategies would do.

    relations  positions of relations
    race       True for race, False for battle
    tiers      at which tiers; all where nothing is said
    """
    stances = inputs.stances
    if not stances.shape[0]:
        stances = np.full((system.tiers, 2 * system.network.m, 1), -1, dtype=np.int8)
    stances = stances.copy()
    stances[tiers, relations] = int(race)
    return inputs._replace(stances=stances)
