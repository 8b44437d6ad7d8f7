"""Every experiment of the library asks something, is told of in the gallery, and takes minutes, not hours."""

from __future__ import annotations

import pytest

from experiments import library, load, number_of_points
from sim.parameters import PARAMETERS
from tests.conftest import ROOT

GALLERY = (ROOT / "docs" / "experiments.md").read_text(encoding="utf-8")

MOST_TIES = 400_000_000
"""Ties times months that all runs of an experiment step: two cores take a few minutes for them."""


@pytest.mark.parametrize("name", library())
def test_an_experiment_says_what_it_asks_and_how_to_read_it(name: str) -> None:
    experiment = load(name)
    assert experiment.title and experiment.question.endswith("?")
    assert "How to read it:" in experiment.file.description.replace("\n", " ")


def test_the_gallery_tells_of_each_and_of_no_other() -> None:
    named = [line.removeprefix("### ") for line in GALLERY.splitlines() if line.startswith("### ")]
    assert sorted(named) == list(library())


@pytest.mark.parametrize("name", library())
def test_an_experiment_takes_minutes(name: str) -> None:
    experiment = load(name)
    runs = number_of_points(experiment) * experiment.replicates
    case = experiment.cases[0].scenario
    assert runs * case.system().network.m * case.months < MOST_TIES


def test_the_global_sensitivity_analysis_varies_every_parameter() -> None:
    varied = {each.name for each in load("what-matters-most").factors}
    assert varied == {name for name, each in PARAMETERS.items() if not each.structural}


@pytest.mark.parametrize("name", library())
def test_ranges_hold_the_defaults_of_what_is_not_set(name: str) -> None:
    """What is asked is near what is known: every range holds the parameter's default."""
    for factor in load(name).factors:
        default = factor.parameter.default
        if factor.parameter.choices:
            assert default in factor.levels, factor.name
        else:
            assert min(factor.levels) <= default <= max(factor.levels), factor.name


def test_five_years_of_plenty_or_want_are_sixty_months() -> None:
    for policy in load("plenty-or-want").file.policies:
        (change,) = policy.schedule
        assert change.until is not None and change.until - change.month == 60
