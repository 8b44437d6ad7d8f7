"""Link to a session on the pages to explore: the same scenario, random numbers and cards."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from dashboards.explore.setup import Setup
from dashboards.explore.url_state import written
from dashboards.workshop.play.session import Session
from scenarios import library, load


def explored(session: Session) -> str:
    """Return the query of the page Live for the same scenario, random numbers and cards.

    Nothing where the scenario is no longer in the library.
    """
    if session.phase != "debrief":
        return ""
    name = _in_library(session.begin.scenario)
    scenario = replace(session.scenario, name=name)
    setup = Setup(scenario=scenario, seed=session.begin.seed, interventions=tuple(session.cards))
    return written(setup, session.now.month) if name else ""


@lru_cache(maxsize=8)
def _in_library(scenario: str) -> str:
    return next((name for name in library() if load(name).dump() == scenario), "")
