"""``silos search``: search for the best package of levers over worlds that are not known."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, Any

import typer

from silos.commands.sweep import Dask, Name, Quick, Workers, tell
from silos.options import STORE, Json, Store

if TYPE_CHECKING:
    from experiments import SearchResult

ROWS = 12
"""Packages that are printed."""


def search(
    experiment: Name,
    store: Store = STORE,
    workers: Workers = None,
    dask: Dask = None,
    quick: Quick = False,
    json: Json = False,
) -> None:
    """Search for the best package of levers: the cheapest, the safest, over worlds that are not known.

    Every package meets the same worlds with the same random numbers. Ctrl-C stops it and keeps the finished runs; the
    same command again goes on where it stopped, and makes no run twice.
    """
    if workers is not None and dask is not None:
        raise typer.BadParameter("give --workers or --dask, not both")
    from experiments import SweepStopped, load
    from experiments import quick_version as made_small
    from experiments import search as run_search
    from results.urls import display_url, url_of
    from silos.progress import sweep_watcher

    asked = made_small(load(experiment)) if quick else load(experiment)
    called = asked.name if quick else experiment
    try:
        with sweep_watcher(asked.title) as progress:
            result = run_search(asked, store, progress=progress, workers=workers, dask=dask)
    except SweepStopped as stopped:
        tell(stopped.result, store, "Give the same command again to continue.", stopped=True)
        raise typer.Exit(130) from None
    where = "" if store == STORE else f" --store {quote(display_url(url_of(store)))}"
    _print(result, json)
    tell(result, store, f"Next: silos report {quote(called)}{where}")
    if result.progress.failed:
        raise typer.Exit(1)


def _print(result: SearchResult, json: bool) -> None:
    """Print what was found: as sentences and a table of the front, or for programs."""
    from experiments.search.wording import lonely_words, shared_words
    from silos import printing

    if json:
        packages = result.packages()
        printing.print_json({"finding": str(result), "packages": packages.to_dict("records")})
        return
    outcome = result.outcome
    printing.OUT.print(f"{result}.", markup=False, soft_wrap=True)
    for words in (lonely_words(outcome), shared_words(outcome)):
        if words:
            printing.OUT.print(f"{words[:1].upper()}{words[1:]}.", markup=False, soft_wrap=True)
    if len(outcome.front):
        printing.OUT.print(_table(result))


def _table(result: SearchResult) -> Any:
    """The front: what each package costs and comes to, and the value of each lever that is moved."""
    from rich.table import Table

    from experiments.search.outcome import constraint_name, objective_name
    from experiments.spec.search_schema import COSTS

    outcome = result.outcome
    search, levers = outcome.space.search, outcome.space.levers
    named = [*COSTS, *map(objective_name, search.objectives), *map(constraint_name, search.constraints)]
    columns = [name for name in dict.fromkeys(named) if name in outcome.front]
    table = Table("package", box=None, pad_edge=False)
    for name in (*columns, *(lever.name.partition(".")[2] for lever in levers)):
        table.add_column(name.replace("_", " "), justify="right")
    front = outcome.front
    last = len(front) - 1
    places = range(len(front)) if len(front) <= ROWS else [round(at * last / (ROWS - 1)) for at in range(ROWS)]
    for _, row in front.iloc[list(places)].iterrows():
        moved = ["" if row[lever.name] == lever.free else f"{row[lever.name]:g}" for lever in levers]
        number = str(row["package"]).removeprefix("package ")
        table.add_row(number, *(f"{row[name]:.3g}" for name in columns), *moved)
    return table
