"""Forks: one past, another future under the same random numbers."""

from __future__ import annotations

import numpy as np

from sim.lanes import Ints
from sim.network import Network
from sim.state import SHAPES, Arrays, State, empty_arrays
from sim.strategies import NOTHING_YET
from sim.system import System


def fork(state: State, system: System) -> State:
    """Return the state as one of another system, from which ``months`` goes on.

    system  of the same organisations (ids, sectors) and tiers; its parameters, schedule, alliances and later ties may
            differ.  A tie that only it has must begin after the state's month.

    Raises ValueError where the organisations or tiers are others, or where a tie of the state is missing.
    """
    old, new = state.system.network, system.network
    same_organisations = np.array_equal(old.ids, new.ids) and np.array_equal(old.sector, new.sector)
    if not same_organisations or state.system.tiers != system.tiers:
        raise ValueError("a fork goes on with the same organisations, sectors and tiers")
    if old == new:
        return State(system, state.seed, state.month, Arrays._make(array.copy() for array in state.arrays))
    ties = _positions(old, new)
    place = {
        "tie": ties,
        "relation": np.concatenate([ties, ties + new.m]),
        "view": _view_positions(old, new, np.concatenate([ties, ties + new.m])),
    }
    arrays = empty_arrays(system, 1)
    arrays.memory[:] = NOTHING_YET
    for name, axes in SHAPES.items():
        kept, values = getattr(arrays, name), getattr(state.arrays, name)
        where = place.get(axes[-1], slice(None))
        kept[..., where, :] = values
    return State(system, state.seed, state.month, arrays)


def _positions(old: Network, new: Network) -> Ints:
    """(m,) where each tie of the old network stands in the new one."""
    stands = {ends: tie for tie, ends in enumerate(zip(new.first.tolist(), new.second.tolist(), strict=True))}
    try:
        return np.array([stands[ends] for ends in zip(old.first.tolist(), old.second.tolist(), strict=True)], np.int64)
    except KeyError as missing:
        raise ValueError(f"the tie {missing.args[0]} of the past is missing") from None


def _view_positions(old: Network, new: Network, relations: Ints) -> Ints:
    """(v,) where each view of the old network stands in the new one."""
    place = np.zeros(len(old.view_sector), dtype=np.int64)
    place[old.view_of] = new.view_of[relations]
    return place
