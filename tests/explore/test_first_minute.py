"""The first minute tells what the engine does with the visitor's choices."""

from __future__ import annotations

import pytest

from dashboards.explore.first_minute import MONTHS, SHUT, SYSTEMS, FirstMinute, systems, twelve, two
from dashboards.explore.timeline import Timeline
from sim.engine import Decisions, components, months


def after(*races: bool) -> FirstMinute:
    story = FirstMinute()
    for race in races:
        story.choose(race)
    return story


def test_battles_shut_the_others_door_and_races_keep_it_open() -> None:
    battles, races = after(*[False] * MONTHS), after(*[True] * MONTHS)
    assert battles.past[-1].doors[1] < SHUT < 0.8 < races.past[-1].doors[1]
    first_shut = next(k for k, month in enumerate(battles.past, 1) if month.doors[1] < SHUT)
    assert "That is a wall." in after(*[False] * first_shut).view()["door"]
    assert "The wall stands" in after(*[False] * (first_shut + 1)).view()["door"]
    assert all(month.dealt for month in races.past)


def test_the_story_is_the_engines_run_of_what_was_chosen() -> None:
    chosen = [True, False, False, True]
    states = list(months(two(), lambda now: Decisions({(0, 1, None): [*chosen, True, True][now.month]})))
    for month, state in zip(after(*chosen).past, states, strict=False):
        assert month.doors == pytest.approx((state.openness[0], state.openness[1]))
        assert month.outcomes == pytest.approx((state.income[0], state.income[1]))


def test_what_both_did_is_said_with_what_each_got() -> None:
    assert after(True).view()["happened"].startswith("You both raced.")
    assert "one wins what the other loses: 0.8" in after(False).view()["happened"]
    assert after().view()["happened"] == ""


def test_no_month_after_the_sixth() -> None:
    assert len(after(*[True] * (MONTHS + 2)).past) == MONTHS


def test_among_the_twelve_silos_form() -> None:
    line = Timeline(twelve())
    assert len(set(components(line.state(1)).tolist())) == 1
    parts = components(line.state(twelve().months)).tolist()
    assert len(set(parts)) > 1 and all(parts.count(part) > 1 for part in parts)


def test_the_systems_are_of_the_library() -> None:
    assert [system["name"] for system in systems()] == list(SYSTEMS)
    assert all(system["question"].endswith("?") for system in systems())
