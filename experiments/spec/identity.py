"""Identity of a run: what determines it, and the id that follows.

Two runs of the same content have the same id, in whichever experiment and by whichever way they came about: so
experiments share runs, and a sweep that is continued knows what is there.  What is only words (titles, notes,
sources) or only recorded beside does not count.  The model counts by its version, which goes up when results change,
not by its source code, which may be reworded without any result changing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from typing import Any

from experiments.spec.experiment import Experiment
from scenarios import Scenario
from scenarios.entities import NOTHING
from sim.parameters import PARAMETERS
from sim.version import MODEL_VERSION

SEED_OF_EXPERIMENT = 2**32


def replicate_seed(experiment_seed: int, replicate: int) -> int:
    """Return the seed of a replicate: the same at every point, so that all points and policies share random numbers.

    No two replicates of an experiment, nor of two experiments of different seeds, share one.

    >>> replicate_seed(0, 7), replicate_seed(1, 0) == 2**32
    (7, True)
    """
    return SEED_OF_EXPERIMENT * experiment_seed + replicate


def scenario_text(scenario: Scenario) -> str:
    """Return what determines a scenario's runs, but the settings that hold for everyone, as canonical JSON."""
    bare = replace(
        scenario,
        title="",
        question="",
        description="",
        sources=(),
        assumed=(),
        settings=NOTHING,
        workshop=None,
        sectors=tuple(replace(entry, note="") for entry in scenario.sectors),
        organisations=tuple(replace(entry, note="", source="") for entry in scenario.organisations),
        schedule=tuple(
            replace(change, label="") for change in scenario.schedule if change.settings or change.changes_ties
        ),
        alliances=tuple(replace(alliance, name="") for alliance in scenario.alliances),
        seed=0,
    )
    return canonical({key: value for key, value in bare.document().items() if key != "months"})


def settings_text(settings: Mapping[str, Any]) -> str:
    """The settings that differ from the parameters' defaults, as canonical JSON.

    >>> settings_text({"game.sharing": 0.5, "game.benefit": 1.0})
    '{"game.sharing":0.5}'
    """
    return canonical(
        {name: value for name, value in settings.items() if _plain(value) != _plain(PARAMETERS[name].default)}
    )


def canonical(data: Mapping[str, Any]) -> str:
    """JSON in which equal content is equal text."""
    return json.dumps(_plain(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _plain(value: Any) -> Any:
    """Zero without its sign, whole numbers that stand for real ones as such, tuples as lists."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value + 0.0 if isinstance(value, float) else value


@dataclass(frozen=True)
class Subject:
    """All that determines the runs of a point, but for their seed."""

    scenario: str
    settings: str
    months: int

    @cached_property
    def key(self) -> bytes:
        """A digest of it, and of the version of the model."""
        digest = blake2b(digest_size=32)
        for part in (str(MODEL_VERSION), str(self.months), self.settings, self.scenario):
            digest.update(f"{len(part)}:{part}".encode())
        return digest.digest()

    def run_id(self, seed: int) -> str:
        """The id of the run with this seed."""
        return blake2b(self.key + seed.to_bytes(8, "big"), digest_size=16).hexdigest()


def experiment_id(experiment: Experiment) -> str:
    """A hash of what an experiment says, its scenarios and the version of the model."""
    return blake2b(f"{MODEL_VERSION}:{experiment.name}:{experiment.spec}".encode(), digest_size=16).hexdigest()
