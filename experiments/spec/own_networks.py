"""The network of a scenario that lists its ties, as a factor: as it is given, rewired, or one that is made."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from scenarios import Scenario
from scenarios.entities import Tie

NETWORK = "structure.network"

AS_GIVEN, REWIRED = "as given", "rewired"
OWN_NETWORKS = {
    AS_GIVEN: "the ties that the scenario lists",
    REWIRED: "as many ties for each organisation, to others than the scenario says (Maslov & Sneppen 2002)",
}
"""Levels of ``structure.network`` beside those that are made: name -> meaning."""

SWAPS = 10
"""Swaps of ends for each tie: enough for nothing but the numbers of ties to be left."""


def own_network(scenario: Scenario, settings: Mapping[str, Any], seed: int) -> tuple[Scenario, dict[str, Any]]:
    """Return a scenario and settings in which a network that a factor names has taken the place of listed ties.

    seed  of the design: the same rewired network at every point, for every seed of a run
    """
    name = settings.get(NETWORK)
    others = {key: value for key, value in settings.items() if key != NETWORK}
    if name == AS_GIVEN:
        return scenario, others
    if name == REWIRED:
        return rewired(scenario, seed), others
    return (
        (replace(scenario, ties=()), dict(settings))
        if name is not None and scenario.ties
        else (scenario, dict(settings))
    )


def rewired(scenario: Scenario, seed: int) -> Scenario:
    """Return the scenario with ends of its ties swapped at random: each organisation keeps how many it has.

    Weights stay with the ties in their order.  Where no two ties can be swapped the network stays as it is.
    """
    import networkx as nx

    graph = nx.Graph([(tie[0], tie[1]) for tie in scenario.ties])
    with suppress(nx.NetworkXException):  # too few ties, or ways to swap them: it has swapped as many as it could
        nx.double_edge_swap(graph, nswap=SWAPS * len(scenario.ties), max_tries=200 * len(scenario.ties), seed=seed)
    edges = sorted(tuple(sorted(edge)) for edge in graph.edges)
    ties = tuple(Tie(one, other, tie.weight) for (one, other), tie in zip(edges, scenario.ties, strict=True))
    return replace(scenario, ties=ties)
