"""Beginnings: the state before the first month, and of what begins later (organisations, ties, views)."""

from __future__ import annotations

from tests.reference import philox
from tests.reference.philox import normal
from tests.reference.twin.derived import clip
from tests.reference.twin.state import IMPOSED, NOT_POOLED, RACE, CodesPerTier, PerTier, TwinState
from tests.reference.twin.world import World

MOST_PATIENT = 0.95


def start_world(world: World) -> TwinState:
    """The state before the first month."""
    state = blank(world)
    for i in range(world.n):
        start_organisation(world, state, i)
    for v, (i, sector) in enumerate(world.views):
        for k in range(world.tiers):
            state.zero_sum[k][v] = start_belief(world, i, sector, k)
    for t in range(world.m):
        if world.weight[t] > 0:
            start_tie(world, state, t)
        else:
            forget_tie(world, state, t)
    put_measured(world, state)
    return state


def put_measured(world: World, state: TwinState) -> None:
    """Put what was measured in the place of what was drawn; NaN is what was not measured."""
    measured = world.measured
    if measured is None:
        return
    for r in range(2 * world.m):
        if measured.history[r] == measured.history[r]:
            state.history[r] = float(measured.history[r])
            for k in range(world.tiers):
                state.trust[k][r] = state.history[r]
        if measured.openness[r] == measured.openness[r]:
            state.openness[r] = float(measured.openness[r])
        for k in range(world.tiers):
            if measured.trust[k][r] == measured.trust[k][r]:
                state.trust[k][r] = float(measured.trust[k][r])
    for v in range(len(world.views)):
        for k in range(world.tiers):
            if measured.zero_sum[k][v] == measured.zero_sum[k][v]:
                state.zero_sum[k][v] = float(measured.zero_sum[k][v])


def blank(world: World) -> TwinState:
    """A state of zeros."""

    def per_tier(count: int) -> PerTier:
        return [[0.0] * count for _ in range(world.tiers)]

    def codes(count: int) -> CodesPerTier:
        return [[0] * count for _ in range(world.tiers)]

    n, m = world.n, world.m
    return TwinState(
        month=world.month,
        orientation=per_tier(n),
        zero_sum=per_tier(len(world.views)),
        purpose=per_tier(n),
        trust=per_tier(2 * m),
        history=[0.0] * (2 * m),
        openness=[0.0] * (2 * m),
        resources=[0.0] * n,
        conduct=[0.0] * n,
        patience=[0.0] * n,
        performance=per_tier(n),
        pooled=[NOT_POOLED] * m,
        own_last=codes(2 * m),
        seen_last=codes(2 * m),
        seen_before=codes(2 * m),
        ever_battle=codes(2 * m),
        dealt=codes(2 * m),
        racing=per_tier(2 * m),
        stance=codes(2 * m),
        acted=codes(m),
        failed=codes(2 * m),
        outcome=per_tier(2 * m),
        met=codes(m),
        perceived=[0.0] * (2 * m),
        unit_income=per_tier(n),
        income=[0.0] * n,
    )


# ------------------------------------------------------------------------------------------------ organisations


def start_organisation(world: World, state: TwinState, i: int) -> None:
    """An organisation that begins: its leaders drawn, nothing earned, resources as scarcity leaves them."""
    for k in range(world.tiers):
        state.orientation[k][i] = orientation(world, i, world.draw(philox.START_MINDSET, i, k)[0])
        state.purpose[k][i] = 0.0
        state.performance[k][i] = 0.0
    state.patience[i] = patience(world, i, world.draw(philox.START_MINDSET, i)[2])
    state.resources[i] = 1 - world.own("resources.scarcity", i)
    state.conduct[i] = 0.0


def orientation(world: World, i: int, word: int) -> float:
    """theta of a leader that organisation i begins with or gets."""
    return clip(world.own("mindset.orientation", i) + world.own("mindset.spread", i) * normal(word), -1, 1)


def belief(world: World, i: int, sector: int, word: int) -> float:
    """zeta of a leader of organisation i about one sector; one draw serves all views of a unit."""
    drawn = world.own("mindset.zero_sum", i) + world.own("mindset.zero_sum_spread", i) * normal(word)
    if sector == world.sector[i]:
        drawn -= world.own("mindset.us_and_them", i)
    return clip(drawn, 0, 1)


def start_belief(world: World, i: int, sector: int, k: int) -> float:
    """zeta that unit (i, k) begins with about one sector."""
    return belief(world, i, sector, world.draw(philox.START_MINDSET, i, k)[1])


def patience(world: World, i: int, word: int) -> float:
    """d of a senior leader that organisation i begins with or gets."""
    drawn = world.own("leadership.patience", i) + world.own("leadership.patience_spread", i) * normal(word)
    return clip(drawn, 0, MOST_PATIENT)


# --------------------------------------------------------------------------------------------------------- ties


def start_tie(world: World, state: TwinState, t: int) -> None:
    """A tie that begins: history drawn, trust at history, doors as they begin, nothing remembered."""
    forget_tie(world, state, t)
    for r in (t, t + world.m):
        state.history[r] = start_history(world, r)
        state.openness[r] = world.own("boundary.openness", world.source[r])
        for k in range(world.tiers):
            state.trust[k][r] = state.history[r]
            state.racing[k][r] = 1.0
            state.stance[k][r] = RACE
    state.pooled[t] = IMPOSED if world.shared("game.pool_trust", t) == 0 else NOT_POOLED


def start_history(world: World, r: int) -> float:
    """H of a relation that begins."""
    i, j = world.source[r], world.target[r]
    word = world.draw_tie(philox.START_HISTORY, world.tie(r))[world.end(r)]
    drawn = world.own("history.trust", i) + world.own("history.spread", i) * normal(word)
    if world.sector[i] == world.sector[j]:
        drawn += world.own("history.in_group", i)
    return clip(drawn, 0, 1)


def forget_tie(world: World, state: TwinState, t: int) -> None:
    """A tie that is none: nothing is left, and what it remembers is as before any dealing."""
    state.pooled[t] = NOT_POOLED
    for r in (t, t + world.m):
        state.history[r] = state.openness[r] = state.perceived[r] = 0.0
    for k in range(world.tiers):
        state.acted[k][t] = state.met[k][t] = 0
        for r in (t, t + world.m):
            state.trust[k][r] = state.racing[k][r] = state.outcome[k][r] = 0.0
            state.stance[k][r] = state.failed[k][r] = 0
            state.own_last[k][r] = state.seen_last[k][r] = state.seen_before[k][r] = RACE
            state.ever_battle[k][r] = state.dealt[k][r] = 0
