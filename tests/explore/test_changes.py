"""Every sentence of the log, held to the states of the run: networkx for who is with whom, arithmetic for the rest."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
import pytest

from dashboards.explore.changes import LOOKED_BACK, Change, entries
from dashboards.explore.session import Session
from sim.engine import months, start
from sim.state import State
from sim.system import RunSpec

RUNS = [f"seed={seed}&structure.organisations=8&structure.sectors=2&resources.scarcity=0.35" for seed in range(50)]
MONTHS = 48


def parts(state: State) -> dict[int, int]:
    """The component of each organisation, by the two doors of each tie."""
    network, doors = state.system.network, state.openness
    graph = nx.Graph()
    graph.add_nodes_from(range(network.n))
    graph.add_edges_from(
        (int(a), int(b))
        for a, b, one, other in zip(network.first, network.second, doors[: network.m], doors[network.m :], strict=True)
        if one * other >= 0.25
    )
    return {member: number for number, group in enumerate(nx.connected_components(graph)) for member in group}


def together(groups: dict[int, int]) -> set[frozenset[int]]:
    return {frozenset(who for who in groups if groups[who] == part) for part in groups.values()}


def states(spec: RunSpec) -> Iterator[State]:
    yield start(spec.system, spec.seed)
    yield from months(spec)


def fought(state: State, tie: int) -> bool:
    """Whether one of the two battled the other at any tier that acted."""
    m = state.system.network.m
    return any(
        state.acted[tier, tie] and not (state.stance[tier, tie] and state.stance[tier, tie + m])
        for tier in range(state.system.tiers)
    )


@pytest.mark.parametrize("address", RUNS)
def test_every_change_is_what_the_states_say(address: str) -> None:
    playback = Session(address).playback
    playback.seek(MONTHS)
    changes = {change.month: change for change in playback.timeline.changes}
    spec = playback.timeline.spec
    all_ = list(states(RunSpec(system=spec.system, seed=spec.seed, months=MONTHS)))
    groups = [parts(state) for state in all_]
    for month in range(1, MONTHS + 1):
        same = {
            frozenset(who for who in groups[k] if groups[k][who] == part)
            for k in (month,)
            for part in groups[k].values()
        }
        before = {
            frozenset(who for who in groups[month - 1] if groups[month - 1][who] == part)
            for part in groups[month - 1].values()
        }
        assert (month in changes) == (same != before)
        if month in changes:
            holds(changes[month], all_, groups)


def holds(change: Change, all_: list[State], groups: list[dict[int, int]]) -> None:
    """What a change says is so in the states before and after it."""
    now, then = all_[change.month], all_[change.month - 1]
    network, m, k = now.system.network, now.system.network.m, change.month
    assert {change.source, change.target} == {int(network.first[change.tie]), int(network.second[change.tie])}
    width = [state.openness[change.tie] * state.openness[change.tie + m] for state in (then, now)]
    assert (width[0] >= 0.25 > width[1]) if change.split else (width[0] < 0.25 <= width[1])
    with_then = groups[k - 1][change.source] == groups[k - 1][change.target]
    with_now = groups[k][change.source] == groups[k][change.target]
    assert (with_then, with_now) == (change.split, not change.split)
    own = change.tie if int(network.first[change.tie]) == change.source else change.tie + m
    other = change.tie + m if own == change.tie else change.tie
    assert abs(now.openness[own] - then.openness[own]) >= abs(now.openness[other] - then.openness[other])
    battles = sum(fought(all_[month], change.tie) for month in range(max(1, k - LOOKED_BACK + 1), k + 1))
    assert change.battles == battles
    assert sorted(change.sizes) == sorted(list(groups[k].values()).count(part) for part in set(groups[k].values()))


def test_a_sentence_names_month_door_battles_and_the_state_of_things() -> None:
    system = Session("scenario=five-organisations").setup.system
    change = Change(14, True, 0, 0, 1, 1, 3, (3, 2), 0.6)
    (entry,) = entries([change], system, 20)
    one, other = system.name_of(0), system.name_of(1)
    assert entry["text"] == (
        f"Month 14: {one} shut its door to {other}, after battles in 3 of the last six months; that was the last path"
        " between them. 2 silos, of 3 and 2."
    )
    assert entries([change], system, 13) == []
    joined = Change(20, False, 0, 1, 0, 0, 0, (5,), 0.1)
    assert (
        entries([joined], system, 20)[0]["text"]
        == f"Month 20: {other} opened its door to {one} again. One system of 5."
    )


def test_a_branch_keeps_the_log_of_what_was_before() -> None:
    session = Session("seed=1&month=60")
    before = list(session.playback.timeline.changes)
    assert before
    session.playback.seek(30)
    session.workbench.intervene("enquiry")
    session.playback.seek(60)
    assert [c for c in session.playback.timeline.changes if c.month <= 30] == [c for c in before if c.month <= 30]
