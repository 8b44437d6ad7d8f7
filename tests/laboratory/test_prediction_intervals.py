"""Intervals of predictions, and how often they hold, on made-up predictions."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.special import logit

from experiments.laboratory.fitted import LeftOut
from experiments.laboratory.prediction_intervals import coverage, errors_of, half_width, interval
from experiments.laboratory.summaries import MOMENTS


def made(seen: list[float], predicted: list[float], studies: list[str]) -> LeftOut:
    """Predictions of first rounds; of nothing else anything is known."""
    tables = []
    for values in (seen, predicted):
        table = np.full((len(values), len(MOMENTS)), np.nan)
        table[:, 0] = values
        tables.append(table)
    return LeftOut(tuple(studies), *tables)


def test_a_width_is_students_of_the_errors_and_of_one_more() -> None:
    errors = np.array([0.5, -0.5, 0.5, -0.5])
    assert half_width(errors) == pytest.approx(stats.t.ppf(0.975, 3) * 0.5 * np.sqrt(1.25))
    assert np.isnan(half_width(errors[:1]))


def test_an_interval_holds_its_prediction_and_stays_a_share() -> None:
    for prediction in (0.0, 0.03, 0.5, 0.97, 1.0):
        low, high = interval(prediction, 1.3)
        assert 0.0 < low < high < 1.0
        assert low <= min(max(prediction, 0.005), 0.995) <= high
    assert interval(0.5, float(logit(0.8))) == pytest.approx((0.2, 0.8))


def test_errors_leave_out_the_study_that_is_asked_about() -> None:
    predictions = made([0.5, 0.6, 0.7], [0.5, 0.5, 0.5], ["one", "one", "two"])
    assert errors_of(predictions, 0).tolist() == pytest.approx([0.0, logit(0.6), logit(0.7)])
    assert errors_of(predictions, 0, without="one").tolist() == pytest.approx([logit(0.7)])


def test_coverage_counts_with_widths_that_the_study_did_not_make() -> None:
    """Two studies predicted almost right, and one far off: the far one lies outside of what the others' errors
    allow."""
    seen = [0.50, 0.52, 0.48, 0.50, 0.52, 0.48, 0.97]
    studies = ["one"] * 3 + ["two"] * 3 + ["three"]
    (row,) = coverage(made(seen, [0.5] * 7, studies))
    assert (row.moment, row.treatments, row.inside) == (MOMENTS[0], 7, 6)


def test_nothing_is_measured_where_one_study_alone_is_known() -> None:
    assert coverage(made([0.5, 0.6], [0.5, 0.5], ["one", "one"])) == []
