"""V17 to V19: what the top perceives, hearsay, and knock-outs of what makes groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from experiments.validation.directions.levers import by_level
from experiments.validation.directions.settings import ALIKE
from experiments.validation.hypotheses import (
    Arm,
    Claim,
    Effect,
    Trial,
    TrialRuns,
    above,
    arms_by_level,
    below,
    reported,
    rises,
)
from experiments.validation.page_figures import PageFigure, page_mean, page_share
from sim.measures.regimes import ALONE, ONE_SYSTEM, SILOS

REPORTS: Mapping[str, Arm] = {
    "gloss 0": {"learning.gloss": 0.0},
    "gloss .3": {},
    "gloss .6": {"learning.gloss": 0.6},
    "gloss .3, blame 1": {"trust.blame": 1.0},
    "one tier": {"structure.tiers": 1},
}
REPORTS_ON_PAGE = (0.026, 0.051, 0.078, 0.086)


def _v17(runs: TrialRuns) -> list[Effect]:
    alone = runs.end("one tier", "perception_gap")
    largest = float(abs(alone).max())
    return [
        above("perception_gap without any gloss: new leaders' trust", runs.end("gloss 0", "perception_gap"), 0.0),
        *rises(runs, "perception_gap", "gloss 0", "gloss .3", "gloss .6"),
        *rises(runs, "perception_gap", "gloss .3", "gloss .3, blame 1"),
        Effect("largest perception_gap with one tier", largest, largest, largest, largest < 1e-12, "0"),
    ]


def _v17_figures(runs: TrialRuns) -> list[PageFigure]:
    return by_level(runs, "perception_gap", list(REPORTS)[:4], REPORTS_ON_PAGE, digits=3)


TALK = ("0", "0.1", "0.3")


def _v18(runs: TrialRuns) -> list[Effect]:
    first, *others = (runs.end(arm, "silos") for arm in TALK)
    return [reported(f"silos: {arm} less 0", values - first) for arm, values in zip(TALK[1:], others, strict=True)]


KNOCK_OUTS: Mapping[str, Arm] = {"beliefs not learnt": {"learning.insight": 0.0}, "kinds start alike": ALIKE}


def _v19(runs: TrialRuns) -> list[Effect]:
    return [
        below("share of runs in silos, beliefs not learnt", runs.ended("beliefs not learnt", SILOS), 0.1),
        above("share that is one system, beliefs not learnt", runs.ended("beliefs not learnt", ONE_SYSTEM), 0.5),
        below("share of runs in silos, kinds that start alike", runs.ended("kinds start alike", SILOS), 0.2),
    ]


def _v19_figures(runs: TrialRuns) -> list[PageFigure]:
    alike = {SILOS: 0.04, ALONE: 0.55, ONE_SYSTEM: 0.18}
    return [
        page_mean("openness, beliefs not learnt", runs.end("beliefs not learnt", "openness"), 0.56),
        *(
            page_share(f"{name}, kinds start alike", runs.ended("kinds start alike", name), page)
            for name, page in alike.items()
        ),
    ]


PERCEPTION: Sequence[Claim] = (
    Claim(
        name="V17",
        says="Perceived trust exceeds the true one: gloss, more with more blame, and new leaders' trust",
        trial=Trial(arms=REPORTS),
        judge=_v17,
        figures=_v17_figures,
    ),
    Claim(
        name="V18",
        says="Hearsay makes slightly more groups",
        trial=Trial(arms=arms_by_level("dialogue.hearsay", 0.0, 0.1, 0.3)),
        judge=_v18,
        figures=lambda runs: by_level(runs, "silos", TALK, (2.7, 2.6, 2.9), digits=1),
        required=False,
        why="reported, not required",
    ),
    Claim(
        name="V19",
        says="Knock-outs: without learning of beliefs no silos; where kinds start alike hardly any",
        trial=Trial(arms=KNOCK_OUTS),
        judge=_v19,
        figures=_v19_figures,
    ),
)
