"""V12 to V16: a past that stays, silos as groups, three regimes, and what dissolves silos that stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from experiments.validation.directions.levers import by_level
from experiments.validation.directions.settings import dated_change, from_month
from experiments.validation.hypotheses import (
    Arm,
    Claim,
    Effect,
    Trial,
    TrialRuns,
    above,
    arms_by_level,
    below,
    positive,
)
from experiments.validation.page_figures import PageFigure, page_mean, page_share
from sim.measures.regimes import ALONE, ONE_SYSTEM, REGIMES, SILOS


def _v12(runs: TrialRuns) -> list[Effect]:
    return [
        positive(
            f"openness {years} years after the change: from plenty less from want",
            runs.at("from plenty", "openness", month) - runs.at("from want", "openness", month),
        )
        for years, month in ((10, 180), (20, 300))
    ]


def _v12_figures(runs: TrialRuns) -> list[PageFigure]:
    arms = ("from plenty", "from want")
    later = by_level(runs, "openness", arms, (0.67, 0.04), month=300)
    return [*by_level(runs, "openness", arms, (0.59, 0.05), month=180), *later]


def _v13(runs: TrialRuns) -> list[Effect]:
    within, across = (runs.end("plain", f"openness_{where}") for where in ("within", "across"))
    return [
        positive("openness_within less 3 × openness_across", within - 3.0 * across),
        above("silos: groups of two or more", runs.end("plain", "silos"), 2.0),
        above("modularity", runs.end("plain", "modularity"), 0.3),
        positive(
            "share of runs that end in silos less share that end as one system",
            runs.ended("plain", SILOS) - runs.ended("plain", ONE_SYSTEM),
        ),
    ]


PLAIN_ON_PAGE = {"openness_within": 0.61, "openness_across": 0.09, "modularity": 0.38, "silos": 2.4, "alone": 3.4}
ENDS_ON_PAGE = {ONE_SYSTEM: 0.30, SILOS: 0.64, ALONE: 0.04}
V13_SEEDS = 200


def _v13_figures(runs: TrialRuns) -> list[PageFigure]:
    means = [
        page_mean(name, runs.end("plain", name), page, digits=1 if page > 1 else 2, page_seeds=V13_SEEDS)
        for name, page in PLAIN_ON_PAGE.items()
    ]
    shares = [
        page_share(f"ends: {name}", runs.ended("plain", name), page, page_seeds=V13_SEEDS)
        for name, page in ENDS_ON_PAGE.items()
    ]
    return [*means, *shares]


HORIZONS = (60, 120, 240, 480)
REGIME_AT: Mapping[str, str] = {"0.1": ONE_SYSTEM, "0.3": SILOS, "0.6": ALONE}
"""By scarcity: the end that must be the most frequent one."""


def _v14(runs: TrialRuns) -> list[Effect]:
    effects = []
    for arm, name in REGIME_AT.items():
        for month in (120, 480):
            shares = {other: runs.stood(arm, other, month) for other in REGIMES if other != name}
            rival = max(shares, key=lambda other: float(shares[other].mean()))
            lead = runs.stood(arm, name, month) - shares[rival]
            effects.append(positive(f"scarcity {arm}, year {month // 12}: share {name} less share {rival}", lead))
    return effects


def _v14_figures(runs: TrialRuns) -> list[PageFigure]:
    ends = {
        ("0.1", ONE_SYSTEM): (0.97, 0.96),
        ("0.3", SILOS): (0.66, 0.78),
        ("0.6", ALONE): (0.97, 0.99),
        ("0.3", ONE_SYSTEM): (0.30, 0.13),
        ("0.3", ALONE): (0.04, 0.09),
    }
    shares = [
        page_share(f"{name} at scarcity {arm}, year {month // 12}", runs.stood(arm, name, month), figure)
        for (arm, name), page in ends.items()
        for month, figure in zip((120, 480), page, strict=True)
    ]
    means = [
        page_mean(f"openness at scarcity 0.3, year {month // 12}", runs.at("0.3", "openness", month), 0.20)
        for month in HORIZONS
    ]
    return [*shares, *means]


STAND = 121
"""The month from which something is done about silos."""

POLICIES: Mapping[str, Mapping[str, Any]] = {
    "nothing is done": {},
    "scarcity 0": {"resources.scarcity": 0.0},
    "bridging .8": {"dialogue.bridging": 0.8},
    "time .24": {"dialogue.time_together": 0.24},
    "blame 0": {"trust.blame": 0.0},
    "pooling chosen": {"game.sharing": 0.5, "game.pool_trust": 0.7},
    "enquiry .3": {"dialogue.enquiry": 0.3},
    "time .24, enquiry .3": {"dialogue.time_together": 0.24, "dialogue.enquiry": 0.3},
    "time .24, enquiry .3, bridging .8": {
        "dialogue.time_together": 0.24,
        "dialogue.enquiry": 0.3,
        "dialogue.bridging": 0.8,
    },
    "pooling imposed": {"game.sharing": 0.5},
}
"""What is done from month 121 on, all else unchanged."""

DISSOLVES = ("time .24, enquiry .3", "time .24, enquiry .3, bridging .8", "pooling imposed")
HARDLY = ("scarcity 0", "bridging .8", "time .24", "blame 0", "pooling chosen")


def _v15(runs: TrialRuns) -> list[Effect]:
    nothing = runs.end("nothing is done", "openness_across")
    effects = [above(f"{arm}: share that is one system", runs.ended(arm, ONE_SYSTEM), 0.9) for arm in DISSOLVES]
    effects += [
        above(f"{arm}: openness across, less where nothing is done", runs.end(arm, "openness_across") - nothing, 0.1)
        for arm in DISSOLVES
    ]
    effects += [below(f"{arm}: share that is one system", runs.ended(arm, ONE_SYSTEM), 0.5) for arm in HARDLY]
    effects += [
        below(f"{arm}: openness across, less where nothing is done", runs.end(arm, "openness_across") - nothing, 0.1)
        for arm in HARDLY
    ]
    begins = runs.end("enquiry .3", "openness_across") - nothing
    return [*effects, positive("enquiry .3: openness across, less where nothing is done", begins)]


ACROSS_ON_PAGE = {
    "nothing is done": 0.08,
    "scarcity 0": 0.11,
    "bridging .8": 0.08,
    "time .24": 0.10,
    "blame 0": 0.09,
    "pooling chosen": 0.09,
    "enquiry .3": 0.12,
    "time .24, enquiry .3": 0.29,
    "time .24, enquiry .3, bridging .8": 0.43,
    "pooling imposed": 0.33,
}
SHARES_ON_PAGE = {
    ("nothing is done", ONE_SYSTEM): 0.20,
    ("nothing is done", SILOS): 0.75,
    ("scarcity 0", SILOS): 0.70,
    ("bridging .8", SILOS): 0.66,
    ("bridging .8", ALONE): 0.13,
    ("pooling chosen", SILOS): 0.72,
    ("enquiry .3", ONE_SYSTEM): 0.46,
    ("time .24, enquiry .3", ONE_SYSTEM): 0.99,
    ("time .24, enquiry .3, bridging .8", ONE_SYSTEM): 0.99,
    ("pooling imposed", ONE_SYSTEM): 0.99,
}


def _v15_figures(runs: TrialRuns) -> list[PageFigure]:
    shares = [page_share(f"{name}, {arm}", runs.ended(arm, name), page) for (arm, name), page in SHARES_ON_PAGE.items()]
    return [*by_level(runs, "openness_across", list(ACROSS_ON_PAGE), list(ACROSS_ON_PAGE.values())), *shares]


def _v16(runs: TrialRuns) -> list[Effect]:
    within, across = (runs.end("chosen", f"openness_{where}") for where in ("within", "across"))
    return [
        below("share of ties pooled, chosen", runs.end("chosen", "pooled"), 0.5),
        positive("chosen: openness_within less 3 × openness_across", within - 3.0 * across),
        positive("openness_across, imposed less chosen", runs.end("imposed", "openness_across") - across),
    ]


def _v16_figures(runs: TrialRuns) -> list[PageFigure]:
    return [
        page_mean("share of ties pooled, chosen", runs.end("chosen", "pooled"), 0.27),
        *by_level(runs, "openness_within", ("chosen", "imposed"), (0.78, 0.88)),
        *by_level(runs, "openness_across", ("chosen", "imposed"), (0.14, 0.84)),
    ]


POOLS: Mapping[str, Arm] = {
    "chosen": {"game.sharing": 0.5, "game.pool_trust": 0.7},
    "imposed": {"game.sharing": 0.5},
}

PASTS: Mapping[str, Arm] = {
    "from plenty": {"resources.scarcity": 0.0, "schedule": [dated_change(61, resources__scarcity=0.3)]},
    "from want": {"resources.scarcity": 0.9, "schedule": [dated_change(61, resources__scarcity=0.3)]},
}

REGIME_CLAIMS: Sequence[Claim] = (
    Claim(
        name="V12",
        says="Hysteresis that stays: five years of plenty or of want still show twenty years later",
        trial=Trial(arms=PASTS, months=300, series=True),
        judge=_v12,
        figures=_v12_figures,
    ),
    Claim(
        name="V13",
        says="Silos come as groups, from small given differences between kinds",
        trial=Trial(arms={"plain": {}}),
        judge=_v13,
        figures=_v13_figures,
    ),
    Claim(
        name="V14",
        says="Three regimes along scarcity, and the most frequent end is the same at year 10 and year 40",
        trial=Trial(arms=arms_by_level("resources.scarcity", 0.1, 0.3, 0.6), months=480, series=True),
        judge=_v14,
        figures=_v14_figures,
    ),
    Claim(
        name="V15",
        says="Silos that have stood for ten years give way to time with enquiry and to imposed pooling, hardly to "
        "money, time, bridging, less blame or chosen pooling alone",
        trial=Trial(arms={arm: from_month(STAND, settings) for arm, settings in POLICIES.items()}, months=240),
        judge=_v15,
        figures=_v15_figures,
    ),
    Claim(
        name="V16",
        says="Chosen pooling stays inside the silos",
        trial=Trial(arms=POOLS),
        judge=_v16,
        figures=_v16_figures,
    ),
)
