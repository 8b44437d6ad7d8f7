"""All pages of the site, by path: what Solara serves."""

from __future__ import annotations

import solara
import solara.lab

from dashboards.explore.session import Session
from dashboards.languages import _
from dashboards.pages import lesson, live, map, stored, what_if
from dashboards.pages.shared import PAGES, provide_session
from dashboards.pages.widgets import Shell, told


@solara.component
def Layout(children: list = []) -> None:  # noqa: B006 - Solara's way of handing the page over
    """The frame of every page, and the visitor's session, which outlives going from page to page."""
    router = solara.use_router()
    session = solara.use_memo(lambda: Session(router.search or ""), [])
    provide_session(session)
    path = router.path.strip("/").split("/")[0]
    with solara.Div(classes=["silos"]):
        Shell(
            pages=[{"path": each["path"], "title": str(each["title"])} for each in PAGES],
            current=path,
            event_go=told(lambda path: router.push(f"/{path}?{session.query}")),
        )
        solara.Div(children=children, attributes={"id": "main", "role": "main"})


COMPONENTS = {"": live.Page, "what-if": what_if.Page, "map": map.Page, "lesson": lesson.Page, "stored": stored.Page}

routes = [
    # The label is the title of the browser's tab.
    solara.Route(
        path=each["path"] or "/",
        component=COMPONENTS[each["path"]],
        layout=None if each["path"] else Layout,  # the first page's frames them all
        label=_("%(page)s – Silos", page=each["title"]),
    )
    for each in PAGES
]
