"""Phase 5, meet: ties meet, tier by tier; they voice intentions, tell of third parties, and enquire."""

from __future__ import annotations

from tests.reference import philox
from tests.reference.philox import pick, uniform
from tests.reference.twin.derived import clip, scarcity
from tests.reference.twin.state import Inputs, TwinState
from tests.reference.twin.world import World


def meet(world: World, state: TwinState, inputs: Inputs) -> None:
    for k in range(world.tiers):
        for t in world.living_ties():
            if (k, t) in inputs.meetings:
                state.met[k][t] = 1 if inputs.meetings[k, t] else 0
            else:
                drawn = uniform(world.draw_tie(philox.ENCOUNTER, t, k)[3])
                state.met[k][t] = 1 if drawn < meeting_probability(world, state, k, t) else 0
        voice(world, state, k)
        hearsay(world, state, k)
        for i in range(world.n):
            hold_purpose(world, state, k, i)
            for v in world.views_of(i):
                enquire(world, state, k, v)


def meeting_probability(world: World, state: TwinState, k: int, t: int) -> float:
    i, j = world.ends[t]
    time_left = 1 - (scarcity(state, i) + scarcity(state, j)) / 2
    share = (hours(world, t) + hours(world, t + world.m)) / 2
    return min(1.0, world.shared("dialogue.time_together", t, k) * time_left * share)


def hours(world: World, r: int) -> float:
    """h_ij: bridging is the share of an organisation's hours that goes across sectors; their mean is 1."""
    relations = world.relations_of[world.source[r]]
    bridging = world.own("dialogue.bridging", world.source[r])
    partners = len(relations)
    across = sum(world.across(relation) for relation in relations)
    if across in (0, partners):
        return 1.0
    if world.across(r):
        return bridging * partners / across
    return (1 - bridging) * partners / (partners - across)


def met_among(world: World, state: TwinState, k: int, relations: list[int]) -> list[int]:
    """Those of some relations whose tie met at tier k this month."""
    return [r for r in relations if state.met[k][world.tie(r)]]


def voice(world: World, state: TwinState, k: int) -> None:
    """Partners say what they intend; a poor history makes it mistrusted."""
    for r in met_among(world, state, k, world.living_relations()):
        credence = world.own("dialogue.voice", world.source[r]) * state.history[r]
        state.trust[k][r] += credence * (state.racing[k][world.reverse(r)] - state.trust[k][r])


def hearsay(world: World, state: TwinState, k: int) -> None:
    """Partners tell of one third party each; pulls apply in the order of the relations that met."""
    voiced = list(state.trust[k])
    for r in met_among(world, state, k, world.living_relations()):
        i, j = world.source[r], world.target[r]
        word = world.draw_tie(philox.HEARSAY, world.tie(r), k)[world.end(r)]
        reported = world.relations_of[j][pick(word, len(world.relations_of[j]))]
        m = world.target[reported]
        heard = world.relation(i, m)
        if m == i or heard is None:
            continue
        pull = world.own("dialogue.hearsay", i) * voiced[r]
        state.trust[k][heard] += pull * (voiced[reported] - state.trust[k][heard])


def hold_purpose(world: World, state: TwinState, k: int, i: int) -> None:
    """Meetings raise the weight of the common purpose as far as they are believed; time lowers it."""
    relations = world.relations_of[i]
    met = met_among(world, state, k, relations)
    credence = sum(state.history[r] for r in met) / len(relations) if relations else 0.0
    held = state.purpose[k][i]
    raised = world.own("dialogue.purpose_rate", i) * credence * (1 - held)
    faded = world.own("dialogue.purpose_fade", i) * held
    state.purpose[k][i] = clip(held + raised - faded, 0, 1)


def enquire(world: World, state: TwinState, k: int, v: int) -> None:
    """Questions asked in meetings let the zero-sum belief about one kind of partner go."""
    i, sector = world.views[v]
    partners = world.relations_in(i, sector)
    share = len(met_among(world, state, k, partners)) / len(partners)
    state.zero_sum[k][v] -= world.own("dialogue.enquiry", i) * share * state.zero_sum[k][v]
