"""The page Start: the first minute of somebody new, and where it leads."""

from __future__ import annotations

from collections.abc import Callable

import solara
import solara.lab

from dashboards.explore import network_layout
from dashboards.explore.first_minute import SYSTEMS, FirstMinute, systems, twelve
from dashboards.explore.timeline import Timeline
from dashboards.pages.live import figures
from dashboards.pages.shared import Acting, home_of, use_actions, use_session, use_way
from dashboards.pages.start_widgets import First, Turn, TurnView
from dashboards.pages.widgets import Network, Transport, dispatch, told

SEEN = "silos-seen"
"""The cookie of those who were here (dashboards/vue/first.vue sets it)."""


def is_newcomer() -> bool:
    """Tell whether the visitor came without an address of a system, and for the first time.  Part of a page."""
    router = solara.use_router()
    return not router.search and not home_of(router.path) and SEEN not in (solara.lab.cookies.value or {SEEN: ""})


@solara.component
def Page() -> None:
    """Two organisations for six months, then twelve."""
    session, acting, go = use_session(), use_actions(), use_way()
    story = solara.use_memo(FirstMinute, [])

    def leave(name: str) -> None:
        session.workbench.choose(name or SYSTEMS[0])
        go(f"/?{session.query}")

    if story.twelve:
        Twelve(acting, story, leave)
    else:
        First(
            view=story.view(),
            event_act=dispatch(
                choose=acting(lambda race: story.choose(bool(race))),
                again=acting(lambda _: story.again()),
                twelve=acting(lambda _: setattr(story, "twelve", True)),
                leave=told(lambda name: leave(str(name))),
            ),
        )


@solara.component
def Twelve(again: Acting, story: FirstMinute, leave: Callable[[str], None]) -> None:
    """A run of twelve organisations that begins by itself."""
    go, acting = use_way(), use_actions()
    line = solara.use_memo(lambda: Timeline(twelve()), [])
    places = solara.use_memo(lambda: network_layout.places(line.spec.system), [])
    month, seek = solara.use_state(0)
    state = line.state(month)
    frame = network_layout.frame(state, None, line.rows[month]["race_share"])
    with solara.Div(classes=["two"]):
        with solara.Div(classes=["card"]):
            Network(
                places=places,
                frame=frame,
                figures=figures(line.rows[month])[:2],
                selection=None,
                tier=None,
                tiers=[],
                event_select=told(lambda _: None),
                event_look=told(lambda _: None),
            )
        Turn(
            view=TurnView(formed=frame["at"] is not None or month == line.spec.months, systems=systems()),
            event_act=dispatch(
                again=again(lambda _: story.again()),
                lesson=told(lambda _: go("/lesson")),
                own=told(lambda _: go("/own")),
                leave=told(lambda name: leave(str(name))),
            ),
        )
    Transport(
        month=month,
        months=line.spec.months,
        marks=[],
        run=0,
        auto=True,
        event_step=acting(lambda by: seek(min(max(month + int(by), 0), line.spec.months))),
        event_seek=acting(lambda to: seek(min(max(int(to), 0), line.spec.months))),
    )
