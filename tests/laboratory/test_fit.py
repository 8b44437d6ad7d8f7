"""Fitting finds what made the data, does not look at what is left out, and predicts people better than the line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from experiments.laboratory.baseline import refit_size_bad_model, rmse, size_bad_model
from experiments.laboratory.cross_validation import (
    Split,
    errors,
    leave_studies_out,
    single_treatments,
    split_table,
    whole_studies,
)
from experiments.laboratory.data import TREATMENTS, game_of
from experiments.laboratory.fit import FITTING, FREE, TESTING, Laboratory, candidates, distance, fit, subjects_of
from experiments.laboratory.fitted import fitted, left_out, parameter_intervals, resampled_subjects
from experiments.laboratory.simulate import LaboratorySession, Subjects, session_draws, simulate_session
from experiments.laboratory.studies import MAIN, Treatment, load_treatments
from experiments.laboratory.summaries import MOMENTS, moments

MADE_BY = Subjects(
    orientation=0.1, spread=0.3, rationality=10.0, first_trust=0.4, memory=0.05, negativity=2.0, experience=8.0
)


@pytest.fixture(scope="module")
def made() -> Laboratory:
    """Treatments that subjects we know have played, under luck that no fit uses; the last two are of another study."""
    treatments = []
    for number, design in enumerate(TREATMENTS):
        session = LaboratorySession(game_of(design), 40, np.full(30, 3 if design[0] > 0.6 else 2, dtype=np.int64))
        seen = moments([(session, simulate_session(MADE_BY, session, session_draws(session, number, 77)))])
        treatments.append(Treatment(MAIN if number < 4 else "another", game_of(design), (session,), seen))
    return Laboratory(treatments)


def test_a_fit_finds_subjects_that_play_as_those_who_made_the_data(made: Laboratory) -> None:
    table = candidates(made, 256)
    best = fit(made, table, made.all, generations=20)
    ours, theirs = (distance(made.simulated(who, TESTING), made.seen, made.all) for who in (best, MADE_BY))
    assert ours < 1.4 * theirs
    assert best.spread == pytest.approx(MADE_BY.spread, abs=0.25)
    assert abs(best.orientation - MADE_BY.orientation) < 0.25


def test_what_is_left_out_is_not_looked_at(made: Laboratory) -> None:
    """Other choices in the treatments left out give the same fit, to the last bit."""
    known = (0, 1, 2, 3)
    spoilt = [
        replace(treatment, seen=1.0 - treatment.seen) if at not in known else treatment
        for at, treatment in enumerate(made.treatments)
    ]
    fits = [
        fit(laboratory, candidates(laboratory, 32), known, generations=2) for laboratory in (made, Laboratory(spoilt))
    ]
    assert fits[0] == fits[1]


def test_each_study_and_each_treatment_of_the_main_one_is_left_out_once(made: Laboratory) -> None:
    assert whole_studies(made.treatments) == [(0, 1, 2, 3), (4, 5)]
    assert single_treatments(made.treatments) == [(0,), (1,), (2,), (3,)]


def test_the_line_that_is_to_be_beaten(made: Laboratory) -> None:
    """A line fitted to what a line made is that line."""
    assert refit_size_bad_model(made.basins, size_bad_model(made.basins, (0.7, -2.0))) == pytest.approx(
        (0.7, -2.0), abs=1e-3
    )
    assert rmse(np.array([0.1, 0.5]), np.array([0.4, 0.1])) == pytest.approx(np.sqrt((0.09 + 0.16) / 2))


def test_errors_are_of_what_was_left_out_alone(made: Laboratory) -> None:
    seen = np.zeros((6, len(MOMENTS)))
    seen[:, 0], seen[:, 1] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], 0.5
    predicted = np.zeros((1, len(MOMENTS)))
    splits = [
        Split((0,), MADE_BY, predicted + np.array([0.2, 0.5] + [0.0] * 9), np.array([0.1]), np.array([0.4])),
        Split((3,), MADE_BY, predicted + np.array([0.1, 0.5] + [0.0] * 9), np.array([0.4]), np.array([0.4])),
    ]
    found = errors(splits, seen)
    assert found["first rounds"] == pytest.approx(np.sqrt((0.01 + 0.09) / 2))
    assert found["all rounds"] == 0.0
    assert found["first rounds, the line"] == 0.0
    assert found["first rounds, the mean"] == pytest.approx(np.sqrt(0.09 / 2))
    assert len(split_table(splits, made.treatments)) == 2


def test_moments_by_hand() -> None:
    """First match, then quarters; first rounds weigh by decisions; responses in their order."""
    counts = np.zeros((2, 2, 2))
    counts[1, 1] = 1, 3
    counts[1, 0] = 1, 1
    counts[0, 1] = 3, 1
    session = LaboratorySession(game_of((0.5, 32.0)), 2, np.ones(5, dtype=np.int64))
    first = np.array([1.0, 0.0, 0.5, 0.5, 1.0])
    choices = simulate_session(MADE_BY, session, session_draws(session, 0, 0))
    row = moments([(session, replace(choices, first=first, racing=first, responses=counts))])
    assert row[0] == row[1] == 0.6
    assert row[2:5].tolist() == [0.75, 0.5, 0.25]
    assert np.isnan(row[5])  # nobody was ever where both had battled
    assert row[6:].tolist() == [1.0, 0.0, 0.5, 0.5, 1.0]


def test_what_is_not_known_of_a_treatment_is_left_out_of_the_distance() -> None:
    one, other = np.zeros((2, len(MOMENTS))), np.zeros((2, len(MOMENTS)))
    other[0, 6:], other[1, 6:], other[1, 0] = 0.2, np.nan, 0.4
    assert distance(one, other, (0, 1)) == pytest.approx(np.sqrt((0.04 + 0.16) / 2))


def test_kept_values_lie_where_they_were_looked_for() -> None:
    intervals = parameter_intervals(resampled_subjects())
    assert len(resampled_subjects()) >= 10
    for name, (low, high) in FREE.items():
        assert low <= getattr(fitted(), name) <= high
        assert low <= intervals[name][0] <= intervals[name][1] <= high


def test_kept_predictions_are_of_whole_studies_left_out(shared: Path) -> None:
    """What ``fitted.toml`` says that people did is what the data say; the kept fit is no worse than the middle one."""
    laboratory = Laboratory(load_treatments(shared / "data"))
    kept = left_out()
    assert kept.studies == tuple(treatment.study for treatment in laboratory.treatments)
    assert np.allclose(kept.seen, laboratory.seen, atol=6e-5, equal_nan=True)
    table = candidates(laboratory, 16)
    gaps = sorted(distance(row, laboratory.seen, laboratory.all) for _, row in table)
    assert distance(laboratory.simulated(fitted(), FITTING), laboratory.seen, laboratory.all) < gaps[0]


@pytest.mark.slow
def test_people_of_studies_left_out_are_predicted_better_than_by_the_line(shared: Path) -> None:
    laboratory = Laboratory(load_treatments(shared / "data"))
    splits = leave_studies_out(laboratory, candidates(laboratory, 256), generations=4)
    found = errors(splits, laboratory.seen)
    assert found["first rounds"] < found["first rounds, the line"] < found["first rounds, the mean"]


def test_subjects_are_made_of_the_values_that_are_fitted() -> None:
    assert subjects_of([getattr(MADE_BY, name) for name in FREE]) == MADE_BY
