"""What players decide, in place of strategies and draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from sim.engine.workspace import Inputs
from sim.system import System


def no_inputs(lanes: int) -> Inputs:
    """Nothing was decided, for ``lanes`` runs."""
    return Inputs(np.zeros((0, 0, lanes), dtype=np.int8), np.zeros((0, lanes)), np.zeros((0, 0, lanes), dtype=np.int8))


NO_INPUTS = no_inputs(1)
"""Nothing was decided, for a run alone."""


@dataclass(frozen=True)
class Decisions:
    """The decisions of one month, by positions of organisations; whatever is not named is left to strategies
    and luck.

    stances   {(organisation, partner, tier): True for race}; tier None is every tier
    doors     {(organisation, partner): openness in [0, 1]}
    meetings  {(organisation, partner, tier): True to meet, False not to}; tier None is every tier
    """

    stances: Mapping[tuple[int, int, int | None], bool] = field(default_factory=dict)
    doors: Mapping[tuple[int, int], float] = field(default_factory=dict)
    meetings: Mapping[tuple[int, int, int | None], bool] = field(default_factory=dict)

    def arrays(self, system: System) -> Inputs:
        """The decisions as the kernels read them; KeyError for a partner without a tie, ValueError out of range."""
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
