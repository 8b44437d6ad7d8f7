"""A session by its rules: who may do what when, and what the model then plays."""

from __future__ import annotations

import pytest

from dashboards.workshop.errors import AlreadyKnown, Refused
from dashboards.workshop.play import events as e
from dashboards.workshop.play.event_log import replay
from dashboards.workshop.play.rounds import decisions, partners
from scenarios import load
from sim.engine import Decisions, measures, months
from sim.parameters import ROWS
from sim.system import RunSpec
from tests.sim.bits import assert_same
from tests.workshop.making import SECONDS, Table


def test_without_anybody_the_model_plays_as_it_always_does() -> None:
    """Empty seats are the strategies' own: three empty rounds are nine months of the plain run."""
    table = Table()
    for _ in range(3):
        table.round()
    plain = list(months(RunSpec(system=load("five-organisations").system(), seed=7, months=9)))
    assert_same(table.session.now, plain[-1])
    assert repr([row for each in table.session.played for row in each.rows]) == repr([measures(each) for each in plain])


def test_choices_reach_the_model_month_by_month() -> None:
    """The same decisions, written by hand for the engine."""
    table = Table()
    table.join("ann", 1)
    table.lead("open")
    table.choose("ann", False, unlike=[0], door=0.4, doors=[[2, 1.0]], meet=[3])
    table.lead("close")
    others = [0, 2, 3, 4]
    by_hand = Decisions(
        stances={(1, each, None): each == 0 for each in others},
        doors={(1, each): 1.0 if each == 2 else 0.4 for each in others},
        meetings={(1, each, None): each == 3 for each in others},
    )
    system = load("five-organisations").system()
    expected = list(months(RunSpec(system=system, seed=7, months=3), lambda _: by_hand))
    for one, other in zip(table.session.played[0].states, expected, strict=True):
        assert_same(one, other)


def test_two_seats_meet_when_both_set_the_time_aside_and_a_model_played_one_comes_when_asked() -> None:
    seats, network = Table().session.seats, load("five-organisations").system().network
    both = {1: e.Choice(race=True, meet=(2, 3)), 2: e.Choice(race=True, meet=(1, 0)), 4: e.Choice(race=True)}
    made = decisions(seats, both | {0: e.Choice(race=True, meet=(1, 4))}, network).meetings
    assert made[1, 2, None] is True
    assert made[1, 3, None] is True
    assert made[2, 3, None] is False
    assert made[1, 4, None] is False
    assert made[0, 1, None] is False, "the first asked, the second set its time aside for others"
    assert made[0, 2, None] is False, "and the other way round"
    assert (3, 4, None) not in made


def test_a_leader_at_one_tier_acts_there_only_and_sets_no_doors() -> None:
    table = Table(tiers=True, scenario=load("five-organisations").with_settings({"structure.tiers": 3}).dump())
    assert len(table.session.seats) == 15
    table.join("ann", 4)
    table.lead("open")
    with pytest.raises(Refused, match="senior"):
        table.choose("ann", door=0.5)
    table.choose("ann", False)
    seat = table.session.seats[4]
    assert (seat.organisation, seat.tier) == (1, 1)
    made = decisions(table.session.seats, table.session.rounds[-1].choices, table.session.first.system.network)
    assert set(made.stances) == {(1, each, 1) for each in (0, 2, 3, 4)}


def test_a_missing_choice_is_made_by_the_strategy_and_marked() -> None:
    table = Table()
    table.join("ann", 0)
    table.join("bob", 1)
    table.round(ann=True)
    assert table.session.played[0].missing == {1}
    alone = Table()
    alone.join("ann", 0)
    alone.round(ann=True)
    assert_same(table.session.now, alone.session.now)


def test_the_last_choice_of_a_seat_counts_and_the_same_one_sent_again_is_known() -> None:
    table = Table()
    table.join("ann", 0)
    table.join("bea", 0)
    table.lead("open")
    table.choose("ann", True, id="x")
    table.choose("bea", False, id="x")
    with pytest.raises(AlreadyKnown):
        table.choose("ann", True, id="x")
    assert table.session.rounds[-1].choices[0].race is False
    assert table.session.rounds[-1].chosen_by[0] == "bea"


def test_a_choice_for_an_earlier_round_is_not_taken_for_this_one() -> None:
    table = Table()
    table.join("ann", 0)
    table.round()
    table.lead("open")
    with pytest.raises(Refused, match="that round is over"):
        table.ask("ann", "choose", id="late", turn=1, choice={"race": False})
    assert not table.session.rounds[-1].choices


def test_nobody_chooses_after_the_clock_ran_out_before_a_round_or_after_it() -> None:
    table = Table()
    table.join("ann", 0)
    with pytest.raises(Refused, match="waiting for round 1"):
        table.choose("ann")
    table.lead("open")
    table.time = SECONDS + 0.01
    with pytest.raises(Refused, match="over"):
        table.choose("ann")
    table.lead("close")
    with pytest.raises(Refused, match="over"):
        table.choose("ann")


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"choice": {"race": True, "unlike": [0]}}, "no partner"),
        ({"choice": {"race": True, "unlike": [99]}}, "no partner"),
        ({"choice": {"race": True, "unlike": [1, 1]}}, "twice"),
        ({"choice": {"race": True, "meet": [1, 2, 3, 4]}}, "hours"),
        ({"choice": {"race": True, "door": 1.01}}, "less than or equal to 1"),
        ({"choice": {"race": True, "doors": [[1, -0.1]]}}, "greater than or equal to 0"),
        ({"choice": {"race": "yes"}}, "boolean"),
        ({"choice": {"race": 1}}, "boolean"),
        ({"choice": {"race": True, "door": float("nan")}}, "cannot be read"),
        ({"choice": {"race": True, "more": 1}}, "not permitted"),
        ({"choice": {"race": True}, "seat": 1}, "nobody speaks for another"),
        ({"choice": {"race": True}, "player": "bob"}, "nobody speaks for another"),
        ({"choice": {"race": True}, "kind": "finish"}, "not for you"),
        ({"choice": {"race": True}, "id": "a b"}, "pattern"),
        ({"choice": {"race": True}, "id": "a" * 65}, "64"),
        ({}, "choice"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_and_changes_nothing(fields: dict, why: str) -> None:
    table = Table(hours=3)
    table.join("ann", 0)
    table.join("bob", 1)
    table.lead("open")
    before = table.session.digest()
    with pytest.raises(Refused, match=why):
        table.ask("ann", "choose", **({"id": "c", "turn": 1} | fields))
    assert table.session.digest() == before


@pytest.mark.parametrize(
    "do", ["open", "close", "pause", "extend", "back", "card", "finish", "assign", "remove", "show"]
)
def test_a_player_does_not_turn_the_pages(do: str) -> None:
    table = Table()
    table.join("ann", 0)
    with pytest.raises(Refused, match="facilitator"):
        table.ask("ann", do)


def test_without_a_seat_nobody_chooses_and_a_removed_player_does_nothing() -> None:
    table = Table()
    table.join("ann")
    table.lead("open")
    with pytest.raises(Refused, match="take a seat"):
        table.choose("ann")
    table.lead("assign", player="ann", seat=3)
    table.choose("ann")
    table.lead("remove", player="ann")
    with pytest.raises(Refused, match="join again"):
        table.choose("ann")
    assert 3 in table.session.rounds[-1].choices, "what was chosen stays"


def test_a_seat_holds_twelve_people_and_the_room_a_hundred_and_twenty() -> None:
    table = Table()
    for number in range(120):
        table.join(f"p{number}", 3 if number < 12 else None)
    assert len(table.session.players_on(3)) == 12
    with pytest.raises(Refused, match="the room is full"):
        table.join("late", 0)
    with pytest.raises(Refused, match="as many people as it can hold"):
        table.lead("assign", player="p50", seat=3)
    table.lead("remove", player="p0")
    table.lead("assign", player="p50", seat=3)
    table.join("late", 0)
    with pytest.raises(Refused, match="no such seat"):
        table.lead("assign", player="late", seat=5)


def test_a_seat_goes_to_somebody_else_in_the_middle_of_a_round() -> None:
    table = Table()
    table.join("ann", 0)
    table.join("bob", 1)
    table.lead("open")
    late = {"do": "choose", "id": "z", "turn": 1, "choice": {"race": True}}
    table.lead("assign", player="ann", seat=2)
    table.ask("ann", late.pop("do"), **late)
    assert set(table.session.rounds[-1].choices) == {2}


def test_what_was_chosen_on_another_seat_and_comes_late_is_refused() -> None:
    table = Table()
    table.join("ann", 0)
    table.lead("open")
    table.lead("assign", player="ann", seat=2)
    for late in ({"do": "choose", "id": "z", "choice": {"race": True}}, {"do": "intend", "race": True}):
        with pytest.raises(Refused, match="another seat now"):
            table.ask("ann", late["do"], **{key: value for key, value in late.items() if key != "do"}, turn=1, on=0)
    assert not table.session.rounds[-1].choices and not table.session.rounds[-1].intentions
    table.ask("ann", "choose", id="z", choice={"race": True}, turn=1, on=2)
    assert set(table.session.rounds[-1].choices) == {2}


def test_pausing_stops_the_clock_and_extending_moves_the_end() -> None:
    table = Table()
    table.lead("open")
    table.time = 20.0
    table.lead("pause")
    table.time = 500.0
    table.lead("extend", seconds=30)
    table.lead("resume")
    assert table.session.ends_at == 500 + 40 + 30
    table.lead("extend", seconds=10)
    assert table.session.ends_at == 580


def test_a_round_whose_time_is_up_is_paused_with_nothing_left() -> None:
    table = Table()
    table.lead("open")
    table.time = SECONDS + 100.0
    table.lead("pause")
    table.lead("extend", seconds=30)
    table.lead("resume")
    assert table.session.ends_at == table.time + 30


def test_going_back_keeps_what_was_played_as_a_branch_and_meets_the_same_luck() -> None:
    table = Table()
    table.join("ann", 0)
    table.round(ann=True)
    table.round(ann=True)
    first = [each.copy() for each in table.session.rounds[1].states]
    table.lead("back", round=1)
    assert table.session.phase == "between"
    assert [each.number for each in table.session.branches[0]] == [2]
    table.round(ann=True)
    for one, other in zip(table.session.rounds[1].states, first, strict=True):
        assert_same(one, other)
    table.lead("back", round=0)
    assert table.session.phase == "lobby"
    assert not table.session.rounds


def test_from_the_debrief_play_goes_on_after_the_last_round_or_back_to_any() -> None:
    table = Table()
    table.round()
    with pytest.raises(Refused, match="not over, or was never played"):
        table.lead("back", round=1)
    table.round()
    table.lead("finish")
    with pytest.raises(Refused, match="not over, or was never played"):
        table.lead("back", round=3)
    table.lead("back", round=2)
    assert (table.session.phase, len(table.session.rounds), table.session.branches) == ("between", 2, [])
    table.lead("open")
    assert table.session.rounds[-1].number == 3


def test_a_card_that_waits_does_not_wait_on_the_way_back() -> None:
    table = Table()
    table.round()
    table.lead("card", card="budgets-cut")
    table.lead("back", round=0)
    table.round()
    assert table.session.cards == []
    assert_same(table.session.now, first_round().session.now)


def first_round() -> Table:
    """A session after a round in which nothing was decided."""
    table = Table()
    table.round()
    return table


@pytest.mark.parametrize(
    ("resources", "partners"), [(2.0, 4), (1.0, 4), (0.7, 3), (0.5, 2), (0.3, 1), (0.1, 1), (0.0, 1)]
)
def test_want_eats_the_hours_for_partners_all_but_one(resources: float, partners: int) -> None:
    """Of four partners as many as the part of need that is covered, rounded."""
    table = Table(hours=4)
    table.join("ann", 0)
    table.session.first.resources[0] = resources
    assert table.session.hours(0) == partners
    table.lead("open")
    table.choose("ann", meet=[1, 2, 3, 4][:partners])
    if partners < 4:
        with pytest.raises(Refused, match="hours"):
            table.choose("ann", meet=[1, 2, 3, 4][: partners + 1])


def test_where_there_are_no_hours_nobody_has_one_left() -> None:
    assert [Table(hours=0).session.hours(seat) for seat in range(5)] == [0] * 5


def test_a_card_changes_the_weather_from_its_round_on() -> None:
    table = Table()
    table.round()
    table.lead("card", card="budgets-cut")
    table.round()
    before, after = (table.session.now.system.values(month)[ROWS["resources.scarcity"]] for month in (3, 4))
    assert after - before == pytest.approx(0.1), "a tenth, for everyone"
    assert table.session.rounds[1].cards[0].month == 4
    plain = Table()
    plain.round()
    plain.round()
    assert table.session.now.resources.mean() < plain.session.now.resources.mean()


@pytest.mark.parametrize(
    ("card", "why"),
    [
        ({"card": "snow"}, "no card"),
        ({"card": "leader-leaves"}, "to whom"),
        ({"card": "leader-leaves", "who": "Nobody"}, "no organisation"),
        ({"card": "budgets-cut", "who": "Hospital"}, "everyone"),
    ],
)
def test_a_card_that_is_none_is_refused(card: dict, why: str) -> None:
    with pytest.raises(Refused, match=why):
        Table().lead("card", **card)


def test_a_script_plays_its_cards_by_itself() -> None:
    script = (e.Act(note="Welcome"), e.Act(cards=(e.Card(card="budgets-cut"),), seconds=33))
    table = Table(script=script)
    table.round()
    table.lead("open")
    assert [each.kind for each in table.session.rounds[1].cards] == ["budgets-cut"]
    assert table.session.ends_at == 33


def test_rounds_end_with_the_last_one() -> None:
    table = Table(rounds=1)
    with pytest.raises(Refused, match="play a round"):
        table.lead("finish")
    table.round()
    with pytest.raises(Refused, match="last round"):
        table.lead("open")
    table.lead("finish")
    table.lead("propose", name="game.sharing", value=0.5)
    with pytest.raises(Refused, match=r"must lie in \[0, 1\]"):
        table.lead("propose", name="game.sharing", value=1.5)
    with pytest.raises(Refused, match="no parameter"):
        table.lead("propose", name="structure.tiers", value=1.0)
    with pytest.raises(Refused, match=r"must lie in \(0, inf\)"):
        table.lead("propose", name="game.benefit", value=0.0)


def test_play_does_not_finish_in_the_middle_of_a_round() -> None:
    table = Table()
    table.round()
    table.lead("open")
    for do in ("pause", "resume"):
        with pytest.raises(Refused, match="end it"):
            table.lead("finish")
        table.lead(do)


def test_a_card_waits_for_the_next_round_or_falls_into_the_open_one_and_none_falls_after_play() -> None:
    table = Table()
    table.lead("card", card="budgets-cut")
    table.lead("open")
    table.lead("card", card="pooling")
    table.lead("close")
    table.lead("card", card="no-blame")
    table.lead("open")
    table.lead("close")
    played = [[(card.kind, card.month) for card in each.cards] for each in table.session.played]
    assert played == [[("budgets-cut", 1), ("pooling", 1)], [("no-blame", 4)]]
    table.lead("finish")
    with pytest.raises(Refused, match="play is over"):
        table.lead("card", card="pooling")


def test_predictions_end_with_the_first_round() -> None:
    table = Table()
    table.join("ann")
    table.ask("ann", "predict", openness=0.5, race_share=0.9)
    table.round()
    with pytest.raises(Refused, match="first round"):
        table.ask("ann", "predict", openness=0.1, race_share=0.9)
    assert table.session.predictions == {"ann": (0.5, 0.9)}


def test_one_who_plays_alone_turns_the_pages() -> None:
    table = Table(alone=True)
    table.join("ann", 0)
    table.ask("ann", "open")
    table.choose("ann")
    table.ask("ann", "close")
    table.ask("ann", "finish")
    with pytest.raises(Refused, match="facilitator"):
        table.ask("ann", "remove", player="ann")


def test_a_session_replayed_is_the_session() -> None:
    table = Table()
    table.join("ann", 0)
    table.round(ann=False)
    table.lead("card", card="common-threat")
    table.lead("open")
    table.choose("ann", meet=[1])
    assert replay(table.entries).digest() == table.session.digest()
    assert replay(table.entries[:-1]).digest() != table.session.digest()


def test_partners_are_those_with_a_tie() -> None:
    ring = load("five-organisations").with_settings({"structure.network": "ring", "structure.neighbours": 2})
    assert partners(ring.system().network, 0) == [1, 4]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("  Zoë  ", "Zoë"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("نور", "نور"),
        ("a\u202eb", "ab"),
        ("x" * 500, "x" * 40),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
        ("e" + "\u0301" * 90, "é" + "\u0301" * 2),
        ("a\nb\0c", "a bc"),
    ],
)
def test_names_of_any_script_and_length(name: str, kept: str) -> None:
    table = Table()
    if len(name) > 400:
        with pytest.raises(ValueError, match="400"):
            table.join("ann", name=name)
        name = name[:400]
    table.join("ann", name=name)
    assert table.session.players["ann"].name == kept


def test_a_name_of_nothing_is_refused_and_a_double_one_is_numbered() -> None:
    table = Table()
    with pytest.raises(Refused, match="letter"):
        table.join("ann", name="\u200b \u202e")
    table.join("ann", name="Kim")
    table.join("bob", name="Kim")
    assert table.session.players["bob"].name == "Kim (2)"
