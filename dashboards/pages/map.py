"""The page Map: two parameters, and how runs end."""

from __future__ import annotations

from typing import Any

import solara

from dashboards.explore import phase
from dashboards.explore.controls import label
from dashboards.explore.phase import AXES, Box, PhaseMap
from dashboards.explore.session import Session
from dashboards.languages import _
from dashboards.pages.shared import use_actions, use_job, use_session, use_way
from dashboards.pages.top import top
from dashboards.pages.widgets import MapView, PhaseDiagram, dispatch, told


@solara.component
def Page() -> None:
    """The phase map, filling in live."""
    session, acting = use_session(), use_actions()
    go = use_way()
    measure, set_measure = solara.use_state("end")
    file, set_file = solara.use_state({"id": 0})
    box, setup = session.box, session.setup
    job = solara.use_memo(lambda: PhaseMap(setup, box), [setup, box])
    beat = use_job(job)
    top(session, acting, session.query_of_map)

    def play(column: int, row: int) -> None:
        session.workbench.take(job.point(column, row))
        go(f"/?{session.query}")

    def save() -> None:
        set_file({"id": int(file["id"]) + 1, "name": "silos-map.csv", "text": phase.as_csv(job)})

    PhaseDiagram(
        view=MapView(
            box={"x": box.x, "y": box.y, "x_range": list(box.x_range), "y_range": list(box.y_range)},
            axes=[{"name": name, "label": label(name)} for name in AXES],
            measures=[{"name": name, "title": _(name.replace("_", " ").capitalize())} for name in phase.SHOWN],
            measure=measure,
            cells=job.cells(),
            here=here(session),
            seeds=job.seeds,
            progress=job.progress,
            done=job.done,
            beat=beat,
            file=file,
        ),
        event_act=dispatch(
            poll=acting(lambda _: None),
            change=acting(lambda it: session.look_at(asked(box, it))),
            show=told(lambda name: set_measure(str(name))),
            play=told(lambda it: play(int(it["column"]), int(it["row"]))),
            download=told(lambda _: save()),
        ),
    )


def asked(box: Box, it: dict[str, Any]) -> Box:
    """The box that was asked for: other parameters over their usual ranges, or other ranges."""
    if "x_range" in it:
        (a, b), (c, d) = it["x_range"], it["y_range"]
        return Box(str(it["x"]), str(it["y"]), (number(a), number(b)), (number(c), number(d)))
    fresh = Box("", "") if it.get("fresh") else box
    return fresh.usual(str(it["x"]), str(it["y"]))


def number(value: Any) -> float:
    """Read a typed number; NaN where it is none, for the checks to refuse."""
    return float(value) if isinstance(value, int | float) else float("nan")


def here(session: Session) -> list[float] | None:
    """Return the place of the setup on the page Live in the box, as shares of its sides."""
    shares = []
    for name, (low, high) in ((session.box.x, session.box.x_range), (session.box.y, session.box.y_range)):
        value = session.setup.value(name)
        if not isinstance(value, float) or not low <= value <= high:
            return None
        shares.append((value - low) / (high - low))
    return shares
