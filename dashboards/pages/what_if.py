"""The page What if: two to four variants with the same random numbers, one run side by side, many with their spread."""

from __future__ import annotations

from html import escape
from typing import Any

import solara

from dashboards.explore import charts, compare, network_layout
from dashboards.explore.compare import Comparison
from dashboards.explore.controls import controls
from dashboards.explore.explanation import tier_names
from dashboards.explore.interventions import INTERVENTIONS
from dashboards.explore.session import Session
from dashboards.explore.setup import Setup
from dashboards.explore.variants import LETTERS, Variant
from dashboards.languages import _
from dashboards.pages.live import figures
from dashboards.pages.shared import Acting, use_actions, use_job, use_session, use_way
from dashboards.pages.top import top
from dashboards.pages.widgets import Charts, Network, Transport, Variants, VariantsView, dispatch, told


@solara.component
def Page() -> None:
    """Variants, their networks in one month, their spread."""
    session, acting = use_session(), use_actions()
    go = use_way()
    if not session.variants.all:
        session.variants.add()  # there is always something to compare with
    setups = session.variants.setups
    job = solara.use_memo(lambda: Comparison(setups), [setups])
    beat = use_job(job)
    file, set_file = solara.use_state({"id": 0})
    top(session, acting, session.query_of_variants)

    def play(position: int) -> None:
        session.workbench.take(setups[position], session.playback.month)
        go(f"/?{session.query}")

    def save() -> None:
        set_file({"id": int(file["id"]) + 1, "name": "silos-what-if.csv", "text": compare.as_csv(job)})

    with solara.Div(classes=["stack"]):
        Variants(
            groups=solara.use_memo(lambda: controls(session.setup)[1:-1], [session.setup]),
            view=VariantsView(
                variants=[
                    {"letter": letter, "differences": variant.differences if variant else named(session.setup)}
                    for letter, variant in zip(LETTERS, [None, *session.variants.all], strict=False)
                ],
                kinds=[
                    {"kind": kind, "label": str(intervention.label)}
                    for kind, intervention in INTERVENTIONS.items()
                    if not intervention.of_one
                ],
                verdicts=compare.verdicts(job),
                seeds=job.seeds,
                progress=job.progress,
                done=job.done,
                beat=beat,
                file=file,
            ),
            event_act=dispatch(
                poll=acting(lambda _: None),
                add=acting(lambda _: session.variants.add()),
                remove=acting(lambda position: session.variants.replace(int(position), None)),
                plus=acting(lambda it: session.variants.vary(int(it["variant"]), str(it["what"]))),
                without=acting(lambda it: without(session, int(it["variant"]), int(it["position"]))),
                play=told(lambda position: play(int(position))),
                download=told(lambda _: save()),
            ),
        )
        many_runs(session, acting, job)
        side_by_side(session, acting)


def many_runs(session: Session, acting: Acting, job: Comparison) -> None:
    """The spread of each variant over time."""
    with solara.Div(classes=["card"]):
        solara.HTML(tag="h2", unsafe_innerHTML=escape(_("Many runs: the average, with the middle eight in ten runs")))
        with solara.Div(classes=["columns"]):
            Charts(
                charts=compare.spread(job),
                marks=[],
                month=session.setup.months,
                months=session.setup.months,
                event_seek=acting(lambda month: session.playback.seek(int(month))),
            )


def side_by_side(session: Session, acting: Acting) -> None:
    """One run of each variant with the seed that is looked at, in the same month."""
    system = session.setup.system
    places = solara.use_memo(lambda: network_layout.places(system), [system.network])
    timelines = [session.playback.timeline, *session.variants.timelines()]
    with solara.Div(classes=["two"]):
        for letter, timeline in zip(LETTERS, timelines, strict=False):
            frame = network_layout.frame(timeline.state(session.playback.month))
            with solara.Div(classes=["card"]):
                solara.HTML(tag="h3", unsafe_innerHTML=letter, attributes={"translate": "no"})
                Network(
                    places=places,
                    frame=frame,
                    figures=figures(timeline.rows[session.playback.month]),
                    selection=None,
                    tier=None,
                    tiers=tier_names(1),
                    event_select=told(lambda _: None),
                    event_look=told(lambda _: None),
                )
    Transport(
        month=session.playback.month,
        months=session.setup.months,
        marks=solara.use_memo(lambda: charts.marks(session.setup), [session.setup]),
        run=hash(session.setup.scenario),
        event_step=acting(lambda by: session.playback.step(int(by))),
        event_seek=acting(lambda month: session.playback.seek(int(month))),
    )


def named(setup: Setup) -> list[str]:
    """Return the changes in the setup that variants are compared with."""
    return Variant(setup.settings, setup.interventions).differences


def without(session: Session, variant: int, position: int) -> Any:
    """Take a difference out of a variant."""
    session.variants.replace(variant, session.variants.all[variant - 1].without(position))
