"""Phase 4, learn: trust, history and the zero-sum belief follow the dealings."""

from __future__ import annotations

from tests.reference import philox
from tests.reference.philox import uniform
from tests.reference.twin.state import BATTLE, RACE, TwinState
from tests.reference.twin.world import World


def learn(world: World, state: TwinState) -> None:
    for r in world.living_relations():
        learn_trust(world, state, r)
        learn_history(world, state, r)
    for i in range(world.n):
        for v in world.views_of(i):
            for k in range(world.tiers):
                learn_belief(world, state, k, v)


def sees_a_race(world: World, state: TwinState, k: int, r: int) -> bool:
    """Tell whether the source of r sees a race: the partner raced, and not (that failed and was blamed)."""
    partner = world.reverse(r)
    fate = world.draw_tie(philox.FATE, world.tie(r), k)
    blames = uniform(fate[2 + world.end(r)]) < world.own("trust.blame", world.source[r])
    return state.stance[k][partner] == RACE and not (state.failed[k][partner] and blames)


def learn_trust(world: World, state: TwinState, r: int) -> None:
    """Trust follows what was seen; without a dealing it drifts back to history as the phase found it."""
    i = world.source[r]
    rate = world.own("trust.rate", i)
    for k in range(world.tiers):
        trust = state.trust[k][r]
        if not state.acted[k][world.tie(r)]:
            state.trust[k][r] += world.own("trust.drift", i) * (state.history[r] - trust)
        elif sees_a_race(world, state, k, r):
            state.trust[k][r] += rate * (1 - trust)
            remember(state, k, r, RACE)
        else:
            state.trust[k][r] -= min(1, rate * world.own("trust.negativity", i)) * trust
            remember(state, k, r, BATTLE)


def remember(state: TwinState, k: int, r: int, seen: int) -> None:
    """Keep what the classic strategies will answer."""
    state.seen_before[k][r] = state.seen_last[k][r]
    state.seen_last[k][r] = seen
    state.own_last[k][r] = state.stance[k][r]
    state.ever_battle[k][r] = 1 if state.ever_battle[k][r] or seen == BATTLE else 0
    state.dealt[k][r] = 1


def learn_history(world: World, state: TwinState, r: int) -> None:
    """History follows the share of the acted tiers that saw a race."""
    acted = [k for k in range(world.tiers) if state.acted[k][world.tie(r)]]
    if acted:
        share = sum(sees_a_race(world, state, k, r) for k in acted) / len(acted)
        state.history[r] += world.own("history.memory", world.source[r]) * (share - state.history[r])


def learn_belief(world: World, state: TwinState, k: int, v: int) -> None:
    """The belief about one kind of partner follows the share of dealings with it that showed zero-sum."""
    i, sector = world.views[v]
    partners = world.relations_in(i, sector)
    dealings = [r for r in partners if state.acted[k][world.tie(r)]]
    if dealings:
        share = sum(shows_zero_sum(world, state, k, r) for r in dealings) / len(dealings)
        pull = world.own("learning.insight", i) * len(dealings) / len(partners)
        state.zero_sum[k][v] += pull * (share - state.zero_sum[k][v])


def shows_zero_sum(world: World, state: TwinState, k: int, r: int) -> bool:
    """Tell whether a dealing showed the source of r a zero-sum world: any but both racing and seen to."""
    both_raced = state.stance[k][r] == RACE and state.stance[k][world.reverse(r)] == RACE
    return not (both_raced and sees_a_race(world, state, k, r))
