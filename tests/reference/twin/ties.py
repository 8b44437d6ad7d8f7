"""Dated ties: which organisations are present in a month, and how much each two depend on each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.system import System


@dataclass
class Ties:
    """Weights of all ties and presence of all organisations at one moment; a tie of weight 0 is no tie."""

    ends: list[tuple[int, int]]
    weight: list[float]
    present: list[bool]

    def copy(self) -> Ties:
        return Ties(self.ends, list(self.weight), list(self.present))

    def of(self, i: int) -> list[int]:
        """The ties that name organisation i, of any weight."""
        return [t for t, ends in enumerate(self.ends) if i in ends]

    def between(self, i: int, j: int) -> int:
        """The tie of i and j."""
        return next(t for t, ends in enumerate(self.ends) if set(ends) == {i, j})

    def partner(self, t: int, i: int) -> int:
        """The other end of a tie."""
        first, second = self.ends[t]
        return second if i == first else first


def changes(system: System) -> list[Any]:
    """All dated changes of ties by month; those of one month as they are listed."""
    return sorted(system.tie_changes, key=lambda change: change.month)


def ties_at_start(system: System) -> Ties:
    """The ties before the first month: whoever joins later is absent."""
    network = system.network
    joining = {i for change in system.tie_changes for i in change.joins}
    ties = Ties(
        ends=list(zip(network.first.tolist(), network.second.tolist(), strict=True)),
        weight=network.weight.tolist(),
        present=[i not in joining for i in range(network.n)],
    )
    for t, (i, j) in enumerate(ties.ends):
        if not (ties.present[i] and ties.present[j]):
            ties.weight[t] = 0.0
    return ties


def ties_of_month(system: System, month: int) -> Ties:
    """The ties after the changes of a month."""
    ties = ties_at_start(system)
    for change in changes(system):
        if change.month <= month:
            apply(system, ties, change)
    return ties


def apply(system: System, ties: Ties, change: Any) -> list[tuple[int, int]]:
    """One dated change, in place: who leaves, who goes over, who joins, weights set anew.

    Returns the ties that passed over in mergers, each as (tie of the one that went over, tie of the absorber).
    """
    passed: list[tuple[int, int]] = []
    for i in change.leaves:
        remove(ties, i)
    for i, j in change.merges.items():
        for t in ties.of(i):
            k = ties.partner(t, i)
            if k == j or ties.weight[t] == 0:
                continue
            absorbing = ties.between(j, k)
            if ties.weight[absorbing] == 0:
                passed.append((t, absorbing))
            ties.weight[absorbing] += ties.weight[t]
        remove(ties, i)
    for i in change.joins:
        ties.present[i] = True
        for t in ties.of(i):
            if ties.present[ties.partner(t, i)]:
                ties.weight[t] = system.network.weight.tolist()[t]
    for (i, j), weight in change.weights.items():
        if ties.present[i] and ties.present[j]:
            ties.weight[ties.between(i, j)] = weight
    return passed


def remove(ties: Ties, i: int) -> None:
    """Organisation i is absent from now on, and has no ties."""
    ties.present[i] = False
    for t in ties.of(i):
        ties.weight[t] = 0.0
