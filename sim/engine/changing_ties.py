"""Phase 1's dated changes of ties, applied to the arrays of runs side by side.

A change is rare, so this is plain numpy over arrays, but for what is drawn (``fill_start``).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.dated_ties import Stretch
from sim.engine.initial_state import fill_start
from sim.lanes import Flags, Floats, Lanes, Words
from sim.measured_start import MeasuredStart
from sim.network import Network
from sim.state import Arrays
from sim.strategies import NOTHING_YET
from sim.system import System

BY_RELATION = ("trust", "history", "openness", "memory", "racing", "stance")
"""What relations hold, and what one takes over from another in a merger."""


def begin(lanes: Lanes, systems: Sequence[System], par: Floats, arrays: Arrays, keys: Words) -> None:
    """Fill in the start of runs side by side: what was measured, the rest drawn.

    systems  one a lane, on one network
    """
    wiring = systems[0].wiring(0)
    fill_start(
        lanes,
        wiring,
        par,
        arrays,
        keys,
        0,
        np.ones(systems[0].network.n, dtype=np.bool_),
        wiring.weight > 0.0,
        wiring.view_partners > 0.0,
    )
    for lane, system in enumerate(systems):
        if system.measured is not None:
            put_measured(system.measured, arrays, lane)


def put_measured(measured: MeasuredStart, arrays: Arrays, lane: int) -> None:
    """Put what was measured in place of what was drawn, in one lane of the state before the first month."""
    trust = np.where(np.isnan(measured.trust), measured.history, measured.trust)
    values = {"trust": trust, "history": measured.history, "openness": measured.openness, "zero_sum": measured.zero_sum}
    for name, known in values.items():
        drawn = getattr(arrays, name)[..., lane]
        drawn[...] = np.where(np.isnan(known), drawn, known)


def apply_tie_changes(lanes: Lanes, system: System, month: int, par: Floats, arrays: Arrays, keys: Words) -> None:
    """Apply the changes of ties that are dated ``month`` to the arrays; nothing where there are none."""
    stretch = system.stretch(month)
    if month == 0 or stretch.month != month:
        return
    before, network = system.stretch(month - 1), system.network
    pass_over(network, stretch, arrays)
    forget(before, stretch, arrays)
    begins = (stretch.weights > 0.0) & (before.weights == 0.0) & (stretch.passed[: network.m] < 0)
    drawn = inherit_beliefs(network, before, stretch, arrays)
    fill_start(lanes, system.wiring(month), par, arrays, keys, month, stretch.joined, begins, drawn)


def pass_over(network: Network, stretch: Stretch, arrays: Arrays) -> None:
    """Let relations take over the values of others, as a merger passes them on; the tie's pooling goes with them."""
    heirs = np.flatnonzero(stretch.passed >= 0)
    sources = stretch.passed[heirs]
    for name in BY_RELATION:
        values = getattr(arrays, name)
        values[..., heirs, :] = values[..., sources, :]
    first = heirs[heirs < network.m]
    arrays.pooled[first] = arrays.pooled[stretch.passed[first] % max(network.m, 1)]


def forget(before: Stretch, stretch: Stretch, arrays: Arrays) -> None:
    """Forget all about ties that have ended."""
    ended = np.flatnonzero((before.weights > 0.0) & (stretch.weights == 0.0))
    relations = np.concatenate([ended, ended + len(stretch.weights)])
    for name in BY_RELATION:
        getattr(arrays, name)[..., relations, :] = NOTHING_YET if name == "memory" else 0
    arrays.acted[:, ended] = arrays.met[:, ended] = 0
    arrays.pooled[ended] = 0


def inherit_beliefs(network: Network, before: Stretch, stretch: Stretch, arrays: Arrays) -> Flags:
    """Give each new view its organisation's mean belief at each tier, over the views it had.

    returns  (v,) new views of organisations that had none, whose belief has to be drawn
    """
    views = network.views
    had, has = (_exist(network, weights) for weights in (before.weights, stretch.weights))
    number = np.bincount(views.organisation[had], minlength=network.n)
    number[stretch.joined] = 0
    new = has & (~had | stretch.joined[views.organisation])
    inheriting = new & (number[views.organisation] > 0)
    total = np.zeros((arrays.zero_sum.shape[0], network.n, arrays.zero_sum.shape[2]))
    for view in np.flatnonzero(had):
        total[:, views.organisation[view]] += arrays.zero_sum[:, view]
    owner = views.organisation[inheriting]
    arrays.zero_sum[:, inheriting] = total[:, owner] / number[owner][:, None]
    return new & ~inheriting


def _exist(network: Network, weights: Floats) -> Flags:
    """(v,) which views exist: those with a partner."""
    tied = np.tile(weights > 0.0, 2)
    return np.bincount(network.view_of[tied], minlength=len(network.view_sector)) > 0
