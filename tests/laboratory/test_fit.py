"""Fitting finds what made the data, does not look at what is held out, and predicts people better than the line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from experiments.laboratory import (
    BASINS,
    FREE,
    TESTING,
    TO_BEAT,
    TREATMENTS,
    Laboratory,
    LaboratorySession,
    ObservedSession,
    Split,
    Subjects,
    candidates,
    distance,
    fit,
    fitted,
    game_of,
    load_sessions,
    overall_rmse,
    parameter_intervals,
    refit_size_bad_model,
    resampled_subjects,
    rmse,
    session_draws,
    simulate_session,
    size_bad_model,
    split_table,
    splits,
    summarise,
)

MADE_BY = Subjects(orientation=0.1, spread=0.3, rationality=10.0, first_trust=0.4, memory=0.05, negativity=2.0)


@pytest.fixture(scope="module")
def made() -> Laboratory:
    """Sessions that subjects we know have played, under luck that no fit uses."""
    sessions = []
    for number, treatment in enumerate(TREATMENTS):
        held = LaboratorySession(game_of(treatment), 40, np.full(40, 3 if treatment[0] > 0.6 else 2, dtype=np.int64))
        sessions.append(
            ObservedSession(treatment, held, simulate_session(MADE_BY, held, session_draws(held, number, 77)))
        )
    return Laboratory(sessions)


def test_a_fit_finds_subjects_that_play_as_those_who_made_the_data(made: Laboratory) -> None:
    table = candidates(made, 256)
    found = fit(made, table, generations=25)
    people = made.observed()
    assert distance(made.simulated(found, TESTING), people) < 1.3 * distance(made.simulated(MADE_BY, TESTING), people)
    assert found.spread == pytest.approx(MADE_BY.spread, abs=0.2)
    assert abs(found.orientation - MADE_BY.orientation) < 0.2


def test_what_is_held_out_is_not_looked_at(made: Laboratory) -> None:
    """Other decisions in the treatment held out give the same fit, to the last bit."""
    trained = (0, 1, 2, 3, 4)
    spoilt = [
        replace(each, played=replace(each.played, first=1.0 - each.played.first, responses=each.played.responses[::-1]))
        if each.treatment == TREATMENTS[5]
        else each
        for each in made.sessions
    ]
    one, two = (fit(each, candidates(each, 32), trained, generations=3) for each in (made, Laboratory(spoilt)))
    assert one == two


def test_the_line_that_is_to_be_beaten() -> None:
    """A line fitted to what a line made is that line."""
    assert refit_size_bad_model(BASINS, size_bad_model(BASINS, (0.7, -2.0))) == pytest.approx((0.7, -2.0), abs=1e-3)
    assert rmse(np.array([0.1, 0.5]), np.array([0.4, 0.1])) == pytest.approx(np.sqrt((0.09 + 0.16) / 2))


def test_errors_are_of_what_was_held_out_alone() -> None:
    first = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
    found = [Split((1, 2, 3, 4, 5), MADE_BY, first + 0.1, first), Split((0, 2, 3, 4, 5), MADE_BY, first - 0.3, first)]
    assert overall_rmse(found, first, 1) == pytest.approx((np.sqrt((0.01 + 0.09) / 2), 0.0))
    assert split_table(found, first)["held out"].tolist() == [".5/32", ".5/40"]


def test_summaries_by_hand() -> None:
    """First match, then quarters; first rounds weigh by decisions; responses in their order."""
    responses = np.zeros((2, 2, 2))
    responses[1, 1] = 1, 3
    responses[1, 0] = 1, 1
    responses[0, 1] = 3, 1
    responses[0, 0] = 9, 1
    held = LaboratorySession(game_of((0.5, 32.0)), 2, np.ones(5, dtype=np.int64))
    first = np.array([1.0, 0.0, 0.5, 0.5, 1.0])
    found = summarise(
        [
            [
                (
                    held,
                    replace(
                        simulate_session(MADE_BY, held, session_draws(held, 0, 0)), first=first, responses=responses
                    ),
                )
            ]
        ]
    )
    assert found.parts[0].tolist() == [1.0, 0.0, 0.5, 0.5, 1.0]
    assert found.first.tolist() == [0.6]
    assert found.responses().tolist() == [0.75, 0.5, 0.25, 0.1]


def test_kept_values_lie_where_they_were_looked_for() -> None:
    found = parameter_intervals(resampled_subjects())
    assert len(resampled_subjects()) >= 40
    for name, (low, high) in FREE.items():
        assert low <= getattr(fitted(), name) <= high
        assert low <= found[name][0] <= found[name][1] <= high


def test_people_are_predicted_in_treatments_held_out(shared: Path) -> None:
    """First rounds of treatments left out one by one err less than the line to beat; so do those of the kept values."""
    laboratory = Laboratory(load_sessions(shared / "data"))
    people = laboratory.observed()
    found = splits(laboratory, candidates(laboratory, 128), [1], generations=4)
    ours, theirs = overall_rmse(found, people.first, 1)
    assert len(found) == 6
    assert ours < TO_BEAT
    assert ours < theirs
    model = laboratory.simulated(fitted(), TESTING)
    assert rmse(model.first, people.first) < 0.05
    assert np.abs(model.responses() - [0.963, 0.343, 0.361, 0.059]).max() < 0.06
