"""Head of the pages that look at a system: scenario, seed, notices, sharing and saving."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import solara

from dashboards.explore import charts
from dashboards.explore.replay import replay_page
from dashboards.explore.session import Session
from dashboards.languages import _, scenario_text
from dashboards.pages.shared import Acting
from dashboards.pages.widgets import SetupBar, SetupView, dispatch
from scenarios import library, load

TEXTS: dict[str, Callable[[Session], str]] = {
    "csv": lambda session: charts.as_csv(session.playback.timeline.rows, session.setup.seed),
    "toml": lambda session: session.setup.whole.dump(),
    "html": lambda session: replay_page(session.setup.scenario, session.setup.spec()),
}
"""What can be saved of a visitor's system, by the ending of the file."""


def top(session: Session, acting: Acting, query: str) -> None:
    """Draw the choice of scenario, notices, sharing and saving.  Part of a page, with its hooks."""
    file, set_file = solara.use_state({"id": 0})
    setup = session.setup

    def save(kind: str) -> None:
        saved = {"id": file["id"] + 1, "name": f"silos-{setup.scenario.name or 'scenario'}.{kind}"}
        set_file({**saved, "text": TEXTS[kind](session)})

    SetupBar(
        view=SetupView(
            notice=session.notice,
            names=scenario_names(),
            scenario=setup.scenario.name,
            title=scenario_text(setup.scenario.title) or _("Your scenario"),
            seed=str(setup.seed),
            query=query if session.shareable else None,
            shareable=session.shareable,
            file=file,
        ),
        event_act=dispatch(
            dismiss=acting(lambda _: dismiss(session)),
            choose=acting(session.workbench.choose),
            revisit=acting(lambda query: session.revisit(str(query))),
            reseed=acting(lambda text: reseed(session, str(text))),
            another_run=acting(lambda _: session.workbench.reseed(setup.seed + 1)),
            download=lambda kind: save(str(kind)),
            upload=acting(lambda it: session.workbench.upload(it["text"] or " " * 3_000_000, str(it["name"])[:80])),
        ),
    )


def scenario_names() -> list[dict[str, str]]:
    """The library, for a list to choose from."""
    return [{"name": name, "title": scenario_text(title) or name} for name, title in _titles().items()]


@cache
def _titles() -> dict[str, str]:
    return {name: load(name).title for name in library()}


def dismiss(session: Session) -> None:
    """The notice was read."""
    session.notice = ""


def reseed(session: Session, text: str) -> None:
    """Take up a seed that was typed."""
    if text.isascii() and text.isdigit() and len(text) < 20:
        session.workbench.reseed(int(text))
    else:
        session.notice = _("A seed is a whole number from 0 on.")
