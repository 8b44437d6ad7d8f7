"""Phase 7, account: incomes of units and organisations, and what they leave behind."""

from __future__ import annotations

from tests.reference.twin.meet import met_among
from tests.reference.twin.state import BATTLE, RACE, TwinState
from tests.reference.twin.world import World


def account(world: World, state: TwinState) -> None:
    for i in range(world.n):
        for k in range(world.tiers):
            state.unit_income[k][i] = income_of_unit(world, state, k, i)
            state.performance[k][i] += 0.1 * (state.unit_income[k][i] - state.performance[k][i])
        state.income[i] = sum(state.unit_income[k][i] for k in range(world.tiers)) / world.tiers
        settled = 1 - world.own("resources.scarcity", i) + world.own("resources.gain", i) * state.income[i]
        change = world.own("resources.rate", i) * (settled - state.resources[i])
        state.resources[i] = max(0.0, state.resources[i] + change)
        shown = world.own("game.intensity", i) * conduct_of_month(world, state, i)
        state.conduct[i] += world.own("game.improvement_rate", i) * (shown - state.conduct[i])


def income_of_unit(world: World, state: TwinState, k: int, i: int) -> float:
    """Mean outcome of a unit's ties, by their weights, less the cost of its meetings; 0 without ties."""
    relations = world.relations_of[i]
    if not relations:
        return 0.0
    weighted = sum(world.weight[world.tie(r)] * state.outcome[k][r] for r in relations)
    weights = sum(world.weight[world.tie(r)] for r in relations)
    meetings = len(met_among(world, state, k, relations))
    return weighted / weights - world.own("dialogue.cost", i) * meetings / len(relations)


def conduct_of_month(world: World, state: TwinState, i: int) -> float:
    """Races that came off less battles fought by both, a dealing possible, by the weights of ties."""
    relations = world.relations_of[i]
    possible = world.tiers * sum(world.weight[world.tie(r)] for r in relations)
    balance = 0.0
    for k in range(world.tiers):
        for r in relations:
            partner = world.reverse(r)
            if not state.acted[k][world.tie(r)]:
                continue
            stances = state.stance[k][r], state.stance[k][partner]
            if stances == (RACE, RACE) and not (state.failed[k][r] or state.failed[k][partner]):
                balance += world.weight[world.tie(r)]
            if stances == (BATTLE, BATTLE):
                balance -= world.weight[world.tie(r)]
    return balance / possible if relations else 0.0
