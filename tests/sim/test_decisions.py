"""What players decide takes the place of strategies and luck, for as long as they decide it."""

from __future__ import annotations

import numpy as np
import pytest

from scenarios import load
from sim.engine import Decisions, months
from sim.state import State
from sim.system import RunSpec, System
from tests.sim.bits import assert_same, differing

PLAIN = load("plain").system()
NETWORK = PLAIN.network


def played(decided: dict[int, Decisions], length: int = 3, system: System = PLAIN, seed: int = 3) -> list[State]:
    return list(months(RunSpec(system=system, seed=seed, months=length), decided))


UNTOUCHED = played({})


@pytest.mark.parametrize("race", [True, False])
def test_a_stance_handed_in_replaces_the_choice(race: bool) -> None:
    state, after, _ = played({1: Decisions(stances={(4, 9, 1): race})})
    relation = NETWORK.relation(4, 9)
    assert state.stance[1, relation] == state.racing[1, relation] == float(race)
    others = np.ones_like(state.stance, dtype=bool)
    others[1, relation] = False
    assert (state.stance[others] == UNTOUCHED[0].stance[others]).all()
    assert (state.racing[others] == UNTOUCHED[0].racing[others]).all()
    assert 0.0 < after.racing[1, relation] < 1.0


def test_a_stance_without_a_tier_holds_at_every_tier() -> None:
    state, *_ = played({1: Decisions(stances={(4, 9, None): False, (9, 4, None): True})})
    assert state.stance[:, NETWORK.relation(4, 9)].tolist() == [0, 0, 0]
    assert state.stance[:, NETWORK.relation(9, 4)].tolist() == [1, 1, 1]


@pytest.mark.parametrize("openness", [0.0, 0.3, 1.0])
def test_a_door_handed_in_stays_as_it_is_for_the_month(openness: float) -> None:
    state, after, _ = played({1: Decisions(doors={(4, 9): openness})})
    relation = NETWORK.relation(4, 9)
    assert state.openness[relation] == openness
    assert after.openness[relation] != openness
    others = np.arange(2 * NETWORK.m) != relation
    # its partner's door may move as trust did; the doors of others do not
    others[NETWORK.relation(9, 4)] = False
    assert (state.openness[others] == UNTOUCHED[0].openness[others]).all()


def test_behind_a_shut_door_nobody_acts_and_through_open_ones_all_do() -> None:
    shut, *_ = played({1: Decisions(doors={(4, 9): 0.0})})
    wide, *_ = played({1: Decisions(doors={(4, 9): 1.0, (9, 4): 1.0})})
    tie = NETWORK.relation(4, 9) % NETWORK.m
    assert not shut.acted[:, tie].any()
    assert wide.acted[:, tie].all()


@pytest.mark.parametrize("meet", [True, False])
@pytest.mark.parametrize("ends", [(4, 9), (9, 4)])
def test_a_meeting_handed_in_replaces_the_draw(ends: tuple[int, int], meet: bool) -> None:
    state, *_ = played({1: Decisions(meetings={(*ends, None): meet})})
    tie = NETWORK.relation(4, 9) % NETWORK.m
    assert state.met[:, tie].tolist() == [int(meet)] * 3
    others = np.arange(NETWORK.m) != tie
    assert (state.met[:, others] == UNTOUCHED[0].met[:, others]).all()


def test_a_meeting_at_one_tier() -> None:
    state, *_ = played({1: Decisions(meetings={(4, 9, 2): True})})
    tie = NETWORK.relation(4, 9) % NETWORK.m
    assert state.met[2, tie] == 1
    assert (state.met[:2, tie] == UNTOUCHED[0].met[:2, tie]).all()


def test_no_decision_changes_nothing() -> None:
    for one, other in zip(played({1: Decisions(), 2: Decisions(doors={})}), UNTOUCHED, strict=True):
        assert_same(one, other)


def test_decisions_may_be_asked_for_state_by_state() -> None:
    """Who decides is shown the state before the month."""
    decided = Decisions(stances={(4, 9, None): False})
    shown: list[int] = []

    def decide(state: State) -> Decisions | None:
        shown.append(state.month)
        return decided if state.month == 1 else None

    asked = list(months(RunSpec(system=PLAIN, seed=3, months=3), decide))
    assert shown == [0, 1, 2]
    for one, other in zip(asked, played({2: decided}), strict=True):
        assert_same(one, other)


def test_a_run_told_what_it_did_does_it_again() -> None:
    """Every stance and meeting of a run, handed in as decisions; voice, which speaks of probabilities, is silent."""
    system = load("plain").system(set={"dialogue.voice": 0.0})
    ends = list(zip(NETWORK.source.tolist(), NETWORK.target.tolist(), strict=True))
    whole = played({}, 6, system)
    told = {
        state.month: Decisions(
            stances={(*ends[r], k): bool(state.stance[k, r]) for r in range(len(ends)) for k in range(3)},
            meetings={(*ends[t], k): bool(state.met[k, t]) for t in range(NETWORK.m) for k in range(3)},
        )
        for state in whole
    }
    for one, other in zip(whole, played(told, 6, system), strict=True):
        assert differing(one, other) == ["racing"]


# ------------------------------------------------------------------------------------------------------ bad input


@pytest.mark.parametrize(
    "decided",
    [
        Decisions(stances={(4, 4, None): True}),
        Decisions(doors={(0, 4): 0.5}),
        Decisions(meetings={(0, 3, 0): True}),
    ],
)
def test_a_partner_without_a_tie_is_refused(decided: Decisions) -> None:
    ring = load("plain").system(set={"structure.network": "ring", "structure.neighbours": 2})
    with pytest.raises(KeyError, match="no tie between organisations"):
        played({1: decided}, system=ring)


@pytest.mark.parametrize("openness", [-0.1, 1.1, float("nan"), float("inf")])
def test_a_door_cannot_be_more_than_open_or_less_than_shut(openness: float) -> None:
    with pytest.raises(ValueError, match=r"open between 0 and 1, not "):
        played({1: Decisions(doors={(0, 4): openness})})


@pytest.mark.parametrize("tier", [-1, 3])
def test_a_tier_that_is_none_is_refused(tier: int) -> None:
    with pytest.raises(ValueError, match=rf"tier must be in 0\.\.2, not {tier}"):
        played({1: Decisions(stances={(0, 4, tier): True})})
    with pytest.raises(ValueError, match=rf"tier must be in 0\.\.2, not {tier}"):
        played({1: Decisions(meetings={(0, 4, tier): True})})
