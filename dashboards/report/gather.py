"""From the store to a study."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from dashboards.report.study import BESIDE, Study
from experiments import load_stored
from experiments.analysis.end_states import DESCRIBED_BY
from experiments.analysis.experimental_units import with_blocks
from experiments.outcomes.table import expressions_of, runs_with_outcomes
from experiments.run.stored import find_stored
from experiments.run.worker import system_of
from experiments.search.outcome import measures_of
from experiments.search.packages import PackageSpace
from experiments.spec.design import ADAPTIVE, design
from experiments.spec.identity import Subject, canonical
from experiments.spec.points import number_of_points
from results import Store, StoreError
from results.run_ends import NEEDED
from sim.engine import measures, months
from sim.state import State
from sim.system import RunSpec
from sim.version import MODEL_VERSION


class NothingToReport(StoreError):
    """No run of the experiment is finished."""


def gather(store: Store, asked: str) -> Study:
    """An experiment, by its file, name or id, and its finished runs."""
    kept, changed = find_stored(store, asked)
    experiment = load_stored(kept.spec, kept.name, kept.model_version)
    factors = [factor.name for factor in experiment.factors]
    factors += [entry.parameter for entry in experiment.file.search.levers] if experiment.file.search else []
    searched = measures_of(PackageSpace(experiment)) if experiment.file.search else []
    measured = [*experiment.measures, *searched, *BESIDE, *DESCRIBED_BY, "silos", "alone", "value_lost", *NEEDED]
    own = ["run", "position", "policy", "scenario", "seed", "months"]
    expressions = expressions_of(experiment)
    unknown = experiment.until or experiment.file.search or experiment.file.design == ADAPTIVE
    columns = list(dict.fromkeys([*own, *factors, *measured, *expressions]))
    runs = runs_with_outcomes(store, kept.id, expressions, columns=columns)
    if runs.empty:
        raise NothingToReport(f"{asked}: no run is finished yet; silos sweep {asked} makes them")
    return Study(
        experiment=experiment,
        runs=with_blocks(runs, design(experiment)),
        planned=0 if unknown else number_of_points(experiment) * experiment.replicates,
        errors=_errors(store, kept.id),
        id=kept.id,
        origins=store.origins(kept.id),
        series=lambda ids: store.series(run_ids=ids),
        replay=lambda run: replayed(store, run),
        changed=changed,
    )


def replayed(store: Store, run: str) -> State | None:
    """The last state of a run, played again from its record; None where that no longer gives what was stored."""
    record = store.record(run)
    if record["model_version"] != MODEL_VERSION:
        return None
    subject = Subject(canonical(record["scenario"]), canonical(record["settings"]), record["months"])
    spec = RunSpec(system=system_of(subject), seed=record["seed"], months=record["months"])
    (last,) = deque(months(spec, copy=False), maxlen=1)
    return last if _same(measures(last), record["measures"]) else None


def _same(now: Mapping[str, float], then: Mapping[str, float]) -> bool:
    return all(value == then[name] or (value != value and then[name] != then[name]) for name, value in now.items())


def _errors(store: Store, experiment: str) -> dict[str, int]:
    """Return the reasons why runs failed, with the number of runs for each."""
    about = store.experiments().set_index("id").loc[experiment]
    if not about["failed"]:
        return {}
    failed = store.runs(experiment, columns=["error", "status"], failed=True)
    counts = failed[failed["status"] == "failed"]["error"].value_counts()
    return {str(error): int(times) for error, times in counts.items()}
