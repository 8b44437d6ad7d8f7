"""V8 to V11: tiers, a pocket, intensity, purpose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from experiments.validation.directions.levers import by_level
from experiments.validation.directions.settings import DOORS_HELD, HELD_BELIEF, pocket
from experiments.validation.hypotheses import (
    Arm,
    Claim,
    Effect,
    Trial,
    TrialRuns,
    arms_by_level,
    falls,
    negative,
    positive,
    rises,
)
from experiments.validation.page_figures import PageFigure
from scenarios import load
from sim.engine import months
from sim.state import SHAPES
from sim.system import RunSpec

COLD: Mapping[str, Any] = {"climate.rate": 0.2, "climate.orientation": -0.6}
"""A climate that turns at the start, while doors are open and tiers deal with each other."""

TWO_YEARS_IN, TEN_YEARS_IN = 24, 120

CASCADES = ("0", "0.1", "0.4")


def _v8(runs: TrialRuns) -> list[Effect]:
    gaps = {arm: runs.at(arm, "trust_gap", TWO_YEARS_IN) for arm in CASCADES}
    later = runs.at("0", "trust_gap", TEN_YEARS_IN)
    apart = negative("trust_gap two years in, cascade 0", gaps["0"])
    steps = [
        positive(f"trust_gap two years in: cascade {one} → {other}", gaps[other] - gaps[one])
        for one, other in pairwise(CASCADES)
    ]
    return [apart, *steps, positive("trust_gap ten years in less that two years in, cascade 0", later - gaps["0"])]


SCALES = ("0.5", "1", "2")


def _intensities() -> dict[str, Arm]:
    """Return arms of three kinds of system.

    Where beliefs and doors are held nobody meets, so that income has no cost of meetings in it.
    """
    racing = {"history.trust": 0.9, "resources.scarcity": 0.0}
    battling = {**HELD_BELIEF, **DOORS_HELD, "dialogue.time_together": 0.0}
    kinds: Mapping[str, Arm] = {"racing": racing, "battling": battling, "default": {}}
    return {
        f"{kind} {scale}": {"game.intensity": float(scale), **settings}
        for kind, settings in kinds.items()
        for scale in SCALES
    }


def _v10(runs: TrialRuns) -> list[Effect]:
    up, down = ([f"{kind} {scale}" for scale in SCALES] for kind in ("racing", "battling"))
    return [
        effect
        for measure in ("income", "capability")
        for effect in (*rises(runs, measure, *up), *falls(runs, measure, *down))
    ]


INTENSITY_ON_PAGE = {
    ("racing", "income"): (0.01, 0.94, 2.2),
    ("battling", "income"): (-0.10, -0.24, -0.49),
    ("racing", "capability"): (1.00, 1.21, 1.42),
    ("battling", "capability"): (0.90, 0.78, 0.56),
    ("default", "openness"): (0.08, 0.20, 0.67),
}


def _v10_figures(runs: TrialRuns) -> list[PageFigure]:
    figures = []
    for (kind, measure), page in INTENSITY_ON_PAGE.items():
        for scale, figure in zip(SCALES, page, strict=True):
            digits = 1 if figure == 2.2 else 2
            figures += by_level(runs, measure, [f"{kind} {scale}"], [figure], digits=digits)
    return figures


def _differing(settings: Sequence[Mapping[str, Any]]) -> int:
    """Return how many arrays of the state differ in any bit after ten years under some settings."""
    ends = []
    for values in settings:
        *_, state = months(RunSpec(system=load("plain").system(set=values), seed=5, months=120), copy=False)
        ends.append({name: getattr(state, name).tobytes() for name in SHAPES})
    return sum(ends[0][name] != other[name] for other in ends[1:] for name in SHAPES)


def _v11(runs: TrialRuns) -> list[Effect]:
    unmet = [
        {"dialogue.time_together": 0.0, "dialogue.purpose": purpose, "dialogue.purpose_rate": rate}
        for purpose, rate in ((0.6, 0.2), (1.0, 1.0), (-1.0, 0.0))
    ]
    differing = float(_differing(unmet))
    held = float(runs.end("no history", "purpose_held").max())
    return [
        Effect("arrays of the state that differ in any bit", differing, differing, differing, not differing, "0"),
        Effect("largest purpose held where all history is 0 and stays so", held, held, held, held == 0.0, "0"),
    ]


def _cascades() -> dict[str, Arm]:
    return {arm: {"leadership.cascade": float(arm), **COLD} for arm in CASCADES}


NO_HISTORY = {"history.trust": 0.0, "history.spread": 0.0, "history.in_group": 0.0, "history.memory": 0.0}

LEADERS: Sequence[Claim] = (
    Claim(
        name="V8",
        says="Less cascade: the tiers part for a while after a change of climate",
        trial=Trial(arms=_cascades(), series=True),
        judge=_v8,
        figures=lambda runs: by_level(runs, "trust_gap", CASCADES, (-0.11, -0.03, 0.04), month=TWO_YEARS_IN),
    ),
    Claim(
        name="V9",
        says="Visibility up: a pocket spreads further, weakly",
        trial=Trial(scenario=pocket(), arms=arms_by_level("learning.visibility", 0.1, 1.0, learning__reflection=0.2)),
        judge=lambda runs: rises(runs, "openness", "0.1", "1"),
        figures=lambda runs: by_level(runs, "openness", ("0.1", "1"), (0.37, 0.48)),
    ),
    Claim(
        name="V10",
        says="Intensity up: income and capability further up where all race, further down where all battle",
        trial=Trial(arms=_intensities()),
        judge=_v10,
        figures=_v10_figures,
    ),
    Claim(
        name="V11",
        says="A purpose without time together changes nothing, exactly; without history a meeting gives it no weight",
        trial=Trial(arms={"no history": NO_HISTORY}),
        judge=_v11,
    ),
)
