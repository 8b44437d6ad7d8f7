"""Form of a survey, as a phone shows it."""

from __future__ import annotations

from typing import Any

from dashboards.explore.explanation import tier_names
from dashboards.languages import scenario_text
from dashboards.survey.measure.definition import Survey
from dashboards.survey.measure.items import About, Item, asked

ABOUT: tuple[About, ...] = ("partner", "kind", "guess")


def form(survey: Survey) -> dict[str, Any]:
    """Return whom the form asks about, and what."""
    return {
        "title": survey.title,
        "tiers": tier_names(survey.tiers),
        "organisations": [
            {
                "name": name,
                "kind": scenario_text(survey.sectors[place]),
                "partners": list(survey.partners[place]),
                "kinds": list(survey.kinds_met(place)),
            }
            for place, name in enumerate(survey.organisations)
        ],
        "kinds": [{"name": kind, "shown": scenario_text(kind)} for kind in survey.kinds],
        "items": {
            about: [_item(item) for item in asked(survey.items, about)] for about in ("partner", "kind", "guess")
        },
    }


def _item(item: Item) -> dict[str, Any]:
    return {"key": item.key, "question": str(item.question), "steps": [str(step) for step in item.steps]}
