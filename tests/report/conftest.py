"""Small sweeps in stores of their own, done once, and their reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from dashboards.report import Study, gather, html
from experiments import load, sweep
from results import open_store
from tests.report.reading import Page

SCARCITY, TRUST = "resources.scarcity", "history.trust"

POLICIES: dict[str, Any] = {
    "title": "Pooling in a small system",
    "question": "Does pooling keep doors open?",
    "scenario": "five-organisations",
    "months": 24,
    "replicates": 8,
    "record": ["series"],
    "factors": [
        {"parameter": SCARCITY, "levels": [0.0, 0.25, 0.5, 0.75]},
        {"parameter": TRUST, "levels": [0.2, 0.5, 0.8]},
    ],
    "policies": [{"name": "as it is"}, {"name": "pool", "game.sharing": 0.6}],
}

FEW = [{"parameter": SCARCITY, "levels": [0.0, 0.25, 0.5, 0.75]}, {"parameter": TRUST, "levels": [0.3, 0.7]}]


def reported(experiment: Mapping[str, Any], place: Path) -> tuple[Study, Page]:
    """Sweep, gather, write, read."""
    asked = load(experiment)
    sweep(asked, place)
    with open_store(place) as store:
        study = gather(store, asked.name)
        return study, Page(html(study))


@pytest.fixture(scope="session")
def policies(tmp_path_factory: pytest.TempPathFactory) -> tuple[Study, Page]:
    """A grid under two policies, with series."""
    return reported(POLICIES, tmp_path_factory.mktemp("policies") / "silos.db")


@pytest.fixture
def report_of(tmp_path: Path) -> Callable[..., tuple[Study, Page]]:
    """The report of a small experiment: ``report_of(replicates=1)`` changes what POLICIES says, None leaves it out."""

    def made(**more: Any) -> tuple[Study, Page]:
        asked = {**POLICIES, "factors": FEW, "replicates": 3, "record": [], **more}
        return reported({name: value for name, value in asked.items() if value is not None}, tmp_path / "silos.db")

    return made
