"""Phase 8, reflect: units copy those that fare better, drift a little, and pull at the tiers next to them."""

from __future__ import annotations

import copy

from tests.reference import philox
from tests.reference.philox import normal, pick, uniform
from tests.reference.twin.derived import clip, logistic
from tests.reference.twin.state import PerTier, TwinState
from tests.reference.twin.world import World


def reflect(world: World, state: TwinState) -> None:
    orientation, zero_sum = copy.deepcopy(state.orientation), copy.deepcopy(state.zero_sum)
    for k in range(world.tiers):
        for i in range(world.n):
            partner = copied_partner(world, state, k, i)
            if partner is not None:
                state.orientation[k][i] = orientation[k][partner]
                copy_beliefs(world, state, zero_sum, k, i, partner)
            noise = world.own("learning.noise", i) * normal(world.draw(philox.NOISE, i, k)[0])
            state.orientation[k][i] = clip(state.orientation[k][i] + noise, -1, 1)
    pull_tiers(world, state.orientation, list(range(world.n)), -1)
    pull_tiers(world, state.zero_sum, [i for i, _ in world.views], 0)


def copied_partner(world: World, state: TwinState, k: int, i: int) -> int | None:
    """The partner that unit (i, k) copies this month; None for nobody."""
    relations = world.relations_of[i]
    if not relations:
        return None
    looks, at_whom, sees, copies = world.draw(philox.REFLECTION, i, k)
    partner = world.target[relations[pick(at_whom, len(relations))]]
    ahead = state.performance[k][partner] - state.performance[k][i]
    if (
        uniform(looks) < world.own("learning.reflection", i)
        and uniform(sees) < world.own("learning.visibility", i)
        and uniform(copies) < logistic(world.own("learning.imitation", i) * ahead)
    ):
        return partner
    return None


def copy_beliefs(world: World, state: TwinState, before: PerTier, k: int, i: int, partner: int) -> None:
    """Take the partner's belief of every kind that both have a view of.

    Of its own kind it takes what the partner believes of the partner's own kind, as one of us to another; of the
    partner's kind, where that is another, it keeps its own belief.
    """
    own_kind, partners_kind = world.sector[i], world.sector[partner]
    for v in world.views_of(i):
        kind = world.views[v][1]
        if kind == own_kind:
            model = world.view(partner, partners_kind)
        elif kind == partners_kind:
            model = None
        else:
            model = world.view(partner, kind)
        if model is not None:
            state.zero_sum[k][v] = before[k][model]


def pull_tiers(world: World, values: PerTier, owner: list[int], low: float) -> None:
    """Cascade from the tier above and movement from the tier below, all at once, in [low, 1]."""
    before = copy.deepcopy(values)
    for k in range(world.tiers):
        for column, i in enumerate(owner):
            pulled = before[k][column]
            if k > 0:
                pulled += world.own("leadership.cascade", i) * (before[k - 1][column] - before[k][column])
            if k < world.tiers - 1:
                pulled += world.own("leadership.movement", i) * (before[k + 1][column] - before[k][column])
            values[k][column] = clip(pulled, low, 1)
