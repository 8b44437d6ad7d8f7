"""The network of a month as the kernels read it: ties with their weights, partners, views, alliances."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.arrays import Flags, Floats, Ints, Words
from sim.dated_ties import Alliance
from sim.network import Network
from sim.parameters import ALLOCATIONS

SHARING, ALLOCATION, POOL_TRUST = range(3)
"""Columns of ``Wiring.terms``."""


DENSE = 16
"""A network with fewer than this many pairs of organisations a tie has a table of its relations."""


class Wiring(NamedTuple):
    """A network as the kernels read it; see sim.network and sim.dated_ties for what the arrays are.

    A tie of weight 0 is no tie: the lists of partners leave it out, and loops over ties pass it by.
    """

    ids: Words
    size: Floats
    present: Flags
    first: Ints
    second: Ints
    weight: Floats
    across: Flags
    target: Ints
    start: Ints
    """(n + 1,) where the relations of each organisation begin in ``relations``."""
    relations: Ints
    """The relations that are ties, those of one organisation together, ordered by the partner's id."""
    total_weight: Floats
    """(n,) sum of the weights of an organisation's ties."""
    strangers: Floats
    """(n,) how many of its partners are of other sectors."""
    sector: Ints
    view_start: Ints
    view_organisation: Ints
    view_sector: Ints
    view_of: Ints
    own_view: Ints
    view_partners: Floats
    """(v,) how many partners of its kind a view has; 0 where the view does not exist."""
    relation_to: Ints
    """(n, n) the relation of each organisation toward each, -1 where there is none; empty where that is too large."""
    alliance: Ints
    """(m,) row of ``terms`` that a tie goes by, -1 where it has the system's own."""
    terms: Floats
    """(alliances, 3) sharing, code of the allocation, pool_trust."""


def wiring(
    network: Network, weights: Floats, present: Flags, sizes: Floats, alliances: Sequence[Alliance] = ()
) -> Wiring:
    """Return the arrays of the network with these weights of its ties.

    weights    (m,) >= 0
    present    (n,) which organisations are there
    sizes      (n,) > 0
    alliances  those that hold; where several apply to a tie, the last listed does
    """
    _, relations = network.by_organisation
    tied = np.tile(weights > 0.0, 2)
    kept = relations[tied[relations]]
    begins = np.zeros(network.n + 1, dtype=np.int64)
    np.cumsum(np.bincount(network.source[tied], minlength=network.n), out=begins[1:])
    total, strangers = np.zeros(network.n), np.zeros(network.n)
    for ends in (network.first, network.second):
        np.add.at(total, ends, weights)
        np.add.at(strangers, ends, (network.across & (weights > 0.0)).astype(np.float64))
    views = network.views
    return Wiring(
        ids=network.ids.astype(np.uint64),
        size=sizes,
        present=present,
        first=network.first,
        second=network.second,
        weight=weights,
        across=network.across,
        target=network.target,
        start=begins,
        relations=kept,
        total_weight=total,
        strangers=strangers,
        sector=network.sector,
        view_start=views.start,
        view_organisation=views.organisation,
        view_sector=views.sector,
        view_of=views.of_relation,
        own_view=views.own,
        view_partners=np.bincount(views.of_relation[tied], minlength=len(views.sector)).astype(np.float64),
        relation_to=_relation_to(network, tied),
        alliance=_alliance_of(network, alliances),
        terms=np.array([_terms(alliance) for alliance in alliances], dtype=np.float64).reshape(-1, 3),
    )


def _relation_to(network: Network, tied: Flags) -> Ints:
    """Return the table of relations; for a sparse network an empty one, since its lists are quick to search."""
    if network.n**2 > DENSE * max(network.m, 1):
        return np.zeros((0, 0), dtype=np.int64)
    table = np.full((network.n, network.n), -1, dtype=np.int64)
    relations = np.flatnonzero(tied)
    table[network.source[relations], network.target[relations]] = relations
    return table


def _alliance_of(network: Network, alliances: Sequence[Alliance]) -> Ints:
    """(m,) the last listed alliance that both ends of a tie are members of, -1 where there is none."""
    of_tie = np.full(network.m, -1, dtype=np.int64)
    for row, alliance in enumerate(alliances):
        member = np.zeros(network.n, dtype=np.bool_)
        member[list(alliance.members)] = True
        of_tie[member[network.first] & member[network.second]] = row
    return of_tie


def _terms(alliance: Alliance) -> tuple[float, float, float]:
    return alliance.sharing, float(ALLOCATIONS.index(alliance.allocation)), alliance.pool_trust
