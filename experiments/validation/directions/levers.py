"""V1 to V7: what one lever does by itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from experiments.validation.directions.settings import HELD_BELIEF
from experiments.validation.hypotheses import (
    Arm,
    Claim,
    Effect,
    Trial,
    TrialRuns,
    arms_by_level,
    below,
    falls,
    rises,
)
from experiments.validation.page_figures import PageFigure, page_mean
from scenarios import load
from sim.engine import months
from sim.system import RunSpec

SCARCITY = ("0", "0.2", "0.3", "0.4", "0.6")
SCARCITY_ON_PAGE = {
    "openness": (0.55, 0.31, 0.20, 0.12, 0.06),
    "race_share": (0.94, 0.82, 0.71, 0.51, 0.11),
    "meetings": (0.121, 0.106, 0.091, 0.075, 0.047),
}


def by_level(
    runs: TrialRuns, measure: str, arms: Sequence[str], page: Sequence[float], month: int = 0, digits: int = 2
) -> list[PageFigure]:
    """Return a page's figure for each arm: a measure at the end, or in a month."""
    when = f", month {month}" if month else ""
    return [
        page_mean(
            f"{measure} at {arm}{when}",
            runs.at(arm, measure, month) if month else runs.end(arm, measure),
            figure,
            digits=digits,
        )
        for arm, figure in zip(arms, page, strict=True)
    ]


def _v1(runs: TrialRuns) -> list[Effect]:
    return [effect for measure in SCARCITY_ON_PAGE for effect in falls(runs, measure, *SCARCITY)]


def _v1_figures(runs: TrialRuns) -> list[PageFigure]:
    return [
        figure
        for measure, page in SCARCITY_ON_PAGE.items()
        for figure in by_level(runs, measure, SCARCITY, page, digits=3 if measure == "meetings" else 2)
    ]


def _v2(runs: TrialRuns) -> list[Effect]:
    spans = {"in year 1": (1, 12), "in years 2 to 10": (13, 120)}
    return [
        below(f"race_share {when}: history {arm}", runs.at(arm, "race_share", *span), 0.01)
        for arm in ("0.2", "0.5", "0.9")
        for when, span in spans.items()
    ]


HISTORY = ("0.3", "0.5", "0.7")
HISTORY_ON_PAGE = {120: (0.06, 0.20, 0.63), 480: (0.05, 0.20, 0.78)}


def _v3(runs: TrialRuns) -> list[Effect]:
    return [effect for month in HISTORY_ON_PAGE for effect in rises(runs, "openness", *HISTORY, month=month)]


def _v3_figures(runs: TrialRuns) -> list[PageFigure]:
    return [
        figure
        for month, page in HISTORY_ON_PAGE.items()
        for figure in by_level(runs, "openness", HISTORY, page, month=month)
    ]


POOLED = ("0", "0.2", "0.5")
HELD = {"belief 1, sharing 0.5": 0.07, "belief 1, sharing 1": 0.50}


def _sharing() -> dict[str, Arm]:
    arms: dict[str, Arm] = arms_by_level("game.sharing", 0.0, 0.2, 0.5)
    return arms | {
        "belief 1, sharing 0.5": {"game.sharing": 0.5, **HELD_BELIEF},
        "belief 1, sharing 1": {"game.sharing": 1.0, **HELD_BELIEF},
    }


def highest_racing(sharing: float) -> float:
    """Return the highest probability of racing that any zero-sum mind has in five years, at some pooling."""
    system = load("plain").system(set={"game.sharing": sharing, **HELD_BELIEF})
    return max(float(state.racing.max()) for state in months(RunSpec(system=system, months=60), copy=False))


def _v6(runs: TrialRuns) -> list[Effect]:
    most = [highest_racing(sharing) for sharing in (0.0, 0.5, 0.9, 1.0)]
    held = bool(max(most) <= most[-1] + 1e-12 and np.isclose(most[-1], 0.5, rtol=0.0, atol=1e-12))
    words = "highest probability of racing of any mind of belief 1, sharing 0 to 1"
    never = Effect(words, max(most), min(most), max(most), held, "at most 0.5, and 0.5 at sharing 1")
    return [*rises(runs, "openness", *POOLED), *rises(runs, "race_share", *POOLED), never]


def _v6_figures(runs: TrialRuns) -> list[PageFigure]:
    held = [page_mean(f"racing, {arm}", runs.at(arm, "race_share", 1, 12), page) for arm, page in HELD.items()]
    return [*by_level(runs, "openness", POOLED, (0.20, 0.55, 0.85)), *held]


LEVERS: Sequence[Claim] = (
    Claim(
        name="V1",
        says="Scarcity up: openness, race and meetings down",
        trial=Trial(arms=arms_by_level("resources.scarcity", 0.0, 0.2, 0.3, 0.4, 0.6)),
        judge=_v1,
        figures=_v1_figures,
    ),
    Claim(
        name="V2",
        says="A zero-sum belief that nothing changes battles, whatever the history",
        trial=Trial(arms=arms_by_level("history.trust", 0.2, 0.5, 0.9, **HELD_BELIEF), series=True),
        judge=_v2,
    ),
    Claim(
        name="V3",
        says="History decides, and for good: after ten years and after forty",
        trial=Trial(arms=arms_by_level("history.trust", 0.3, 0.5, 0.7), months=480, series=True),
        judge=_v3,
        figures=_v3_figures,
    ),
    Claim(
        name="V4",
        says="Time together up: trust up",
        trial=Trial(arms=arms_by_level("dialogue.time_together", 0.0, 0.06, 0.12, 0.24)),
        judge=lambda runs: rises(runs, "trust", "0", "0.06", "0.12", "0.24"),
        figures=lambda runs: by_level(runs, "trust", ("0", "0.06", "0.12", "0.24"), (0.23, 0.28, 0.35, 0.46)),
    ),
    Claim(
        name="V5",
        says="Blame up: openness down",
        trial=Trial(arms=arms_by_level("trust.blame", 0.0, 0.5, 1.0)),
        judge=lambda runs: falls(runs, "openness", "0", "0.5", "1"),
        figures=lambda runs: by_level(runs, "openness", ("0", "0.5", "1"), (0.29, 0.20, 0.14)),
    ),
    Claim(
        name="V6",
        says="Imposed sharing up: openness and race up; a zero-sum mind never races beyond indifference",
        trial=Trial(arms=_sharing(), series=True),
        judge=_v6,
        figures=_v6_figures,
    ),
    Claim(
        name="V7",
        says="Turnover up: openness down",
        trial=Trial(arms=arms_by_level("leadership.turnover", 0.0, 0.02, 0.05)),
        judge=lambda runs: falls(runs, "openness", "0", "0.02", "0.05"),
        figures=lambda runs: by_level(runs, "openness", ("0", "0.02", "0.05"), (0.23, 0.20, 0.17)),
    ),
)
