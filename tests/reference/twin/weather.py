"""Phase 1, weather: dated changes of ties take effect, and the climate pulls senior leaders.

The dated changes of parameters are in the parameters of the month already.
"""

from __future__ import annotations

import copy

from sim.system import System
from tests.reference.twin.start import forget_tie, start_belief, start_organisation, start_tie
from tests.reference.twin.state import IMPOSED, NOT_POOLED, TwinState
from tests.reference.twin.ties import apply, changes, ties_of_month
from tests.reference.twin.world import World


def weather(world: World, state: TwinState) -> None:
    change_ties(world.system, world, state)
    impose_pooling(world, state)
    for i in range(world.n):
        pull = world.own("climate.orientation", i) - state.orientation[0][i]
        state.orientation[0][i] += world.own("climate.rate", i) * pull


def change_ties(system: System, world: World, state: TwinState) -> None:
    """Do to the state what all dated changes of this month ask together."""
    due = [change for change in changes(system) if change.month == world.month]
    if not due:
        return
    before = World(system, world.seed, world.month, ties_of_month(system, world.month - 1))
    ties = before.ties.copy()
    passed = [pair for change in due for pair in apply(system, ties, change)]
    beliefs = copy.deepcopy(state.zero_sum)
    for gone, absorbing in passed:
        pass_over(before, state, gone, absorbing)
    for change in due:
        for i in change.joins:
            start_organisation(world, state, i)
    absorbed = {absorbing for _, absorbing in passed}
    for t in range(world.m):
        if world.weight[t] == 0:
            forget_tie(world, state, t)
        elif before.weight[t] == 0 and t not in absorbed:
            start_tie(world, state, t)
    for i in range(world.n):
        for v in world.views_of(i):
            if v not in before.views_of(i):
                start_view(before, world, state, beliefs, v)


def pass_over(world: World, state: TwinState, gone: int, absorbing: int) -> None:
    """In a merger of i into j the tie j-k takes over what the tie i-k was, in both directions."""
    (k,) = set(world.ends[gone]) & set(world.ends[absorbing])
    state.pooled[absorbing] = state.pooled[gone]
    for old in (gone, gone + world.m):
        (new,) = (r for r in (absorbing, absorbing + world.m) if (world.source[r] == k) == (world.source[old] == k))
        state.history[new] = state.history[old]
        state.openness[new] = state.openness[old]
        for tier in range(world.tiers):
            state.trust[tier][new] = state.trust[tier][old]
            for remembered in (state.own_last, state.seen_last, state.seen_before, state.ever_battle, state.dealt):
                remembered[tier][new] = remembered[tier][old]


def start_view(before: World, after: World, state: TwinState, beliefs: list[list[float]], v: int) -> None:
    """A view that begins: the mean of those that the organisation had before, else its own beginning."""
    i, sector = after.views[v]
    others = before.views_of(i)
    for k in range(after.tiers):
        if others:
            state.zero_sum[k][v] = sum(beliefs[k][other] for other in others) / len(others)
        else:
            state.zero_sum[k][v] = start_belief(after, i, sector, k)


def impose_pooling(world: World, state: TwinState) -> None:
    """Pool every tie where pool_trust is 0; in the month it is raised from 0, none."""
    for t in world.living_ties():
        if world.shared("game.pool_trust", t) == 0:
            state.pooled[t] = IMPOSED
        elif state.pooled[t] == IMPOSED:
            state.pooled[t] = NOT_POOLED
