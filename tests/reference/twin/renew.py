"""Phase 9, renew: senior leaders leave; personal trust goes with them, institutional memory stays."""

from __future__ import annotations

from tests.reference import philox
from tests.reference.philox import uniform
from tests.reference.twin.start import belief, orientation, patience
from tests.reference.twin.state import TwinState
from tests.reference.twin.world import World


def renew(world: World, state: TwinState) -> None:
    for i in range(world.n):
        leaves, taste, zero_sum, shadow = world.draw(philox.RENEWAL, i)
        if uniform(leaves) >= world.own("leadership.turnover", i):
            continue
        state.orientation[0][i] = orientation(world, i, taste)
        state.purpose[0][i] = 0.0
        state.patience[i] = patience(world, i, shadow)
        for v, (owner, sector) in enumerate(world.views):
            if owner == i:
                state.zero_sum[0][v] = belief(world, i, sector, zero_sum)
        for r in world.relations_of[i]:
            state.trust[0][r] = state.history[r]
            state.trust[0][world.reverse(r)] = state.history[world.reverse(r)]
