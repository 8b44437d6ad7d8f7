"""Scenario of a survey: the one it was made of, with the measured state as its start."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from dashboards.survey.measure.estimate import RULES, Estimates, estimates
from dashboards.survey.measure.items import BY_KEY
from dashboards.survey.measure.release import Release
from scenarios import writing

PLACES = 2
"""Of the numbers of a start: a survey knows no more."""
MOST_NAMED = 400
"""Relations that a note names; of more it says how many."""
WORDS: Mapping[str, str] = {
    "pooled": "from people of small organisations of one kind together",
    "pair": "from relations between the same kinds",
    "own": "from the organisation's other relations",
    "overall": "from all relations",
}


def document(release: Release) -> dict[str, Any]:
    """Return the tables of the scenario: what was not measured is estimated, and named under ``assumed``."""
    survey = release.survey
    base = survey.base().document()
    estimated = {key: estimates(release, key) for key in ("trust", "treated", "door", "zero_sum")}
    rows = [*_relations(release, estimated), *_beliefs(release, estimated["zero_sum"])]
    assumed = [
        f"start: from a survey, wave {release.wave}, in which {release.people} people answered; "
        "silos survey results says how many agreed",
        *_notes(release, estimated),
    ]
    changed: dict[str, Any] = {"title": survey.title, "assumed": [*base.get("assumed", ()), *assumed]}
    if met := _time_together(release):
        changed["dialogue"] = {**base.get("dialogue", {}), "time_together": met}
    if weights := _weights(release):
        changed["ties"] = weights
    if rows:
        changed["start"] = rows
    return base | changed


def text(release: Release) -> str:
    """Return the scenario as the text of a file."""
    return writing.toml(document(release))


def _relations(release: Release, estimated: Mapping[str, Estimates]) -> Iterator[dict[str, Any]]:
    names = release.survey.organisations
    for pair in release.survey.relations:
        row: dict[str, Any] = {"from": names[pair[0]], "to": names[pair[1]]}
        if trust := estimated["trust"].get(pair):
            row["trust"] = _levels(trust.tiers)
        if treated := estimated["treated"].get(pair):
            row["history"] = round(treated.value, PLACES)
        if door := estimated["door"].get(pair):
            row["openness"] = round(door.value, PLACES)
        if len(row) > 2:
            yield row


def _beliefs(release: Release, estimated: Estimates) -> Iterator[dict[str, Any]]:
    for (place, kind), estimate in estimated.items():
        yield {
            "from": release.survey.organisations[place],
            "to": str(kind),
            "zero_sum": _levels(estimate.tiers),
        }


def _levels(tiers: tuple[float, ...]) -> float | list[float]:
    levels = [round(level, PLACES) for level in tiers]
    return levels[0] if len(set(levels)) == 1 else levels


def _notes(release: Release, estimated: Mapping[str, Estimates]) -> Iterator[str]:
    """Yield, for each item, which values are estimated, and by which rule."""
    names = release.survey.organisations

    def named(pair: tuple[int, int | str]) -> str:
        other = pair[1]
        return f"{names[pair[0]]} to {names[other] if isinstance(other, int) else other}"

    for key, of_item in estimated.items():
        parameter = BY_KEY[key].parameter
        if not of_item:
            yield f"{parameter}: nobody was asked, or too few answered: drawn as always"
            continue
        measured = sum(estimate.rule == "measured" for estimate in of_item.values())
        yield f"{parameter}: {measured} of {len(of_item)} measured, by three people or more each"
        yield from _by_rule(parameter, of_item, named)


def _by_rule(parameter: str, of_item: Estimates, named: Callable[[tuple[int, int | str]], str]) -> Iterator[str]:
    for rule in RULES[1:]:
        pairs = [pair for pair, estimate in of_item.items() if estimate.rule == rule]
        if pairs:
            listed = "; ".join(named(pair) for pair in pairs[:MOST_NAMED])
            more = f"; and {len(pairs) - MOST_NAMED} others" if len(pairs) > MOST_NAMED else ""
            yield f"{parameter}: estimated {WORDS[rule]}: {listed}{more}"[:19_000]


def _time_together(release: Release) -> float | list[float] | None:
    """Return how likely a tie meets in a month, by tier: the mean over partners of what people of the tier say."""
    levels: dict[int, list[float]] = {}
    for cell in release.of("meet", "tier"):
        for tier in cell.tiers:
            levels.setdefault(tier, []).append(cell.mean)
    if len(levels) < release.survey.tiers:
        return None
    return _levels(tuple(float(np.mean(levels[tier])) for tier in range(release.survey.tiers)))


def _weights(release: Release) -> list[dict[str, Any]]:
    """Return the ties with their measured weights; empty where the survey does not ask for them."""
    estimated = estimates(release, "depends")
    names = release.survey.organisations
    return [
        {
            "from": names[one],
            "to": names[other],
            "weight": round((estimated[one, other].value + estimated[other, one].value) / 2, PLACES),
        }
        for one, other in (release.survey.relations if estimated else ())
        if one < other
    ]
