"""The page What if: two to four variants under the same luck, one run side by side and many with their spread."""

from __future__ import annotations

from html import escape
from typing import Any

import solara

from dashboards.explore import charts, compare, network_layout
from dashboards.explore.compare import Comparison
from dashboards.explore.controls import controls
from dashboards.explore.explanation import tier_names
from dashboards.explore.interventions import KINDS
from dashboards.explore.session import Session
from dashboards.explore.setup import Setup
from dashboards.explore.variants import LETTERS, Variant
from dashboards.languages import _
from dashboards.pages.live import figures
from dashboards.pages.shared import Acting, use_actions, use_job, use_session, use_way
from dashboards.pages.top import top
from dashboards.pages.widgets import Charts, Network, Transport, Variants, told


@solara.component
def Page() -> None:
    """Variants, their networks in one month, their spread."""
    session, acting = use_session(), use_actions()
    go = use_way()
    if not session.variants:
        session.add_variant()  # there is always something to compare with
    setups = session.setups
    job = solara.use_memo(lambda: Comparison(setups), [setups])
    beat = use_job(job)
    file, set_file = solara.use_state({"id": 0})
    top(session, acting, session.query_of_variants)

    def play(position: int) -> None:
        session.take(setups[position], session.month)
        go(f"/?{session.query}")

    def save() -> None:
        set_file({"id": int(file["id"]) + 1, "name": "silos-what-if.csv", "text": compare.as_csv(job)})

    with solara.Div(classes=["stack"]):
        Variants(
            variants=[
                {"letter": letter, "differences": each.differences if each else named(session.setup)}
                for letter, each in zip(LETTERS, [None, *session.variants], strict=False)
            ],
            kinds=[{"kind": kind, "label": str(each.label)} for kind, each in KINDS.items() if not each.of_one],
            groups=solara.use_memo(lambda: controls(session.setup)[1:-1], [session.setup]),
            verdicts=compare.verdicts(job),
            seeds=job.seeds,
            progress=job.progress,
            done=job.done,
            beat=beat,
            file=file,
            event_poll=acting(lambda _: None),
            event_add=acting(lambda _: session.add_variant()),
            event_remove=acting(lambda position: session.replace_variant(int(position), None)),
            event_plus=acting(lambda it: session.vary(int(it["variant"]), str(it["what"]))),
            event_without=acting(lambda it: without(session, int(it["variant"]), int(it["position"]))),
            event_play=told(lambda position: play(int(position))),
            event_download=told(lambda _: save()),
        )
        many_runs(session, acting, job)
        side_by_side(session, acting)


def many_runs(session: Session, acting: Acting, job: Comparison) -> None:
    """The spread of each variant over time."""
    with solara.Div(classes=["card"]):
        solara.HTML(tag="h2", unsafe_innerHTML=escape(_("Many runs: the mean, and where eight of ten lie")))
        with solara.Div(classes=["columns"]):
            Charts(
                charts=compare.spread(job),
                marks=[],
                month=session.setup.months,
                months=session.setup.months,
                event_seek=acting(lambda month: session.seek(int(month))),
            )


def side_by_side(session: Session, acting: Acting) -> None:
    """One run of each variant with the seed that is looked at, in the same month."""
    system = session.setup.system
    places = solara.use_memo(lambda: network_layout.places(system), [system.network])
    timelines = session.timelines()
    with solara.Div(classes=["two"]):
        for letter, timeline in zip(LETTERS, timelines, strict=False):
            frame = network_layout.frame(timeline.state(session.month))
            with solara.Div(classes=["card"]):
                solara.HTML(tag="h3", unsafe_innerHTML=letter, attributes={"translate": "no"})
                Network(
                    places=places,
                    frame=frame,
                    figures=figures(timeline.rows[session.month]),
                    selection=None,
                    tier=None,
                    tiers=tier_names(1),
                    event_select=told(lambda _: None),
                    event_look=told(lambda _: None),
                )
    Transport(
        month=session.month,
        months=session.setup.months,
        marks=solara.use_memo(lambda: charts.marks(session.setup), [session.setup]),
        run=hash(session.setup.scenario),
        event_step=acting(lambda by: session.step(int(by))),
        event_seek=acting(lambda month: session.seek(int(month))),
    )


def named(setup: Setup) -> list[str]:
    """What was changed in the setup that variants are compared with."""
    return Variant(setup.settings, setup.dropped).differences


def without(session: Session, variant: int, position: int) -> Any:
    """Take a difference out of a variant."""
    session.replace_variant(variant, session.variants[variant - 1].without(position))
