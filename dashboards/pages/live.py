"""The page Live: a system becomes siloed before one's eyes, or does not."""

from __future__ import annotations

from typing import Any

import solara

from dashboards.explore import charts, network_layout
from dashboards.explore.controls import controls
from dashboards.explore.explanation import organisation_story, tie_story, tier_names
from dashboards.explore.interventions import KINDS
from dashboards.explore.session import Session
from dashboards.languages import _, later
from dashboards.languages.number_format import number
from dashboards.pages.shared import Acting, use_actions, use_session, use_way
from dashboards.pages.top import top
from dashboards.pages.widgets import Change, Charts, Guide, Network, Story, Transport, told
from scenarios import Scenario
from sim.measures import BY_NAME

FIGURES = (
    ("openness", later("openness")),
    ("race_share", later("race")),
    ("trust", later("trust")),
    ("value_lost", later("value lost")),
)


@solara.component
def Page() -> None:
    """Network, charts, controls, story."""
    session, acting = use_session(), use_actions()
    top(session, acting, session.query)
    system = session.setup.system
    drawn = (system.network, tuple(system.names), tuple(system.sectors), tuple(system.sizes))
    places = solara.use_memo(
        lambda: network_layout.places(system), [drawn]
    )  # sent anew only where something stands elsewhere
    state = session.state()
    frame = network_layout.frame(state, session.tier)
    marks = solara.use_memo(lambda: charts.marks(session.setup), [session.setup])
    selection = session.selection and {"kind": session.selection[0], "index": session.selection[1]}
    with solara.Div(classes=["live"]):
        with solara.Div(classes=["a-net"]), solara.Div(classes=["card"]):
            Network(
                places=places,
                frame=frame,
                figures=figures(session.timeline.rows[session.month]),
                selection=selection,
                tier=session.tier,
                tiers=tier_names(system.tiers),
                event_select=acting(lambda what: select(session, what)),
                event_look=acting(lambda tier: look(session, tier)),
            )
        with solara.Div(classes=["a-side"]):
            if session.selection is None:
                Guide(scenario=about(session.setup.scenario), begun=session.month > 0)
            else:
                Story(story=story(session), event_select=acting(lambda what: select(session, what)))
            with solara.Div(classes=["card"]):
                Charts(
                    charts=charts.drawn(session.timeline.rows, session.setup),
                    marks=marks,
                    month=session.month,
                    months=session.setup.months,
                    event_seek=acting(lambda month: session.seek(int(month))),
                )
        with solara.Div(classes=["a-change"]):
            changes(session, acting)
    Transport(
        month=session.month,
        months=session.setup.months,
        marks=marks,
        run=hash(session.setup.scenario),
        event_step=acting(lambda by: session.step(int(by))),
        event_seek=acting(lambda month: session.seek(int(month))),
    )


def changes(session: Session, acting: Acting) -> None:
    """Events and parameters.  Part of a page, with its hooks."""
    setup = session.setup
    go = use_way()

    def compare() -> None:
        session.compare()
        go(f"/what-if?{session.query_of_variants}")

    Change(
        kinds=[
            {"kind": kind, "label": str(each.label), "meaning": str(each.meaning), "of_one": each.of_one}
            for kind, each in KINDS.items()
        ],
        names=list(setup.system.names),
        dropped=[{"month": each.month, "label": each.label} for each in setup.dropped],
        groups=solara.use_memo(lambda: controls(setup), [setup]),
        changed=len(setup.settings) + len(setup.dropped),
        ended=session.ended,
        event_drop=acting(lambda it: session.drop(it["kind"], it.get("who") or "", it.get("value"))),
        event_undrop=acting(lambda position: session.undrop(int(position))),
        event_set_=acting(lambda it: session.set(it["name"], it["value"])),
        event_reset=acting(lambda name: session.reset(name)),
        event_reset_all=acting(lambda _: session.reset_all()),
        event_compare=told(lambda _: compare()),
    )


def about(scenario: Scenario) -> dict[str, Any]:
    """What a scenario says of itself."""
    return {
        "title": scenario.title,
        "question": scenario.question,
        "description": scenario.description,
        "sources": list(scenario.sources),
        "assumed": list(scenario.assumed),
    }


def story(session: Session) -> dict[str, Any] | None:
    """The story of what is selected."""
    if session.selection is None:
        return None
    kind, index = session.selection
    return tie_story(session, index) if kind == "tie" else organisation_story(session, index)


def figures(row: dict[str, float]) -> list[dict[str, str]]:
    """The month in a few figures."""
    return [
        {
            "name": str(name),
            "value": number(row[key]),
            "meaning": _(BY_NAME[key].meaning),
        }
        for key, name in FIGURES
    ]


def select(session: Session, what: dict[str, Any] | None) -> None:
    """Look at an organisation or a tie; what is selected already is let go."""
    chosen = (what["kind"], int(what["index"])) if what else None
    session.selection = None if chosen == session.selection else chosen


def look(session: Session, tier: Any) -> None:
    """Look at the dealings of one tier, or of all."""
    session.tier = None if tier in ("", None) else int(tier)
