"""Ties, organisations and alliances that come and go: from the file to the system, month by month."""

from __future__ import annotations

import pytest

from scenarios import ScenarioError, load, loads
from sim.system import System

TOWN = """
months = 60
[sectors.care]
[sectors.school]
[[organisations]]
name = "North hospital"
sector = "care"
size = 3
[[organisations]]
name = "South hospital"
sector = "care"
[[organisations]]
name = "Council"
sector = "care"
[[organisations]]
name = "School"
sector = "school"
[[ties]]
from = "North hospital"
to = "South hospital"
[[ties]]
from = "South hospital"
to = "Council"
weight = 2
[[ties]]
from = "North hospital"
to = "School"
weight = 0.5
"""


def ties_of(system: System, month: int) -> dict[frozenset[str], float]:
    """The ties that there are in a month, by the names of their ends."""
    network, names = system.network, system.names
    ends = zip(network.first.tolist(), network.second.tolist(), system.weights(month).tolist(), strict=True)
    return {frozenset((names[first], names[second])): weight for first, second, weight in ends if weight > 0}


def pair(first: str, second: str) -> frozenset[str]:
    return frozenset((first, second))


def test_a_merger_adds_the_weights_and_makes_the_ties_it_needs() -> None:
    text = (
        '[[schedule]]\nmonth = 24\nlabel = "one trust"\nmerges = [{ from = "South hospital", into = "North hospital" }]'
    )
    system = loads(TOWN + text).system()
    assert pair("North hospital", "Council") not in ties_of(system, 23)
    assert ties_of(system, 24) == {pair("North hospital", "School"): 0.5, pair("North hospital", "Council"): 2}
    assert system.present(23).all()
    assert system.present(24).tolist() == [True, False, True, True]


def test_a_tie_begins_changes_and_ends() -> None:
    ties = '[[schedule]]\nmonth = {}\nlabel = "x"\nties = [{{ from = "School", to = "Council"{} }}]\n'
    dates = ((10, ""), (20, ", weight = 4"), (30, ", weight = 0"))
    system = loads(TOWN + "".join(ties.format(month, weight) for month, weight in dates)).system()
    weights = [ties_of(system, month).get(pair("School", "Council")) for month in (0, 9, 10, 19, 20, 29, 30, 60)]
    assert weights == [None, None, 1, 1, 4, 4, None, None]


def test_an_organisation_comes_and_leaves() -> None:
    entry = '[[schedule]]\nmonth = {}\nlabel = "x"\n{} = ["School"]\n'
    system = loads(TOWN + entry.format(9, "joins") + entry.format(30, "leaves")).system()
    there = [bool(system.present(month)[3]) for month in (0, 8, 9, 29, 30)]
    assert there == [False, False, True, True, False]
    assert [len(ties_of(system, month)) for month in (8, 9, 30)] == [2, 3, 2]


def test_members_of_an_alliance_are_organisations_and_whole_sectors() -> None:
    terms = '[[alliances]]\nname = "A"\nmembers = {}\nsharing = 0.5\n'
    (everyone,) = loads(TOWN + terms.format('["School", "care"]') + "from = 3\nuntil = 9").system().alliances
    assert everyone.members == (0, 1, 2, 3)
    assert [everyone.holds(month) for month in (2, 3, 9, 10)] == [False, True, True, False]
    (two,) = loads(TOWN + terms.format('["School", "North hospital"]') + 'allocation = "size"').system().alliances
    assert (two.members, two.allocation, two.sharing, two.pool_trust) == ((0, 3), "size", 0.5, 0.0)
    assert [two.holds(month) for month in (0, 1, 60)] == [True, True, True]


def test_members_of_an_alliance_of_generated_organisations() -> None:
    entry = {"name": "A", "members": ["Sector 2", "Organisation 1"], "sharing": 0.5}
    (alliance,) = load({"structure": {"organisations": 8, "sectors": 4}, "alliances": [entry]}).system().alliances
    assert alliance.members == (0, 2, 3)


def test_generated_networks_have_dated_ties_too() -> None:
    tie = {"from": "Organisation 1", "to": "Organisation 5", "weight": 2.0}
    change = {"month": 12, "label": "x", "ties": [tie]}
    data = {"structure": {"network": "ring", "organisations": 10, "neighbours": 2}, "schedule": [change]}
    system = load(data).system()
    assert system.network.m == 11
    assert ties_of(system, 12) == ties_of(system, 11) | {pair("Organisation 1", "Organisation 5"): 2.0}


def test_a_shorter_run_leaves_out_what_comes_after_it() -> None:
    leaving = '[[schedule]]\nmonth = 40\nlabel = "x"\nleaves = ["School"]\n'
    alliance = '[[alliances]]\nname = "{}"\nmembers = ["care"]\nsharing = 0.5\nfrom = {}\nuntil = 50\n'
    scenario = loads(TOWN + leaving + alliance.format("A", 10) + alliance.format("B", 45))
    assert scenario.lasting(60) == scenario
    shorter = scenario.lasting(30)
    assert (shorter.months, shorter.schedule, [entry.name for entry in shorter.alliances]) == (30, (), ["A"])
    assert shorter.alliances[0].until is None
    assert loads(shorter.dump()) == shorter


def test_settings_are_checked_against_what_the_scenario_dates() -> None:
    change = {"month": 12, "label": "x", "leaves": ["Organisation 9"]}
    scenario = load({"structure": {"organisations": 9}, "schedule": [change]})
    with pytest.raises(ScenarioError, match="no organisation of this name"):
        scenario.with_settings({"structure.organisations": 8})


def test_the_old_name_of_a_parameter_is_refused_with_its_new_one() -> None:
    with pytest.raises(ScenarioError, match=r"mindset.parochialism = 0.5: has a new name; did you mean .*closeness"):
        load("plain").with_settings({"mindset.parochialism": 0.5})
