"""``silos sweep``: run an experiment, or go on with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from silos.options import STORE, Store

if TYPE_CHECKING:
    from experiments import Experiment, SweepResult
    from experiments.run.progress import Progress, Watcher

Name = Annotated[
    str, typer.Argument(metavar="EXPERIMENT", help="Name of an experiment (see 'silos experiments'), or a file.")
]
Workers = Annotated[int | None, typer.Option("--workers", min=1, help="Number of threads. [default: one per core]")]
Dask = Annotated[
    str | None,
    typer.Option("--dask", metavar="ADDRESS", help="Use the Dask cluster of this scheduler: tcp://HOST:8786."),
]
Watch = Annotated[bool, typer.Option("--watch", help="Show the report in the browser, filling as runs come in.")]
Open = Annotated[bool, typer.Option("--open/--no-open", help="With --watch: open the page in the browser.")]
Quick = Annotated[bool, typer.Option("--quick", help="Run a small version, to see in seconds what it gives.")]


def sweep(
    experiment: Name,
    store: Store = STORE,
    workers: Workers = None,
    dask: Dask = None,
    quick: Quick = False,
    watch: Watch = False,
    open_browser: Open = True,
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
    from results.urls import in_memory, url_of

    if watch and in_memory(url_of(store)):
        raise typer.BadParameter("--watch reads the store while runs come in: name a file or a database, not memory")
    asked = made_small(load(experiment)) if quick else load(experiment)
    called = asked.name if quick else experiment
    where = "" if store == STORE else f" --store {quote(shown_store(url_of(store)))}"
    following = f"Next: silos report {quote(called)}{where}"
    try:
        with _shown(asked, store, following, watch, open_browser) as progress:
            result = run_sweep(asked, store, progress=progress, workers=workers, dask=dask)
    except SweepStopped as stopped:
        tell(stopped.result, store, "Give the same command again to continue.", stopped=True)
        raise typer.Exit(130) from None
    tell(result, store, following)
    if result.progress.failed:
        raise typer.Exit(1)


@contextmanager
def _shown(experiment: Experiment, store: str, following: str, watch: bool, open_browser: bool) -> Iterator[Watcher]:
    """A watcher that shows a sweep in the terminal and, if asked for, on a page."""
    from silos import printing
    from silos.progress import progress_text, sweep_watcher

    if not watch:
        with sweep_watcher(experiment.title) as progress:
            yield progress
        return
    from dashboards.watch import watching

    def say(words: str) -> None:
        printing.ERR.print(words, markup=False, highlight=False, soft_wrap=True)

    page_of = partial(watching, words=progress_text, say=say, following=following, open_browser=open_browser)
    with page_of(experiment, store) as page, sweep_watcher(experiment.title) as progress:

        def both(now: Progress) -> None:
            progress(now)
            page(now)

        yield both


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
