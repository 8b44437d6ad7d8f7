"""Forks of a run: the same past, the same random numbers, and a table that says what became of them."""

from __future__ import annotations

import numpy as np
import pytest

from dashboards.explore.dissolve import OPTIONS, Dissolving, rows
from dashboards.explore.interventions import INTERVENTIONS, Intervention
from dashboards.explore.session import Session
from sim.engine import measures, months
from sim.system import RunSpec

MONTH, AHEAD, FORKS = 20, 24, 3


@pytest.fixture(scope="module")
def tried() -> Dissolving:
    session = Session(f"scenario=five-organisations&seed=7&month={MONTH}")
    job = Dissolving(session.setup, session.playback.state(), forks=FORKS, ahead=AHEAD)
    job.start()
    job.wait()
    assert job.done and not job.error and job.progress == 1.0 and job.known == FORKS
    return job


@pytest.mark.parametrize("option", range(len(OPTIONS)), ids=["+".join(kinds) or "nothing" for kinds in OPTIONS])
def test_the_first_future_is_the_run_itself_with_the_intervention_in_it(tried: Dissolving, option: int) -> None:
    setup = tried.setup
    for kind in OPTIONS[option]:
        setup = setup.with_intervention(Intervention(MONTH + 1, kind))
    spec = RunSpec(system=setup.system, seed=setup.seed, months=MONTH + AHEAD)
    states = list(months(spec))
    assert tried.openness[option, 0] == measures(states[-1])["openness"]
    assert tried.income[option, 0] == pytest.approx(np.mean([state.income.mean() for state in states[MONTH:]]))


def test_futures_differ_and_the_past_does_not(tried: Dissolving) -> None:
    assert len(set(tried.openness[0])) == FORKS
    assert tried.state.month == MONTH


def test_the_table_has_every_option_with_those_that_work_first(tried: Dissolving) -> None:
    table = rows(tried)
    assert len(table) == len(OPTIONS)
    shares = [row["one_system"] for row in table]
    assert shares == sorted(shares, reverse=True)
    nothing = next(row for row in table if not row["kinds"])
    assert nothing["label"] == "Nothing is done" and nothing["cost"] == 0.0
    assert all(row["low"] <= row["openness"] <= row["high"] for row in table)
    assert all(kind in INTERVENTIONS for row in table for kind in row["kinds"])
