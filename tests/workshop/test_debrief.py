"""What would have happened, against the engine told so by hand; what each saw, against the states."""

from __future__ import annotations

import numpy as np
import pytest

from dashboards.workshop.play.counterfactuals import Counterfactuals, always
from dashboards.workshop.play.events import Choice
from dashboards.workshop.play.session import Session
from dashboards.workshop.play.story import story
from dashboards.workshop.views.counterfactual import own_rounds
from dashboards.workshop.views.debrief import in_words
from dashboards.workshop.views.observation import partners_of
from dashboards.workshop.views.take_away import anonymous, branches_of, choices
from scenarios import load
from sim.engine import Decisions, measures, months
from sim.system import RunSpec
from tests.workshop.making import Table

FIVE = load("five-organisations")
PAIRS = [(i, j) for i in range(5) for j in range(5) if i != j]
ROUNDS = 3


@pytest.fixture(scope="module")
def table() -> Table:
    table = Table(rounds=ROUNDS)
    table.join("ann", 0)
    table.join("bob", 1)
    for number in range(ROUNDS):
        table.lead("open")
        table.choose("ann", number != 1, meet=[2], believed=0.9)
        table.choose("bob", False, unlike=[0])
        if number == 1:
            table.lead("card", card="budgets-cut")
        table.lead("close")
    table.lead("finish")
    return table


def by_hand(table: Table, decide: object, system: object = None) -> dict[str, float]:
    spec = RunSpec(system=system or table.session.now.system, seed=7, months=3 * ROUNDS)
    return known(measures(list(months(spec, decide))[-1]))  # type: ignore[arg-type]


def known(row: dict[str, float]) -> dict[str, float]:
    """Without the measures that do not exist here, which equal nothing."""
    return {name: value for name, value in row.items() if value == value}


def ann(number: int) -> Decisions:
    others = (1, 2, 3, 4)
    stances = {(0, each, None): number != 1 for each in others} | {(1, each, None): each == 0 for each in (0, 2, 3, 4)}
    return Decisions(stances, {}, {(0, each, None): each == 2 for each in others})


def course(table: Table, label: str) -> dict[str, float]:
    found = Counterfactuals(table.session).debrief()
    return known(next(each for each in [found.actual, *found.others] if each.label == label).rows[-1])


def test_what_happened_is_what_was_played(table: Table) -> None:
    assert course(table, "What happened") == known(table.session.played[-1].rows[-1])
    assert course(table, "What happened") == by_hand(table, lambda now: ann(now.month // 3))


def test_everyone_had_raced(table: Table) -> None:
    def decide(now: object) -> Decisions:
        return Decisions({(*pair, None): True for pair in PAIRS}, {}, ann(now.month // 3).meetings)  # type: ignore[attr-defined]

    row = course(table, "If everyone had raced")
    assert row == by_hand(table, decide)
    assert row["race_share"] == 1.0
    assert course(table, "If everyone had battled")["race_share"] == 0.0


def test_the_model_had_played_every_seat(table: Table) -> None:
    assert course(table, "If the computer had played every seat") == by_hand(table, None)


def test_without_the_card_there_is_no_cut(table: Table) -> None:
    row = course(table, "Without: Budgets are cut by a tenth")
    assert row == by_hand(table, lambda now: ann(now.month // 3), FIVE.system())
    assert row["resources"] > table.session.played[-1].rows[-1]["resources"]


DATES = """
[[schedule]]
month = 1
label = "it begins"
trust.blame = 0.4
[[schedule]]
month = 4
label = "a year of want"
resources.scarcity = 0.8
[[schedule]]
month = 50
label = "long after"
trust.blame = 0.0
"""


def test_without_what_the_scenarios_own_dates_brought() -> None:
    table = Table(rounds=ROUNDS, scenario=FIVE.dump() + DATES)
    table.join("ann", 0)
    for number in range(ROUNDS):
        table.round(ann=number != 1)
    others = Counterfactuals(table.session).debrief().others
    without = [each for each in others if each.label.startswith("Without")]
    assert [each.label for each in without] == ["Without: a year of want"]

    def decide(now: object) -> Decisions:
        return Decisions({(0, j, None): now.month // 3 != 1 for j in (1, 2, 3, 4)}, {}, {})  # type: ignore[attr-defined]

    blamed = FIVE.with_settings({"trust.blame": 0.4}).system()
    assert known(without[0].rows[-1]) == by_hand(table, decide, blamed)


def test_a_proposal_holds_from_the_start_whatever_the_dates_say(table: Table) -> None:
    table.lead("propose", name="dialogue.time_together", value=0.9)
    meaning = "probability that a tie meets in a month, before scarcity; one value or one a tier"
    row = course(table, f"Proposed: 0.9 for “{meaning}”")
    assert row["trust"] != table.session.played[-1].rows[-1]["trust"]
    manchester = always(load("greater-manchester-2015"), "game.sharing", 0.7)
    before, after = (load("greater-manchester-2015").system().values(month) for month in (2, 40))
    assert (before != after).any(), "its dates pool a fifth"
    assert (manchester.system().values(2) == manchester.system().values(40)).all()


def test_only_one_had_chosen_otherwise(table: Table) -> None:
    back = Counterfactuals(table.session).seat_debrief(0)

    def otherwise(race: bool) -> dict[str, float]:
        def decide(now: object) -> Decisions:
            told = ann(now.month // 3)  # type: ignore[attr-defined]
            return Decisions({**told.stances, **{(0, j, None): race for j in (1, 2, 3, 4)}}, {}, told.meetings)

        return by_hand(table, decide)

    raced, battled, _ = back.otherwise
    assert known(raced.rows[-1]) == otherwise(True)
    assert known(battled.rows[-1]) == otherwise(False)


def test_own_rounds_are_played_again_as_planned(table: Table) -> None:
    past = Counterfactuals(table.session)

    def decide(now: object) -> Decisions:
        round = now.month // 3  # type: ignore[attr-defined]
        told = ann(round)
        changed = {0: {}, 1: {(0, j, None): True for j in (1, 2, 3, 4)}, 2: {(0, j, None): False for j in (1, 2, 3, 4)}}
        return Decisions({**told.stances, **changed[round]}, {}, told.meetings)

    expected = by_hand(table, decide)
    assert known(past.had(0, [None, True, False]).rows[-1]) == expected
    page = own_rounds(past, 0, "arb")
    assert page["changed"]
    assert page["courses"][0]["openness"] == Counterfactuals(table.session).debrief().actual.last("openness")
    assert [way for each in page["rounds"] for way, _, chosen in each["ways"] if chosen] == ["a", "r", "b"]
    assert [plan for _, plan, _ in page["rounds"][1]["ways"]] == ["aab", "arb", "abb"]
    for nonsense in ("", "ar", "arbb", "xyz", "ar\0", "A" * 10_000):
        assert not own_rounds(past, 0, nonsense)["changed"]


def test_trust_believed_and_real(table: Table) -> None:
    back, state = Counterfactuals(table.session).seat_debrief(0), table.session.now
    relation = state.system.network.relation
    assert back.believed == 0.9
    assert back.trusted == pytest.approx(sum(state.trust[:, relation(j, 0)].mean() for j in (1, 2, 3, 4)) / 4)
    assert back.trusting == pytest.approx(sum(state.trust[:, relation(0, j)].mean() for j in (1, 2, 3, 4)) / 4)
    senior = sum(state.trust[0, relation(0, j)] for j in (1, 2, 3, 4)) / 4
    tiers = range(state.trust.shape[0])
    glossed = [
        (tau := state.trust[k, relation(0, j)]) + 0.3 * 0.5 * (1 - tau) * k / max(1, len(tiers) - 1)
        for j in (1, 2, 3, 4)
        for k in tiers
    ]
    reported = sum(glossed) / len(glossed)
    assert back.perceived == pytest.approx(0.5 * reported + 0.5 * senior), "visibility 1/2, gloss 0.3, blame 1/2"


def test_a_partner_that_battles_is_seen_to_battle_and_one_that_races_may_be_misread(table: Table) -> None:
    seen = {each.organisation: each for each in partners_of(table.session, 2)}
    last = table.session.played[-1]
    relation = table.session.now.system.network.relation
    for each in seen.values():
        tie = relation(2, each.organisation) % table.session.now.system.network.m
        assert each.dealings == sum(int(state.acted[:, tie].sum()) for state in last.states)
    assert seen[1].races == 0, "bob battled with all but ann"
    assert seen[1].treated == ("battle" if seen[1].dealings else "none")


def test_a_tally_counts_the_months_of_dealings_and_of_races_seen() -> None:
    """Where no race fails what is seen is what the partner chose, in the months in which they dealt."""
    often_shut = FIVE.with_settings({"trust.failure": 0.0, "boundary.openness": 0.6})
    table = Table(scenario=often_shut.dump(), months=12)
    table.round()
    states, told = table.session.played[0].states, table.session.played[0].tally
    reverse, m = states[0].system.network.reverse, states[0].system.network.m
    acted = [[[each.acted[k, r % m] for r in range(2 * m)] for k in range(each.acted.shape[0])] for each in states]
    raced = [each.stance[:, reverse] for each in states]
    assert told.acted.tolist() == sum(map(np.array, acted)).tolist()
    assert told.races.tolist() == sum(np.array(a) * b for a, b in zip(acted, raced, strict=True)).tolist()
    assert told.met.tolist() == sum(each.met.astype(int) for each in states).tolist()
    assert 0 < told.races.sum() < told.acted.sum() < 12 * told.acted.size


@pytest.mark.parametrize(
    ("race", "unlike", "told"),
    [
        (True, (), "raced with all"),
        (True, (1,), "raced with 3, battled with 1"),
        (True, (1, 2, 3, 4), "battled with all"),
        (False, (1, 2, 3, 4), "raced with all"),
    ],
)
def test_a_choice_is_told_by_what_was_done(race: bool, unlike: tuple[int, ...], told: str) -> None:
    assert in_words(Choice(race=race, unlike=unlike), 4) == told


def test_the_story_counts_intentions_that_were_kept() -> None:
    table = Table()
    for player, seat in (("ann", 0), ("bob", 1), ("cat", 2)):
        table.join(player, seat)
    table.lead("open")
    for player, said, did in (("ann", True, True), ("bob", True, False), ("cat", False, False)):
        table.ask(player, "intend", turn=1, race=said)
        table.choose(player, did)
    table.lead("close")
    told = story(table.session)[0]
    assert (told["said"], told["kept"]) == (3, 2)


@pytest.mark.parametrize(
    ("did", "unlike", "kept"),
    [(True, [1], 1), (True, [1, 2], 0), (True, [1, 2, 3, 4], 0), (False, [1, 2, 3, 4], 1), (False, [1], 0)],
)
def test_a_word_is_kept_that_is_kept_to_most(did: bool, unlike: list[int], kept: int) -> None:
    table = Table()
    table.join("ann", 0)
    table.lead("open")
    table.ask("ann", "intend", turn=1, race=True)
    table.choose("ann", did, unlike=unlike)
    table.lead("close")
    assert story(table.session)[0]["kept"] == kept


def test_the_tables_of_an_export_hold_every_branch_and_no_name() -> None:
    table = Table()
    table.join("secret-id", 0, name="Kim")
    table.join("other-id", 1)
    table.round(**{"secret-id": True})
    table.lead("back", round=0)
    table.round(**{"secret-id": False})
    rows = list(choices(table.session, branches_of(table.session)))
    assert len(rows) == 2 * 2 * 4
    assert [each[7] for each in rows[:8]] == ["person"] * 4 + ["strategy"] * 4
    assert [each[8] for each in rows if each[3] == table.session.seats[0].label] == [True] * 4 + [False] * 4
    nobody = anonymous(table.entries)
    assert not any(word in repr(nobody) for word in ("Kim", "secret-id"))
    session = Session(nobody[0].event)  # type: ignore[arg-type]
    for entry in nobody[1:]:
        session.apply(entry.event, entry.at)
    assert session.bits() == table.session.bits()


def test_a_branch_says_which_round_it_grew_from() -> None:
    """Three rounds; back behind the second, which is played anew with its third; back to the start."""
    table = Table(rounds=3)
    table.join("ann", 0)
    for back in (None, 1, 0):
        if back is not None:
            table.lead("back", round=back)
        while len(table.session.played) < 3:
            table.round(ann=True)
    found = [
        (each.name, [played.number for played in each.rounds], each.grown_from) for each in branches_of(table.session)
    ]
    assert found == [("left 1", [2, 3], "left 2"), ("left 2", [1, 2, 3], ""), ("last", [1, 2, 3], "")]
    rows = list(choices(table.session, branches_of(table.session)))
    assert [each[:3] for each in rows[::4]][:3] == [("left 1", 2, "left 2"), ("left 1", 3, "left 1"), ("left 2", 1, "")]


@pytest.mark.parametrize(
    "scenario",
    [
        {"boundary.openness": 0.0, "boundary.opening": 0.0},
        {"organisations": [{"name": each} for each in "abc"], "ties": [{"from": "a", "to": "b"}]},
    ],
    ids=["nobody acts", "one has no partner"],
)
def test_what_is_not_there_is_no_number_and_no_fault(scenario: dict[str, object]) -> None:
    table = Table(scenario=load(scenario).dump(), rounds=1)
    table.join("ann", 2)
    table.round()
    table.lead("finish")
    past = Counterfactuals(table.session)
    courses = [past.actual, *past.debrief().others]
    back = past.seat_debrief(2)
    alone = "ties" in scenario
    assert all((each.last("race_share") != each.last("race_share")) is not alone for each in courses)
    assert all((each != each) is alone for each in (back.trusted, back.trusting, back.perceived))
