"""Facilitator's page and big screen of a workshop, and beside them the pages to explore: what Solara serves.

A page draws what the room tells it, and asks the room for what the facilitator wants
(dashboards/workshop/serve/solara_bridge.py).
Who opens a socket says which page is wanted: so every page looks at the cookies for itself.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import solara
import solara.lab
from solara.server.kernel_context import get_current_context

from dashboards.languages import _, scenario_text
from dashboards.pages import site
from dashboards.pages.shared import EXPLORE, provide_desk
from dashboards.pages.widgets import Charts, Network, Part, Room, told
from dashboards.workshop.errors import Refused
from dashboards.workshop.roles import Role
from dashboards.workshop.serve.solara_app import place_of
from dashboards.workshop.serve.solara_bridge import RoomBridge, current_bridges
from dashboards.workshop.views.html_parts import fragment

MONTH = 0.5
"""Seconds for which the big screen shows a month of the round that has just ended."""

Parts = dict[str, Any]


def use_bridge() -> RoomBridge:
    """Return the bridge to the room; found where a page is first drawn, since later ones are drawn in other threads."""
    path = solara.use_router().path
    bridge: RoomBridge | None = solara.use_memo(lambda: current_bridges.get().at(path), [])
    assert bridge is not None, "the server lets nobody in where there is no room"
    return bridge


def use_may(role: Role) -> bool:
    """Tell whether the visitor holds the key of a role in the room whose page this is."""
    path = solara.use_router().path
    bridges = solara.use_memo(current_bridges.get, [])
    cookies = solara.lab.cookies.value or {}
    if role is Role.FACILITATOR and place_of(path) == EXPLORE.strip("/"):
        return any(bridge.lets_in(cookies, role) for bridge in bridges.everywhere())
    bridge = bridges.at(path)
    return bridge is not None and bridge.lets_in(cookies, role)


def use_title() -> None:
    """Set the title of the browser's tab."""
    solara.Title(_("%(title)s: Silos workshop", title=scenario_text(use_bridge().room.session.scenario.title)))


def use_parts(role: Role) -> Parts:
    """Return the newest of every part, updated by the room for as long as the page is open."""
    bridge = use_bridge()
    parts, put = solara.use_state({})

    def watch() -> Callable[[], None]:
        context, held = get_current_context(), {}

        def show(new: Parts) -> None:
            if not context.closed_event.is_set():
                held.update(new)
                with context:
                    put(dict(held))

        return bridge.watch(role, show)

    solara.use_effect(watch, [])
    return parts


def use_film(months: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The month to show: those of a new round one after the other, and whoever comes later sees the last."""
    now, show = solara.use_state(None)
    seen = solara.use_ref(False)

    def play() -> Callable[[], None]:
        over = threading.Event()

        def run() -> None:
            for month in months if seen.current else months[-1:]:
                show(month)
                if over.wait(MONTH):
                    return

        if months:
            threading.Thread(target=run, daemon=True).start()
            seen.current = True
        return over.set

    solara.use_effect(play, [months])
    return now


# ---------------------------------------------------------------- the facilitator


@solara.component
def Lead() -> None:
    """The facilitator's page, for who holds its key."""
    if use_may(Role.FACILITATOR):
        Leading()


@solara.component
def Leading() -> None:
    """Everything that is needed to lead."""
    use_title()
    parts = use_parts(Role.FACILITATOR)
    bridge = use_bridge()
    answer, set_answer = solara.use_state({"why": ""})
    tried, set_tried = solara.use_state("")

    def say(why: str) -> None:
        set_answer({"why": why, "at": time.monotonic()})  # the same may have to be said again

    def ask(message: Any) -> None:
        say(bridge.ask(message))

    def attempt(message: Any) -> None:
        try:
            set_tried(fragment("lead-tried", **bridge.tried(str(message["name"]), float(message["value"]))))
        except Refused as refusal:
            say(str(refusal))

    with solara.Div(classes=["lead"]):
        Room(html=fragment("messages"), answer=answer, event_ask=told(ask), event_attempt=told(attempt))
        put(parts, "lead-top", tag="header", kind="sticky")
        with solara.v.Html(tag="main", class_="columns"):
            with solara.Div():
                put(parts, "lead-deck")
                if parts.get("lead-propose"):
                    with solara.Div(classes=["card"]):
                        put(parts, "lead-propose")
                        Part(name="lead-tried", html=tried)
                put(parts, "lead-seats", "lead-debrief")
            with solara.Div():
                put(parts, "lead-invite", "lead-explore", "lead-cards", "lead-people", "lead-screen", "lead-rounds")
                Part(name="lead-file", html=fragment("lead-file"))


def put(parts: Parts, *names: str, tag: str = "section", kind: str = "") -> None:
    """Some parts, as far as they are there."""
    for name in names:
        Part(name=name, html=parts.get(name, ""), tag=tag, kind=kind)


# ---------------------------------------------------------------- the big screen


@solara.component
def Screen() -> None:
    """The big screen, for who holds its key."""
    if use_may(Role.SCREEN):
        Showing()


@solara.component
def Showing() -> None:
    """What everyone in the room may see."""
    use_title()
    parts = use_parts(Role.SCREEN)
    film = parts.get("screen-map") or {}
    frame = use_film(film.get("months", ()))
    with solara.Div(classes=["screen"]):
        Room(html=fragment("messages"), answer={"why": ""}, event_ask=told(ignore), event_attempt=told(ignore))
        put(parts, "screen-top", tag="header")
        with solara.v.Html(tag="main"):
            put(parts, "screen-invite", kind="invite")
            with solara.Div(classes=["silos"], attributes={"id": "screen-map"}):
                if film and frame:
                    draw(film["places"], frame)
            with solara.Div(classes=["side"]):
                put(parts, "screen-join", "screen-side")
                lines(parts.get("screen-lines"))
            put(parts, "screen-step")


def draw(places: dict[str, Any], frame: dict[str, Any]) -> None:
    """The network, to look at."""
    Network(
        places=places,
        frame=frame,
        figures=[],
        selection=None,
        tier=None,
        tiers=[],
        event_select=ignore,
        event_look=ignore,
    )


def lines(drawn: dict[str, Any] | None) -> None:
    """The system's results, once there are any."""
    if drawn and drawn["month"]:
        with solara.Div(classes=["silos", "card"]):
            Charts(
                charts=[drawn["chart"]],
                marks=drawn["marks"],
                month=drawn["month"],
                months=drawn["months"],
                event_seek=ignore,
            )


def ignore(*_: Any) -> None:
    """The big screen only shows."""


# ---------------------------------------------------------------- all of them


@solara.component
def Bare(children: list = []) -> None:  # noqa: B006 - Solara's way of handing the page over
    """No frame around the page."""
    solara.Div(children=children)


@solara.component
def Explore(children: list = []) -> None:  # noqa: B006
    """The pages to explore are the facilitator's here."""
    provide_desk(solara.use_memo(current_bridges.get, []).makes_rooms)
    if use_may(Role.FACILITATOR):
        solara.Div(children=children)


@solara.component
def InRoom(room="", page="") -> None:  # Solara hands over both parts of the path, and would call an annotation
    """A page of one of many rooms: its path says of which, and which page."""
    place = place_of(solara.use_router().path)
    if place == "lead":
        Lead()
    elif place == "screen":
        Screen()


routes = [
    solara.Route(path="r", component=InRoom, layout=Bare, label="Silos workshop"),
    solara.Route(path="lead", component=Lead, layout=Bare, label="Silos workshop"),
    solara.Route(path="screen", component=Screen, layout=Bare, label="Silos workshop"),
    solara.Route(path=EXPLORE.strip("/"), layout=Explore, children=site.routes),
]
