"""What the kernels are handed besides the state: players' decisions, and room to work in."""

from __future__ import annotations

from typing import NamedTuple

from sim.lanes import Floats, Signed


class Inputs(NamedTuple):
    """What players decided, for the kernels; an empty first axis means that nothing was.

    stances   (K, 2m, lanes) int8      1 race, 0 battle, -1 the strategy decides
    doors     (2m, lanes) double       openness, negative: as the model has it
    meetings  (K, m, lanes) int8       1 meet, 0 do not, -1 the draw decides
    """

    stances: Signed
    doors: Floats
    meetings: Signed


class Work(NamedTuple):
    """Room to work in, filled anew every month."""

    scarcity: Floats
    unit_income: Floats
    meetings: Floats
    orientation: Floats
    told: Floats
    left: Floats
