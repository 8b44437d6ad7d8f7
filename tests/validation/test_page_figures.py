"""Docking of figures: what luck allows, what it does not, and what rounding adds."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.validation.page_figures import PageFigure, page_mean, page_share


def test_a_figure_docks_within_three_standard_errors_and_rounding() -> None:
    """100 seeds beside 100, spread .1: three standard errors are .0424, and .005 of rounding comes on top."""
    figure = PageFigure("openness", page=0.20, ours=0.20, spread=0.1, seeds=100, rounding=0.005)
    assert figure.standard_error == pytest.approx(0.1 * np.sqrt(2 / 100))
    for ours, docks in ((0.247, True), (0.248, False), (0.153, True), (0.152, False)):
        assert PageFigure("openness", 0.20, ours, 0.1, 100, 0.005).docks is docks


def test_nothing_docks_where_ours_is_none() -> None:
    assert not PageFigure("openness", 0.20, float("nan"), 0.1, 100, 0.005).docks


def test_means_leave_out_runs_without_a_value() -> None:
    figure = page_mean("race_share", np.array([0.1, np.nan, 0.3]), 0.2, digits=3)
    assert (figure.seeds, figure.rounding) == (2, 0.0005)
    assert figure.ours == pytest.approx(0.2)


def test_a_share_of_runs_that_all_end_alike_still_has_luck() -> None:
    """All of ours where the page has .97 of a hundred: the spread is that of both samples together."""
    figure = page_share("one system", np.ones(100), 0.97)
    assert figure.spread == pytest.approx(np.sqrt(0.985 * 0.015))
    assert figure.docks
    assert not page_share("one system", np.ones(100), 0.85).docks
