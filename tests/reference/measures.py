"""The measures, in plain Python."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence

from sim.system import System
from tests.reference.twin import TwinState, World, both_doors, perceived_trust, scarcity

NAN = float("nan")
HALF_OPEN = 0.25


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else NAN


def measures(system: System, state: TwinState) -> dict[str, float]:
    """Every monthly column, at the end of the state's month."""
    world = World(system, 0, state.month)
    trust = mean([each for tier in state.trust for each in tier])
    senior, front_line = mean(state.trust[0]), mean(state.trust[-1])
    opens = [both_doors(world, state, t) for t in range(world.m)]
    within = [opens[t] for t in range(world.m) if not across(world, t)]
    outside = [opens[t] for t in range(world.m) if across(world, t)]
    units = [each for tier in state.orientation for each in tier]
    income = mean(state.income)
    could = mean([world.own("game.benefit", i) * world.own("game.intensity", i) for i in range(world.n)])
    parts = components(world.n, [world.ends[t] for t in range(world.m) if opens[t] >= HALF_OPEN])
    return {
        **conduct(world, state),
        "trust": trust,
        "trust_senior": senior,
        "trust_front_line": front_line,
        "trust_gap": senior - front_line,
        "perception_gap": mean([perceived_trust(world, state, r) for r in range(2 * world.m)]) - trust,
        "history": mean(state.history),
        "openness": mean(opens),
        "openness_within": mean(within),
        "openness_across": mean(outside),
        "ei_index": ei_index(sum(outside), sum(within)),
        "silos": len(parts),
        "fragmentation": fragmentation(parts),
        "orientation": mean(units),
        "orientation_sd": math.sqrt(mean([(each - mean(units)) ** 2 for each in units])),
        "resources": mean(state.resources),
        "resources_gini": gini(state.resources),
        "scarcity_felt": mean([scarcity(state, i) for i in range(world.n)]),
        "income": income,
        "value_lost": could - income,
        "meetings": mean([each for tier in state.met for each in tier]),
    }


def across(world: World, t: int) -> bool:
    i, j = world.ends[t]
    return world.sector[i] != world.sector[j]


def conduct(world: World, state: TwinState) -> dict[str, float]:
    """Stances that were acted out, by pairs."""
    pairs = [
        (state.stance[k][t], state.stance[k][t + world.m])
        for k in range(world.tiers)
        for t in range(world.m)
        if state.acted[k][t]
    ]
    return {
        "race_share": mean([stance for pair in pairs for stance in pair]),
        "mutual_race": mean([1 if pair == (1, 1) else 0 for pair in pairs]),
        "mutual_battle": mean([1 if pair == (0, 0) else 0 for pair in pairs]),
    }


def ei_index(external: float, internal: float) -> float:
    """Krackhardt & Stern 1988; empty where every tie is shut."""
    total = external + internal
    return (external - internal) / total if total > 0 else NAN


def components(n: int, ties: Sequence[tuple[int, int]]) -> list[set[int]]:
    """Connected components, by breadth-first search."""
    partners: list[list[int]] = [[] for _ in range(n)]
    for i, j in ties:
        partners[i].append(j)
        partners[j].append(i)
    found: list[set[int]] = []
    seen: set[int] = set()
    for i in range(n):
        if i in seen:
            continue
        part, queue = {i}, deque([i])
        while queue:
            for j in partners[queue.popleft()]:
                if j not in part:
                    part.add(j)
                    queue.append(j)
        seen |= part
        found.append(part)
    return found


def fragmentation(parts: Sequence[set[int]]) -> float:
    """Borgatti 2006: share of pairs that cannot reach each other; 0 for one organisation alone."""
    n = sum(len(part) for part in parts)
    return 1 - sum(len(part) * (len(part) - 1) for part in parts) / (n * (n - 1)) if n > 1 else 0.0


def gini(values: Sequence[float]) -> float:
    """Mean absolute difference over twice the mean; 0 where nobody has anything."""
    n, total = len(values), sum(values)
    if total <= 0:
        return 0.0
    return sum(abs(a - b) for a in values for b in values) / (2 * n * total)


def modularity(n: int, ties: Sequence[tuple[int, int]], weights: Sequence[float], label: Sequence[int]) -> float:
    """Newman's modularity of a partition of a weighted network."""
    strength = [0.0] * n
    for (i, j), weight in zip(ties, weights, strict=True):
        strength[i] += weight
        strength[j] += weight
    total = sum(weights)
    inside = sum(weight for (i, j), weight in zip(ties, weights, strict=True) if label[i] == label[j])
    expected = 0.0
    for part in set(label):
        expected += (sum(strength[i] for i in range(n) if label[i] == part) / (2 * total)) ** 2
    return inside / total - expected


def months_to_tip(race_share: Sequence[float]) -> int | None:
    """First month from which race_share stays below one half; months without encounters do not count."""
    tip = None
    for month, share in enumerate(race_share, start=1):
        if math.isnan(share):
            continue
        if share >= 0.5:
            tip = None
        elif tip is None:
            tip = month
    return tip
