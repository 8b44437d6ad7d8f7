"""Scenario discovery (Bryant & Lempert 2010): under which conditions an end is reached, in boxes that can be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from experiments.analysis.prim import LEAST, Limits, PrimLimits, Worlds, pasted, peeled, worlds
from experiments.analysis.resampling_rng import generator

BOXES = 3
"""Boxes that are looked for, one after the other, each in what the ones before leave."""

HALVES = 10
"""Halves that a box is looked for in again."""

MOST_RESAMPLED = 10_000
"""Conditions in a half, at most."""

BY_CHANCE = 0.05
"""Quasi-p above which a limit is given up."""

FEWEST = 16
"""Conditions below which nothing is looked for."""


@dataclass(frozen=True)
class DiscoveredBox:
    """A box, and how well it does over conditions, each counting the same.

    limits      by factor
    coverage    share of all that reach the end which lie in the box
    density     share of the box that reaches the end
    mass        share of all conditions in the box
    conditions  how many lie in it
    quasi_p     by factor: the chance of as many in the box if the limit of this factor meant nothing
    again       by factor: share of random halves of the conditions in which a box limits it too
    new_coverage, new_density   means, over halves, on the other half of a box found in one: what to expect of new ones
    """

    limits: PrimLimits
    coverage: float
    density: float
    mass: float
    conditions: int
    quasi_p: dict[str, float]
    again: dict[str, float]
    new_coverage: float
    new_density: float

    @property
    def words(self) -> str:
        """The limits, such as ``history.trust <= 0.34 and trust.blame > 0.6``."""
        return " and ".join(_limit_words(name, limit) for name, limit in self.limits.items())


def discover(
    runs: pd.DataFrame, factors: Sequence[str], reached: pd.Series, *, unit: Sequence[str] = ("point",)
) -> list[DiscoveredBox]:
    """Boxes of conditions in which an end is reached, by PRIM (``experiments.analysis.prim``).

    Of a peeling the box is taken that goes with the end best (phi, the correlation of being in the box with reaching
    the end, which tells even of an end that most conditions reach), and each limit given up that chance explains
    (quasi-p above 5%).  The next box is looked for in what is left, as long as it is denser than all.

    runs     one row a run, with the factors
    reached  bool, for every row: whether this run ended so
    unit     columns that tell conditions apart
    returns  at most three boxes; none where there are fewer than 16 conditions, or all or none reach the end
    """
    everything = worlds(runs, factors, reached.to_numpy(dtype=bool), unit)
    total = everything.hits.sum()
    boxes: list[DiscoveredBox] = []
    left = np.ones(len(everything), dtype=bool)
    while len(everything) >= FEWEST and 0.0 < total < len(everything) and len(boxes) < BOXES:
        there = everything.take(np.flatnonzero(left))
        limits = best_box(there, max(LEAST, LEAST * len(everything) / max(1, len(there)))) if len(there) else {}
        if not limits:
            break
        inside = there.inside(limits)
        if boxes and there.hits[inside].mean() <= total / len(everything):
            break
        again, coverage, density = _resampled(there, limits)
        boxes.append(
            DiscoveredBox(
                limits=limits,
                coverage=float(there.hits[inside].sum() / total),
                density=float(there.hits[inside].mean()),
                mass=float(inside.sum() / len(everything)),
                conditions=int(inside.sum()),
                quasi_p={name: quasi_p(there, limits, name) for name in limits},
                again=again,
                new_coverage=coverage * float(there.hits.sum() / total),
                new_density=density,
            )
        )
        left[np.flatnonzero(left)[inside]] = False
        if everything.hits[left].sum() < 0.05 * total:
            break
    return boxes


def best_box(space: Worlds, least: float = LEAST) -> PrimLimits:
    """Return the box of a peeling that goes with the end best, without limits that chance explains."""
    whole = space.hits.sum()
    if not 0.0 < whole < len(space):
        return {}

    share = whole / len(space)

    def phi(limits: PrimLimits) -> float:
        inside = space.inside(limits)
        mass = float(inside.mean())
        gain = float((space.hits[inside].sum() - mass * whole) / len(space))
        return gain / np.sqrt(mass * (1 - mass) * share * (1 - share)) if 0.0 < mass < 1.0 else 0.0

    limits = pasted(space, max(peeled(space, least), key=phi))
    while limits:
        wider = list(_one_limit_less(limits))
        chances = [_chance(space, limits, other) for other in wider]
        weakest = int(np.argmax(chances))
        if chances[weakest] <= BY_CHANCE:
            break
        limits = wider[weakest]
    return limits


def _one_limit_less(limits: PrimLimits) -> Iterator[PrimLimits]:
    """Yield the limits without one side of one factor."""
    for name, limit in limits.items():
        others = {other: kept for other, kept in limits.items() if other != name}
        sides = (replace(limit, low=-np.inf), replace(limit, high=np.inf))
        yield from ({**others, name: side} if side else others for side in sides if side != limit)
        if limit.without:
            yield others


def quasi_p(space: Worlds, limits: PrimLimits, name: str) -> float:
    """Return the chance of as many hits in the box if the limit of a factor meant nothing (Bryant & Lempert 2010).

    P(Binomial(n, p) >= k), with k hits among the n conditions of the box, and p the density without the limit.
    """
    return _chance(space, limits, {other: limit for other, limit in limits.items() if other != name})


def _chance(space: Worlds, limits: PrimLimits, wider: PrimLimits) -> float:
    inside, without = space.hits[space.inside(limits)], space.hits[space.inside(wider)]
    return float(stats.binom.sf(round(float(inside.sum())) - 1, len(inside), float(without.mean())))


def _resampled(space: Worlds, limits: PrimLimits) -> tuple[dict[str, float], float, float]:
    """(how often each factor is limited again, coverage, density): of boxes from random halves, on the others."""
    draws = generator("scenario discovery")
    limited: Counter[str] = Counter()
    coverages, densities = [], []
    for _ in range(HALVES):
        order = draws.permutation(len(space))
        size = min(len(order) // 2, MOST_RESAMPLED)
        half, rest = space.take(order[:size]), space.take(order[size : 2 * size])
        box = best_box(half)
        limited.update(box.keys())
        if box and rest.hits.sum():
            inside = rest.inside(box)
            coverages.append(rest.hits[inside].sum() / rest.hits.sum())
            densities.append(rest.hits[inside].mean() if inside.any() else 0.0)
    coverage, density = (float(np.mean(values)) if values else np.nan for values in (coverages, densities))
    return {name: limited[name] / HALVES for name in limits}, coverage, density


def boxes_table(boxes: Sequence[DiscoveredBox]) -> pd.DataFrame:
    """Return one row a box and limit: box, factor, limit (in words), quasi_p, again, and what holds of the box:
    coverage, density, mass, conditions, new_coverage, new_density."""
    return pd.DataFrame(list(_rows(boxes)))


def _rows(boxes: Sequence[DiscoveredBox]) -> Iterator[dict[str, Any]]:
    for number, box in enumerate(boxes, 1):
        for name, limit in box.limits.items():
            yield {
                "box": number,
                "factor": name,
                "limit": _limit_words(name, limit),
                "quasi_p": box.quasi_p[name],
                "again": box.again[name],
                "coverage": box.coverage,
                "density": box.density,
                "mass": box.mass,
                "conditions": box.conditions,
                "new_coverage": box.new_coverage,
                "new_density": box.new_density,
            }


def _limit_words(name: str, limit: Limits) -> str:
    """Return the limits of a factor in words."""
    if limit.without:
        return f"{name} is not {' or '.join(sorted(map(str, limit.without)))}"
    if np.isfinite(limit.low) and np.isfinite(limit.high):
        return f"{limit.low:.3g} < {name} <= {limit.high:.3g}"
    return f"{name} > {limit.low:.3g}" if np.isfinite(limit.low) else f"{name} <= {limit.high:.3g}"
