"""Phase 3, interact: where both doors let them, the two ends of a tie act, and each takes its outcome."""

from __future__ import annotations

from tests.reference import philox
from tests.reference.philox import uniform
from tests.reference.twin.derived import benefit, both_doors, part, sharing
from tests.reference.twin.state import RACE, TwinState
from tests.reference.twin.world import World


def interact(world: World, state: TwinState) -> None:
    for k in range(world.tiers):
        for t in world.living_ties():
            first, second = t, t + world.m
            state.failed[k][first] = state.failed[k][second] = 0
            state.outcome[k][first] = state.outcome[k][second] = 0.0
            drawn = uniform(world.draw_tie(philox.ENCOUNTER, t, k)[2])
            state.acted[k][t] = 1 if drawn < both_doors(world, state, t) else 0
            if state.acted[k][t]:
                fail(world, state, k, t)
                pool(world, state, k, t)


def fail(world: World, state: TwinState, k: int, t: int) -> None:
    """Each race fails with the probability of the one who races, whatever the partner does."""
    fate = world.draw_tie(philox.FATE, t, k)
    for r in (t, t + world.m):
        fails = uniform(fate[world.end(r)]) < world.own("trust.failure", world.source[r])
        state.failed[k][r] = 1 if state.stance[k][r] == RACE and fails else 0


def pool(world: World, state: TwinState, k: int, t: int) -> None:
    """Each keeps 1 - sharing of its own outcome and gets its part of the rest."""
    first, second = t, t + world.m
    outcomes = game(world, state, k, t)
    phi = sharing(world, state, t)
    rest = phi * (outcomes[0] + outcomes[1])
    state.outcome[k][first] = (1 - phi) * outcomes[0] + part(world, state, first) * rest
    state.outcome[k][second] = (1 - phi) * outcomes[1] + part(world, state, second) * rest


def game(world: World, state: TwinState, k: int, t: int) -> tuple[float, float]:
    """Material outcomes of the first and the second end of a tie, before pooling."""
    first, second = t, t + world.m
    races = state.stance[k][first] == RACE, state.stance[k][second] == RACE
    intensity = world.shared("game.intensity", t)
    stake = intensity * world.shared("game.stake", t)
    if races == (True, True):
        came_off = not (state.failed[k][first] or state.failed[k][second])
        gained = intensity * benefit(world, state, t) if came_off else 0.0
        return gained, gained
    if races == (True, False):
        return -stake, stake
    if races == (False, True):
        return stake, -stake
    damage = intensity * world.shared("game.damage", t)
    return -damage, -damage
