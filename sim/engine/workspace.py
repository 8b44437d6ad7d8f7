"""What the kernels are handed besides the state: the run's constants, players' decisions, and room to work in."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.lanes import Flags, Floats, Ints, Signed, Words
from sim.measures.measure import Scratch, scratch_for
from sim.rows import DIALOGUE_HEARSAY, GAME_POOL_TRUST
from sim.state import extent
from sim.system import System
from sim.wiring import Wiring


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
    """Room to work in, filled anew every month.

    By organisation: scarcity felt, value of resources, capability, continuation, came_off (weight of dealings in which
    both raced and neither failed, less both battled), left (whether its leader leaves), hours (2, n): within, across.
    By unit: taste, income, credence (sum of H over partners met), orientation (after reflecting).
    By tier and view: dealings, showed (those that showed a zero-sum game), met (partners met), zero_sum (after
    reflecting).  ``told``, ``luck`` (of hearsay, by end and tie) and ``perceived`` have room only where some rule
    reads them.
    """

    scarcity: Floats
    value: Floats
    capability: Floats
    continuation: Floats
    came_off: Floats
    left: Floats
    hours: Floats
    taste: Floats
    income: Floats
    credence: Floats
    orientation: Floats
    dealings: Floats
    showed: Floats
    met: Floats
    zero_sum: Floats
    told: Floats
    luck: Floats
    perceived: Floats
    scratch: Scratch


class Run(NamedTuple):
    """What holds throughout a stretch of months.

    par         (N_ROWS, n, lanes) parameters
    strategies  (n, lanes) codes
    own_way     (n,) whether an organisation is not adaptive in some lane
    keys        (2, lanes) uint64: low and high word of the seed
    """

    wiring: Wiring
    par: Floats
    strategies: Ints
    own_way: Flags
    inputs: Inputs
    work: Work
    keys: Words


def workspace(system: System, lanes: int, *, hearsay: bool, choosing: bool) -> Work:
    """Return room to work in.

    hearsay   whether anybody listens to hearsay in any month
    choosing  whether any tie may choose to pool in any month
    """
    size = extent(system)
    organisations, units = (size["organisation"], lanes), (size["tier"], size["organisation"], lanes)
    views, relations = (size["tier"], size["view"], lanes), (size["tier"], size["relation"], lanes)
    return Work(
        scarcity=np.zeros(organisations),
        value=np.zeros(organisations),
        capability=np.zeros(organisations),
        continuation=np.zeros(organisations),
        came_off=np.zeros(organisations),
        left=np.zeros(organisations),
        hours=np.zeros((2, *organisations)),
        taste=np.zeros(units),
        income=np.zeros(units),
        credence=np.zeros(units),
        orientation=np.zeros(units),
        dealings=np.zeros(views),
        showed=np.zeros(views),
        met=np.zeros(views),
        zero_sum=np.zeros(views),
        told=np.zeros(relations if hearsay else (0, 0, lanes)),
        luck=np.zeros((2, size["tie"], lanes) if hearsay else (2, 0, lanes)),
        perceived=np.zeros(relations[1:] if choosing else (0, lanes)),
        scratch=scratch_for(size["organisation"]),
    )


def listens(system: System) -> bool:
    """Tell whether any organisation ever listens to hearsay, so that room for it is needed."""
    return _ever(system, DIALOGUE_HEARSAY)


def chooses(system: System) -> bool:
    """Tell whether any tie may ever choose to pool, so that room for perceived trust is needed."""
    return _ever(system, GAME_POOL_TRUST) or any(alliance.pool_trust > 0.0 for alliance in system.alliances)


def _ever(system: System, row: int) -> bool:
    return any(bool((system.values(month)[row] > 0.0).any()) for month in (0, *system.change_months))
