"""Modularity and its partition against networkx."""

from __future__ import annotations

import itertools
from typing import Any

import networkx
import numpy as np
import pytest
from networkx.algorithms import community

from sim.engine import end_measures, start
from sim.network import Network, from_ties
from sim.state import State
from sim.system import System
from tests.sim.bits import end
from tests.sim.twin_systems import irregular

SEEDS = range(30)


def state_of(network: Network, doors: Any) -> State:
    """A state whose doors stand as given, (2m,)."""
    state = start(System(network=network))
    state.openness[:] = doors
    return state


def random_state(seed: int) -> State:
    """A random weighted graph: communities planted or not, dense or sparse, some ties shut, ids in no order."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 60))
    block = rng.integers(0, rng.integers(1, 6), n)
    first, second = np.triu_indices(n, 1)
    inside = block[first] == block[second]
    kept = rng.random(len(first)) < np.where(inside, rng.uniform(0.3, 1.0), rng.uniform(0.02, 0.6))
    kept[0] = True
    network = from_ties(n, (first[kept], second[kept]), ids=rng.permutation(10 * n)[:n])
    doors = rng.random(2 * network.m)
    if network.m > 3:
        doors[rng.integers(0, 2 * network.m, network.m // 4)] = 0.0
    return state_of(network, doors)


def graph_of(state: State) -> networkx.Graph:
    """The ties weighted by W = w_ij w_ji."""
    network, doors = state.system.network, state.openness
    graph = networkx.Graph()
    graph.add_nodes_from(range(network.n))
    for tie, (i, j) in enumerate(zip(network.first.tolist(), network.second.tolist(), strict=True)):
        if (weight := float(doors[tie] * doors[tie + network.m])) > 0.0:
            graph.add_edge(i, j, weight=weight)
    return graph


def parts_of(labels: Any) -> list[set[int]]:
    return [set(np.flatnonzero(labels == label).tolist()) for label in np.unique(labels)]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_partition_has_the_modularity_it_claims(seed: int) -> None:
    state = random_state(seed)
    quality, labels = end_measures(state)
    graph = graph_of(state)
    if not graph.size(weight="weight"):
        assert np.isnan(quality)
        return
    assert quality == pytest.approx(community.modularity(graph, parts_of(labels)), abs=1e-12)


def test_the_partition_is_about_as_good_as_the_best_of_five_of_networkx() -> None:
    """Never worse by more than .02, and not worse on the whole."""
    behind = []
    for seed in SEEDS:
        state = random_state(seed)
        graph = graph_of(state)
        if not graph.size(weight="weight"):
            continue
        theirs = max(community.modularity(graph, community.louvain_communities(graph, seed=each)) for each in range(5))
        behind.append(theirs - end_measures(state)[0])
    assert len(behind) > 25
    assert max(behind) < 0.02
    assert np.mean(behind) < 0.005


@pytest.mark.parametrize("seed", range(0, 30, 5))
def test_no_two_communities_are_better_as_one(seed: int) -> None:
    """What Louvain promises of its last level."""
    state = random_state(seed)
    quality, labels = end_measures(state)
    graph = graph_of(state)
    for one, other in itertools.combinations(np.unique(labels), 2):
        merged = np.where(labels == one, other, labels)
        assert community.modularity(graph, parts_of(merged)) <= quality + 1e-9


@pytest.mark.parametrize("seed", range(6))
def test_the_same_again(seed: int) -> None:
    state = random_state(seed)
    (quality, labels), (again, same) = end_measures(state), end_measures(state)
    assert (again, same.tolist()) == (quality, labels.tolist())


@pytest.mark.parametrize(("k", "size"), [(2, 4), (3, 5), (5, 3), (8, 2)])
def test_cliques_with_no_ties_between_them(k: int, size: int) -> None:
    """1 - 1/k, whatever the openness within: Newman 2006."""
    n = k * size
    clique = np.arange(n) // size
    first, second = np.triu_indices(n, 1)
    within = clique[first] == clique[second]
    network = from_ties(n, (first[within], second[within]))
    quality, labels = end_measures(state_of(network, 0.6))
    assert quality == pytest.approx(1 - 1 / k, abs=1e-12)
    assert sorted(map(sorted, parts_of(labels))) == [list(range(c * size, (c + 1) * size)) for c in range(k)]


def test_the_barbell() -> None:
    """Two triangles with one tie between them: 2 (3/7 - (7/14)^2) = 0.357142857."""
    ties = [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4), (3, 5), (4, 5)]
    network = from_ties(6, (np.array([i for i, _ in ties]), np.array([j for _, j in ties])))
    quality, labels = end_measures(state_of(network, 1.0))
    assert quality == pytest.approx(0.357142857, abs=1e-9)
    assert parts_of(labels) == [{0, 1, 2}, {3, 4, 5}]


def test_where_every_door_is_shut_there_is_no_modularity() -> None:
    quality, labels = end_measures(state_of(irregular(), 0.0))
    assert np.isnan(quality)
    assert sorted(labels.tolist()) == list(range(14))


def test_measuring_leaves_the_state_alone() -> None:
    state = end(System(network=irregular()))
    before = state.to_bytes()
    end_measures(state)
    assert state.to_bytes() == before
