"""Criteria by which the answer to each stylised fact is read from its runs; written before the experiments were run."""

from __future__ import annotations

import numpy as np

from experiments.validation.hypotheses import Effect, TrialRuns, above, below, falls, negative, positive, rises
from sim.arrays import Floats


def arm_difference(runs: TrialRuns, measure: str, one: str, other: str, month: int, last: int | None = None) -> Floats:
    """(seeds,) what one arm does to a measure against another, in a month or over some months."""
    return runs.at(other, measure, month, last) - runs.at(one, measure, month, last)


def share_effect(what: str, value: float) -> Effect:
    """One number over all runs, without interval, that must lie above one half."""
    return Effect(what, value, value, value, value > 0.5, "above 0.5")


def s01(runs: TrialRuns) -> list[Effect]:
    """Meetings fall relatively more than races."""

    def fall(measure: str) -> Floats:
        before, after = (runs.at(arm, measure, 1, 12) for arm in ("0.1", "0.3"))
        return np.asarray((before - after) / before)

    less = fall("meetings") - fall("mutual_race")
    return [
        positive("relative fall of meetings in year 1, scarcity 0.1 → 0.3", fall("meetings")),
        positive("that less the relative fall of races in year 1", less),
    ]


def s04(runs: TrialRuns) -> list[Effect]:
    """Late, and without a jump."""
    early, late = (arm_difference(runs, "trust", "as before", "more contact", month) for month in (3, 60))
    return [
        positive("trust in year 5, with three times the contact", late),
        positive("a third of that less what month 3 shows", late / 3.0 - early),
    ]


def s05(runs: TrialRuns) -> list[Effect]:
    """At once, and for good."""
    first, last = (arm_difference(runs, "mutual_race", "0.6", "0.3", *span) for span in ((1, 12), (109, 120)))
    doors = arm_difference(runs, "openness", "0.6", "0.3", 120)
    return [
        negative("mutual_race in year 1, history 0.6 → 0.3", first),
        negative("mutual_race in year 10", last),
        negative("openness in year 10", doors),
    ]


def s06(runs: TrialRuns) -> list[Effect]:
    """Late, and not below where it began."""
    saved = {year: -arm_difference(runs, "value_lost", "apart", "integrated", *span) for year, span in YEARS.items()}
    before, after = (runs.at("integrated", "value_lost", *span) for span in ((1, 24), YEARS[4]))
    return [
        positive("value saved in year 4 of integration", saved[4]),
        positive("year 4 less twice year 1", saved[4] - 2.0 * saved[1]),
        positive("value lost in year 4 less that before: dampened, not reversed", after - before),
    ]


YEARS = {year: (25 + 12 * (year - 1), 24 + 12 * year) for year in (1, 2, 3, 4)}
"""Months of the years after month 24."""


def s07(runs: TrialRuns) -> list[Effect]:
    """Both do better than either."""
    both = runs.end("both", "openness")
    return [
        positive(f"openness with both programmes less {arm} alone", both - runs.end(arm, "openness"))
        for arm in ("meetings", "pooling")
    ]


def s08(runs: TrialRuns) -> list[Effect]:
    """Pilots stand further apart than their mean gain, and some lose."""
    gains = arm_difference(runs, "income", "none", "programme", 25, 36)
    spread = np.abs(gains - gains.mean())
    return [
        positive("standing apart of pilots' gains less their mean gain", spread - np.abs(gains.mean())),
        above("share of pilots that get worse", (gains < 0).astype(float), 0.0),
    ]


def s09(runs: TrialRuns) -> list[Effect]:
    """Small beside the spread between places."""
    gains = arm_difference(runs, "income", "none", "programme", 25, 36)
    noise = runs.at("none", "income", 25, 36).std(ddof=1)
    return [
        below("mean gain of income over the spread between places (a small effect is below 0.5)", gains / noise, 0.5)
    ]


def s10(runs: TrialRuns) -> list[Effect]:
    """Turnover costs income."""
    return falls(runs, "income", "0.01", "0.05")


def s11(runs: TrialRuns) -> list[Effect]:
    """Turnover costs trust, more where history learns slowly."""
    drops = {kind: runs.end(f"{kind}, 0.05", "trust") - runs.end(f"{kind}, 0", "trust") for kind in ("slow", "quick")}
    return [
        negative("trust, turnover 0 → 0.05, institutions that remember slowly", drops["slow"]),
        negative("that less the fall where institutions learn quickly", drops["slow"] - drops["quick"]),
    ]


def s12(runs: TrialRuns) -> list[Effect]:
    """A year after its end a sanction still shows; partners help."""
    lasting = arm_difference(runs, "openness", "none", "sanction", 36)
    helped = arm_difference(runs, "openness", "sanction", "sanction, partners", 36)
    return [
        negative("openness twelve months after a sanction of twelve months", lasting),
        positive("what more time together gives back by then", helped),
    ]


def s13(runs: TrialRuns) -> list[Effect]:
    """Perceived above true trust, more with more tiers."""
    effects = [above("perception_gap at three tiers", runs.end("3 tiers", "perception_gap"), 0.0)]
    return effects + rises(runs, "perception_gap", "2 tiers", "3 tiers", "5 tiers")


def s15(runs: TrialRuns) -> list[Effect]:
    """Fewer battles with pooling than without."""
    return [*falls(runs, "mutual_battle", "0", "0.3"), *falls(runs, "mutual_battle", "0", "0.6")]


def s17(runs: TrialRuns) -> list[Effect]:
    """Up in the crisis, down after it."""
    before, during, after = ((9, 11), (34, 36), (94, 96))
    jump = runs.at("crisis", "openness", *during) - runs.at("crisis", "openness", *before)
    erosion = runs.at("crisis", "openness", *after) - runs.at("crisis", "openness", *during)
    return [
        positive("openness: end of the crisis less before it", jump),
        negative("five years later less then", erosion),
    ]


def s18(runs: TrialRuns) -> list[Effect]:
    """Common within years, a place's own between them."""
    monthly = runs.over("seasons", "income")[:, 60:]
    years = monthly.reshape(len(monthly), -1, 12)
    within = years - years.mean(axis=2, keepdims=True)
    common = float(within.mean(axis=0).var() / within.var())
    yearly = years.mean(axis=2)
    persistent = float(yearly.mean(axis=1).var() / yearly.var())
    return [
        share_effect("share of variance within years that all places have in common", common),
        share_effect("share of variance between years that stays with a place", persistent),
    ]


def s19(runs: TrialRuns) -> list[Effect]:
    """Those who start open race later."""
    start = np.concatenate([runs.at(arm, "openness", 1) for arm in ("0.4", "0.5", "0.6")])
    later_on = np.concatenate([runs.at(arm, "mutual_race", 13, 24) for arm in ("0.4", "0.5", "0.6")])
    correlation = float(np.corrcoef(start, later_on)[0, 1])
    return [share_effect("correlation of openness in month 1 with races in year 2", correlation)]


def s02(runs: TrialRuns) -> list[Effect]:
    """Fewer than one tie in ten pools by choice, after ten years in which all were free to."""
    return [below("share of ties pooled in year 10", runs.end("free to pool", "pooled"), 0.1)]


def s03(runs: TrialRuns) -> list[Effect]:
    """Those who know each other well pool first."""
    return rises(runs, "pooled", "history 0.5", "history 0.7")
