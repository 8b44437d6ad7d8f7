"""A stored experiment, found by its file, its name or its id."""

from __future__ import annotations

from pathlib import Path

from experiments.errors import ExperimentError
from experiments.spec.identity import experiment_id
from experiments.spec.loader import load
from results import Store, StoredExperiment


def find_stored(store: Store, asked: str) -> tuple[StoredExperiment, bool]:
    """A stored experiment, that of a file or the library as it is now, else the newest of its name; and whether the
    file says something else by now.

    Raises ExperimentError for a file that is none.
    """
    try:
        now = load(asked)
    except ExperimentError:
        if Path(asked).is_file():
            raise
        return store.experiment(asked), False
    if experiment_id(now) in set(store.experiments()["id"]):
        return store.experiment(experiment_id(now)), False
    return store.experiment(now.name), True
