"""Parameter sets around the defaults, and shares of verdicts on a made-up table."""

from __future__ import annotations

import pandas as pd
import pytest

from experiments.validation.robustness import KEPT, LEVERS, drawn_sets, lever_shares, moved
from sim.parameters import PARAMETERS


def test_sets_lie_around_the_defaults_and_within_what_is_allowed() -> None:
    sets = drawn_sets(40)
    for values in sets:
        assert not set(values) & set(KEPT)
        for name, value in values.items():
            parameter = PARAMETERS[name]
            assert parameter.low <= value <= parameter.high
            if name != "mindset.orientation":
                assert value == pytest.approx(parameter.default, rel=0.65)
        assert -0.1 <= values["mindset.orientation"] <= 0.3
    assert len({values["resources.scarcity"] for values in sets}) == 40


def test_more_sets_begin_with_the_same() -> None:
    assert drawn_sets(5) == drawn_sets(9)[:5]


def test_a_lever_goes_one_step_and_no_further_than_its_range() -> None:
    blame = next(lever for lever in LEVERS if lever.parameter == "trust.blame")
    sharing = next(lever for lever in LEVERS if lever.parameter == "game.sharing")
    assert moved({"trust.blame": 0.5}, blame)["trust.blame"] == pytest.approx(0.8)
    assert moved({"trust.blame": 0.9}, blame)["trust.blame"] == 1.0
    assert moved({}, sharing)["game.sharing"] == pytest.approx(0.2)


def test_shares_of_verdicts_and_what_holds() -> None:
    """Sixty sets as claimed, thirty-six without effect, four against hold; one more against does not, at a limit of
    5 %."""
    verdicts = {"resources.scarcity": [1.0] * 60 + [0.0] * 36 + [-1.0] * 4}
    verdicts["history.trust"] = [1.0] * 60 + [0.0] * 34 + [-1.0] * 6
    verdicts["trust.blame"] = [1.0] * 30 + [0.0] * 70
    table = pd.DataFrame(
        {"lever": lever.parameter, "difference": 0.1, "verdict": verdict}
        for lever in LEVERS
        for verdict in verdicts.get(lever.parameter, [1.0] * 100)
    )
    shares = {row.lever.parameter: row for row in lever_shares(table)}
    scarcity = shares["resources.scarcity"]
    assert (scarcity.clear, scarcity.nothing, scarcity.against) == (0.60, 0.36, 0.04)
    assert scarcity.low < 0.04 < scarcity.high
    holds = {name: row.holds for name, row in shares.items()}
    assert holds["resources.scarcity"]
    assert not holds["history.trust"]
    assert not holds["trust.blame"]
