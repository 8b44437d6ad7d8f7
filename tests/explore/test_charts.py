"""The lines and marks beside the network, and the months as a table."""

from __future__ import annotations

import io
import math

import pandas as pd

import silos
from dashboards.explore import charts
from dashboards.explore.session import Session

NAMES = {
    "races": "race_share",
    "own kind": "zero_sum_within",
    "other kinds": "zero_sum_across",
    "alone": "alone",
    "senior": "trust_senior",
    "front line": "trust_front_line",
    "openness": "openness",
    "resources": "resources",
    "scarcity felt": "scarcity_felt",
    "value lost": "value_lost",
}


def test_lines_are_the_measures() -> None:
    session = Session("scenario=dorset-2016&seed=2&month=120")
    played = silos.run("dorset-2016", seeds=[2])
    drawn = charts.drawn(session.playback.timeline.rows, session.setup)
    by_name = {line["name"]: line["values"] for chart in drawn for line in chart["lines"]}
    for name, column in NAMES.items():
        shown = by_name[name][1:]
        assert len(shown) == 120
        for mine, theirs in zip(shown, played[column], strict=True):
            assert (mine is None and math.isnan(theirs)) or abs(mine - theirs) <= 5e-4 * max(1.0, abs(theirs))


def test_marks_are_the_schedule_and_what_was_dropped_in() -> None:
    session = Session("scenario=internal-market-1991&at=50:forum")
    marks = {each["month"]: each for each in charts.marks(session.setup)}
    assert marks[81]["labels"] == ["December 1997: a white paper announces the end of the market"]
    assert not marks[81]["own"]
    assert marks[50] == {"month": 50, "labels": ["A forum across sectors"], "own": True}
    assert list(marks) == sorted(marks)


def test_months_as_a_table() -> None:
    session = Session("seed=4&month=120")
    table = pd.read_csv(io.StringIO(charts.as_csv(session.playback.timeline.rows, 4)))
    played = silos.run("plain", seeds=[4])
    assert list(table) == list(played)
    pd.testing.assert_frame_equal(table[1:].reset_index(drop=True), played, check_dtype=False, check_exact=True)
