"""``silos results``: list, compare, verify and delete stored experiments."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from silos.options import STORE, Json, Store

if TYPE_CHECKING:
    from results import Store as Opened

app = typer.Typer(invoke_without_command=True)

Experiment = Annotated[str, typer.Argument(metavar="EXPERIMENT", help="Name or id of a stored experiment.")]
Side = Annotated[
    str, typer.Argument(metavar="EXPERIMENT[:POLICY]", help="A stored experiment, or one of its policies.")
]
Measures = Annotated[
    list[str] | None,
    typer.Option("--measure", metavar="NAME", help="Measure to compare. May be repeated. [default: the experiments']"),
]
Reproduce = Annotated[
    list[str] | None,
    typer.Option("--reproduce", metavar="RUN", help="Do this run again and compare bit for bit. May be repeated."),
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")]


def opened(store: str) -> Opened:
    """A store that is there; none is made."""
    from results import open_store

    return open_store(store, make=False)


@app.callback()
def results(ctx: typer.Context, store: Store = STORE, json: Json = False) -> None:
    """List the stored experiments: their runs, failures, dates, computing time and versions."""
    if ctx.invoked_subcommand is not None:
        if any(ctx.get_parameter_source(name).name == "COMMANDLINE" for name in ("store", "json")):  # type: ignore[union-attr]
            raise typer.BadParameter(f"give options after the command: silos results {ctx.invoked_subcommand} ...")
        return
    from silos import printing

    with opened(store) as there:
        rows = [dict(row) for _, row in there.experiments().iterrows()]
    if json:
        printing.print_json([{**row, **{name: str(row[name]) for name in ("created", "last")}} for row in rows])
    else:
        printing.print_entries(_entry(row) for row in rows)


def _entry(row: dict[str, Any]) -> tuple[str, ...]:
    from silos import printing
    from silos.progress import duration
    from sim.version import MODEL_VERSION

    asked_for = printing.quantity(row["runs"], "run")
    runs = asked_for if row["done"] == row["runs"] else f"{row['done']:,} of {asked_for}"
    if row["model_version"] != MODEL_VERSION:
        runs += f", made with model version {row['model_version']}, not today's {MODEL_VERSION}"
    if row["failed"]:
        runs += f", {row['failed']:,} failed"
    created = f"id {row['id'][:8]}, created {row['created']:%Y-%m-%d %H:%M} UTC"
    if not row["versions"]:
        return row["name"], runs, created
    work = f"{duration(row['seconds'])} of computing with {'; '.join(row['versions'])}"
    return row["name"], runs, created, f"{work}; last run {row['last']:%Y-%m-%d %H:%M} UTC"


@app.command()
def compare(one: Side, other: Side, measures: Measures = None, store: Store = STORE, json: Json = False) -> None:
    """Compare two experiments or policies: means, and differences between runs with the same random numbers."""
    from silos import comparison, printing

    with opened(store) as there:
        table = comparison.compare_sides(there, one, other, measures)
    if json:
        printing.print_json(table.to_dict("records"))
    else:
        printing.OUT.print(f"one    {one}\nother  {other}\n", markup=False, soft_wrap=True)
        printing.OUT.print(comparison.comparison_table(table))
        printing.OUT.print(
            "\ndifference: other minus one, between runs with the same random numbers, with its 95% interval\n"
            "units: seeds, or conditions where these are drawn from ranges",
            soft_wrap=True,
        )


@app.command()
def verify(runs: Reproduce = None, store: Store = STORE) -> None:
    """Verify that the store is sound: the database, every part, and each against the other."""
    from experiments import reproduce
    from results import verify as faults_of
    from silos import printing

    with opened(store) as there:
        reproductions = [reproduce(there, run) for run in runs or ()]
        faults = [] if runs else list(faults_of(there))
    for line in [*reproductions, *faults]:
        printing.OUT.print(str(line), markup=False, soft_wrap=True)
    if faults or not all(reproduction.same for reproduction in reproductions):
        raise typer.Exit(1)
    if not runs:
        printing.OUT.print("OK: the store is sound")


@app.command()
def delete(experiment: Experiment, yes: Yes = False, store: Store = STORE) -> None:
    """Delete an experiment, with those of its runs that no other experiment uses.

    The file keeps its size; new runs use the space again.
    """
    from results import remove
    from silos import printing

    with opened(store) as there:
        id = there.experiment(experiment).id
        row: Any = there.experiments().set_index("id").loc[id]
        what = f"{row['name']} ({id[:8]}) with {printing.quantity(row['done'], 'run')}"
        if not yes:
            if not sys.stdin.isatty():
                raise typer.BadParameter(f"this would delete {what}; give --yes to confirm")
            typer.confirm(f"Delete {what}?", abort=True)
        gone = remove(there, id)
    shared = row["done"] + row["failed"] - gone
    kept = f"; kept {printing.quantity(shared, 'run')} for other experiments" if shared else ""
    printing.ERR.print(f"Deleted {what}{kept}", markup=False, soft_wrap=True)
