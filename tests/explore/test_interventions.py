"""Events dropped in are the dated changes that one would write into a scenario's file."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import silos
from dashboards.explore.interventions import INTERVENTIONS
from dashboards.explore.session import Session
from sim.parameters import ROWS


def with_schedule(*changes: dict[str, Any]) -> pd.DataFrame:
    tables = silos.load("plain").document() | {"schedule": [{"label": "by hand", **each} for each in changes]}
    return silos.run(tables, seeds=[5])


def shown(kind: str, month: int, value: float | None = None) -> pd.DataFrame:
    session = Session("seed=5")
    session.playback.seek(month - 1)
    session.workbench.intervene(kind, value=value)
    session.playback.seek(session.setup.months)
    assert session.notice == ""
    return pd.DataFrame(session.playback.timeline.rows[1:])


@pytest.mark.parametrize(
    ("kind", "by_hand"),
    [
        ("budgets-cut", [{"month": 30, "resources": {"scarcity": 0.4}}]),
        ("money-back", [{"month": 30, "resources": {"scarcity": 0.2}}]),
        ("pooling", [{"month": 30, "game": {"sharing": 0.5, "pool_trust": 0.0}}]),
        ("pooling-by-choice", [{"month": 30, "game": {"sharing": 0.5, "pool_trust": 0.7}}]),
        ("meet-more", [{"month": 30, "dialogue": {"time_together": 0.24}}]),
        ("enquiry", [{"month": 30, "dialogue": {"enquiry": 0.3}}]),
        ("no-blame", [{"month": 30, "trust": {"blame": 0.0}}]),
        ("all-leaders-leave", [{"month": 30, "until": 31, "leadership": {"turnover": 1.0}}]),
        ("cold-climate", [{"month": 30, "until": 42, "climate": {"orientation": -0.6, "rate": 0.15}}]),
    ],
)
def test_as_a_schedule_says_it(kind: str, by_hand: list[dict[str, Any]]) -> None:
    expected, found = with_schedule(*by_hand), shown(kind, 30)
    pd.testing.assert_frame_equal(found, expected[list(found)], check_names=False)
    untouched = silos.run("plain", seeds=[5])
    pd.testing.assert_frame_equal(found[:29], untouched[list(found)][:29], check_names=False)
    assert not np.allclose(found["openness"], untouched["openness"])


def test_a_parameter_from_next_month_on() -> None:
    expected = with_schedule({"month": 12, "dialogue": {"time_together": 0.6}})
    found = shown("dialogue.time_together", 12, value=0.6)
    pd.testing.assert_frame_equal(found, expected[list(found)], check_names=False)


def test_a_forum_adds_meetings_and_turns_them_across_sectors() -> None:
    session = Session("dialogue.time_together=0.2&dialogue.bridging=0.3&month=10")
    session.workbench.intervene("forum")
    values = session.setup.system.values(11)
    assert values[ROWS["dialogue.time_together"]][0] == pytest.approx(0.32)
    assert values[ROWS["dialogue.bridging"]][0] == pytest.approx(0.8)


def test_one_leader_leaves() -> None:
    """Senior trust of the one who left falls back to history, both ways; nobody else's does."""
    session = Session("month=20")
    session.playback.selection = ("organisation", 7)
    session.workbench.intervene("leader-leaves")
    assert session.setup.interventions[0].who == session.setup.system.names[7]
    session.playback.step()
    state = session.playback.state()
    ends = np.stack([state.system.network.source, state.system.network.target])
    hers = (ends == 7).any(axis=0)
    reset = state.trust[0] == state.history
    assert reset[hers].all()
    assert not reset[~hers].any()


def test_one_that_is_nobody_in_particular_is_the_largest() -> None:
    session = Session("scenario=greater-manchester-2015&month=2")
    session.workbench.intervene("leader-leaves")
    sizes = list(session.setup.system.sizes)
    assert session.setup.interventions[0].who == session.setup.system.names[sizes.index(max(sizes))]


@pytest.mark.parametrize("kind", INTERVENTIONS)
@pytest.mark.parametrize("scenario", ["plain", "internal-market-1991", "five-organisations", "two-neighbours"])
def test_every_event_anywhere(kind: str, scenario: str) -> None:
    session = Session(f"scenario={scenario}&month=10")
    before = list(session.playback.timeline.rows)
    session.workbench.intervene(kind)
    session.playback.step()
    session.workbench.intervene("budgets-cut")
    session.playback.seek(30)
    assert session.notice == ""
    assert session.playback.timeline.rows[: len(before)] == before
    session.workbench.withdraw(1)
    session.workbench.withdraw(0)
    session.workbench.withdraw(0)
    session.playback.seek(session.setup.months)
    clean = Session(f"scenario={scenario}")
    clean.playback.seek(clean.setup.months)
    pd.testing.assert_frame_equal(
        pd.DataFrame(session.playback.timeline.rows), pd.DataFrame(clean.playback.timeline.rows)
    )


def test_nothing_happens_after_the_end() -> None:
    session = Session("month=120")
    session.workbench.intervene("forum")
    assert "The run is over" in session.notice
    assert not session.setup.interventions
