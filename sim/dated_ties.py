"""Dated changes of who depends on whom, and alliances between some of the organisations.

``timeline`` turns dated changes of ties into stretches of months: the weights that hold in each, who is there, and what
was passed over in mergers at its beginning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.arrays import Flags, Floats, Ints
from sim.network import Network, from_ties
from sim.parameters import Allocation

Pair = tuple[int, int]
"""Two organisations, by position."""


@dataclass(frozen=True, kw_only=True)
class Alliance:
    """Terms of pooling between some organisations, which take the place of the tie's own ones.

    name         as reports call it
    members      positions of its organisations; the terms hold on every tie between two of them
    sharing      share of outcomes pooled, in [0, 1]
    allocation   who gets which part of the pool: equal, size or need
    pool_trust   perceived trust from which two choose to pool, in [0, 1]; 0: pooling is imposed
    start        first month in which the terms hold; 0: from the start
    until        last month in which they hold; None: for good
    """

    name: str
    members: tuple[int, ...]
    sharing: float
    allocation: Allocation = "equal"
    pool_trust: float = 0.0
    start: int = 0
    until: int | None = None

    def holds(self, month: int) -> bool:
        """Tell whether the terms hold in a month."""
        return self.start <= month and (self.until is None or month <= self.until)


@dataclass(frozen=True, kw_only=True)
class TieChange:
    """A dated change of ties: applied at the start of ``month``, in the order leaves, merges, joins, weights.

    month    1 is the first month of a run
    label    as pages and reports call it
    weights  the weight of a tie from now on; 0 ends it
    joins    organisations that are absent until then
    leaves   organisations that are absent from then on
    merges   who goes over into whom: its ties' weights are added to the other's
    """

    month: int
    label: str
    weights: Mapping[Pair, float] = field(default_factory=dict)
    joins: tuple[int, ...] = ()
    leaves: tuple[int, ...] = ()
    merges: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class Stretch:
    """Months in which the same ties hold, from ``month`` on.

    weights  (m,) >= 0, 0 where there is no tie
    present  (n,) whether an organisation is there
    joined   (n,) whether it came with this stretch
    passed   (2m,) the relation whose values each relation takes over as the stretch begins, -1 for none
    """

    month: int
    weights: Floats
    present: Flags
    joined: Flags
    passed: Ints


def with_dated_ties(network: Network, changes: Sequence[TieChange]) -> Network:
    """Return the network with every tie that exists at any time: those that begin later have weight 0 at the start."""
    pairs = {_sorted(pair) for change in changes for pair in change.weights}
    partners = [set(network.partners(i).tolist()) for i in range(network.n)]
    for first, second in pairs:
        partners[first].add(second)
        partners[second].add(first)
    for change in sorted(changes, key=lambda change: change.month):
        for gone, into in change.merges.items():
            for partner in partners[gone] - {into}:
                pairs.add(_sorted((into, partner)))
                partners[into].add(partner)
                partners[partner].add(into)
    known = {_sorted(pair) for pair in zip(network.first.tolist(), network.second.tolist(), strict=True)}
    added = np.array(sorted(pairs - known), dtype=np.int64).reshape(-1, 2)
    if not len(added):
        return network
    return from_ties(
        network.n,
        (np.concatenate([network.first, added[:, 0]]), np.concatenate([network.second, added[:, 1]])),
        weight=np.concatenate([network.weight, np.zeros(len(added))]),
        sector=network.sector,
        ids=network.ids,
    )


def timeline(network: Network, changes: Sequence[TieChange]) -> tuple[Stretch, ...]:
    """Return the stretches of months with the same ties, the first from month 0 (the start)."""
    nobody = np.zeros(network.n, dtype=np.bool_)
    nothing = np.full(2 * network.m, -1, dtype=np.int64)
    present = ~nobody
    for change in changes:
        present[list(change.joins)] = False
    weights = np.where(present[network.first] & present[network.second], network.weight, 0.0)
    stretches = [Stretch(month=0, weights=weights, present=present, joined=nobody, passed=nothing)]
    for month in sorted({change.month for change in changes}):
        ties = _Ties(network, stretches[-1])
        for change in changes:
            if change.month == month:
                ties.apply(change)
        stretches.append(ties.stretch(month))
    return tuple(stretches)


class _Ties:
    """Ties while the changes of one month are applied to them."""

    def __init__(self, network: Network, before: Stretch) -> None:
        self.network = network
        self.weights, self.present = before.weights.copy(), before.present.copy()
        self.joined = np.zeros(network.n, dtype=np.bool_)
        self.passed = np.full(2 * network.m, -1, dtype=np.int64)

    def apply(self, change: TieChange) -> None:
        for organisation in change.leaves:
            self._remove(organisation)
        for gone, into in change.merges.items():
            self._merge(gone, into)
        for organisation in change.joins:
            self._join(organisation)
        for (first, second), weight in change.weights.items():
            if self.present[first] and self.present[second]:
                self.weights[self._tie(first, second)] = weight

    def stretch(self, month: int) -> Stretch:
        ended = np.tile(self.weights == 0.0, 2)
        passed = np.where(ended, -1, self.passed)
        return Stretch(month=month, weights=self.weights, present=self.present, joined=self.joined, passed=passed)

    def _tie(self, first: int, second: int) -> int:
        return self.network.relation(first, second) % max(self.network.m, 1)

    def _ties_of(self, organisation: int) -> Ints:
        return self.network.relations_of(organisation) % max(self.network.m, 1)

    def _remove(self, organisation: int) -> None:
        self.weights[self._ties_of(organisation)] = 0.0
        self.present[organisation] = False

    def _merge(self, gone: int, into: int) -> None:
        network = self.network
        for relation in network.relations_of(gone).tolist():
            partner, weight = int(network.target[relation]), self.weights[relation % network.m]
            if partner == into or weight == 0.0:
                continue
            taken = network.relation(into, partner)
            if self.weights[taken % network.m] == 0.0:
                self._pass_over(relation, taken)
            self.weights[taken % network.m] += weight
        self._remove(gone)

    def _pass_over(self, relation: int, taken: int) -> None:
        """Let both relations of a tie take over the values of another tie's, or what those took over themselves."""
        for source, heir in ((relation, taken), (self._reverse(relation), self._reverse(taken))):
            self.passed[heir] = self.passed[source] if self.passed[source] >= 0 else source

    def _reverse(self, relation: int) -> int:
        return int(self.network.reverse[relation])

    def _join(self, organisation: int) -> None:
        self.present[organisation] = self.joined[organisation] = True
        network = self.network
        ties = self._ties_of(organisation)
        both = self.present[network.first[ties]] & self.present[network.second[ties]]
        self.weights[ties] = np.where(both, network.weight[ties], self.weights[ties])


def _sorted(pair: Pair) -> Pair:
    return (pair[0], pair[1]) if pair[0] <= pair[1] else (pair[1], pair[0])
