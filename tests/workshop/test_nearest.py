"""The classic strategy nearest to a seat's choices: people who play one by hand are told that one."""

from __future__ import annotations

from dashboards.workshop.play.nearest import WORDS, nearest
from dashboards.workshop.views.observation import partners_of
from sim.strategies import STRATEGIES
from tests.workshop.making import Table

ROUNDS = 4


def played(rounds: int, *, first: bool, answers: bool) -> Table:
    """Ann begins with ``first``; then she does to each what it seemed to do to her, or what she did before."""
    table = Table(rounds=rounds, months=6)
    table.join("ann", 0)
    for number in range(rounds):
        seen = {partner.organisation: partner for partner in partners_of(table.session, 0)}
        table.lead("open")
        bad = [who for who, partner in seen.items() if 2 * partner.races < partner.dealings] if number else []
        if number and answers:
            table.choose("ann", True, unlike=bad)
        else:
            table.choose("ann", first)
        table.lead("close")
    table.lead("finish")
    return table


def test_who_always_races_or_battles_is_told_so() -> None:
    for race, name in ((True, "race"), (False, "battle")):
        found = nearest(played(ROUNDS, first=race, answers=False).session, 0)
        assert found == (name, 1.0)


def test_who_answers_like_for_like_is_nearest_to_a_strategy_that_does() -> None:
    wary = nearest(played(ROUNDS, first=False, answers=True).session, 0)
    assert wary is not None
    assert wary.strategy == "suspicious-tit-for-tat"
    assert wary.share > 0.9


def test_one_round_is_too_little() -> None:
    assert nearest(played(1, first=True, answers=False).session, 0) is None
    assert nearest(played(ROUNDS, first=True, answers=False).session, 1) is None, "played by the computer"


def test_every_classic_without_a_coin_has_words() -> None:
    classics = {strategy.name for strategy in STRATEGIES if not strategy.stochastic}
    assert classics == set(WORDS)
