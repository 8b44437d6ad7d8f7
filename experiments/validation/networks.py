"""Real networks: the model on the ties of organisations that had to deal with each other, beside what they did.

Two are read from a folder of data outside the project.  *Chemicals*: thirty organisations in the German policy on
toxic chemicals of 1983/84 (Schneider 1988; Leifeld & Schneider 2012).  Those who sit on a committee together have to
deal with each other; a door is open where both say that they exchange political information.  *Rescue*: seven
search-and-rescue operations (Drabek et al. 1981).  Those of whom either names the other have to deal with each other;
a door is open where both do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import networkx
import numpy as np
import pandas as pd

from experiments.analysis.intervals import percentiles
from experiments.analysis.resampling_rng import generator
from scenarios import load
from sim.arrays import Floats
from sim.engine import ensemble
from sim.measures import COLUMNS
from sim.system import RunSpec

PERMUTATIONS = 1000
FEWEST = 10
"""Ties below which nothing is judged."""

Pair = tuple[str, str]


@dataclass(frozen=True)
class RealNetwork:
    """Organisations that have to deal with each other: their kinds, their ties, and the ties open both ways."""

    name: str
    sectors: dict[str, str]
    ties: tuple[Pair, ...]
    open: frozenset[Pair]


@dataclass(frozen=True)
class NetworkComparison:
    """Silo measures of one network: as measured, under random mixing of the kinds, and in the model.

    Each triple is a value (for random mixing and the model a mean) with its 95% interval.
    """

    network: RealNetwork
    measured: dict[str, float]
    random: dict[str, tuple[float, float, float]]
    model: dict[str, tuple[float, float, float]]

    def side(self, value: float) -> str:
        """On which side of random mixing an E-I index lies."""
        _, low, high = self.random["ei_index"]
        return "more inward" if value < low else "more outward" if value > high else "as random"

    @property
    def agrees(self) -> bool:
        """True where measured and model lie on the same side of random mixing."""
        return self.side(self.measured["ei_index"]) == self.side(self.model["ei_index"][0])


def real_networks(data: Path) -> Iterator[RealNetwork]:
    """Those of a folder of data, in the layout of its own README files; none where it has none."""
    folder = data / "networks" / "net_chemnet_1984"
    if folder.is_dir():
        yield _chemicals(folder)
    folder = data / "networks" / "net_emon_1981"
    if folder.is_dir():
        yield from _rescues(folder)


def _chemicals(folder: Path) -> RealNetwork:
    nodes, edges = pd.read_csv(folder / "nodes.csv"), pd.read_csv(folder / "edges.csv")
    sits = pd.read_csv(folder / "committee_membership.csv").groupby("committee")["org"]
    shared = {tuple(sorted(pair)) for _, members in sits for pair in combinations(set(members), 2)}
    sectors = dict(zip(nodes.iloc[:, 0].astype(str), nodes["type"].astype(str), strict=True))
    reports = edges[edges["relation"] == "pol"]
    ties = tuple(sorted((a, b) for a, b in shared if a in sectors and b in sectors))
    return RealNetwork(
        "Chemicals 1984", sectors, ties, _both_ways(zip(reports["source"], reports["target"], strict=True))
    )


def _rescues(folder: Path) -> Iterator[RealNetwork]:
    nodes, edges = pd.read_csv(folder / "nodes.csv"), pd.read_csv(folder / "edges.csv")
    for name, said in edges.groupby("network"):
        members = nodes[nodes["network"] == name]
        sectors = dict(
            zip(members["org"].astype(str), members["sponsorship"].fillna("unknown").astype(str), strict=True)
        )
        named = [(a, b) for a, b in zip(said["source"], said["target"], strict=True) if a in sectors and b in sectors]
        ties = tuple(sorted({(min(pair), max(pair)) for pair in named if pair[0] != pair[1]}))
        yield RealNetwork(f"Rescue: {name}", sectors, ties, _both_ways(named))


def _both_ways(named: Iterable[Pair]) -> frozenset[Pair]:
    known = set(named)
    return frozenset((a, b) for a, b in known if a < b and (b, a) in known)


def compare_network(network: RealNetwork, seeds: int) -> NetworkComparison | None:
    """A network's measures three ways; None where it has too few ties or one kind alone."""
    if len(network.ties) < FEWEST or len(set(network.sectors.values())) < 2:
        return None
    doors = np.array([float(tie in network.open) for tie in network.ties])
    names = sorted(network.sectors)
    kinds = np.unique([network.sectors[name] for name in names], return_inverse=True)[1]
    ends = np.array([[names.index(a), names.index(b)] for a, b in network.ties])
    shuffle = generator("networks")
    mixed = np.array([_by_sector(doors, ends, shuffle.permutation(kinds)) for _ in range(PERMUTATIONS)])
    return NetworkComparison(
        network,
        dict(zip(BY_SECTOR, _by_sector(doors, ends, kinds), strict=True)) | {"modularity": _modularity(network)},
        {name: _spread(column) for name, column in zip(BY_SECTOR, mixed.T, strict=True)},
        _modelled(network, seeds),
    )


BY_SECTOR = ("openness_within", "openness_across", "ei_index")


def _by_sector(doors: Floats, ends: np.ndarray, kinds: np.ndarray) -> tuple[float, float, float]:
    """(openness within, across, E-I index) of doors under some kinds of organisations."""
    across = kinds[ends[:, 0]] != kinds[ends[:, 1]]
    external, internal = doors[across].sum(), doors[~across].sum()
    both = external + internal
    index = (external - internal) / both if both else np.nan
    return internal / max(1, (~across).sum()), external / max(1, across.sum()), index


def _modularity(network: RealNetwork) -> float:
    graph = networkx.Graph([tie for tie in network.ties if tie in network.open])
    if not graph.number_of_edges():
        return float("nan")
    communities = networkx.community.louvain_communities(graph, seed=0)
    return float(networkx.community.modularity(graph, communities))


def _modelled(network: RealNetwork, seeds: int) -> dict[str, tuple[float, float, float]]:
    """The model at its defaults on the network's ties and kinds, after ten years."""
    tables = {
        "title": network.name,
        "organisations": [{"name": name, "sector": kind} for name, kind in network.sectors.items()],
        "ties": [{"from": one, "to": other} for one, other in network.ties],
    }
    system = load(tables).system()
    results = ensemble([RunSpec(system=system, seed=seed, months=120) for seed in range(seeds)])
    spreads = {name: _spread(results.end[:, COLUMNS.index(name)]) for name in BY_SECTOR}
    return spreads | {"modularity": _spread(results.modularity)}


def _spread(values: Floats) -> tuple[float, float, float]:
    known = values[~np.isnan(values)]
    return float(known.mean()), *percentiles(known)
