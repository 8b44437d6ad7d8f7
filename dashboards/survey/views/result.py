"""Result page: the network as each tier sees it, gaps, reciprocity, beliefs, guesses, and how far to rely on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboards.explore.explanation import tier_names
from dashboards.languages import scenario_text
from dashboards.survey.measure import scenario as made
from dashboards.survey.measure import summary
from dashboards.survey.measure.estimate import estimates, rules_used
from dashboards.survey.measure.release import Release

MOST_PAIRS = 8
CELL = 14
MARGIN = 24
"""Sizes of the matrices, in their own units."""
STEPS = 5


def result(released: Sequence[Release], wave: int) -> dict[str, Any]:
    """Return all that the page shows of a wave."""
    release = released[wave - 1]
    names = release.survey.organisations
    overall = summary.overall_gap(release)
    return {
        "names": list(names),
        "people": release.people,
        "matrices": _matrices(release),
        "rules": rules_used(estimates(release, "trust")),
        "relations": len(release.survey.relations),
        "overall": _gap(release, overall) if overall else None,
        "gaps": [_gap(release, gap) for gap in summary.perception_gaps(release)],
        "pairs": [
            {"first": names[pair.first], "second": names[pair.second], "trusts": pair.trusts, "trusted": pair.trusted}
            for pair in summary.reciprocity(release)[:MOST_PAIRS]
            if pair.trusts - pair.trusted >= summary.NOTABLE
        ],
        "both": len(summary.reciprocity(release)),
        "beliefs": _beliefs(release),
        "guesses": summary.guesses(release),
        "agreement": {item: summary.agreement(release, item) for item in ("trust", "treated", "door", "zero_sum")},
        "waves": [_course(each_wave) for each_wave in released],
        "scenario": made.text(release),
    }


def _gap(release: Release, gap: summary.Gap) -> dict[str, Any]:
    name = release.survey.organisations[gap.subject] if isinstance(gap.subject, int) else ""
    return {
        "name": name,
        "top": gap.top,
        "front": gap.front,
        "gap": gap.gap,
        "people": gap.people,
        "agreement": gap.agreement,
        "x": [round(100 * gap.top), round(100 * gap.front)],
        "notable": abs(gap.gap) >= summary.NOTABLE,
    }


def _matrices(release: Release) -> list[dict[str, Any]]:
    """Return one matrix a tier: who trusts whom, estimated where it is not measured."""
    estimated = estimates(release, "trust")
    if not estimated:
        return []
    size = len(release.survey.organisations) * CELL
    return [
        {
            "tier": name,
            "size": size + MARGIN,
            "rows": [(place + 1, MARGIN + place * CELL) for place in range(len(release.survey.organisations))],
            "cells": [
                {
                    "x": MARGIN + int(pair[1]) * CELL,
                    "y": MARGIN + pair[0] * CELL,
                    "level": min(STEPS - 1, int(estimate.tiers[tier] * STEPS)),
                    "value": estimate.tiers[tier],
                    "measured": estimate.rule == "measured",
                    "first": release.survey.organisations[pair[0]],
                    "second": release.survey.organisations[int(pair[1])],
                }
                for pair, estimate in estimated.items()
            ],
        }
        for tier, name in enumerate(tier_names(release.survey.tiers))
    ]


def _beliefs(release: Release) -> dict[str, Any]:
    said = summary.by_kinds(release, "zero_sum")
    kinds = release.survey.kinds
    return {
        "kinds": [scenario_text(kind) for kind in kinds],
        "rows": [[said.get((one, other)) for other in kinds] for one in kinds],
        "any": bool(said),
    }


def _course(release: Release) -> dict[str, Any]:
    tiers = tier_names(release.survey.tiers)
    levels = [
        {"tiers": " + ".join(tiers[tier] for tier in which), "trust": mean}
        for which, (mean, _people) in summary.by_tiers(release, "trust").items()
    ]
    return {"wave": release.wave, "people": release.people, "levels": levels}
