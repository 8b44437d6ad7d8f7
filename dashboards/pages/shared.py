"""Shared parts of the pages: the list of them, and the visitor's session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from dashboards.explore.background_jobs import Job
from dashboards.explore.session import Session
from dashboards.languages import _, later

PAGES: list[dict[str, Any]] = [
    {"path": "", "title": later("Live")},
    {"path": "start", "title": later("Start")},
    {"path": "own", "title": later("Our system")},
    {"path": "what-if", "title": later("What if")},
    {"path": "map", "title": later("Map")},
    {"path": "lesson", "title": later("Lesson")},
    {"path": "stored", "title": later("Stored results")},
]

EXPLORE = "/explore"
"""Where these pages stand in the process of a workshop, whose first page is another."""

Acting = Callable[[Callable[[Any], None]], Callable[..., None]]
"""Wraps what a visitor does."""

_session = solara.create_context(None)
_desk = solara.create_context(False)


def provide_session(session: Session) -> None:
    """Hand the visitor's session to every page below."""
    _session.provide(session)


def use_session() -> Session:
    """The session of the tab that is being drawn."""
    session = solara.use_context(_session)
    assert isinstance(session, Session)
    return session


def provide_desk(there: bool) -> None:
    """Tell every page below whether rooms of a workshop can be made on this server."""
    _desk.provide(there)


def use_desk() -> bool:
    """Tell whether rooms of a workshop can be made on this server."""
    return bool(solara.use_context(_desk))


def home_of(path: str) -> str:
    """The place where the pages stand of which this is one."""
    return EXPLORE if path.startswith(EXPLORE) else ""


def use_way() -> Callable[[str], None]:
    """Return a function that goes to another page by path and query, without the prefix of all pages."""
    router = solara.use_router()
    return lambda path: router.push(f"{home_of(router.path)}{path}")


def use_actions() -> Acting:
    """A wrapper for what a visitor does: it is done to the session, and the page is drawn anew."""
    count = solara.use_ref(0)
    _, draw = solara.use_state(0)

    def acting(handler: Callable[[Any], None]) -> Callable[..., None]:
        def act(*data: Any) -> None:
            handler(data[0] if data else None)
            count.current += 1
            draw(count.current)

        return act

    return acting


def use_job(job: Job) -> int:
    """Start a job, stop it when another takes its place or the page is left; counts how often the page looked in."""
    beat = solara.use_ref(0)
    beat.current += 1
    session = use_session()
    if job.error:
        session.notice, job.error = _("The runs in the background stopped: %(error)s.", error=job.error), ""

    def run() -> Callable[[], None]:
        job.start()
        return job.stop

    solara.use_effect(run, [job])
    return int(beat.current)
