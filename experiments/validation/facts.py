"""Twenty stylised facts of collaboration in health and care, and what the model has to say to each.

Facts and their sources are typed from public reports, by their numbers S01 to S20.  How an answer is read was written
down before the experiment was run.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from experiments.validation.asking import (
    Arm,
    Asked,
    Claim,
    Effect,
    Runs,
    above,
    below,
    falls,
    levels,
    negative,
    positive,
    rises,
)
from experiments.validation.directions import later
from sim.arrays import Floats


def change(runs: Runs, measure: str, one: str, other: str, month: int, last: int | None = None) -> Floats:
    """(seeds,) what one arm does to a measure against another, in a month or over some months."""
    return runs.at(other, measure, month, last) - runs.at(one, measure, month, last)


def share(what: str, value: float) -> Effect:
    """One number over all runs, without interval, that must lie above one half."""
    return Effect(what, value, value, value, value > 0.5, "above 0.5")


def _s01(runs: Runs) -> list[Effect]:
    def fall(measure: str) -> Floats:
        before, after = (runs.at(arm, measure, 1, 12) for arm in ("0.1", "0.3"))
        return np.asarray((before - after) / before)

    less = fall("meetings") - fall("mutual_race")
    return [
        positive("relative fall of meetings in year 1, scarcity 0.1 → 0.3", fall("meetings")),
        positive("that less the relative fall of races in year 1", less),
    ]


def _s04(runs: Runs) -> list[Effect]:
    early, late = (change(runs, "trust", "as before", "more contact", month) for month in (3, 60))
    return [
        positive("trust in year 5, with three times the contact", late),
        positive("a third of that less what month 3 shows", late / 3.0 - early),
    ]


def _s05(runs: Runs) -> list[Effect]:
    first, last = (change(runs, "mutual_race", "0.6", "0.3", *span) for span in ((1, 12), (109, 120)))
    doors = change(runs, "openness", "0.6", "0.3", 120)
    return [
        negative("mutual_race in year 1, history 0.6 → 0.3", first),
        negative("mutual_race in year 10", last),
        negative("openness in year 10", doors),
    ]


def _s06(runs: Runs) -> list[Effect]:
    saved = {year: -change(runs, "value_lost", "apart", "integrated", *span) for year, span in YEARS.items()}
    before, after = (runs.at("integrated", "value_lost", *span) for span in ((1, 24), YEARS[4]))
    return [
        positive("value saved in year 4 of integration", saved[4]),
        positive("year 4 less twice year 1", saved[4] - 2.0 * saved[1]),
        positive("value lost in year 4 less that before: dampened, not reversed", after - before),
    ]


YEARS = {year: (25 + 12 * (year - 1), 24 + 12 * year) for year in (1, 2, 3, 4)}
"""Months of the years after month 24."""


def _s07(runs: Runs) -> list[Effect]:
    both = runs.end("both", "openness")
    return [
        positive(f"openness with both programmes less {arm} alone", both - runs.end(arm, "openness"))
        for arm in ("meetings", "pooling")
    ]


def _s08(runs: Runs) -> list[Effect]:
    gains = change(runs, "income", "none", "programme", 25, 36)
    spread = np.abs(gains - gains.mean())
    return [
        positive("standing apart of pilots' gains less their mean gain", spread - np.abs(gains.mean())),
        above("share of pilots that get worse", (gains < 0).astype(float), 0.0),
    ]


def _s09(runs: Runs) -> list[Effect]:
    gains = change(runs, "income", "none", "programme", 25, 36)
    noise = runs.at("none", "income", 25, 36).std(ddof=1)
    return [
        below("mean gain of income over the spread between places (a small effect is below 0.5)", gains / noise, 0.5)
    ]


def _s10(runs: Runs) -> list[Effect]:
    return falls(runs, "income", "0.01", "0.05")


def _s11(runs: Runs) -> list[Effect]:
    drops = {kind: runs.end(f"{kind}, 0.05", "trust") - runs.end(f"{kind}, 0", "trust") for kind in ("slow", "quick")}
    return [
        negative("trust, turnover 0 → 0.05, institutions that remember slowly", drops["slow"]),
        negative("that less the fall where institutions learn quickly", drops["slow"] - drops["quick"]),
    ]


def _s12(runs: Runs) -> list[Effect]:
    lasting = change(runs, "openness", "none", "sanction", 36)
    helped = change(runs, "openness", "sanction", "sanction, partners", 36)
    return [
        negative("openness twelve months after a sanction of twelve months", lasting),
        positive("what more time together gives back by then", helped),
    ]


def _s13(runs: Runs) -> list[Effect]:
    found = [above("perception_gap at three tiers", runs.end("3 tiers", "perception_gap"), 0.0)]
    return found + rises(runs, "perception_gap", "2 tiers", "3 tiers", "5 tiers")


def _s15(runs: Runs) -> list[Effect]:
    return [*falls(runs, "mutual_battle", "0", "0.3"), *falls(runs, "mutual_battle", "0", "0.6")]


def _s17(runs: Runs) -> list[Effect]:
    before, during, after = ((9, 11), (34, 36), (94, 96))
    jump = runs.at("crisis", "openness", *during) - runs.at("crisis", "openness", *before)
    erosion = runs.at("crisis", "openness", *after) - runs.at("crisis", "openness", *during)
    return [
        positive("openness: end of the crisis less before it", jump),
        negative("five years later less then", erosion),
    ]


def _s18(runs: Runs) -> list[Effect]:
    monthly = runs.over("seasons", "income")[:, 60:]
    years = monthly.reshape(len(monthly), -1, 12)
    within = years - years.mean(axis=2, keepdims=True)
    common = float(within.mean(axis=0).var() / within.var())
    yearly = years.mean(axis=2)
    persistent = float(yearly.mean(axis=1).var() / yearly.var())
    return [
        share("share of variance within years that all places have in common", common),
        share("share of variance between years that stays with a place", persistent),
    ]


def _s19(runs: Runs) -> list[Effect]:
    start = np.concatenate([runs.at(arm, "openness", 1) for arm in ("0.4", "0.5", "0.6")])
    later_on = np.concatenate([runs.at(arm, "mutual_race", 13, 24) for arm in ("0.4", "0.5", "0.6")])
    found = float(np.corrcoef(start, later_on)[0, 1])
    return [share("correlation of openness in month 1 with races in year 2", found)]


def _seasons() -> Arm:
    """A winter every year, in which one race in four fails: the same for everybody."""
    winters: list[dict[str, Any]] = [
        {**later(12 * year + 10, trust__failure=0.25), "until": 12 * year + 13} for year in range(9)
    ]
    return {"history.spread": 0.2, "schedule": winters}


def _claim(name: str, says: str, source: str, asked: Asked | None = None, judge: Any = None, why: str = "") -> Claim:
    return Claim(name=name, says=says, source=source, asked=asked, judge=judge, why=why)


INTEGRATION = {"schedule": [later(25, game__sharing=0.2, dialogue__time_together=0.2)]}
PILOT = {"dialogue.time_together": 0.15}
SANCTION = {**later(37 - 24, trust__blame=1.0, trust__failure=0.15), "until": 25}

FACTS: Sequence[Claim] = (
    _claim(
        "S01",
        "Scarcity crowds out change: time for joint change falls before activity does",
        "NAO 2018",
        Asked(arms=levels("resources.scarcity", 0.1, 0.3), series=True),
        _s01,
    ),
    _claim(
        "S02",
        "Voluntary pooling is rare",
        "HSJ 2018, 2020: only Dorset",
        why="pooling is a parameter: no organisation of the model chooses it",
    ),
    _claim(
        "S03",
        "Small, coterminous, long-acquainted groups pool first",
        "Dorset, one case",
        why="pooling is not chosen in the model",
    ),
    _claim(
        "S04",
        "Trust grows in years, through frequent contact, without a jump at the start",
        "King's Fund",
        Asked(arms={"as before": {}, "more contact": {"dialogue.time_together": 0.3}}, series=True),
        _s04,
    ),
    _claim(
        "S05",
        "Poor history lowers early cooperation and the gap persists",
        "NHS Providers; Aunger 2021",
        Asked(arms=levels("history.trust", 0.3, 0.6), series=True),
        _s05,
    ),
    _claim(
        "S06",
        "Effects of integration are late and dampen, not reverse",
        "PMC8274044",
        Asked(arms={"apart": {}, "integrated": INTEGRATION}, series=True),
        _s06,
    ),
    _claim(
        "S07",
        "Programmes add up: two do better than one",
        "PMC8274044",
        Asked(
            arms={
                "meetings": {"dialogue.time_together": 0.15},
                "pooling": {"game.sharing": 0.1},
                "both": {"dialogue.time_together": 0.15, "game.sharing": 0.1},
            }
        ),
        _s07,
    ),
    _claim(
        "S08",
        "Pockets differ more than their mean, and some get worse",
        "HSJ: from falls to +15.6 %",
        Asked(arms={"none": {}, "programme": PILOT}, months=36, series=True),
        _s08,
    ),
    _claim(
        "S09",
        "The mean effect of collaboration on outcomes is small and noisy",
        "Alderwick 2021",
        Asked(arms={"none": {}, "programme": PILOT}, months=36, series=True),
        _s09,
    ),
    _claim(
        "S10",
        "Worse rating, more turnover, worse performance",
        "King's Fund and NHS Providers 2018",
        Asked(arms=levels("leadership.turnover", 0.01, 0.05)),
        _s10,
        why="the second half only: in the model no rating drives a leader away",
    ),
    _claim(
        "S11",
        "Turnover lowers trust, more so where trust is personal rather than institutional",
        "inference",
        Asked(
            arms={
                f"{kind}, {turnover:g}": {"history.memory": memory, "leadership.turnover": turnover}
                for kind, memory in (("slow", 0.005), ("quick", 0.1))
                for turnover in (0.0, 0.05)
            }
        ),
        _s11,
    ),
    _claim(
        "S12",
        "Sanctions last beyond their term; outside partners speed recovery",
        "NHS Providers: 24 months against 12; Fulop 2023",
        Asked(
            months=48,
            series=True,
            arms={
                "none": {},
                "sanction": {"schedule": [SANCTION]},
                "sanction, partners": {"schedule": [SANCTION, later(25, dialogue__time_together=0.3)]},
            },
        ),
        _s12,
    ),
    _claim(
        "S13",
        "Top tiers see too rosy a picture, more so the more tiers lie between",
        "63/22/20 %; 90 % of leaders",
        Asked(arms={f"{tiers} tiers": {"structure.tiers": tiers} for tiers in (2, 3, 5)}),
        _s13,
    ),
    _claim(
        "S14",
        "Haste excludes the edges",
        "LGA 2017",
        why="the model has no deadlines, and nobody in it is left out of a plan",
    ),
    _claim(
        "S15",
        "A shared budget lowers disputes",
        "Ham 2019",
        Asked(arms=levels("game.sharing", 0.0, 0.3, 0.6, resources__scarcity=0.4)),
        _s15,
        why="the first half only: no baseline is negotiated in the model",
    ),
    _claim(
        "S16",
        "Competition lifts what is counted and lowers what is not",
        "Propper 2008",
        why="an outcome of the model has one dimension, and all of it counts",
    ),
    _claim(
        "S17",
        "Common threat plus slack makes a jump; scarcity erodes it",
        "PPL 2020; NHS Confederation 2022; NAO 2024",
        Asked(scenario="pandemic-2020", months=96, arms={"crisis": {}}, series=True),
        _s17,
    ),
    _claim(
        "S18",
        "National weather dominates months, local memory dominates years",
        "own analysis of emergency departments",
        Asked(arms={"seasons": _seasons()}, series=True),
        _s18,
        why="winters are put in by hand: the first half tests only that they do not drown in local noise",
    ),
    _claim(
        "S19",
        "Ratings reward inheritance: who started better is rated better",
        "own analysis; NHS England; HSJ",
        Asked(arms=levels("history.trust", 0.4, 0.5, 0.6), months=24, series=True),
        _s19,
        why="the model has no ratings: what a rating would see after two years stands in for one",
    ),
    _claim(
        "S20",
        "Conditional money improves the reported figure and hides the underlying one",
        "£791m reported, £3.7bn underlying",
        why="nothing is reported in the model, so nothing can be dressed up",
    ),
)
