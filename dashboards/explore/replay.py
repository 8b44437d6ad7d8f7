"""Replay of one run as a single HTML file: it plays from disk, without a server and without a network."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from dashboards.explore import network_layout
from dashboards.explore.changes import entries
from dashboards.explore.charts import CHARTS, Chart, rounded
from dashboards.explore.timeline import Timeline
from dashboards.languages import _, language, later, scenario_text, with_words
from dashboards.languages.number_format import number
from scenarios import Scenario
from sim.system import RunSpec

ROOM = Path(__file__).parent.parent
CHARTED = 4
"""Charts that a replay shows, of those on the page."""
LONGEST = 600
"""Months of a replay at most."""
FIGURES = (
    ("openness", later("openness")),
    ("race_share", later("races")),
    ("trust", later("trust")),
    ("value_lost", later("value lost")),
)
"""Those beside the headline, as on the page."""


def replay_page(scenario: Scenario, spec: RunSpec) -> str:
    """Return the file of a run: network, headline, charts and log, month by month."""
    environment = with_words(Environment(loader=FileSystemLoader(ROOM / "templates"), autoescape=True))
    return environment.get_template("replay.html.j2").render(
        scenario=scenario,
        title=scenario_text(scenario.title),
        question=scenario_text(scenario.question),
        spec=spec,
        data=replay(spec),
        style=(ROOM / "assets" / "custom.css").read_text(encoding="utf-8"),
        script=(ROOM / "assets" / "replay.js").read_text(encoding="utf-8"),
        language=language(),
    )


def replay(spec: RunSpec) -> dict[str, Any]:
    """Return everything that a replay draws; layouts that come again are kept once."""
    timeline, last = Timeline(spec), min(spec.months, LONGEST)
    layouts: dict[tuple[tuple[float, ...], ...], int] = {}
    frames = []
    for month in range(last + 1):
        state, row = timeline.state(month), timeline.rows[month]
        frame = network_layout.frame(state, None, row["race_share"])
        if frame["at"] is not None:
            frame["at"] = layouts.setdefault(tuple(map(tuple, frame["at"])), len(layouts))
        frame["figures"] = " · ".join(f"{name} {number(row[key])}" for key, name in FIGURES)
        frames.append(frame)
    return {
        "places": network_layout.places(spec.system),
        "frames": frames,
        "layouts": [*layouts],
        "log": entries(timeline.changes, spec.system, last),
        "charts": [_chart(chart, timeline.rows[: last + 1]) for chart in CHARTS[:CHARTED]],
        "words": {"play": _("Play"), "pause": _("Pause"), "silo": _("Silo %(letter)s"), "month": _("Month")},
    }


def _chart(chart: Chart, rows: Sequence[dict[str, float]]) -> dict[str, Any]:
    """Return a chart's lines over all months."""
    lines = [{"name": str(line.name), "values": [rounded(row[line.measure]) for row in rows]} for line in chart.lines]
    return {"title": str(chart.title), "low": chart.low, "high": chart.high, "lines": lines}
