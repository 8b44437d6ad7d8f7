"""The measures of section 7, in plain Python and networkx."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import networkx

from sim.system import System
from tests.reference.twin import TwinState, World, both_doors, capability, perceived_trust, scarcity
from tests.reference.twin.derived import sharing

NAN = float("nan")
HALF_OPEN = 0.25
SYSTEM = 0.75
ALONE = 0.6


def mean(values: Iterable[float]) -> float:
    """The mean; empty (NaN) where there is nothing."""
    values = list(values)
    return sum(values) / len(values) if values else NAN


def measures(system: System, state: TwinState) -> dict[str, float]:
    """Every monthly column, at the end of the state's month."""
    world = World(system, 0, state.month)
    return {
        **conduct(world, state),
        **trust(world, state),
        **boundaries(world, state),
        **groups(open_ties(world, state)),
        **minds(world, state),
        **means(world, state),
    }


def conduct(world: World, state: TwinState) -> dict[str, float]:
    """Stances that were acted out this month, by pairs."""
    pairs = [
        (state.stance[k][t], state.stance[k][t + world.m])
        for k in range(world.tiers)
        for t in world.living_ties()
        if state.acted[k][t]
    ]
    return {
        "race_share": mean(stance for pair in pairs for stance in pair),
        "mutual_race": mean(pair == (1, 1) for pair in pairs),
        "mutual_battle": mean(pair == (0, 0) for pair in pairs),
    }


def trust(world: World, state: TwinState) -> dict[str, float]:
    relations = world.living_relations()
    by_tier = [mean(state.trust[k][r] for r in relations) for k in range(world.tiers)]
    overall = mean(by_tier)
    return {
        "trust": overall,
        "trust_senior": by_tier[0],
        "trust_front_line": by_tier[-1],
        "trust_gap": by_tier[0] - by_tier[-1],
        "perception_gap": mean(perceived_trust(world, state, r) for r in relations) - overall,
        "history": mean(state.history[r] for r in relations),
    }


def boundaries(world: World, state: TwinState) -> dict[str, float]:
    """Both doors of each tie, within sectors and across them."""
    within = [both_doors(world, state, t) for t in world.living_ties() if not world.across(t)]
    across = [both_doors(world, state, t) for t in world.living_ties() if world.across(t)]
    return {
        "openness": mean(within + across),
        "openness_within": mean(within),
        "openness_across": mean(across),
        "ei_index": ei_index(sum(across), sum(within)),
    }


def ei_index(external: float, internal: float) -> float:
    """Krackhardt & Stern 1988; empty where every tie is shut."""
    total = external + internal
    return (external - internal) / total if total > 0 else NAN


def open_ties(world: World, state: TwinState) -> networkx.Graph:
    """The organisations that are present, and the ties whose two doors stand half open."""
    graph = networkx.Graph()
    graph.add_nodes_from(i for i in range(world.n) if world.present[i])
    graph.add_edges_from(world.ends[t] for t in world.living_ties() if both_doors(world, state, t) >= HALF_OPEN)
    return graph


def groups(graph: networkx.Graph) -> dict[str, float]:
    """Components of the open ties: groups walled off from each other, organisations by themselves."""
    n = len(graph)
    sizes = [len(component) for component in networkx.connected_components(graph)]
    several = sum(size > 1 for size in sizes)
    reachable = sum(size * (size - 1) for size in sizes)
    return {
        "silos": several if several > 1 else 0,
        "alone": sum(size == 1 for size in sizes),
        "largest": max(sizes, default=0) / n if n else NAN,
        "fragmentation": 1 - reachable / (n * (n - 1)) if n > 1 else 0.0,
    }


def minds(world: World, state: TwinState) -> dict[str, float]:
    """Tastes, beliefs and purposes of units; beliefs toward the own kind and toward others."""
    present = [i for i in range(world.n) if world.present[i]]
    tastes = [state.orientation[k][i] for k in range(world.tiers) for i in present]
    middle = mean(tastes)
    beliefs: dict[bool, list[float]] = {True: [], False: []}
    for i in present:
        for v in world.views_of(i):
            own_kind = world.views[v][1] == world.sector[i]
            beliefs[own_kind] += [state.zero_sum[k][v] for k in range(world.tiers)]
    pooled = [state.pooled[t] > 0 and sharing(world, state, t) > 0 for t in world.living_ties()]
    return {
        "orientation": middle,
        "orientation_sd": math.sqrt(mean((taste - middle) ** 2 for taste in tastes)),
        "zero_sum": mean(beliefs[True] + beliefs[False]),
        "zero_sum_within": mean(beliefs[True]),
        "zero_sum_across": mean(beliefs[False]),
        "purpose_held": mean(state.purpose[k][i] for k in range(world.tiers) for i in present),
        "capability": mean(capability(world, state, i) for i in present),
        "pooled": mean(pooled),
    }


def means(world: World, state: TwinState) -> dict[str, float]:
    """Resources, incomes and meetings; before the first month nothing was earned."""
    present = [i for i in range(world.n) if world.present[i]]
    lost = [
        world.own("game.benefit", i) * world.own("game.intensity", i) - state.income[i]
        for i in present
        if state.month > 0
    ]
    return {
        "resources": mean(state.resources[i] for i in present),
        "resources_gini": gini([state.resources[i] for i in present]),
        "scarcity_felt": mean(scarcity(state, i) for i in present),
        "income": mean(state.income[i] for i in present if state.month > 0),
        "value_lost": mean(lost),
        "meetings": mean(state.met[k][t] for k in range(world.tiers) for t in world.living_ties()),
    }


def gini(values: Sequence[float]) -> float:
    """Mean absolute difference over twice the mean; 0 where nobody has anything."""
    n, total = len(values), sum(values)
    if total <= 0:
        return 0.0
    return sum(abs(one - other) for one in values for other in values) / (2 * n * total)


# ------------------------------------------------------------------------------------------- at the end of a run


def modularity(world: World, state: TwinState, label: Sequence[int]) -> float:
    """Newman's modularity of a partition of W; label[i] is the part of organisation i."""
    graph = networkx.Graph()
    graph.add_nodes_from(i for i in range(world.n) if world.present[i])
    for t in world.living_ties():
        graph.add_edge(*world.ends[t], weight=both_doors(world, state, t))
    parts = [{i for i in graph if label[i] == part} for part in sorted({label[i] for i in graph})]
    return float(networkx.community.modularity(graph, parts))


def months_to_tip(race_share: Sequence[float]) -> int | None:
    """First month from which race_share stays below one half; months without dealings do not count."""
    tip = None
    for month, share in enumerate(race_share, start=1):
        if math.isnan(share):
            continue
        if share >= 0.5:
            tip = None
        elif tip is None:
            tip = month
    return tip


def how_it_ended(measured: dict[str, float], n: int) -> str:
    """The first that holds: one system, everyone alone, silos, else in between; n organisations are present."""
    if measured["largest"] >= SYSTEM:
        return "one system"
    if measured["alone"] >= ALONE * n:
        return "everyone alone"
    if measured["silos"] >= 2:
        return "silos"
    return "in between"


def how_they_deal(race_share: float) -> str:
    """Tell whether those who deal with each other race, battle, or both; empty without dealings."""
    if math.isnan(race_share):
        return ""
    if race_share > 2 / 3:
        return "race"
    return "battle" if race_share < 1 / 3 else "both"
