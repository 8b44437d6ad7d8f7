"""All pages of the site, by path: what Solara serves."""

from __future__ import annotations

import solara
import solara.lab

from dashboards.explore.session import Session
from dashboards.languages import _, language, languages
from dashboards.pages import lesson, live, map, own, start, stored, what_if
from dashboards.pages.shared import PAGES, home_of, provide_session, use_way
from dashboards.pages.widgets import Shell, told

IN_ORDER = sorted(PAGES, key=lambda page: page["path"] != "start")
"""As the head of every page names them; Solara wants the one that frames them all to be the first."""


@solara.component
def Layout(children: list = []) -> None:  # noqa: B006 - Solara's way of handing the page over
    """The frame of every page, and the visitor's session, which outlives going from page to page."""
    router, go = solara.use_router(), use_way()
    session = solara.use_memo(lambda: Session(router.search or ""), [])
    provide_session(session)
    home, newcomer = home_of(router.path), start.is_newcomer()
    path = router.path.removeprefix(home).strip("/").split("/")[0]
    with solara.Div(classes=["silos"]):
        Shell(
            pages=[{"path": page["path"], "title": str(page["title"])} for page in IN_ORDER],
            current="start" if newcomer and not path else path,
            home=home,
            languages=[] if home else [{"code": code, "name": name} for code, name in languages().items()],
            language=language(),
            event_go=told(lambda path: go(f"/{path}?{session.query}")),
        )
        solara.Div(children=children, attributes={"id": "main", "role": "main"})


@solara.component
def Home() -> None:
    """The system of the address; for somebody new who came without one, the first minute."""
    if start.is_newcomer():
        start.Page()
    else:
        live.Page()


COMPONENTS = {
    "": Home,
    "start": start.Page,
    "own": own.Page,
    "what-if": what_if.Page,
    "map": map.Page,
    "lesson": lesson.Page,
    "stored": stored.Page,
}

routes = [
    # The label is the title of the browser's tab.
    solara.Route(
        path=page["path"] or "/",
        component=COMPONENTS[page["path"]],
        layout=None if page["path"] else Layout,  # the first page's frames them all
        label=_("%(page)s – Silos", page=page["title"]),
    )
    for page in PAGES
]
