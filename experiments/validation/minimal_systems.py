"""Minimal systems, in which nothing happens but what is looked at: for numbers that have a closed form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.network import from_ties
from sim.parameters import Parameters
from sim.system import System

MINIMAL: Mapping[str, Any] = {
    "mindset.orientation": 0.0,
    "mindset.spread": 0.0,
    "mindset.zero_sum": 0.0,
    "mindset.zero_sum_spread": 0.0,
    "mindset.us_and_them": 0.0,
    "mindset.closeness": 0.0,
    "history.spread": 0.0,
    "history.in_group": 0.0,
    "trust.failure": 0.0,
    "dialogue.time_together": 0.0,
    "boundary.openness": 1.0,
    "boundary.closing": 0.0,
    "boundary.opening": 0.0,
    "leadership.cascade": 0.0,
    "leadership.movement": 0.0,
    "leadership.patience": 0.0,
    "leadership.patience_spread": 0.0,
    "leadership.turnover": 0.0,
    "learning.insight": 0.0,
    "learning.reflection": 0.0,
    "learning.noise": 0.0,
    "game.scarcity_premium": 0.0,
    "game.improvement": 0.0,
    "resources.scarcity": 0.0,
    "structure.tiers": 1,
}

DILEMMA: Mapping[str, Any] = {"game.benefit": 0.5, "game.stake": 2.5, "game.damage": 1.5}
"""The prisoner's dilemma (R, S, T, P) = (3, 0, 5, 1), shifted by SHIFT."""

SHIFT = 2.5


def minimal_system(settings: Mapping[str, Any], ties: Sequence[tuple[int, int]], n: int, **more: Any) -> System:
    """Return a minimal system with some settings, by dotted name."""
    tables: dict[str, dict[str, Any]] = {}
    for name, value in {**MINIMAL, **settings}.items():
        group, _, key = name.partition(".")
        tables.setdefault(group, {})[key] = value
    sector = more.pop("sector", None)
    ends = np.array(ties, dtype=np.int64).reshape(-1, 2)
    network = from_ties(n, (ends[:, 0], ends[:, 1]), sector=None if sector is None else np.asarray(sector))
    return System(network=network, parameters=Parameters.model_validate(tables), **more)


def disjoint_pairs(count: int) -> list[tuple[int, int]]:
    """Return ``count`` ties that share no organisation."""
    return [(2 * pair, 2 * pair + 1) for pair in range(count)]
