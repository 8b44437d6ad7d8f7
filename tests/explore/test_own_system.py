"""One's own system from answers: what is pasted, what is changed and undone, and the scenario that comes of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.explore import own_editing, own_paste, own_rules, phase
from dashboards.explore.interventions import INTERVENTIONS
from dashboards.explore.own_answers import MONTHS, MOST, Answers, Member, Plan, of_scenario, read, tidied, written
from dashboards.explore.own_bench import BOX, OwnBench
from dashboards.explore.own_editing import History, Refused
from dashboards.explore.own_runs import OwnRuns
from dashboards.explore.phase import SEEDS_OF_SHORT, PhaseMap
from scenarios import ScenarioError, load, loads
from sim.measures.regimes import REGIMES

SHEET = "Organisation\tKind\tSize\nNorth Hospital\thospitals\t3.500\nEast Council\tcouncils\t2,5\n\nCentral Practices\n"


def three() -> Answers:
    members = (
        Member(name="North Hospital", kind="hospitals", size=3500.0),
        Member(name="East Council", kind="councils", size=2.5),
        Member(name="Central Practices"),
    )
    return tidied(Answers(organisations=members))


# ---------------------------------------------------------------- the pasted list


def test_a_spreadsheet_is_taken_with_its_kinds_and_sizes() -> None:
    pasted = own_paste.read(SHEET)
    assert pasted.left == ()
    assert pasted.members == three().organisations
    assert own_paste.added(Answers(), pasted) == three()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A\nB\r\nC", ["A", "B", "C"]),
        ("1. A\n2) B\n- C\n• D", ["A", "B", "C", "D"]),
        ("sep=;\nname;kind\nA;x\nB;y", ["A", "B"]),
        ("A,x,1\nB,y,2", ["A", "B"]),
        ('"Smith, Jones";law;3\n"B";law;1', ["Smith, Jones", "B"]),
        ("\ufeffName\nA", ["A"]),
        ("Träger;Art;Größe\nStadt;Kommune;1.200", ["Stadt"]),
        ("Smith, Jones & Co\nA\nB", ["Smith, Jones & Co", "A", "B"]),
        ("  A   trust \n", ["A trust"]),
        ("", []),
    ],
)
def test_lists_as_people_have_them(text: str, names: list[str]) -> None:
    pasted = own_paste.read(text)
    assert [member.name for member in pasted.members] == names
    assert pasted.left == ()


def test_a_title_above_the_headings_is_no_organisation() -> None:
    pasted = own_paste.read("Our list\t\nName\tKind\nNorth Hospital\thospitals\nEast Council\tcouncils\n")
    assert [(member.name, member.kind) for member in pasted.members] == [
        ("North Hospital", "hospitals"),
        ("East Council", "councils"),
    ]


def test_what_is_not_taken_is_said_with_its_line() -> None:
    text = "name;kind;size\nA;x;many\nA;x;2\n;x;2\nB;y;3;and more\n" + "N" * 201
    pasted = own_paste.read(text)
    assert [member.name for member in pasted.members] == ["A", "B"]
    assert [left.line for left in pasted.left] == [2, 3, 4, 5, 6]
    assert "size" in pasted.left[0].why and "already" in pasted.left[1].why
    assert pasted.left[3].text == "and more"


def test_a_list_is_cut_where_the_page_ends() -> None:
    pasted = own_paste.read("\n".join(f"Organisation {number}" for number in range(MOST + 2)))
    assert len(pasted.members) == MOST
    assert [left.line for left in pasted.left] == [MOST + 1, MOST + 2]


CELLS = st.text("AaBbÄé1., \t;-\"'\u00a0\u200b\x00\n(kind)", max_size=12) | st.sampled_from(
    ["Council", "Hospital", "3.5"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=4), max_size=8), st.sampled_from("\t;,"))
def test_whatever_is_pasted_makes_a_system_or_is_said(rows: list[list[str]], mark: str) -> None:
    text = "\n".join(mark.join(row) for row in rows)
    pasted = own_paste.read(text)
    answers = own_paste.added(Answers(), pasted)
    assert read(written(answers)) == answers
    if answers.organisations:
        steps = [(one, other, 1) for one in answers.groups for other in answers.groups]
        scenario = own_rules.scenario(tidied(answers.model_copy(update={"kinds_get_on": tuple(steps)})))
        assert loads(scenario.dump()) == scenario
        assert len(scenario.start) == len(steps)


def test_a_second_list_adds_and_keeps_what_was_said() -> None:
    said = own_editing.organisations_painted(three(), [("North Hospital", "East Council")], 1)
    new = own_paste.added(said, own_paste.read("Ambulance\nNorth Hospital"))
    assert new.names == ("North Hospital", "East Council", "Central Practices", "Ambulance")
    assert new.organisations[0] == said.organisations[0]
    assert new.get_on == said.get_on


# ---------------------------------------------------------------- changes


def test_changes_are_undone_and_made_again() -> None:
    history = History(Answers())
    history.take(three())
    history.take(three())  # no change
    history.take(own_editing.without(three(), "East Council"))
    history.undo()
    assert history.now == three()
    history.redo()
    assert "East Council" not in history.now.names
    history.undo()
    history.undo()
    assert history.now == Answers() and not history.can_undo
    history.take(three())
    assert not history.can_redo


def test_another_name_goes_everywhere_and_a_name_is_given_once() -> None:
    said = own_editing.organisations_painted(three(), [("North Hospital", "East Council")], 1)
    said = own_editing.dependence_painted(said, [("East Council", "North Hospital")], 2)
    said = own_editing.with_plan(said, Plan(month=3, what="merger", who="North Hospital", into="East Council"))
    new = own_editing.renamed(said, "North Hospital", "Hospital")
    assert "North Hospital" not in written(new)
    assert (new.get_on, new.dependence) == ((("Hospital", "East Council", 1),), (("Hospital", "East Council", 2),))
    with pytest.raises(Refused, match="East Council"):
        own_editing.renamed(said, "North Hospital", "East Council")


def test_who_goes_takes_along_what_was_said() -> None:
    said = own_editing.organisations_painted(three(), [("North Hospital", "East Council")], 1)
    said = own_editing.with_plan(said, Plan(month=3, what="leader-leaves", who="North Hospital"))
    assert "North Hospital" not in written(own_editing.without(said, "North Hospital"))


def test_a_kind_is_renamed_and_dissolved_with_what_was_said_of_it() -> None:
    said = own_editing.kinds_painted(three(), [("hospitals", "councils"), ("", "councils")], 2)
    new = own_editing.kind_renamed(said, "hospitals", "acute")
    assert new.kinds_get_on == (("acute", "councils", 2), ("", "councils", 2))
    assert new.kind_of("North Hospital") == "acute"
    gone = own_editing.without_kind(new, "acute")
    assert gone.groups == ("councils", "")
    assert gone.kinds_get_on == (("", "councils", 2),)


def test_painting_nothing_takes_back() -> None:
    pairs = [("hospitals", "councils")]
    said = own_editing.kinds_painted(three(), pairs, 2)
    assert own_editing.kinds_painted(said, pairs, 0) == three()
    tied = own_editing.dependence_painted(three(), [("East Council", "North Hospital")], 0)
    assert tied.depends("North Hospital", "East Council") == 0
    assert own_editing.dependence_painted(tied, [("North Hospital", "East Council")], 1) == three()


def test_a_plan_needs_whom_it_concerns() -> None:
    with pytest.raises(Refused):
        own_editing.with_plan(three(), Plan(month=3, what="merger", who="North Hospital", into="North Hospital"))
    with pytest.raises(Refused):
        own_editing.with_plan(three(), Plan(month=3, what="leader-leaves"))


# ---------------------------------------------------------------- kept as text


def test_answers_are_kept_as_text() -> None:
    said = own_editing.kinds_painted(three(), [("hospitals", "councils")], 2)
    assert read(written(said)) == said
    assert read("{}") == Answers()


@pytest.mark.parametrize(
    "text", ["", "[]", '{"money": 9}', '{"organisations": [{"name": ""}]}', "{" * 9000, " " * 500_000]
)
def test_what_holds_no_answers_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w \w.*\.$"):
        read(text)


def test_what_is_about_nobody_is_dropped() -> None:
    members = '"organisations": [{"name": "A", "kind": "x"}]'
    stray = f'{{{members}, "get_on": [["A", "B", 3]], "plans": [{{"month": 1, "what": "x"}}]}}'
    assert read(stray) == Answers(kinds=("x",), organisations=(Member(name="A", kind="x"),))


def test_a_scenario_of_the_library_says_who_there_is() -> None:
    answers = of_scenario(load("hospital-merger"))
    assert len(answers.organisations) == 10
    assert answers.depends("North hospital", "North council") == 2
    assert answers.depends("North hospital", "South council") == 0
    ties = {frozenset(tie[:2]): tie.weight for tie in own_rules.scenario(answers).ties}
    assert ties == {frozenset(tie[:2]): tie.weight for tie in load("hospital-merger").ties}


# ---------------------------------------------------------------- from answers to a scenario


def test_nothing_but_names_is_all_on_all() -> None:
    scenario = own_rules.scenario(three())
    assert scenario.names == ["North Hospital", "East Council", "Central Practices"]
    assert scenario.sector_names == ["hospitals", "councils", "everyone"]
    assert scenario.settings == {} and scenario.ties == () and scenario.months == MONTHS
    assert scenario.system().network.m == 3


def test_answers_set_what_the_rules_say() -> None:
    """Against a document written by hand."""
    said = own_editing.kinds_painted(three(), [("hospitals", "councils")], 1)
    said = own_editing.organisations_painted(said, [("East Council", "Central Practices")], 5)
    said = own_editing.dependence_painted(said, [("North Hospital", "Central Practices")], 0)
    said = own_editing.with_plan(said, Plan(month=13, what="budgets-cut"))
    said = own_editing.with_plan(said, Plan(month=25, what="merger", who="North Hospital", into="East Council"))
    said = said.model_copy(update={"title": "Ours", "money": 4, "time": 5})
    by_hand = loads(
        """
        title = "Ours"
        question = "What will become of us in three years, and what would change it?"
        assumed = ["Drawn by its own people on the page Our system: nothing of it was measured."]
        months = 36
        seed = 7
        resources.scarcity = 0.5
        dialogue.time_together = 1.0
        organisations = [
            { name = "North Hospital", sector = "hospitals", size = 3500 },
            { name = "East Council", sector = "councils", size = 2.5 },
            { name = "Central Practices" },
        ]
        ties = [
            { from = "North Hospital", to = "East Council" },
            { from = "East Council", to = "Central Practices" },
        ]
        start = [
            { from = "hospitals", to = "councils", trust = 0.1, history = 0.1, openness = 0.1 },
            { from = "East Council", to = "Central Practices", trust = 0.9, history = 0.9, openness = 1.0 },
        ]
        [[schedule]]
        month = 25
        label = "North Hospital goes over into East Council"
        merges = [{ from = "North Hospital", into = "East Council" }]
        [[schedule]]
        month = 13
        label = "Budgets are cut by a tenth"
        resources.scarcity = 0.6
        """
    )
    assert own_rules.scenario(said, seed=7) == by_hand
    assert loads(own_rules.scenario(said, seed=7).dump()) == by_hand


def test_a_kind_that_is_called_as_an_organisation_stays_a_kind() -> None:
    kinds = ("Council", "Council (kind)", "everyone", "")
    members = tuple(Member(name=name, kind=kind) for name, kind in zip(("Council", "B", "C", "D"), kinds, strict=True))
    said = own_editing.kinds_painted(tidied(Answers(organisations=members)), [("Council", "everyone"), ("", "")], 1)
    scenario = own_rules.scenario(said)
    assert scenario.sector_names[:3] == ["Council (kind)", "Council (kind) (kind)", "everyone"]
    assert len(set(scenario.sector_names)) == len(kinds)
    assert (scenario.start[0].holder, scenario.start[0].partner) == ("Council (kind)", "everyone")


@pytest.mark.parametrize("step", range(1, 6))
def test_every_step_of_every_question_is_allowed(step: int) -> None:
    said = own_editing.kinds_painted(three(), [("hospitals", "councils"), ("councils", "hospitals")], step)
    loads(own_rules.scenario(said.model_copy(update={"money": step, "time": step})).dump())


def test_the_map_and_the_runs_say_the_same_of_one_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell of one's own map is made of the first of the runs that the page tells of."""
    monkeypatch.setattr(phase, "SIDE", 2)
    bench = OwnBench()
    bench.paste("A;x\nB;y\nC;y")
    job = PhaseMap(bench.setup(), BOX)
    job.start()
    job.wait()
    assert job.done and not job.error and job.seeds == SEEDS_OF_SHORT
    runs = OwnRuns(job.point(1, 0), job.seeds)
    runs.start()
    runs.wait()
    np.testing.assert_allclose(job.shares[0, 1], [count / job.seeds for count in runs.counts.values()])
    assert runs.ends[runs.typical] == REGIMES.index(runs.likeliest)


def test_what_a_link_or_the_browser_hands_over_is_taken_or_refused() -> None:
    bench = OwnBench()
    bench.take(written(three()))
    assert bench.answers == three() and not bench.notice
    bench.take("-")
    assert bench.answers == three() and "cut short" in bench.notice
    bench.undo()
    assert bench.answers == Answers()
    bench.restore("-")
    assert bench.notice


def test_without_two_that_depend_on_each_other_there_is_no_run() -> None:
    bench = OwnBench()
    bench.run()
    assert "two organisations" in bench.notice
    bench.paste("A\nB")
    bench.paint({"matrix": "dependence", "cells": [[0, 1]], "step": 0})
    bench.run()
    assert "Nobody depends" in bench.notice and bench.job is None


def test_steps_grow() -> None:
    for name in ("trust", "history", "openness"):
        values = [choice.sets[name] for choice in own_rules.GETTING_ON]
        assert values == sorted(set(values))
    for choices in (own_rules.MONEY, own_rules.TIME):
        values = [value for choice in choices for value in choice.sets.values()]
        assert values == sorted(set(values))


def test_plans_that_contradict_each_other_are_refused() -> None:
    said = own_editing.with_plan(three(), Plan(month=3, what="closes", who="East Council"))
    said = own_editing.with_plan(said, Plan(month=5, what="merger", who="North Hospital", into="East Council"))
    with pytest.raises(ScenarioError, match="gone by then"):
        own_rules.scenario(said)


@pytest.mark.parametrize("what", INTERVENTIONS)
def test_every_plan_makes_a_scenario(what: str) -> None:
    who = "East Council" if INTERVENTIONS[what].of_one else ""
    scenario = own_rules.scenario(own_editing.with_plan(three(), Plan(month=36, what=what, who=who)))
    assert [change.month for change in scenario.schedule] == [36]
