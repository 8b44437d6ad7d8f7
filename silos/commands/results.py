"""``silos results``: what is stored; compare it, verify it, delete it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from silos.options import STORE, Json, Store

if TYPE_CHECKING:
    from results import Store as Opened

app = typer.Typer(invoke_without_command=True)

Experiment = Annotated[str, typer.Argument(metavar="EXPERIMENT", help="Its name, or its id.")]
Side = Annotated[str, typer.Argument(metavar="EXPERIMENT[:POLICY]", help="All runs of an experiment, or of a policy.")]
Measures = Annotated[
    list[str] | None,
    typer.Option("--measure", metavar="NAME", help="May be repeated. [default: those the experiments ask for]"),
]
Remake = Annotated[
    list[str] | None,
    typer.Option("--remake", metavar="RUN", help="Do this run again and compare bit for bit. May be repeated."),
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def opened(store: str) -> Opened:
    """A store that is there; none is made."""
    from results import open_store

    return open_store(store, make=False)


@app.callback()
def results(ctx: typer.Context, store: Store = STORE, json: Json = False) -> None:
    """List the experiments in the store: what was run, what failed, when, how long, and by which version."""
    if ctx.invoked_subcommand is not None:
        if any(ctx.get_parameter_source(name).name == "COMMANDLINE" for name in ("store", "json")):  # type: ignore[union-attr]
            raise typer.BadParameter(f"options come after the command: silos results {ctx.invoked_subcommand} ...")
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

    asked_for = printing.quantity(row["runs"], "run")
    runs = asked_for if row["done"] == row["runs"] else f"{row['done']:,} of {asked_for}"
    if row["failed"]:
        runs += f", {row['failed']:,} failed"
    asked = f"id {row['id'][:8]}, first asked for {row['created']:%Y-%m-%d %H:%M} UTC"
    if not row["versions"]:
        return row["name"], runs, asked
    work = f"{duration(row['seconds'])} of computing by {'; '.join(row['versions'])}"
    return row["name"], runs, asked, f"{work}, the latest at {row['last']:%Y-%m-%d %H:%M} UTC"


@app.command()
def compare(one: Side, other: Side, measures: Measures = None, store: Store = STORE, json: Json = False) -> None:
    """Two experiments or policies side by side: means, and differences between runs that met the same luck."""
    from silos import comparison, printing

    with opened(store) as there:
        table = comparison.compare_sides(there, one, other, measures)
    if json:
        printing.print_json(table.to_dict("records"))
    else:
        printing.OUT.print(f"one    {one}\nother  {other}\n", markup=False, soft_wrap=True)
        printing.OUT.print(comparison.comparison_table(table))
        printing.OUT.print(
            "\ndifference: of runs under the same luck, other - one, with its 95% interval; "
            "units: seeds, or conditions where these are drawn from ranges",
            soft_wrap=True,
        )


@app.command()
def verify(remake: Remake = None, store: Store = STORE) -> None:
    """Is the store sound: the database, every part, and each against the other?"""
    from experiments import reproduce as done_again
    from results import verify as look
    from silos import printing

    with opened(store) as there:
        reproductions = [done_again(there, run) for run in remake or ()]
        faults = [] if remake else list(look(there))
    for line in [*reproductions, *faults]:
        printing.OUT.print(str(line), markup=False, soft_wrap=True)
    if faults or not all(reproduction.same for reproduction in reproductions):
        raise typer.Exit(1)
    if not remake:
        printing.OUT.print("sound")


@app.command()
def delete(experiment: Experiment, yes: Yes = False, store: Store = STORE) -> None:
    """Delete an experiment, with those of its runs that no other experiment uses.

    A file keeps its size; new runs use the room again.
    """
    from results import remove
    from silos import printing

    with opened(store) as there:
        id = there.experiment(experiment).id
        row: Any = there.experiments().set_index("id").loc[id]
        what = f"{row['name']} ({id[:8]}) with {printing.quantity(row['done'], 'run')}"
        if not yes:
            if not sys.stdin.isatty():
                raise typer.BadParameter(f"this would delete {what}; give --yes to do it without being asked")
            typer.confirm(f"Delete {what}?", abort=True)
        gone = remove(there, id)
    printing.ERR.print(f"deleted {what}; {gone:,} of them were of no other experiment", markup=False, soft_wrap=True)
