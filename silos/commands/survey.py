"""``silos survey``: ask the people of a system, show what they say, begin the model there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from silos.options import Json

if TYPE_CHECKING:
    from results import Surveys

app = typer.Typer(no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of a survey, see 'silos survey list'.")]
Kept = Annotated[
    str,
    typer.Option(
        "--store",
        metavar="URL",
        envvar="SILOS_WORKSHOPS",
        help="Where surveys are kept, that of 'silos serve': a file, or postgresql://USER@HOST/NAME.",
    ),
]
STORE = "workshops.db"
Wave = Annotated[int | None, typer.Option(min=1, help="Wave to take. [default: the newest that is closed]")]
ScenarioOf = Annotated[str, typer.Argument(metavar="SCENARIO", help="Whose system: name of a scenario, or a file.")]
Title = Annotated[str, typer.Option(help="As people see it. [default: the scenario's]")]
Consent = Annotated[str, typer.Option(help="Who asks and what for: people read it before they begin.")]
Asked = Annotated[
    list[str] | None, typer.Option("--item", metavar="KEY", help="Item to ask. May be repeated. [default: the usual]")
]
People = Annotated[int, typer.Option(min=1, max=2000, help="For how many people.")]
At = Annotated[str, typer.Option("--at", metavar="URL", help="The address at which people reach the server.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")]
TableFile = Annotated[Path, typer.Argument(metavar="FILE", help="Table of answers: CSV, or a workbook (xlsx).")]
MappingFile = Annotated[
    Path | None,
    typer.Option("--mapping", metavar="FILE", help="What its columns mean, as TOML. [default: a draft is printed]"),
]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="File to write. [default: what is printed]")]


def opened(store: str, *, make: bool = False) -> Surveys:
    """The store of surveys."""
    from results import Surveys

    return Surveys(store, make=make)


@app.command("make")
def make(
    scenario: ScenarioOf, title: Title = "", consent: Consent = "", item: Asked = None, store: Kept = STORE
) -> None:
    """Make a survey of a scenario's organisations; its first wave takes answers."""
    from dashboards.survey.measure.definition import survey_of
    from dashboards.survey.measure.items import USUAL
    from dashboards.survey.serve import kept
    from scenarios import load

    survey = survey_of(load(scenario), title=title, consent=consent, items=tuple(item or USUAL))
    with opened(store, make=True) as surveys:
        name = kept.make(surveys, survey)
        code = surveys.get(name).access["code"]
    typer.echo(f"{survey.title}: survey {name}\n")
    typer.echo(f"People answer at  /s/{name}  of 'silos serve --store {store}', with the code {code}")
    typer.echo(f"Links, one a person:  silos survey links {name} --people 20 --at http://ADDRESS")


@app.command("list")
def listed(store: Kept = STORE, json: Json = False) -> None:
    """List the surveys that are kept: wave, how many answered."""
    from dashboards.survey.serve import kept
    from silos import printing

    with opened(store) as surveys:
        rows = [
            {
                "survey": there.name,
                "title": kept.definition(there).title,
                "wave": there.wave,
                "state": "takes answers" if there.taking else "closed",
                "answered": there.answered[-1],
                "invited": there.people,
            }
            for there in surveys.all()
        ]
    if json:
        printing.print_json(rows)
    elif not rows:
        typer.echo("No survey is kept here.")
    else:
        printing.print_entries(
            (
                str(row["survey"]),
                str(row["title"]),
                f"wave {row['wave']} {row['state']}: {row['answered']} answered, {row['invited']} invited",
            )
            for row in rows
        )


@app.command("links")
def links(name: Name, people: People = 20, at: At = "http://127.0.0.1:8766", store: Kept = STORE) -> None:
    """Print links for so many more people, each for one; they are not kept, so print them into a file."""
    from dashboards.survey.serve import kept

    with opened(store) as surveys:
        for key in kept.invite(surveys, name, people):
            typer.echo(f"{at.rstrip('/')}/s/{name}#k.{key}")


@app.command("close")
def close(name: Name, store: Kept = STORE) -> None:
    """Close the wave: nobody can answer it any more, and it can be shown."""
    with opened(store) as surveys:
        surveys.stop(name)
        there = surveys.get(name)
    typer.echo(f"Wave {there.wave} of survey {name} is closed: {there.answered[-1]} people answered.")


@app.command("again")
def again(name: Name, store: Kept = STORE) -> None:
    """Begin the next wave of a survey, with the same links."""
    from dashboards.survey.serve import kept

    with opened(store) as surveys:
        wave = kept.again(surveys, name)
    typer.echo(f"Wave {wave} of survey {name} takes answers.")


@app.command("results")
def results(name: Name, wave: Wave = None, store: Kept = STORE) -> None:
    """Print what a closed wave shows: who answered, gaps, beliefs, agreement."""
    from dashboards.survey.serve import kept
    from dashboards.survey.views.text import lines

    with opened(store) as surveys:
        there = kept.shown(surveys, name)
    for line in lines(kept.wave_of(there, wave)):
        typer.echo(line)


@app.command("export")
def export(name: Name, out: Out = None, store: Kept = STORE) -> None:
    """Print all that may be shown of the closed waves as a table (CSV): never what fewer than three people said."""
    from dashboards.survey.measure.tables import released_table
    from dashboards.survey.serve import kept

    with opened(store) as surveys:
        _give(released_table(kept.shown(surveys, name).waves), out)


@app.command("scenario")
def scenario(name: Name, wave: Wave = None, out: Out = None, store: Kept = STORE) -> None:
    """Print a scenario that begins with what was measured; what is estimated stands under ``assumed``."""
    from dashboards.survey.measure import scenario as made
    from dashboards.survey.serve import kept

    with opened(store) as surveys:
        _give(made.text(kept.wave_of(kept.shown(surveys, name), wave)), out)


@app.command("import")
def take_in(name: Name, table: TableFile, mapping: MappingFile = None, store: Kept = STORE) -> None:
    """Take in answers that were gathered elsewhere, as a closed wave; without a mapping, print a draft of one."""
    from dashboards.survey.imports.answers import take
    from dashboards.survey.imports.draft import draft
    from dashboards.survey.imports.mapping import read_mapping
    from dashboards.survey.imports.table import read
    from dashboards.survey.serve import kept

    with opened(store) as surveys:
        survey = kept.definition(surveys.get(name))
        rows = read(table)
        if mapping is None:
            typer.echo(draft(rows, survey), nl=False)
            return
        columns = read_mapping(mapping)
        taken = take(rows, columns, survey)
        wave = kept.take_in(surveys, name, taken.answers, known=bool(columns.person))
    typer.echo(f"{len(taken.answers)} people's answers are wave {wave} of survey {name}.")
    for reason, rows_left in taken.skipped.items():
        typer.echo(f"{rows_left} rows: {reason}")


@app.command("delete")
def delete(name: Name, yes: Yes = False, store: Kept = STORE) -> None:
    """Delete a survey with all its answers and links."""
    with opened(store) as surveys:
        there = surveys.get(name)
        answers = sum(there.answered)
        if not yes:
            typer.confirm(f"Delete survey {name} with {answers} answers?", abort=True)
        surveys.remove(name)
    typer.echo(f"All data of survey {name} are deleted.")


def _give(content: str, out: Path | None) -> None:
    """Write to a file, or print."""
    if out is None:
        typer.echo(content, nl=False)
        return
    out.write_text(content, encoding="utf-8")
    typer.echo(f"Written: {out}", err=True)
