"""Wishes of a facilitator, as they come from a page: of whose system a survey is, and what people read first."""

from __future__ import annotations

from typing import Any

from dashboards.languages import _
from dashboards.survey.measure.definition import Survey, SurveyError, survey_of
from scenarios import Scenario, library, load, loads


def survey_asked_for(body: dict[str, Any]) -> Survey:
    """Return the survey that is asked for; ScenarioError or SurveyError where there can be none."""
    return survey_of(_scenario(body), title=_text(body, "title", 200), consent=_text(body, "consent", 2000))


def _scenario(body: dict[str, Any]) -> Scenario:
    if body.get("text"):
        return loads(str(body["text"]), file="scenario")
    name = str(body.get("scenario", ""))
    if name not in library():
        raise SurveyError(_("there is no such scenario"))
    return load(name)


def _text(body: dict[str, Any], name: str, longest: int) -> str:
    """Return what somebody typed, without what no text has."""
    return str(body.get(name, ""))[:longest].encode("utf-8", "replace").decode().replace("\0", "")
