"""``silos sweep``: run an experiment, or go on with it."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from silos.options import STORE, Store

if TYPE_CHECKING:
    from experiments import SweepResult

Name = Annotated[
    str, typer.Argument(metavar="EXPERIMENT", help="Name of an experiment (see 'silos experiments'), or a file.")
]
Workers = Annotated[int | None, typer.Option("--workers", min=1, help="Number of threads. [default: one per core]")]
Dask = Annotated[
    str | None,
    typer.Option("--dask", metavar="ADDRESS", help="Use the Dask cluster of this scheduler: tcp://HOST:8786."),
]
Quick = Annotated[bool, typer.Option("--quick", help="Run a small version, to see in seconds what it gives.")]


def sweep(
    experiment: Name, store: Store = STORE, workers: Workers = None, dask: Dask = None, quick: Quick = False
) -> None:
    """Run an experiment: every run of it that is not stored yet.

    Ctrl-C stops it and keeps the finished runs; the same command again continues where it stopped.
    """
    if workers is not None and dask is not None:
        raise typer.BadParameter("give --workers or --dask, not both")
    from experiments import SweepStopped, load
    from experiments import quick_version as made_small
    from experiments import sweep as run_sweep
    from results.urls import display_url as shown_store
    from results.urls import url_of
    from silos.progress import sweep_watcher

    asked = made_small(load(experiment)) if quick else load(experiment)
    called = asked.name if quick else experiment
    try:
        with sweep_watcher(asked.title) as progress:
            result = run_sweep(asked, store, progress=progress, workers=workers, dask=dask)
    except SweepStopped as stopped:
        tell(stopped.result, store, "Give the same command again to continue.", stopped=True)
        raise typer.Exit(130) from None
    where = "" if store == STORE else f" --store {quote(shown_store(url_of(store)))}"
    tell(result, store, f"Next: silos report {quote(called)}{where}")
    if result.progress.failed:
        raise typer.Exit(1)


def tell(result: SweepResult, store: str, following: str, *, stopped: bool = False) -> None:
    """Print what was done, what went wrong, and what to do next."""
    from results.urls import display_url, url_of
    from silos import printing
    from silos.progress import duration

    done = result.progress
    head = f"stopped after {done.done:,} of {done.total:,} runs: " if stopped else ""
    stored = f"{done.reused:,} {'was' if done.reused == 1 else 'were'} stored already"
    counts = f"{printing.quantity(done.computed, 'run')} in {duration(done.seconds)} ({stored})"
    lines = [f"{result.experiment.name}: {head}{counts}, in {display_url(url_of(store))}"]
    lines += [f"  {printing.quantity(number, 'run')} failed: {error}" for error, number in done.errors.most_common(3)]
    if done.failed:
        lines.append("Failed runs are kept with their errors; the same command tries them again.")
    lines.append(following)
    for line in lines:
        printing.ERR.print(line, markup=False, highlight=False, soft_wrap=True)
