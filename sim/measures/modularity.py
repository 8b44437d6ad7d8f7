"""Modularity and the partition that makes it large: Louvain (Blondel, Guillaume, Lambiotte & Lefebvre 2008).

Every run of a sweep ends with one partition.  networkx's takes longer than the run itself, hence this compiled one; it
visits organisations in the order of their ids and breaks ties by it, so it needs no random numbers.  Tests hold it
against networkx.
"""

from __future__ import annotations

import numpy as np

from sim.compiled import allocating_kernel, allocating_rule
from sim.lanes import Floats, Ints
from sim.wiring import Wiring


@allocating_kernel
def louvain(wiring: Wiring, order: Ints, doors: Floats) -> tuple[float, Ints]:
    """Return (modularity, (n,) community of each organisation) of the ties weighted by W = w_ij w_ji.

    Q = sum_c [ W_c / W - (D_c / 2W)^2 ],  W_c the weight inside community c, D_c the sum of its members'
    degrees, W that of all ties.
    NaN where no tie has any openness; then everyone is alone.

    order  (n,) positions by ascending id
    doors  (2m, 1) openness
    """
    n = len(wiring.ids)
    community = np.arange(n)
    start, neighbour, weight, inside = _graph(wiring, doors)
    total = _total(weight, inside)
    if total <= 0.0:
        return np.nan, community
    while True:
        moved, label, count = _move(start, neighbour, weight, inside, total, order)
        for i in range(n):
            community[i] = label[community[i]]
        if not moved:
            return _modularity(start, neighbour, weight, inside, total), community
        start, neighbour, weight, inside = _merge(start, neighbour, weight, inside, label, count)
        order = np.arange(count)


@allocating_rule
def _graph(wiring: Wiring, doors: Floats) -> tuple[Ints, Ints, Floats, Floats]:
    """Return the openness of ties as neighbour lists: start, neighbour, weight, twice the weight inside each node."""
    n, m, count = len(wiring.ids), len(wiring.first), len(wiring.relations)
    neighbour, weight = np.empty(count, np.int64), np.empty(count)
    for at in range(count):
        relation = wiring.relations[at]
        tie = relation if relation < m else relation - m
        neighbour[at] = wiring.target[relation]
        weight[at] = doors[tie, 0] * doors[tie + m, 0]
    return wiring.start, neighbour, weight, np.zeros(n)


@allocating_rule
def _total(weight: Floats, inside: Floats) -> float:
    """Return twice the weight of all ties."""
    total = 0.0
    for openness in weight:
        total += openness
    for openness in inside:
        total += openness
    return total


@allocating_rule
def _degrees(start: Ints, weight: Floats, inside: Floats) -> Floats:
    n = len(start) - 1
    degree = np.empty(n)
    for i in range(n):
        degree[i] = inside[i]
        for at in range(start[i], start[i + 1]):
            degree[i] += weight[at]
    return degree


@allocating_rule
def _move(
    start: Ints, neighbour: Ints, weight: Floats, inside: Floats, total: float, order: Ints
) -> tuple[bool, Ints, int]:
    """Move nodes to the neighbouring community that gains most until none moves: (any moved, label, how many
    labels)."""
    n = len(start) - 1
    degree = _degrees(start, weight, inside)
    community, of_community = np.arange(n), degree.copy()
    toward, touched = np.zeros(n), np.empty(n, np.int64)
    any_moved = False
    moving = True
    while moving:
        moving = False
        for position in range(n):
            i = order[position]
            own = community[i]
            count = 0
            for at in range(start[i], start[i + 1]):
                c = community[neighbour[at]]
                if toward[c] == 0.0 and weight[at] > 0.0:
                    touched[count] = c
                    count += 1
                toward[c] += weight[at]
            of_community[own] -= degree[i]
            best, gain = own, toward[own] - degree[i] * of_community[own] / total
            for k in range(count):
                c = touched[k]
                other = toward[c] - degree[i] * of_community[c] / total
                if other > gain + 1e-12:
                    best, gain = c, other
            for k in range(count):
                toward[touched[k]] = 0.0
            of_community[best] += degree[i]
            if best != own:
                community[i] = best
                moving = any_moved = True
    label, count = _renumber(community)
    return any_moved, label, count


@allocating_rule
def _renumber(community: Ints) -> tuple[Ints, int]:
    """Return numbers from 0 in the order of first appearance, and how many."""
    n = len(community)
    number, label = np.full(n, -1), np.empty(n, np.int64)
    count = 0
    for i in range(n):
        if number[community[i]] < 0:
            number[community[i]] = count
            count += 1
        label[i] = number[community[i]]
    return label, count


@allocating_rule
def _by_label(label: Ints, count: int) -> Ints:
    """Return nodes ordered by label, then by number."""
    place = np.zeros(count + 1, np.int64)
    for c in label:
        place[c + 1] += 1
    for c in range(count):
        place[c + 1] += place[c]
    members = np.empty(len(label), np.int64)
    for i in range(len(label)):
        members[place[label[i]]] = i
        place[label[i]] += 1
    return members


@allocating_rule
def _merge(
    start: Ints, neighbour: Ints, weight: Floats, inside: Floats, label: Ints, count: int
) -> tuple[Ints, Ints, Floats, Floats]:
    """Return the graph whose nodes are the communities."""
    n = len(start) - 1
    members = _by_label(label, count)
    merged_start, merged_inside = np.zeros(count + 1, np.int64), np.zeros(count)
    merged_neighbour, merged_weight = np.empty(len(weight), np.int64), np.empty(len(weight))
    toward, touched = np.zeros(count), np.empty(count, np.int64)
    at_node = size = 0
    for c in range(count):
        touching = 0
        while at_node < n and label[members[at_node]] == c:
            i = members[at_node]
            merged_inside[c] += inside[i]
            for at in range(start[i], start[i + 1]):
                other = label[neighbour[at]]
                if other == c:
                    merged_inside[c] += weight[at]
                elif weight[at] > 0.0:
                    if toward[other] == 0.0:
                        touched[touching] = other
                        touching += 1
                    toward[other] += weight[at]
            at_node += 1
        for k in range(touching):
            merged_neighbour[size], merged_weight[size] = touched[k], toward[touched[k]]
            toward[touched[k]] = 0.0
            size += 1
        merged_start[c + 1] = size
    return merged_start, merged_neighbour[:size], merged_weight[:size], merged_inside


@allocating_rule
def _modularity(start: Ints, neighbour: Ints, weight: Floats, inside: Floats, total: float) -> float:
    degree = _degrees(start, weight, inside)
    quality = 0.0
    for i in range(len(start) - 1):
        quality += inside[i] / total - (degree[i] / total) ** 2
    return quality
