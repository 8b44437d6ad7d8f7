"""Verification finds a wrong number, and docking a wrong match."""

from __future__ import annotations

from dataclasses import replace

import pytest

from experiments.validation.docking import Docking, Match, axelrod_installed
from experiments.validation.verification import PublishedNumber, basins, bits, cliques, continuations, minds, zero_sums


def test_numbers_that_need_no_long_runs_are_right() -> None:
    """The long runs are those of the quick report, in ``test_report``."""
    found = [each for part in (continuations(), basins(), cliques(), zero_sums(), minds(), bits()) for each in part]
    assert len(found) > 30
    assert [each.what for each in found if not each.holds] == []


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
