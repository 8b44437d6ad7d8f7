"""Read access to a store of results for its page: experiments, runs, and one run played again.

The store is the one that whoever started the server named; a visitor cannot name another.  It is opened for each
question and closed again, so nothing is held while others write; every fault is a StoreError that says what is wrong.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from dashboards.explore.setup import MOST_MONTHS, Setup, TooLarge
from dashboards.languages import _, later
from dashboards.languages.number_format import whole
from dashboards.settings import settings
from experiments import load_stored as experiment_of
from experiments.analysis.experimental_units import unit_noun, unit_of, with_blocks
from experiments.spec.design import Design, design
from experiments.spec.identity import canonical, scenario_text
from results import MEASURE_COLUMNS, Store, StoreError, open_store
from results.urls import DEFAULT, display_url, url_of
from scenarios import ScenarioError, library, load
from sim.compiled import MODEL_HASH
from sim.engine import ensemble
from sim.parameters import PARAMETERS
from sim.version import MODEL_VERSION

WAIT = 2.0
"""Seconds to wait for somebody who is writing."""
MOST_RUNS = 300_000
"""More than this no page looks at."""
UNITS = {"seed": later("seeds"), "condition": later("conditions"), "sample": later("samples")}
"""What evidence is counted in."""
OF_RUN = ("run", "replicate", "seed", "months", "model_version")
OF_POINT = ("policy", "scenario", "position")


class TooMany(ValueError):
    """More runs than a page looks at."""


@dataclass(frozen=True)
class Kept:
    """An experiment as the store has it."""

    id: str
    name: str
    scenarios: tuple[str, ...]
    created: str
    points: int
    runs: int
    done: int
    failed: int


def place() -> str:
    """Return the address of the store, without a password."""
    return display_url(url_of(address()))


def kept() -> list[Kept]:
    """The experiments there are, the newest first."""
    with _opened() as store:
        frame = store.experiments()
    experiments = [
        Kept(
            row["id"],
            row["name"],
            tuple(row["scenarios"]),
            f"{row['created']:%Y-%m-%d %H:%M}",
            *(int(row[name]) for name in ("points", "runs", "done", "failed")),
        )
        for row in frame.to_dict("records")
    ]
    return experiments[::-1]


def factors(experiment: Kept) -> list[str]:
    """Return what varies in an experiment: policy and scenario where there are several, and its factors."""
    return list(_design(address(), experiment))


def evidence(experiment: Kept, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[str], str]:
    """Some of its runs with their places in the design, the columns that tell independent units apart, their noun."""
    plan = _plan(address(), experiment)
    among = with_blocks(frame, plan)
    unit = unit_of(among, plan)
    return among, unit, str(UNITS[unit_noun(unit, plan)])


def runs(experiment: Kept, measure: str) -> pd.DataFrame:
    """One row a run that is done: what varies, which run it is, and one measure at its end.  Not to be changed."""
    if experiment.done > MOST_RUNS:
        raise TooMany(
            _(
                "%(name)s has %(runs)s runs, more than a page looks at; `silos report %(name)s` tells of all, "
                "`silos export` hands them out",
                name=experiment.name,
                runs=whole(experiment.done),
            )
        )
    return _runs(address(), experiment, measure)


@dataclass(frozen=True)
class Replay:
    """A stored run, ready to be played again."""

    setup: Setup
    measures: Mapping[str, float]
    """What was stored of its end."""
    model: str

    @property
    def same(self) -> bool:
        """Tell whether the run ends again as it was stored, to the last bit."""
        played = ensemble([self.setup.spec()], threads=1)
        again = played.at_the_end[0].tolist()
        pairs = zip((self.measures[name] for name in MEASURE_COLUMNS), again, strict=True)
        return all(a == b or (math.isnan(a) and math.isnan(b)) for a, b in pairs)

    @property
    def said(self) -> str:
        """The result of playing the run again, in a sentence."""
        if self.same:
            return _("This is a stored run, run again from its record: it ends with the same numbers, bit for bit.")
        if self.model == MODEL_HASH:
            return _("This stored run does not end as it was stored.")
        return _(
            "This stored run does not end as it was stored. It was made by version %(version)s of the model.",
            version=self.model,
        )


def replay(run: str) -> Replay:
    """A run from its own record; StoreError where there is none, TooLarge or ScenarioError where it cannot be shown."""
    with _opened() as store:
        record = store.record(run)
    if record["model_version"] != MODEL_VERSION:
        raise StoreError(
            _(
                "this run was made with model version %(version)s, which is no longer here: what is stored of it "
                "stays, but it cannot be shown again",
                version=record["model_version"],
            )
        )
    months = int(record["months"])
    if months > MOST_MONTHS:
        raise TooLarge(_("a page shows at most %(most)s months, not %(count)s", most=MOST_MONTHS, count=months))
    setup = _known(record) or Setup(
        scenario=load({**record["scenario"], **record["settings"], "months": months}), seed=record["seed"]
    )
    return Replay(setup, record["measures"], str(record["model"]))


def _known(record: Mapping[str, Any]) -> Setup | None:
    """The run as a scenario of the library with changes, which an address can say; None where it is not that."""
    for name in library():
        scenario = load(name)
        if scenario.months != record["months"] or scenario_text(scenario) != canonical(record["scenario"]):
            continue
        setup = Setup(scenario=scenario, seed=record["seed"])
        try:
            for key in {**scenario.settings, **record["settings"]}:
                value = record["settings"].get(key, PARAMETERS[key].default)
                setup = setup.with_value(key, tuple(value) if isinstance(value, list) else value)
            setup.system  # noqa: B018 - raises where it makes none
        except ScenarioError:
            return None
        return setup
    return None


def address() -> str:
    """Return the address of the store, as whoever started the server gave it."""
    return settings().store or DEFAULT


def _opened() -> Store:
    return open_store(address(), make=False, wait=WAIT, say=lambda _: None)


@lru_cache(maxsize=32)
def _design(_url: str, experiment: Kept) -> tuple[str, ...]:
    with _opened() as store:
        frame = store.points(experiment.id)
    names = [name for name in frame.columns if name not in ("experiment", "point", "position")]
    return tuple(name for name in names if frame[name].nunique() > 1)


@lru_cache(maxsize=32)
def _plan(_url: str, experiment: Kept) -> Design:
    with _opened() as store:
        asked = store.experiment(experiment.id)
    return design(experiment_of(asked.spec, asked.name, asked.model_version))


@lru_cache(maxsize=8)
def _runs(url: str, experiment: Kept, measure: str) -> pd.DataFrame:
    """Kept for all visitors: a run that is done never changes, and ``experiment`` says how many are done."""
    with _opened() as store:
        if measure not in MEASURE_COLUMNS:
            raise StoreError(f"{measure!r} is not measured")
        wanted = dict.fromkeys((*_design(url, experiment), *OF_POINT, *OF_RUN, measure))
        return store.runs(experiment.id, columns=list(wanted))
