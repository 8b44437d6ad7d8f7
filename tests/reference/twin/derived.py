"""Quantities derived from the state (section 2 of the page, and the perceived trust of phase 6)."""

from __future__ import annotations

import math

from tests.reference.twin.state import NOT_POOLED, TwinState
from tests.reference.twin.world import World


def clip(x: float, low: float, high: float) -> float:
    return min(max(x, low), high)


def logistic(x: float) -> float:
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    return math.exp(x) / (1 + math.exp(x))


def scarcity(state: TwinState, i: int) -> float:
    """S_i = clip(1 - R_i, 0, 1)."""
    return clip(1 - state.resources[i], 0, 1)


def capability(world: World, state: TwinState, i: int) -> float:
    """q_i = max(0, 1 + improvement * Y_i)."""
    return max(0.0, 1 + world.own("game.improvement", i) * state.conduct[i])


def benefit(world: World, state: TwinState, t: int) -> float:
    """b_ij = benefit * (q_i + q_j) / 2."""
    i, j = world.ends[t]
    return world.shared("game.benefit", t) * (capability(world, state, i) + capability(world, state, j)) / 2


def both_doors(world: World, state: TwinState, t: int) -> float:
    """W = w_ij * w_ji: two doors, and both must open."""
    return state.openness[t] * state.openness[t + world.m]


def continuation(world: World, state: TwinState, i: int) -> float:
    """delta_i = d_i * (1 - turnover)."""
    return state.patience[i] * (1 - world.own("leadership.turnover", i))


def orientation_toward(world: World, state: TwinState, k: int, r: int) -> float:
    """t_ij at tier k: the taste as purpose and door have moved it, as far as the zero-sum belief leaves it."""
    i = world.source[r]
    taste = state.orientation[k][i]
    belief = state.zero_sum[k][world.view_of(r)]
    moved = taste + state.purpose[k][i] * (world.own("dialogue.purpose", i) - taste)
    moved += world.own("mindset.closeness", i) * (2 * state.openness[r] - 1)
    return clip((1 - belief) * moved - belief, -1, 1)


def sharing(world: World, state: TwinState, t: int) -> float:
    """phi: the share of outcomes that a tie pools; 0 where it does not pool."""
    return 0.0 if state.pooled[t] == NOT_POOLED else world.shared("game.sharing", t)


def part(world: World, state: TwinState, r: int) -> float:
    """a_i: the part of what is pooled that goes to the source of a relation."""
    i, j = world.source[r], world.target[r]
    way = world.allocation(world.tie(r))
    if way == "equal":
        return 0.5
    if way == "size":
        return world.sizes[i] / (world.sizes[i] + world.sizes[j])
    return (0.1 + scarcity(state, i)) / (0.2 + scarcity(state, i) + scarcity(state, j))


def reported_trust(world: World, state: TwinState, k: int, r: int) -> float:
    """Trust as tier k reports it to the top: glossed, the more so the further down and the more blame."""
    if world.tiers == 1:
        return state.trust[k][r]
    i = world.source[r]
    gloss = world.own("learning.gloss", i) * world.own("trust.blame", i)
    return state.trust[k][r] + gloss * (1 - state.trust[k][r]) * k / (world.tiers - 1)


def perceived_trust(world: World, state: TwinState, r: int) -> float:
    """Trust of the source of a relation in its target, as the source's senior tier perceives it."""
    visibility = world.own("learning.visibility", world.source[r])
    reported = sum(reported_trust(world, state, k, r) for k in range(world.tiers)) / world.tiers
    return visibility * reported + (1 - visibility) * state.trust[0][r]
