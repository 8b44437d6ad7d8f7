"""Minimal systems: nothing happens in them but what a test is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.network import from_ties
from sim.parameters import Parameters
from sim.system import System

Settings = Mapping[str, Any]

QUIET: Settings = {
    "game.improvement": 0.0,
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
    "dialogue.hearsay": 0.0,
    "dialogue.purpose_fade": 0.0,
    "dialogue.enquiry": 0.0,
    "boundary.openness": 1.0,
    "boundary.closing": 0.0,
    "boundary.opening": 0.0,
    "leadership.patience_spread": 0.0,
    "leadership.turnover": 0.0,
    "leadership.cascade": 0.0,
    "leadership.movement": 0.0,
    "learning.insight": 0.0,
    "learning.gloss": 0.0,
    "learning.reflection": 0.0,
    "learning.noise": 0.0,
    "structure.tiers": 1,
}
"""One tier, walls open for good, no failure, no meetings, no spread at the start, nobody believes, learns or copies."""


def parameters(settings: Settings) -> Parameters:
    """Parameters from dotted names; the others at default."""
    groups: dict[str, dict[str, Any]] = {}
    for name, value in settings.items():
        group, _, key = name.partition(".")
        groups.setdefault(group, {})[key] = value
    return Parameters.model_validate(groups)


def quiet(
    settings: Settings | None = None,
    *,
    n: int = 2,
    ties: Sequence[Sequence[int]] = ((0, 1),),
    weight: Sequence[float] | None = None,
    sector: Sequence[int] | None = None,
    ids: Sequence[int] | None = None,
    **more: Any,
) -> System:
    """A quiet system in which only what a test is about happens; ``more`` are further parts of a System."""
    ends = ([i for i, _ in ties], [j for _, j in ties])
    network = from_ties(n, ends, weight=weight, sector=sector, ids=ids)  # type: ignore[arg-type]
    return System(network=network, parameters=parameters({**QUIET, **(settings or {})}), **more)
