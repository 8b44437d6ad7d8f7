"""Phase 6, defend: doors follow perceived trust, and ties begin or end to pool by choice."""

from __future__ import annotations

from tests.reference.twin.derived import perceived_trust
from tests.reference.twin.state import CHOSEN, NOT_POOLED, Inputs, TwinState
from tests.reference.twin.world import World

SLACK = 0.2


def defend(world: World, state: TwinState, inputs: Inputs) -> None:
    for r in world.living_relations():
        state.perceived[r] = perceived_trust(world, state, r)
        if r not in inputs.doors:
            move_door(world, state, r)
    for t in world.living_ties():
        if world.shared("game.pool_trust", t) > 0:
            choose_pooling(world, state, t)


def move_door(world: World, state: TwinState, r: int) -> None:
    """Doors close fast and open slowly."""
    perceived = state.perceived[r]
    speed = "boundary.closing" if perceived < state.openness[r] else "boundary.opening"
    state.openness[r] += world.own(speed, world.source[r]) * (perceived - state.openness[r])


def choose_pooling(world: World, state: TwinState, t: int) -> None:
    """Seniors who meet and trust each other enough begin to pool; they end it where trust falls well below."""
    enough = world.shared("game.pool_trust", t)
    lower = min(state.perceived[t], state.perceived[t + world.m])
    if state.pooled[t] == NOT_POOLED:
        if state.met[0][t] and lower >= enough:
            state.pooled[t] = CHOSEN
    elif lower < enough - SLACK:
        state.pooled[t] = NOT_POOLED
