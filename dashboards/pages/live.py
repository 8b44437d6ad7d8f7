"""The page Live: a system becomes siloed before one's eyes, or does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from dashboards.explore import causal_loop, charts, dissolve, network_layout
from dashboards.explore.changes import entries
from dashboards.explore.controls import controls
from dashboards.explore.dissolve import Dissolving
from dashboards.explore.explanation import explain_organisation, explain_tie, tier_names
from dashboards.explore.interventions import INTERVENTIONS
from dashboards.explore.playback import Playback
from dashboards.explore.replay import FIGURES
from dashboards.explore.session import Session
from dashboards.explore.setup import Setup
from dashboards.languages import _, scenario_text
from dashboards.languages.number_format import number
from dashboards.pages.shared import Acting, use_actions, use_session, use_way
from dashboards.pages.top import top
from dashboards.pages.widgets import (
    Change,
    ChangeView,
    Charts,
    DissolveTable,
    DissolveView,
    Guide,
    Log,
    Loop,
    LoopView,
    Network,
    Story,
    Transport,
    dispatch,
    told,
)
from scenarios import Scenario
from sim.measures import BY_NAME

MOST_FOLLOWED = 100
"""Organisations that can be followed in the band under the slider."""


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
    state = session.playback.state()
    frame = network_layout.frame(state, session.playback.tier, session.playback.row["race_share"])
    marks = solara.use_memo(lambda: charts.marks(session.setup), [session.setup])
    selection = session.playback.selection and {
        "kind": session.playback.selection[0],
        "index": session.playback.selection[1],
    }
    with solara.Div(classes=["live"]):
        with solara.Div(classes=["a-net"]), solara.Div(classes=["card"]):
            Network(
                places=places,
                frame=frame,
                figures=figures(session.playback.row, session.playback.unchanged_row),
                selection=selection,
                tier=session.playback.tier,
                tiers=tier_names(system.tiers),
                event_select=acting(lambda what: select(session, what)),
                event_look=acting(lambda tier: look(session, tier)),
            )
        with solara.Div(classes=["a-side"]):
            if session.playback.selection is None:
                Guide(scenario=about(session.setup.scenario), begun=session.playback.month > 0)
            else:
                Story(story=story(session), event_select=acting(lambda what: select(session, what)))
            Log(
                entries=changes_log(session),
                event_look=acting(lambda it: look_at(session, it)),
            )
            with solara.Div(classes=["card"]):
                Charts(
                    charts=charts.drawn(
                        session.playback.timeline.rows,
                        session.setup,
                        session.playback.unchanged.rows if session.playback.unchanged else (),
                    ),
                    marks=marks,
                    month=session.playback.month,
                    months=session.setup.months,
                    event_seek=acting(lambda month: session.playback.seek(int(month))),
                )
        with solara.Div(classes=["a-change"]):
            changes(session, acting)
        with solara.Div(classes=["a-dissolve"]):
            Dissolve(
                session.setup,
                session.playback,
                acting(lambda kinds: intervene(session, list(kinds))),
                session.notify,
                session.playback.month,
            )
        with solara.Div(classes=["a-loop"]):
            Loop(
                view=loop_view(session),
                event_act=dispatch(pull=acting(lambda kind: session.workbench.intervene(str(kind)))),
            )
    Transport(
        month=session.playback.month,
        months=session.setup.months,
        marks=marks,
        run=hash(session.setup.scenario),
        together=[list(since) for since in together(session)],
        sectors=[node["sector"] for node in places["nodes"]],
        event_step=acting(lambda by: session.playback.step(int(by))),
        event_seek=acting(lambda month: session.playback.seek(int(month))),
    )


@solara.component
def Dissolve(
    setup: Setup, playback: Playback, take: Callable[[list[str]], None], notify: Callable[[str], None], month: int
) -> None:
    """Every intervention tried on forks of a run, in the background, when a visitor asks for it.

    take   makes interventions happen
    month  the one that the run is looked at in
    """
    job, set_job = solara.use_state(None)
    beat = solara.use_ref(0)
    beat.current += 1
    _, draw = solara.use_state(0)

    def stop_when_left() -> Any:
        return job.stop if job is not None else None

    solara.use_effect(stop_when_left, [job])

    def begin() -> None:
        begun = Dissolving(setup, playback.state())
        begun.start()
        set_job(begun)

    failed = job is not None and job.error
    if failed:
        notify(_("The runs in the background stopped: %(error)s.", error=job.error))
    DissolveTable(
        view=DissolveView(
            begun=job is not None,
            done=job is not None and job.done,
            progress=job.progress if job else 0.0,
            known=job.known if job else 0,
            since=job.state.month if job else month,
            rows=dissolve.rows(job) if job else [],
            month=month,
            forks=dissolve.FORKS,
            ahead=dissolve.AHEAD,
            beat=beat.current,
        ),
        event_act=dispatch(
            poll=told(lambda _: draw(beat.current)),
            begin=told(lambda _: begin()),
            take=told(lambda kinds: take(list(kinds))),
        ),
    )


def intervene(session: Session, kinds: list[str]) -> None:
    """Make interventions happen from next month on."""
    for kind in kinds:
        session.workbench.intervene(str(kind))


def changes(session: Session, acting: Acting) -> None:
    """Events and parameters.  Part of a page, with its hooks."""
    setup = session.setup
    go = use_way()

    def compare() -> None:
        session.variants.from_changes(session.playback.month)
        go(f"/what-if?{session.query_of_variants}")

    Change(
        kinds=[
            {
                "kind": kind,
                "label": str(intervention.label),
                "meaning": str(intervention.meaning),
                "of_one": intervention.of_one,
            }
            for kind, intervention in INTERVENTIONS.items()
        ],
        names=list(setup.system.names),
        groups=solara.use_memo(lambda: controls(setup), [setup]),
        view=ChangeView(
            interventions=[
                {"month": intervention.month, "label": intervention.label} for intervention in setup.interventions
            ],
            changed=len(setup.settings) + len(setup.interventions),
            ended=session.playback.ended,
        ),
        event_act=dispatch(
            intervene=acting(lambda it: session.workbench.intervene(it["kind"], it.get("who") or "", it.get("value"))),
            withdraw=acting(lambda position: session.workbench.withdraw(int(position))),
            set_value=acting(lambda it: session.workbench.set(it["name"], it["value"])),
            reset=acting(lambda name: session.workbench.reset(name)),
            reset_all=acting(lambda _: session.workbench.reset_all()),
            compare=told(lambda _: compare()),
        ),
    )


def changes_log(session: Session) -> list[dict[str, Any]]:
    """Return the log of the run up to the month."""
    playback = session.playback
    return entries(playback.timeline.changes, session.setup.system, playback.month)


def look_at(session: Session, entry: dict[str, Any]) -> None:
    """Go to the month of an entry of the log, and look at the tie that it is about."""
    session.playback.seek(int(entry["month"]))
    session.playback.selection = ("tie", int(entry["tie"]))


def loop_view(session: Session) -> LoopView:
    """Return the causal loop of the month."""
    loop = causal_loop.loop(session.playback.state(), session.playback.row)
    return LoopView(nodes=loop["nodes"], arrows=loop["arrows"], title=loop["title"], ended=session.playback.ended)


def together(session: Session) -> list[tuple[int, list[int]]]:
    """Return who is with whom, month by month; nothing where organisations are too many to follow one."""
    return session.playback.timeline.together if session.setup.system.network.n <= MOST_FOLLOWED else []


def about(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario's description of itself."""
    return {
        "title": scenario_text(scenario.title),
        "question": scenario_text(scenario.question),
        "description": scenario_text(scenario.description),
        "sources": list(scenario.sources),
        "assumed": list(scenario.assumed),
    }


def story(session: Session) -> dict[str, Any] | None:
    """The story of what is selected."""
    if session.playback.selection is None:
        return None
    kind, index = session.playback.selection
    return explain_tie(session.playback, index) if kind == "tie" else explain_organisation(session.playback, index)


def figures(row: dict[str, float], unchanged: dict[str, float] | None = None) -> list[dict[str, str]]:
    """Return the month in a few figures, each with the one of the run without the changes where there are some."""
    return [
        {
            "name": str(name),
            "value": number(row[key]),
            "without": number(unchanged[key]) if unchanged else "",
            "meaning": _(BY_NAME[key].meaning),
        }
        for key, name in FIGURES
    ]


def select(session: Session, what: dict[str, Any] | None) -> None:
    """Look at an organisation or a tie; what is selected already is let go."""
    session.playback.select((what["kind"], int(what["index"])) if what else None)


def look(session: Session, tier: Any) -> None:
    """Look at the dealings of one tier, or of all."""
    session.playback.tier = None if tier in ("", None) else int(tier)
