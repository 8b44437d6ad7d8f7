"""Results of the page Our system: how open it is month by month, a typical run, and what would dissolve it."""

from __future__ import annotations

from typing import Any

import solara

from dashboards.explore import charts, network_layout, own_runs
from dashboards.explore.own_answers import MONTHS
from dashboards.explore.own_bench import OwnBench
from dashboards.explore.session import Session
from dashboards.explore.setup import Setup
from dashboards.pages.live import Dissolve, figures
from dashboards.pages.shared import Acting, use_way
from dashboards.pages.widgets import Charts, Network, Transport, told
from dashboards.workshop.views.drawing import MOST_LABELS, labels


def named_places(setup: Setup) -> dict[str, Any]:
    """Return the places of the organisations with their names, as far as there is room for them."""
    places = network_layout.places(setup.system)
    if len(places["nodes"]) <= MOST_LABELS:
        for node, name in zip(places["nodes"], labels(setup.scenario), strict=True):
            node["label"] = name
    return places


@solara.component
def Result(session: Session, bench: OwnBench, acting: Acting, now: object) -> None:
    """The fan, a typical run month by month, and what would dissolve it; drawn anew where ``now`` is another."""
    go = use_way()
    playback, job, setup = bench.playback, bench.job, bench.shown
    assert playback is not None and job is not None and setup is not None, "there are runs"
    places = solara.use_memo(lambda: named_places(setup), [job])
    frame = network_layout.frame(playback.state(), None, playback.row["race_share"])
    marks = solara.use_memo(lambda: charts.marks(setup), [job])
    fans = solara.use_memo(lambda: own_runs.fans(job, playback.timeline.rows[0]), [job])

    def try_it(kinds: list[str]) -> None:
        session.workbench.take(setup, playback.month)
        for kind in kinds:
            session.workbench.intervene(str(kind))
        go(f"/?{session.query}")

    with solara.Div(classes=["two"]):
        with solara.Div(classes=["card"]):
            Network(
                places=places,
                frame=frame,
                figures=figures(playback.row),
                selection=None,
                tier=None,
                tiers=[],
                event_select=told(lambda _: None),
                event_look=told(lambda _: None),
            )
        with solara.Div(classes=["card"]):
            Charts(
                charts=fans,
                marks=marks,
                month=playback.month,
                months=MONTHS,
                event_seek=acting(lambda month: playback.seek(int(month))),
            )
    Dissolve(setup, playback, try_it, lambda why: setattr(bench, "notice", why), playback.month)
    Transport(
        month=playback.month,
        months=MONTHS,
        marks=marks,
        run=id(job),
        event_step=acting(lambda by: playback.step(int(by))),
        event_seek=acting(lambda month: playback.seek(int(month))),
    )
