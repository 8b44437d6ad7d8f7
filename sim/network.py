"""Who depends on whom: ties as arrays, and the networks one can ask for by name.

A network has ``n`` organisations and ``m`` undirected ties.  Ties are kept in one canonical order, sorted by the ids of
their two ends, and the end with the lower id comes first.  Draws are addressed by these ids and sums run in this order,
so the order in which a scenario lists its organisations changes nothing but the order of the results.

Relation ``r`` is what one end feels and does toward the other: ``r = t`` for first -> second end of tie ``t``,
``r = t + m`` for second -> first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from sim.arrays import Flags, Floats, Ints
from sim.parameters import Structure

Pairs = tuple[Ints, Ints]


class NetworkError(ValueError):
    """The ties do not make a network."""


class Views(NamedTuple):
    """What organisations hold of kinds: one view an organisation and sector that it has partners in.

    start         (n + 1,) the views of organisation i are start[i] to start[i + 1], ordered by sector
    organisation  (v,) whose view it is
    sector        (v,) of which kind of partner
    of_relation   (2m,) the view that each relation falls under
    own           (n,) the view of one's own kind, -1 where there is none
    """

    start: Ints
    organisation: Ints
    sector: Ints
    of_relation: Ints
    own: Ints


@dataclass(frozen=True, eq=False)
class Network:
    """Organisations and their ties; two networks are equal where all their arrays are.

    ids     (n,) distinct integers in [0, 2**32): the addresses of the organisations' draws
    sector  (n,) integers >= 0
    first   (m,) position of the tie's end with the lower id
    second  (m,) position of the other end
    weight  (m,) >= 0: how much the two depend on each other at the start; 0 for a tie that begins later
    """

    ids: Ints
    sector: Ints
    first: Ints
    second: Ints
    weight: Floats

    @cached_property
    def key(self) -> bytes:
        """A digest of the content."""
        digest = hashlib.blake2b(digest_size=16)
        for each in (self.ids, self.sector, self.first, self.second, self.weight):
            digest.update(len(each).to_bytes(8, "little"))
            digest.update(np.ascontiguousarray(each).data)
        return digest.digest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Network) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def n(self) -> int:
        """How many organisations."""
        return len(self.ids)

    @property
    def m(self) -> int:
        """How many ties."""
        return len(self.first)

    @cached_property
    def source(self) -> Ints:
        """(2m,) the organisation that a relation belongs to: the one who feels or acts."""
        return np.concatenate([self.first, self.second])

    @cached_property
    def target(self) -> Ints:
        """(2m,) the partner that a relation is about."""
        return np.concatenate([self.second, self.first])

    @cached_property
    def reverse(self) -> Ints:
        """(2m,) the relation of the partner toward the source."""
        return (np.arange(2 * self.m) + self.m) % max(2 * self.m, 1)

    @cached_property
    def across(self) -> Flags:
        """(m,) true where a tie crosses sectors."""
        return self.sector[self.first] != self.sector[self.second]

    @cached_property
    def by_id(self) -> Ints:
        """(n,) positions of the organisations in the order of their ids."""
        return np.argsort(self.ids)

    @cached_property
    def by_organisation(self) -> tuple[Ints, Ints]:
        """``start`` (n + 1,) and ``relations`` (2m,): those of organisation i are relations[start[i]:start[i + 1]],
        ordered by the partner's id."""
        order = np.lexsort((self.ids[self.target], self.source))
        start = np.zeros(self.n + 1, dtype=np.int64)
        np.cumsum(np.bincount(self.source, minlength=self.n), out=start[1:])
        return start, order

    @cached_property
    def views(self) -> Views:
        """The views of the network: what an organisation holds of each kind of partner, compressed like relations."""
        return _views(self)

    @property
    def view_organisation(self) -> Ints:
        """(v,) the organisation that a view belongs to."""
        return self.views.organisation

    @property
    def view_sector(self) -> Ints:
        """(v,) the kind of partner that a view is of."""
        return self.views.sector

    @property
    def view_of(self) -> Ints:
        """(2m,) the view that a relation i -> j falls under: that of i, of the sector of j."""
        return self.views.of_relation

    def relations_of(self, organisation: int) -> Ints:
        """The relations of one organisation, ordered by the partner's id."""
        start, relations = self.by_organisation
        return relations[start[organisation] : start[organisation + 1]]

    def partners(self, organisation: int) -> Ints:
        """The partners of one organisation (positions), ordered by id."""
        return self.target[self.relations_of(organisation)]

    def relation(self, source: int, target: int) -> int:
        """The index of the relation source -> target (positions of organisations); KeyError where there is no tie."""
        relations = self.relations_of(source)
        matching = relations[self.target[relations] == target]
        if not len(matching):
            raise KeyError(f"no tie between organisations {source} and {target}")
        return int(matching[0])


def _views(network: Network) -> Views:
    kinds = int(network.sector.max()) + 1
    keys, of_relation = np.unique(network.source * kinds + network.sector[network.target], return_inverse=True)
    organisation, sector = keys // kinds, keys % kinds
    start = np.zeros(network.n + 1, dtype=np.int64)
    np.cumsum(np.bincount(organisation, minlength=network.n), out=start[1:])
    own = np.full(network.n, -1, dtype=np.int64)
    at_home = np.flatnonzero(sector == network.sector[organisation])
    own[organisation[at_home]] = at_home
    return Views(start, organisation, sector, of_relation.astype(np.int64), own)


def from_ties(
    n: int,
    ends: Pairs,
    *,
    weight: Floats | None = None,
    sector: Ints | None = None,
    ids: Ints | None = None,
) -> Network:
    """A network from pairs of positions, in any order; raises NetworkError for what is no simple weighted graph."""
    first, second = (np.asarray(each, dtype=np.int64) for each in ends)
    ids = np.arange(n, dtype=np.int64) if ids is None else np.asarray(ids, dtype=np.int64)
    sector = np.zeros(n, dtype=np.int64) if sector is None else np.asarray(sector, dtype=np.int64)
    weight = np.ones(len(first)) if weight is None else np.asarray(weight, dtype=np.float64)
    _check(n, first, second, weight, sector, ids)
    swap = ids[first] > ids[second]
    first, second = np.where(swap, second, first), np.where(swap, first, second)
    order = np.lexsort((ids[second], ids[first]))
    first, second, weight = first[order], second[order], weight[order]
    if np.any((first[1:] == first[:-1]) & (second[1:] == second[:-1])):
        raise NetworkError("a tie is listed twice")
    return Network(ids=ids, sector=sector, first=first, second=second, weight=weight)


def _check(n: int, first: Ints, second: Ints, weight: Floats, sector: Ints, ids: Ints) -> None:
    if n < 1:
        raise NetworkError("a system needs at least one organisation")
    if len(ids) != n or len(sector) != n or len(first) != len(second) or len(weight) != len(first):
        raise NetworkError("ids and sector need one value an organisation, ends and weight one a tie")
    if len(np.unique(ids)) != n or ids.min() < 0 or ids.max() >= 2**32:
        raise NetworkError("ids must be distinct integers in [0, 2**32)")
    if len(first) and (min(first.min(), second.min()) < 0 or max(first.max(), second.max()) >= n):
        raise NetworkError(f"a tie names an organisation outside 0..{n - 1}")
    if np.any(first == second):
        raise NetworkError("an organisation is tied to itself")
    if not np.all(np.isfinite(weight) & (weight >= 0)):
        raise NetworkError("the weight of a tie must be a number, 0 (no tie yet) or more")


def equal_sectors(n: int, sectors: int) -> Ints:
    """(n,) sector of each organisation: ``sectors`` blocks as equal as can be."""
    return np.arange(n) * min(sectors, n) // n


def complete(n: int, structure: Structure, sector: Ints) -> Pairs:
    """Everyone depends on everyone."""
    first, second = np.triu_indices(n, 1)
    return first.astype(np.int64), second.astype(np.int64)


def ring(n: int, structure: Structure, sector: Ints) -> Pairs:
    """Each depends on the ``neighbours`` nearest on a circle."""
    reach = min(structure.neighbours // 2, (n - 1) // 2)
    first = np.tile(np.arange(n, dtype=np.int64), reach)
    second = (first + np.repeat(np.arange(1, reach + 1), n)) % n
    if n == 2:
        return np.array([0]), np.array([1])
    return first, second


def small_world(n: int, structure: Structure, sector: Ints) -> Pairs:
    """A ring of which a share of the ties is rewired at random (Watts & Strogatz 1998)."""
    import networkx

    neighbours = min(structure.neighbours, n - 1)
    return _edges(networkx.watts_strogatz_graph(n, neighbours, structure.rewiring, seed=_generator(structure)))


def scale_free(n: int, structure: Structure, sector: Ints) -> Pairs:
    """Newcomers depend on those who have many ties already (Barabasi & Albert 1999)."""
    import networkx

    links = min(structure.links, n - 1)
    return _edges(networkx.barabasi_albert_graph(n, links, seed=_generator(structure))) if links else _none()


def by_sectors(n: int, structure: Structure, sector: Ints) -> Pairs:
    """Complete within each sector; across sectors each tie exists with probability ``across``."""
    first, second = complete(n, structure, sector)
    kept = (sector[first] == sector[second]) | (_generator(structure).random(len(first)) < structure.across)
    return first[kept], second[kept]


GENERATORS: Mapping[str, Callable[[int, Structure, Ints], Pairs]] = {
    "complete": complete,
    "ring": ring,
    "small-world": small_world,
    "scale-free": scale_free,
    "sectors": by_sectors,
}
"""The networks one can ask for by name: generator(n, structure, sector) -> pairs of positions."""


def generate(structure: Structure, *, sector: Ints | None = None, ids: Ints | None = None) -> Network:
    """The network that ``structure`` asks for, over the given sectors (else equal ones)."""
    n = structure.organisations if sector is None else len(sector)
    sector = equal_sectors(n, structure.sectors) if sector is None else np.asarray(sector, dtype=np.int64)
    return from_ties(n, GENERATORS[structure.network](n, structure, sector), sector=sector, ids=ids)


def _generator(structure: Structure) -> np.random.Generator:  # noqa: TID251
    return np.random.Generator(np.random.Philox(key=structure.wiring))  # noqa: TID251 - counter-based, no global state


def _edges(graph: object) -> Pairs:
    pairs = np.array(list(graph.edges), dtype=np.int64).reshape(-1, 2)  # type: ignore[attr-defined]
    return pairs[:, 0], pairs[:, 1]


def _none() -> Pairs:
    return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
