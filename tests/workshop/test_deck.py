"""The debrief as a deck: one step at a time, guesses before the truth, levers over many seeds, Monday's sentences."""

from __future__ import annotations

import pytest

from dashboards.workshop.errors import Refused
from dashboards.workshop.play.conduct import both_sides, conduct
from dashboards.workshop.play.counterfactuals import SEEDS_OF_A_LEVER, Counterfactuals
from dashboards.workshop.play.deck import OWN, all_steps, deck_of
from dashboards.workshop.play.levers import LEVERS, useful
from dashboards.workshop.views import deck
from dashboards.workshop.views.drawing import labels
from dashboards.workshop.views.take_away import anonymous
from tests.workshop.making import Table


@pytest.fixture
def table() -> Table:
    table = Table(rounds=2)
    table.join("ann", 0)
    table.join("bob", 1)
    table.lead("card", card="budgets-cut")
    table.lead("card", card="budgets-cut", again=True)
    table.lead("open")
    table.ask("ann", "intend", turn=1, race=True)
    table.choose("ann", False)
    table.choose("bob", True)
    table.lead("close")
    table.round(ann=True, bob=True)
    table.lead("finish")
    return table


def keys(table: Table) -> list[str]:
    return [step.key for step in deck_of(table.session)]


def test_the_deck_has_a_step_a_round_and_one_for_each_what_if(table: Table) -> None:
    found = keys(table)
    assert found[:5] == ["silence", "predictions", "round-1", "round-2", "words"]
    assert found[-3:] == ["levers", OWN, "monday"]
    assert [key for key in found if key.startswith("what-if without")] == ["what-if without 1:budgets-cut"]
    assert table.session.debrief.step == "silence"


def test_a_step_that_is_left_out_beforehand_does_not_come() -> None:
    table = Table(rounds=1)
    table.lead("leave_out", step="silence", out=True)
    table.lead("leave_out", step="what-if pooled", out=True)
    table.round()
    table.lead("finish")
    assert table.session.debrief.step == "predictions"
    assert "what-if pooled" not in keys(table)
    table.lead("leave_out", step="silence", out=False)
    assert keys(table)[0] == "silence"
    with pytest.raises(Refused, match="no such step"):
        table.lead("leave_out", step="nonsense", out=True)


def test_one_step_always_stays() -> None:
    table = Table(rounds=1)
    table.round()
    table.lead("finish")
    every = [step.key for step in all_steps(table.session)]
    for key in every[:-1]:
        table.lead("leave_out", step=key, out=True)
    with pytest.raises(Refused, match="has to stay"):
        table.lead("leave_out", step=every[-1], out=True)
    assert table.session.debrief.step == every[-1]


def test_guesses_end_with_the_answer(table: Table) -> None:
    table.lead("step", step="trust")
    table.ask("ann", "guess", step="trust", value=0.25)
    table.ask("ann", "guess", step="trust", value=0.75)
    assert table.session.debrief.guesses == {"trust": {"ann": 0.75}}
    with pytest.raises(Refused, match="nothing to guess"):
        table.ask("ann", "guess", step="silence", value=0.5)
    table.lead("reveal", step="trust")
    with pytest.raises(Refused, match="nothing to guess"):
        table.ask("bob", "guess", step="trust", value=0.5)


def test_own_pages_open_with_their_step_and_stay_open(table: Table) -> None:
    assert not table.session.own_open
    table.lead("step", step="levers")
    assert not table.session.own_open
    table.lead("step", step=OWN)
    table.lead("step", step="silence")
    assert table.session.own_open
    table.lead("back", round=1)
    assert not table.session.own_open


@pytest.mark.parametrize("do", ["step", "reveal", "guess", "vote", "try", "promise"])
def test_nothing_of_the_debrief_happens_before_it(do: str) -> None:
    table = Table()
    table.join("ann", 0)
    fields = {
        "step": {"step": "silence"}, "reveal": {"step": "trust"}, "guess": {"step": "trust", "value": 0.5},
        "vote": {"lever": "meet-twice"}, "try": {"lever": "meet-twice"}, "promise": {"text": "x"},
    }  # fmt: skip
    with pytest.raises(Refused, match="not now"):
        table.ask("ann", do, **fields[do]) if do in ("guess", "vote", "promise") else table.lead(do, **fields[do])


def test_a_player_does_not_turn_the_deck(table: Table) -> None:
    for do in ("step", "reveal", "leave_out", "try"):
        with pytest.raises(Refused, match="facilitator"):
            table.ask("ann", do, step="trust", out=True, lever="meet-twice")


def test_votes_are_one_a_person_and_a_lever_is_answered_over_many_seeds(table: Table) -> None:
    table.ask("ann", "vote", lever="no-blame")
    table.ask("ann", "vote", lever="meet-twice")
    assert table.session.debrief.votes == {"ann": "meet-twice"}
    with pytest.raises(Refused, match="no such change"):
        table.ask("ann", "vote", lever="more-of-everything")
    counterfactuals = Counterfactuals(table.session)
    answer = counterfactuals.try_lever("pool-half")
    assert len(answer.changes) == SEEDS_OF_A_LEVER
    assert answer.changes == sorted(answer.changes)
    assert answer.ends_without[0] == counterfactuals.actual.last("openness"), "the session's own luck comes first"
    assert answer.ends_with[0] == next(
        course for course in counterfactuals.debrief().others if course.key == "pooled"
    ).last("openness")


def test_every_lever_says_from_what_to_what() -> None:
    changes = useful(Table().session.scenario)
    assert 8 <= len(changes) <= len(LEVERS) <= 10
    for key, (before, after) in changes.items():
        assert before != after
        assert deck._value(key, before) != deck._value(key, after)


def test_without_a_card_that_was_played_twice_both_are_gone(table: Table) -> None:
    without = next(course for course in Counterfactuals(table.session).debrief().others if "without" in course.key)
    plain = Table(rounds=2)
    for player, seat in (("ann", 0), ("bob", 1)):
        plain.join(player, seat)
    plain.round(ann=False, bob=True)
    plain.round(ann=True, bob=True)
    assert without.rows[-1]["openness"] == plain.session.played[-1].rows[-1]["openness"]


def test_said_done_and_seen_are_those_of_the_states(table: Table) -> None:
    first = table.session.played[0]
    ann = conduct(table.session, first, 0)
    assert (ann.said, ann.raced) == (True, 0)
    assert ann.did == 0.0
    assert ann.seen == 0, "nobody takes a battle for a race"
    bob = conduct(table.session, first, 1)
    assert bob.raced == bob.dealings
    assert bob.seen <= bob.raced, "a failure may look like a battle"
    rows = deck.matrix(table.session)["rows"]
    assert rows[0]["seat"] == labels(table.session.scenario)[0], "who announced comes first"
    assert rows[0]["cells"][0]["broke"]
    assert not rows[0]["cells"][1]["broke"]


def test_beliefs_are_those_of_the_views_by_kind(table: Table) -> None:
    state, network = table.session.now, table.session.first.system.network
    told = deck.beliefs(table.session)
    views = [
        view
        for view in range(len(network.view_sector))
        if network.sector[network.view_organisation[view]] == 0 and network.view_sector[view] == 0
    ]
    expected = sum(state.zero_sum[:, view].mean() for view in views) / len(views) if views else float("nan")
    assert told["rows"][0]["cells"][0]["share"] == pytest.approx(expected, nan_ok=True)
    assert len(told["rows"]) == len(told["kinds"]) == len(set(network.sector.tolist()))


def test_a_tie_is_opened_from_both_sides(table: Table) -> None:
    first, network = table.session.played[0], table.session.first.system.network
    tie = next(tie for tie in range(network.m) if {network.first[tie], network.second[tie]} == {0, 1})
    dealings, one, other = both_sides(table.session, first, tie)
    sides = {side.organisation: side for side in (one, other)}
    assert (sides[0].raced, sides[0].seen) == (0, 0)
    assert sides[1].raced == dealings


def test_a_sentence_for_monday_is_kept_tidy_and_leaves_the_room_with_consent_only(table: Table) -> None:
    table.ask("ann", "promise", text="  Ring\n Poole\u202e ", partner="Poole", keep=True)
    table.ask("bob", "promise", text="Ask first")
    promises = table.session.debrief.promises
    assert [promise.text for promise in promises.values()] == ["Ring Poole", "Ask first"]
    told = repr(anonymous(table.entries))
    assert "Poole" in told
    assert "Ask first" not in told
    table.ask("ann", "promise", text=" ")
    assert list(promises) == ["bob"]


# ---------------------------------------------------------------- the safety belt


def test_a_card_is_played_twice_only_when_it_is_meant_and_can_be_taken_back() -> None:
    table = Table()
    table.lead("open")
    table.lead("card", card="budgets-cut")
    with pytest.raises(Refused, match="in this round already"):
        table.lead("card", card="budgets-cut")
    table.lead("card", card="budgets-cut", again=True)
    table.lead("take_back", card="budgets-cut")
    assert len(table.session.rounds[-1].cards) == 1
    table.lead("take_back", card="budgets-cut")
    with pytest.raises(Refused, match="no such card"):
        table.lead("take_back", card="budgets-cut")
    table.lead("card", card="budgets-cut")
    table.lead("close")
    with pytest.raises(Refused, match="no such card"):
        table.lead("take_back", card="budgets-cut")


def test_a_locked_room_lets_nobody_in_and_all_without_a_seat_go_at_once() -> None:
    table = Table()
    for number in range(5):
        table.join(f"p{number}", 0 if number == 0 else None)
    table.lead("lock", on=True)
    with pytest.raises(Refused, match="locked"):
        table.join("eve")
    table.lead("clear")
    assert list(table.session.players) == ["p0"]
    table.lead("lock", on=False)
    table.join("eve")


def test_a_second_person_is_let_in_by_the_first() -> None:
    table = Table(sharing="ask")
    table.join("ann", 0)
    table.join("bea", 0)
    assert (table.session.players["bea"].seat, table.session.players["bea"].wants) == (None, 0)
    table.join("cat", 1)
    with pytest.raises(Refused, match="nobody asks"):
        table.ask("cat", "admit", who="bea", yes=True)
    table.ask("ann", "admit", who="bea", yes=True)
    assert table.session.players["bea"].seat == 0
    table.join("dan", 0)
    table.ask("bea", "admit", who="dan", yes=False)
    assert (table.session.players["dan"].seat, table.session.players["dan"].wants) == (None, None)
    table.lead("sharing", rule="one")
    with pytest.raises(Refused, match="somebody has this seat"):
        table.join("eve", 0)


def test_what_another_replaced_can_be_put_back_also_by_removing_who_did_it() -> None:
    table = Table()
    table.join("ann", 0)
    table.join("eve", 0)
    table.lead("open")
    table.choose("ann", True)
    table.choose("eve", False)
    table.ask("ann", "put_back", turn=1)
    assert table.session.rounds[-1].choices[0].race is True
    with pytest.raises(Refused, match="no choice of your seat"):
        table.ask("ann", "put_back", turn=1)
    table.choose("eve", False)
    table.lead("remove", player="eve")
    assert table.session.rounds[-1].choices[0].race is True
    assert table.session.rounds[-1].chosen_by[0] == "ann"
