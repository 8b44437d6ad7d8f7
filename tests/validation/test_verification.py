"""Verification finds a wrong number, and docking a wrong match."""

from __future__ import annotations

from dataclasses import replace

import pytest

from experiments.validation.docking import Docking, Match, axelrod_installed
from experiments.validation.published_numbers import PublishedNumber
from experiments.validation.verification import basins, bits, cliques, continuations, minds, zero_sums
from experiments.validation.verification_of_minds import beliefs_and_purpose


def test_numbers_that_need_no_long_runs_are_right() -> None:
    """The long runs are those of the quick report, in ``test_report``."""
    parts = (continuations(), basins(), cliques(), zero_sums(), minds(), bits())
    numbers = [number for part in parts for number in part]
    assert len(numbers) > 30
    assert [number.what for number in numbers if not number.holds] == []


def test_numbers_of_beliefs_purpose_hours_reports_and_capability_are_right() -> None:
    """Every number of the specification that the second model brought."""
    numbers = list(beliefs_and_purpose())
    groups = {number.group for number in numbers}
    assert groups >= {"belief", "purpose", "hours", "glossed reports", "capability", "unequal parts", "damage deters"}
    assert [number.what for number in numbers if not number.holds] == []


@pytest.mark.parametrize("ours", [0.51, 0.49, float("nan"), float("inf")])
def test_a_wrong_number_is_found_out(ours: float) -> None:
    right = PublishedNumber("group", "what", published=0.5, ours=0.5005, tolerance=0.001)
    assert right.holds
    assert not replace(right, ours=ours).holds


def test_a_match_that_differs_in_one_turn_does_not_dock() -> None:
    same = Match(("race", "grim"), ("CCC", "CCC"), ("CCC", "CCC"), (9.0, 9.0), (9.0, 9.0))
    ranking = [("race", 3.0), ("grim", 3.0)]
    assert Docking([same], ranking, ranking[::-1]).holds
    assert not Docking([replace(same, theirs=("CCD", "CCC"))], ranking, ranking).holds
    assert not Docking([replace(same, their_scores=(9.0, 10.0))], ranking, ranking).holds
    assert not Docking([same], ranking, [("race", 3.0), ("grim", 2.9)]).holds


def test_the_library_to_dock_with_is_there() -> None:
    """It is one of the tests' own dependencies, so the report that CI makes has docked."""
    assert axelrod_installed()
