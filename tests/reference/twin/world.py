"""The world of one month: organisations, ties, views, the parameters that hold, and random numbers."""

from __future__ import annotations

from sim.parameters import ROWS
from sim.system import System
from tests.reference import philox
from tests.reference.twin.ties import Ties, ties_of_month

ALLOCATIONS = ("equal", "size", "need")


class World:
    """Everything that stays as it is within a month, after the dated changes of phase 1.

    A relation r = i->j belongs to its source i; a view is (organisation, sector that it may have partners in).
    """

    def __init__(self, system: System, seed: int, month: int, ties: Ties | None = None) -> None:
        network = system.network
        self.system = system
        self.seed = seed
        self.month = month
        self.n: int = network.n
        self.m: int = network.m
        self.measured = system.measured
        self.tiers: int = system.tiers
        self.ids: list[int] = network.ids.tolist()
        self.sector: list[int] = network.sector.tolist()
        self.sizes: list[float] = list(system.sizes) or [1.0] * self.n
        self.strategies: list[str] = list(system.strategies) or ["adaptive"] * self.n
        values = system.values(month) if month > 0 else system.start_values
        self.parameters: list[list[float]] = values.tolist()
        self.alliances = [alliance for alliance in system.alliances if in_force(alliance, month)]

        self.ties = ties or ties_of_month(system, month)
        self.ends = self.ties.ends
        self.weight = self.ties.weight
        self.present = self.ties.present
        self.source = [i for i, _ in self.ends] + [j for _, j in self.ends]
        self.target = [j for _, j in self.ends] + [i for i, _ in self.ends]
        self.views = sorted({(self.source[r], self.sector[self.target[r]]) for r in range(2 * self.m)})
        self.number_of_view = {view: v for v, view in enumerate(self.views)}

        living = [r for r in range(2 * self.m) if self.weight[self.tie(r)] > 0]
        living.sort(key=lambda r: self.ids[self.target[r]])
        self.relations_of = [[r for r in living if self.source[r] == i] for i in range(self.n)]

    # ------------------------------------------------------------------------------------------- parameters

    def own(self, name: str, i: int, tier: int = 0) -> float:
        """The organisation's own value of a parameter."""
        return self.parameters[ROWS[name] + tier][i]

    def shared(self, name: str, t: int, tier: int = 0) -> float:
        """The tie's value of a parameter: its alliance's, else the mean of its two ends' values."""
        for alliance in reversed(self.alliances):
            if set(self.ends[t]) <= set(alliance.members):
                if name == "game.sharing":
                    return alliance.sharing
                if name == "game.pool_trust":
                    return alliance.pool_trust
        first, second = self.ends[t]
        return 0.5 * (self.own(name, first, tier) + self.own(name, second, tier))

    def allocation(self, t: int) -> str:
        """The way in which a tie allots what it pools."""
        for alliance in reversed(self.alliances):
            if set(self.ends[t]) <= set(alliance.members):
                return alliance.allocation
        return ALLOCATIONS[int(self.own("game.allocation", self.ends[t][0]))]

    # ------------------------------------------------------------------------------------- ties and relations

    def living_ties(self) -> list[int]:
        """The ties of weight above 0."""
        return [t for t in range(self.m) if self.weight[t] > 0]

    def living_relations(self) -> list[int]:
        """Both relations of the ties of weight above 0, by index."""
        return [r for r in range(2 * self.m) if self.weight[self.tie(r)] > 0]

    def tie(self, r: int) -> int:
        return r % self.m

    def reverse(self, r: int) -> int:
        """The partner's relation toward the source of r."""
        return r + self.m if r < self.m else r - self.m

    def end(self, r: int) -> int:
        """0 where the source of a relation is the first end of its tie, 1 where it is the second."""
        return 0 if r < self.m else 1

    def relation(self, i: int, j: int) -> int | None:
        """The relation i->j; None where they are not tied."""
        for r in self.relations_of[i]:
            if self.target[r] == j:
                return r
        return None

    def across(self, r: int) -> bool:
        """Tell whether a relation, or a tie, goes across sectors."""
        return self.sector[self.source[r]] != self.sector[self.target[r]]

    # ------------------------------------------------------------------------------------------------- views

    def view(self, i: int, sector: int) -> int | None:
        """The view that organisation i has of a sector; None where it has no partner there."""
        return self.number_of_view[i, sector] if self.relations_in(i, sector) else None

    def view_of(self, r: int) -> int:
        """The view that the target of a relation falls under."""
        return self.number_of_view[self.source[r], self.sector[self.target[r]]]

    def views_of(self, i: int) -> list[int]:
        """The views that organisation i has."""
        return sorted({self.view_of(r) for r in self.relations_of[i]})

    def relations_in(self, i: int, sector: int) -> list[int]:
        """The relations of organisation i toward partners in a sector."""
        return [r for r in self.relations_of[i] if self.sector[self.target[r]] == sector]

    # ----------------------------------------------------------------------------------------- random numbers

    def draw(self, purpose: int, i: int, tier: int = 0) -> philox.Words:
        """The four words of an organisation this month."""
        return philox.words(self.seed, self.month, purpose, self.ids[i], 0, tier)

    def draw_tie(self, purpose: int, t: int, tier: int = 0) -> philox.Words:
        """The four words of a tie this month."""
        first, second = self.ends[t]
        return philox.words(self.seed, self.month, purpose, self.ids[first], self.ids[second], tier)


def in_force(alliance: object, month: int) -> bool:
    """Tell whether an alliance holds in a month; its first and last are included."""
    return alliance.start <= month and (alliance.until is None or month <= alliance.until)  # type: ignore[attr-defined]
