"""Any month, in any order, is the month that the engine gives."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import silos
from dashboards.explore.interventions import Intervention
from dashboards.explore.session import Session
from dashboards.explore.setup import Setup
from dashboards.explore.timeline import BATTLE, MIXED, NONE, RACE, Timeline, dealings, partition
from scenarios import load
from sim.engine import components

MONTHS = 40
SPEC = Setup(scenario=load("five-organisations"), seed=3).spec()
PLAYED = silos.run("five-organisations", seeds=[3])


@given(st.lists(st.integers(0, 60), min_size=1, max_size=12))
@settings(max_examples=30)
def test_months_in_any_order(asked: list[int]) -> None:
    jumping, straight = Timeline(SPEC), Timeline(SPEC)
    for month in asked:
        there = jumping.state(month).copy()
        assert there.month == month
        straight.state(60)
        for mine, theirs in zip(there.arrays, straight.state(month).arrays, strict=True):
            np.testing.assert_array_equal(mine, theirs)


def test_measures_are_those_of_silos_run() -> None:
    timeline = Timeline(SPEC)
    timeline.state(60)
    timeline.state(7)
    shown = pd.DataFrame(timeline.rows[1:])
    pd.testing.assert_frame_equal(shown, PLAYED[list(shown)].reset_index(drop=True), check_names=False)


@given(played=st.integers(0, 50), month=st.integers(1, 50), then=st.integers(0, 60))
@settings(max_examples=30)
def test_a_branch_is_the_other_run(played: int, month: int, then: int) -> None:
    other = (
        Setup(scenario=load("five-organisations"), seed=3).with_intervention(Intervention(month, "budgets-cut")).spec()
    )
    first, whole = Timeline(SPEC), Timeline(other)
    first.state(played)
    branch = first.branch(other, month)
    for mine, theirs in zip(branch.state(then).arrays, whole.state(then).arrays, strict=True):
        np.testing.assert_array_equal(mine, theirs)
    branch.state(60), whole.state(60)
    pd.testing.assert_frame_equal(pd.DataFrame(branch.rows), pd.DataFrame(whole.rows))


def test_dealings_tie_by_tie() -> None:
    state = Session("scenario=five-organisations&month=30").playback.state()
    m, found = state.system.network.m, []
    for tie in range(m):
        stances = []
        for tier in range(state.system.tiers):
            if state.acted[tier, tie]:
                stances += [bool(state.stance[tier, tie]), bool(state.stance[tier, tie + m])]
        found.append(NONE if not stances else RACE if all(stances) else MIXED if any(stances) else BATTLE)
    assert dealings(state).tolist() == found
    assert len(set(found)) > 1


def test_who_is_with_whom_holds_from_change_to_change() -> None:
    timeline = Timeline(Setup(scenario=load("plain"), seed=1).spec())
    timeline.state(60)
    since = dict(timeline.together)
    assert len(since) > 2 and 0 in since
    for month in range(61):
        parts = since[max(from_ for from_ in since if from_ <= month)]
        assert partition(np.array(parts)) == partition(components(timeline.state(month))), month


def test_a_branch_keeps_who_was_with_whom() -> None:
    spec = Setup(scenario=load("plain"), seed=1).spec()
    timeline = Timeline(spec)
    timeline.state(60)
    again = timeline.branch(spec, 40)
    again.state(60)
    assert again.together == timeline.together
