"""Games of the laboratory: published sizes of basins, units that do not matter, and games that are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.laboratory import LaboratoryError, RepeatedGame
from experiments.laboratory.data import game_of
from sim.rules.choice import racing_advantage

PUBLISHED = [
    ((0.5, 32.0), 1.0),
    ((0.5, 40.0), 0.7222),
    ((0.5, 48.0), 0.3824),
    ((0.75, 32.0), 0.8125),
    ((0.75, 40.0), 0.2708),
    ((0.75, 48.0), 0.1625),
]
"""Dal Bo & Frechette 2011: SizeBAD of the six treatments."""


@pytest.mark.parametrize(("treatment", "size"), PUBLISHED)
def test_basins_of_attraction(treatment: tuple[float, float], size: float) -> None:
    assert game_of(treatment).basin == pytest.approx(size, abs=5e-5)


@st.composite
def games(draw: st.DrawFn) -> RepeatedGame:
    sucker, first, second, third = (draw(st.floats(0.5, 40.0)) for _ in range(4))
    punishment = sucker + first
    reward = punishment + second
    continuation = draw(st.floats(0.0, 0.99))
    return RepeatedGame(
        reward=reward,
        temptation=reward + third,
        sucker=sucker,
        punishment=punishment,
        continuation=continuation,
    )


@given(
    game=games(), unit=st.floats(0.01, 100.0), zero=st.floats(-50.0, 50.0), theta=st.floats(-1, 1), tau=st.floats(0, 1)
)
def test_neither_the_unit_nor_the_zero_of_payoffs_matters(
    game: RepeatedGame, unit: float, zero: float, theta: float, tau: float
) -> None:
    """Dollars or points, with or without a fee for showing up: the choice is the same."""
    payoffs = {name: unit * getattr(game, name) + zero for name in ("reward", "temptation", "sucker", "punishment")}
    other = RepeatedGame(**payoffs, continuation=game.continuation)
    one, two = (racing_advantage(tau, theta, 0.0, 0.5, *each.outcomes, each.continuation) for each in (game, other))
    assert one == pytest.approx(two, abs=1e-7)
    assert game.basin == pytest.approx(other.basin, abs=1e-6)


@given(game=games())
def test_at_the_edge_of_the_basin_an_own_outcome_mind_is_undecided(game: RepeatedGame) -> None:
    at_edge = racing_advantage(game.basin, 0.0, 0.0, 0.5, *game.outcomes, game.continuation)
    assert at_edge == pytest.approx(0.0, abs=1e-9) if game.basin < 1.0 else at_edge <= 1e-9


GOOD = {"reward": 48.0, "temptation": 50.0, "sucker": 12.0, "punishment": 25.0, "continuation": 0.75}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("reward", 60.0, "temptation"),
        ("reward", 20.0, "reward: 20 must be above punishment, which is 25"),
        ("sucker", 30.0, "punishment: 25 must be above sucker"),
        ("continuation", 1.0, "not in [0, 1)"),
        ("continuation", -0.1, "not in [0, 1)"),
        ("error", 0.5, "error: 0.5 is not in [0, 0.5)"),
        ("error", -0.1, "error: -0.1 is not in [0, 0.5)"),
        ("temptation", float("nan"), "not a finite number"),
    ],
)
def test_what_is_no_such_game_is_refused_by_name(name: str, value: float, said: str) -> None:
    with pytest.raises(LaboratoryError, match=r"continuation|error|reward|temptation|punishment") as refused:
        RepeatedGame(**{**GOOD, name: value})
    assert said in str(refused.value)


def test_slipping_hands_shrink_what_is_at_stake() -> None:
    """Worked out by hand for R, S, T, P = 4, 0, 5, 1 and e = .1: each pair of intentions over the four ways in
    which hands
    slip.  Differences between intentions shrink by 1 - 2e, since these payoffs add up."""
    game = RepeatedGame(reward=4.0, temptation=5.0, sucker=0.0, punishment=1.0, continuation=0.5, error=0.1)
    reward, temptation, sucker, punishment = game.intended
    assert reward == pytest.approx(0.81 * 4 + 0.09 * 0 + 0.09 * 5 + 0.01 * 1)
    assert temptation == pytest.approx(0.81 * 5 + 0.09 * 1 + 0.09 * 4 + 0.01 * 0)
    assert sucker == pytest.approx(0.81 * 0 + 0.09 * 4 + 0.09 * 1 + 0.01 * 5)
    assert punishment == pytest.approx(0.81 * 1 + 0.09 * 5 + 0.09 * 0 + 0.01 * 4)
    assert temptation - reward == pytest.approx(0.8 * 1.0)
    assert reward - punishment == pytest.approx(0.8 * 3.0)


@given(game=games())
def test_hands_that_do_not_slip_carry_out_what_is_meant(game: RepeatedGame) -> None:
    assert game.intended == pytest.approx((game.reward, game.temptation, game.sucker, game.punishment))
