"""One past, many futures: the past is the same to the last bit, and a future is what its policy makes it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import silos

POOL = {"pool": {"game.sharing": 0.5}, "meet": {"dialogue.time_together": 0.6}}


def months_of(table: pd.DataFrame, policy: str, first: int, last: int) -> pd.DataFrame:
    rows = table[(table["policy"] == policy) & table["month"].between(first, last)]
    return rows.drop(columns="policy").reset_index(drop=True)


def test_the_past_is_one_and_the_futures_differ() -> None:
    table = silos.futures("five-organisations", at=12, policies=POOL, months=24, seeds=4)
    assert list(dict.fromkeys(table["policy"])) == ["as it is", "pool", "meet"] and len(table) == 3 * 4 * 24
    for policy in POOL:
        pd.testing.assert_frame_equal(months_of(table, policy, 1, 12), months_of(table, "as it is", 1, 12))
        assert not months_of(table, policy, 13, 24).equals(months_of(table, "as it is", 13, 24))
    plain = silos.run("five-organisations", months=24, seeds=4)
    pd.testing.assert_frame_equal(months_of(table, "as it is", 1, 24), plain)


def test_a_future_without_a_past_is_a_run_with_these_settings() -> None:
    table = silos.futures("five-organisations", at=0, policies=POOL, months=12, seeds=[7])
    for policy, settings in POOL.items():
        alone = silos.run("five-organisations", set=settings, months=12, seeds=[7])
        pd.testing.assert_frame_equal(months_of(table, policy, 1, 12), alone)


def test_a_future_follows_from_the_state_in_which_it_begins() -> None:
    model = silos.SystemModel("five-organisations", seed=3, months=18)
    for _ in range(12):
        model.step()
    branch = model.fork()
    for _ in range(6):
        branch.step()
    table = silos.futures("five-organisations", at=12, policies={}, months=18, seeds=[3])
    assert months_of(table, "as it is", 18, 18)["openness"].item() == branch.openness


def test_what_minds_are_drawn_by_matters_later_where_leaders_are_replaced() -> None:
    policies = {"open minds": {"mindset.zero_sum": 0.0, "mindset.zero_sum_spread": 0.0}}
    for turnover, differs in ((0.5, True), (0.0, False)):
        settings = {"leadership.turnover": turnover, "mindset.zero_sum": 0.6}
        table = silos.futures("five-organisations", at=6, policies=policies, set=settings, months=18, seeds=2)
        assert months_of(table, "open minds", 7, 18).equals(months_of(table, "as it is", 7, 18)) is not differs


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"at": 24}, "no month before the end; allowed: 0 to 23"),
        ({"at": -1}, "no month before the end"),
        ({"policies": {"wrong": {"game.shareing": 0.5}}}, "did you mean 'sharing'?"),
        ({"policies": {"late": {"history.trust": 0.5}}}, "is read before the first month"),
        ({"policies": {"wrong": {"game.sharing": 5}}}, "out of range"),
    ],
)
def test_what_cannot_be_is_told(change: dict[str, Any], words: str) -> None:
    asked: dict[str, Any] = {"at": 12, "policies": POOL, "months": 24, **change}
    with pytest.raises(silos.ScenarioError) as error:
        silos.futures("five-organisations", **asked)
    assert words in str(error.value)
