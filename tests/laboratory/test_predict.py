"""Predictions of games that nobody played, from Python and from the command line."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy import stats
from typer.testing import CliRunner

from experiments.laboratory import LaboratoryError, RepeatedGame, predict
from experiments.laboratory.lengths import fill_lengths
from silos.cli import app

GOOD = {"reward": 48.0, "temptation": 50.0, "sucker": 12.0, "punishment": 25.0}


def experienced(**game: float) -> float:
    found = predict(RepeatedGame(**{**GOOD, "continuation": 0.75, **game}), sessions=8).set_index("what")
    assert ((found["low"] <= found["mean"]) & (found["mean"] <= found["high"])).all()
    assert found["mean"].between(0, 1).all()
    return float(found["mean"]["first rounds, last quarter of matches"])


def test_predictions_move_as_people_do() -> None:
    """More to gain from racing, and a longer shadow of the future: more races, as in every such experiment."""
    assert experienced(reward=32.0) < experienced(reward=40.0) < experienced(reward=48.0)
    assert experienced(continuation=0.1) < experienced(continuation=0.5) < experienced(continuation=0.9)


@pytest.mark.parametrize(("name", "value"), [("people", 7), ("people", 0), ("supergames", 2), ("sessions", 0)])
def test_what_cannot_be_predicted_is_refused_by_name(name: str, value: int) -> None:
    with pytest.raises(LaboratoryError, match=f"{name}: {value}"):
        predict(RepeatedGame(**GOOD, continuation=0.5), **{name: value})


def command(**options: float) -> list[str]:
    given = {**GOOD, "continuation": 0.75, "sessions": 4, **options}
    return ["predict", *(f"--{name}={value}" for name, value in given.items())]


def test_the_command_prints_shares_for_people_and_for_machines() -> None:
    runner = CliRunner()
    told = runner.invoke(app, command())
    assert told.exit_code == 0
    assert "first round of the first match" in told.output
    found = json.loads(runner.invoke(app, [*command(), "--json"]).output)
    assert found["sizebad"] == pytest.approx(0.1625)
    assert len(found["shares"]) == 8


def test_the_command_refuses_what_is_no_dilemma() -> None:
    refused = CliRunner().invoke(app, command(reward=60.0))
    assert refused.exit_code == 2
    assert "temptation: 50 must be above reward, which is 60" in refused.output


@pytest.mark.parametrize("continuation", [0.0, 0.5, 0.9])
def test_a_match_goes_on_with_the_probability_of_the_game(continuation: float) -> None:
    """Its rounds have the geometric distribution, of mean 1 / (1 - delta), and luck of their own in every session."""
    lengths = np.zeros((2, 20_000), dtype=np.int64)
    for number in (0, 1):
        fill_lengths(continuation, number, np.uint64(3), np.uint64(0), lengths[number])
        assert lengths[number].mean() == pytest.approx(1 / (1 - continuation), rel=0.03)
        for rounds in (1, 2, 5):
            known = stats.geom.pmf(rounds, 1 - continuation)
            assert (lengths[number] == rounds).mean() == pytest.approx(known, abs=0.012)
    assert continuation == 0.0 or abs(np.corrcoef(lengths[0], lengths[1])[0][1]) < 0.04
