"""A stored run done again from its own record, and compared bit for bit."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from experiments.run.result import Place, open_place
from experiments.run.worker import Outcome, Task, run_task
from experiments.spec.identity import Subject, canonical
from results import MEASURE_COLUMNS, Store
from sim.compiled import MODEL_HASH
from sim.measures import COLUMNS
from sim.version import MODEL_VERSION


@dataclass(frozen=True)
class Reproduction:
    """Outcome of doing a run again."""

    run: str
    differences: Mapping[str, tuple[float, float]]
    """Measures at the end that are not the same: stored, and now."""
    series_differ: bool = False
    """Whether some month of the stored series, which is kept to seven digits, is not the same."""
    error: str = ""
    """Why the run could not be done again."""
    model: str = ""
    """A hash of the model's source code that the run was stored with."""
    model_version: int = MODEL_VERSION
    """The version of the model that the run was stored with."""

    @property
    def same(self) -> bool:
        """True where the run is the same to the last bit."""
        return self.model_is_here and not self.differences and not self.series_differ and not self.error

    @property
    def model_is_here(self) -> bool:
        """True where this program has the version of the model that the run was made with; else it was not repeated."""
        return self.model_version == MODEL_VERSION

    @property
    def same_model(self) -> bool:
        """True where the model's code is the one that the run was stored with."""
        return self.model == MODEL_HASH

    def __str__(self) -> str:
        if not self.model_is_here:
            return f"{self.run}: not done again: {elsewhere(self.model_version)}"
        if self.same:
            return f"{self.run}: the same, bit for bit"
        differences = [f"{name} {before!r} is now {now!r}" for name, (before, now) in self.differences.items()]
        differences += ["the series differs"] if self.series_differ else []
        differences += [f"failed: {self.error}"] if self.error else []
        code = (
            ""
            if self.same_model
            else f"; it was computed with another version of the model's code ({self.model}, not {MODEL_HASH})"
        )
        return f"{self.run}: not the same: {', '.join(differences)}{code}"


def elsewhere(version: int) -> str:
    """Return in words that a run of another version of the model cannot be done again here."""
    return (
        f"it was made with model version {version}, and this program has version {MODEL_VERSION}; what is stored of it "
        "stays, but only a release of Silos with that version can do it again"
    )


def reproduce(store: Place, run: str) -> Reproduction:
    """Do a stored run again from its record, and compare; StoreError where there is no such run."""
    with open_place(store) as there:
        record = there.record(run)
        if record["model_version"] != MODEL_VERSION:
            return Reproduction(run, {}, model=record["model"], model_version=record["model_version"])
        subject = Subject(canonical(record["scenario"]), canonical(record["settings"]), record["months"])
        outcome = run_task(Task([(subject, [record["seed"]])], series=record["series"]))
        error = outcome.errors.get(0, "")
        if error or record["error"]:
            same = error == record["error"]
            return Reproduction(run, {}, error="" if same else error or "it failed before", model=record["model"])
        return Reproduction(
            run,
            dict(_differences(record["measures"], outcome)),
            series_differ=record["series"] and not _same_series(there, run, outcome),
            model=record["model"],
        )


def _differences(stored: Mapping[str, float], outcome: Outcome) -> dict[str, tuple[float, float]]:
    """The measures that differ; two empty ones do not."""
    again = dict(zip(MEASURE_COLUMNS, outcome.end[0].tolist(), strict=True))
    pairs = {name: (stored[name], again[name]) for name in MEASURE_COLUMNS}
    return {name: (a, b) for name, (a, b) in pairs.items() if a != b and not (math.isnan(a) and math.isnan(b))}


def _same_series(store: Store, run: str, outcome: Outcome) -> bool:
    """Tell whether a stored series is the same, to the digits that are kept."""
    assert outcome.series is not None
    kept = store.series(run_ids=[run]).sort_values("month")[list(COLUMNS)].to_numpy(dtype=np.float32)
    return bool(np.array_equal(kept, outcome.series[0].astype(np.float32), equal_nan=True))
