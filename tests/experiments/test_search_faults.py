"""Faults of ``[search]``: each in one line with its place, its value, what is allowed and the nearest name."""

from __future__ import annotations

import pytest

from experiments import ExperimentError, load, load_stored, loads, number_of_points, quick_version, search
from experiments.search.packages import PackageSpace
from scenarios import Fault

HEAD = """scenario = "plain"
months = 24
replicates = 2
[[factors]]
parameter = "history.trust"
levels = [0.4, 0.6]
[search]
runs = 100
"""
LEVER = '[[search.levers]]\nparameter = "game.sharing"\ncost = 1.0\n'
COST = '[[search.objectives]]\nmeasure = "cost"\n'
LIMIT = '[[search.constraints]]\nmeasure = "openness"\n'


def fault_of(text: str) -> Fault:
    with pytest.raises(ExperimentError) as caught:
        loads(text, file="my.toml")
    (fault,) = caught.value.faults
    return fault


# text, line, part of the message or of what is allowed, nearest name
ONE_FAULT = {
    "no lever": (HEAD + COST, 7, "missing", ""),
    "no objective": (HEAD + LEVER, 7, "missing", ""),
    "levers without any": (HEAD + "levers = []\n" + COST, 9, "the list is empty", ""),
    "misspelt lever": (HEAD + LEVER.replace("sharing", "shareing") + COST, 10, "no parameter", "game.sharing"),
    "lever without its group": (HEAD + LEVER.replace("game.", "") + COST, 10, "no parameter", "game.sharing"),
    "lever twice": (HEAD + LEVER + LEVER + COST, 13, "is a lever already (#1)", ""),
    "lever that is a factor": (HEAD + LEVER.replace("game.sharing", "history.trust") + COST, 10, "is a factor", ""),
    "lever of words": (HEAD + LEVER.replace("sharing", "allocation") + COST, 10, "words for values", ""),
    "lever of structure": (
        HEAD + LEVER.replace("game.sharing", "structure.tiers") + COST,
        10,
        "is settled when a system is made",
        "",
    ),
    "range out of range": (HEAD + LEVER + "range = [0.0, 1.5]\n" + COST, 12, "[0, 1]", ""),
    "range the wrong way": (HEAD + LEVER + "range = [0.5, 0.1]\n" + COST, 12, "below the second", ""),
    "free out of range": (HEAD + LEVER + "free = 2.0\n" + COST, 12, "[0, 1]", ""),
    "a month after the end": (HEAD + LEVER + "month = 25\n" + COST, 12, "1 to 24", ""),
    "ends before it begins": (HEAD + LEVER + "month = 12\nuntil = 12\n" + COST, 13, "above 12", ""),
    "an end without a beginning": (HEAD + LEVER + "until = 12\n" + COST, 12, "needs month", ""),
    "read at the start alone": (
        HEAD + LEVER.replace("game.sharing", "history.spread") + "month = 12\n" + COST,
        12,
        "read at the start alone",
        "",
    ),
    "negative cost": (HEAD + LEVER.replace("1.0", "-1.0") + COST, 11, "at least 0", ""),
    "misspelt key": (HEAD + LEVER + "prize = 2\n" + COST, 12, "unknown name", ""),
    "misspelt measure": (
        HEAD + LEVER + COST + '[[search.objectives]]\nmeasure = "opennes"\n',
        15,
        "unknown measure",
        "openness",
    ),
    "misspelt over": (
        HEAD + LEVER + '[[search.objectives]]\nmeasure = "openness"\nover = "worst tent"\n',
        14,
        "regret",
        "worst tenth",
    ),
    "misspelt aim": (
        HEAD + LEVER + '[[search.objectives]]\nmeasure = "openness"\naim = "maximize"\n',
        14,
        "minimise",
        "maximise",
    ),
    "no aim": (HEAD + LEVER + '[[search.objectives]]\nmeasure = "meetings"\n', 12, "aim", ""),
    "objective twice": (HEAD + LEVER + COST + COST, 15, "is an objective already (#1)", ""),
    "cost over worlds": (HEAD + LEVER + COST + 'over = "regret"\n', 14, "the same in every world", ""),
    "nothing costs anything": (HEAD + LEVER.replace("cost = 1.0\n", "") + COST, 12, "no lever costs any money", ""),
    "no limit": (HEAD + LEVER + COST + LIMIT, 14, "at_least, at_most or both", ""),
    "limits the wrong way": (HEAD + LEVER + COST + LIMIT + "at_least = 0.5\nat_most = 0.4\n", 16, "above at_most", ""),
    "share above one": (HEAD + LEVER + COST + LIMIT + "at_least = 0.5\nshare = 80\n", 17, "at most 1", ""),
    "too few runs": (HEAD.replace("100", "11") + LEVER + COST, 8, "at least 12", ""),
    "policies": (
        HEAD + LEVER + COST + '[[policies]]\nname = "a"\n',
        14,
        "makes the policies itself",
        "",
    ),
    "a stopping rule": (
        HEAD.replace("replicates = 2\n", "") + LEVER + COST + '[until]\nmeasure = "openness"\nwidth = 0.1\n',
        13,
        "give replicates",
        "",
    ),
    "no design of worlds": (
        HEAD.replace("replicates", 'design = "one-at-a-time"\nreplicates') + LEVER + COST,
        3,
        "latin-hypercube",
        "",
    ),
}


@pytest.mark.parametrize("case", ONE_FAULT)
def test_a_fault_is_said_with_its_place(case: str) -> None:
    text, line, said, near = ONE_FAULT[case]
    fault = fault_of(text)
    assert said in str(fault), str(fault)
    assert (fault.line, fault.nearest) == (line, near), str(fault)


def test_several_scenarios_need_one_value_where_nothing_is_done() -> None:
    text = HEAD.replace('scenario = "plain"', 'scenarios = ["plain", "lean-years"]').replace("= 100", "= 1000")
    lever = LEVER.replace("game.sharing", "resources.scarcity")
    assert "say which, with free" in str(fault_of(text + lever + COST))
    loads(text + lever + "free = 0.3\n" + COST)


def test_what_does_not_search_is_no_search() -> None:
    with pytest.raises(ExperimentError, match=r"it has no \[search\]"):
        search({"scenario": "plain"}, "sqlite://")


def test_a_search_is_stored_and_made_small_and_counted() -> None:
    asked = load("out-of-standing-silos")
    again = load_stored(asked.spec)
    assert again.file.search == asked.file.search
    space = PackageSpace(asked)
    assert number_of_points(asked) == space.most * space.worlds == 333 * 12
    assert [lever.free for lever in space.levers] == [0.3, 0.12, 0.02, 0.5, 0.5, 0.0]
    small = PackageSpace(quick_version(asked))
    assert len(small.first()) < small.most < 100
