"""Phase 2, choose: every relation, at every tier, races or battles."""

from __future__ import annotations

from tests.reference import philox
from tests.reference.philox import uniform
from tests.reference.twin.derived import (
    benefit,
    continuation,
    logistic,
    orientation_toward,
    part,
    scarcity,
    sharing,
)
from tests.reference.twin.state import BATTLE, RACE, Inputs, TwinState
from tests.reference.twin.strategies import CLASSICS
from tests.reference.twin.world import World


def choose(world: World, state: TwinState, inputs: Inputs) -> None:
    for r, openness in inputs.doors.items():
        if r in world.living_relations():
            state.openness[r] = openness
    for k in range(world.tiers):
        for r in world.living_relations():
            strategy = world.strategies[world.source[r]]
            if (k, r) in inputs.stances:
                state.racing[k][r] = float(inputs.stances[k, r])
            elif strategy == "adaptive":
                state.racing[k][r] = adaptive(world, state, k, r)
            else:
                state.racing[k][r] = CLASSICS[strategy](state, k, r)
            word = world.draw_tie(philox.ENCOUNTER, world.tie(r), k)[world.end(r)]
            state.stance[k][r] = RACE if uniform(word) < state.racing[k][r] else BATTLE


def adaptive(world: World, state: TwinState, k: int, r: int) -> float:
    """p = logistic(rationality * intensity * dU)."""
    i, t = world.source[r], world.tie(r)
    value = 1 + world.own("game.scarcity_premium", i) * scarcity(state, i)
    loss = world.shared("game.stake", t) * value
    du = advantage(
        trust=state.trust[k][r],
        orientation=orientation_toward(world, state, k, r),
        benefit=benefit(world, state, t),
        damage=world.shared("game.damage", t),
        loss=loss,
        gain=loss * (1 + world.own("game.expansion", i)),
        continuation=continuation(world, state, i),
        sharing=sharing(world, state, t),
        part=part(world, state, r),
    )
    return logistic(world.own("mindset.rationality", i) * world.shared("game.intensity", t) * du)


def advantage(
    *,
    trust: float,
    orientation: float,
    benefit: float,
    damage: float,
    loss: float,
    gain: float,
    continuation: float,
    sharing: float = 0.0,
    part: float = 0.5,
) -> float:
    """dU of section 4: the worth of a race above that of a battle."""
    own = 1 - sharing + sharing * part + orientation * sharing * (1 - part)
    oth = sharing * part + orientation * (1 - sharing + sharing * (1 - part))
    with_racer = (own + oth) * (benefit + continuation * damage) - (1 - continuation) * (own * gain - oth * loss)
    with_battler = (1 - continuation) * ((own + oth) * damage - own * loss + oth * gain)
    return trust * with_racer + (1 - trust) * with_battler
