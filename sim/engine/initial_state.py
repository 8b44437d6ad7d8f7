"""The start: every draw independent (docs/odd.md, initialisation)."""

from __future__ import annotations

from sim.compiled import kernel
from sim.draws import START_HISTORY, START_MINDSET, standard_normal, words
from sim.engine.rows import (
    BOUNDARY_OPENNESS,
    HISTORY_IN_GROUP,
    HISTORY_SPREAD,
    HISTORY_TRUST,
    MINDSET_ORIENTATION,
    MINDSET_SPREAD,
    RESOURCES_SCARCITY,
)
from sim.lanes import Floats, Lanes, Words
from sim.portable_math import clip
from sim.rules.mindset import drawn_orientation
from sim.state import Arrays, Wiring
from sim.strategies import NOTHING_YET


@kernel
def fill_start(lanes: Lanes, wiring: Wiring, par: Floats, state: Arrays, keys: Words) -> None:
    """Fill the arrays of month 0."""
    tiers, n = state.orientation.shape[0], state.orientation.shape[1]
    m = len(wiring.first)
    for i in range(n):
        for lane in range(len(lanes)):
            state.resources[i, lane] = 1.0 - par[RESOURCES_SCARCITY, i, lane]
            for tier in range(tiers):
                w, _, _, _ = words(wiring.ids[i], 0, 0, START_MINDSET, tier, keys[0, lane], keys[1, lane])
                state.orientation[tier, i, lane] = drawn_orientation(
                    par[MINDSET_ORIENTATION, i, lane], par[MINDSET_SPREAD, i, lane], standard_normal(w)
                )
    for tie in range(m):
        a, b = wiring.first[tie], wiring.second[tie]
        within = 0.0 if wiring.across[tie] else 1.0
        for lane in range(len(lanes)):
            w, x, _, _ = words(wiring.ids[a], wiring.ids[b], 0, START_HISTORY, 0, keys[0, lane], keys[1, lane])
            for i, relation, word in ((a, tie, w), (b, tie + m, x)):
                history = par[HISTORY_TRUST, i, lane] + par[HISTORY_SPREAD, i, lane] * standard_normal(word)
                state.history[relation, lane] = clip(history + within * par[HISTORY_IN_GROUP, i, lane], 0.0, 1.0)
                state.openness[relation, lane] = par[BOUNDARY_OPENNESS, i, lane]
                for tier in range(tiers):
                    state.trust[tier, relation, lane] = state.history[relation, lane]
                    state.memory[tier, relation, lane] = NOTHING_YET
                    state.stance[tier, relation, lane] = 1
                    state.racing[tier, relation, lane] = 1.0
