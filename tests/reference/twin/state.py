"""The state of the twin, and what may be handed in for a month, as plain lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

RACE, BATTLE = 1, 0

NOT_POOLED, CHOSEN, IMPOSED = 0, 1, 2

PerTier = list[list[float]]
CodesPerTier = list[list[int]]


@dataclass(frozen=True)
class Inputs:
    """Choices, doors and meetings of one month that are handed in rather than drawn."""

    stances: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """(tier, relation) -> race or battle."""
    doors: Mapping[int, float] = field(default_factory=dict)
    """relation -> openness."""
    meetings: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """(tier, tie) -> met or not."""


@dataclass
class TwinState:
    """The state at the end of a month, and what happened in it.

    Indices: i organisation, t tie, r relation, v view, k tier.
    """

    month: int
    orientation: PerTier  # [k][i] theta
    zero_sum: PerTier  # [k][v] zeta
    purpose: PerTier  # [k][i] sigma
    trust: PerTier  # [k][r] tau
    history: list[float]  # [r] H
    openness: list[float]  # [r] w
    resources: list[float]  # [i] R
    conduct: list[float]  # [i] Y
    patience: list[float]  # [i] d
    performance: PerTier  # [k][i] y
    pooled: list[int]  # [t] not, by choice, imposed

    # what a relation remembers for the classic strategies; changes only by acting
    own_last: CodesPerTier  # [k][r] own stance in the last dealing
    seen_last: CodesPerTier  # [k][r] what was seen of the partner in the last dealing
    seen_before: CodesPerTier  # [k][r] and in the one before
    ever_battle: CodesPerTier  # [k][r] whether a battle was ever seen
    dealt: CodesPerTier  # [k][r] whether there was a dealing at all

    # this month
    racing: PerTier  # [k][r] p, the probability of racing
    stance: CodesPerTier  # [k][r] x
    acted: CodesPerTier  # [k][t]
    failed: CodesPerTier  # [k][r] whether the race of the relation's source failed
    outcome: PerTier  # [k][r] outcome of the relation's source, after pooling
    met: CodesPerTier  # [k][t]
    perceived: list[float]  # [r] trust as the senior tier perceived it in phase 6
    unit_income: PerTier  # [k][i]
    income: list[float]  # [i]
