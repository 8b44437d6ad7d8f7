"""The command line, one line a command.  ``silos.commands`` has what each does, and imports when it runs."""

from __future__ import annotations

import signal
from typing import Annotated

import typer

from silos.commands import (
    check,
    demo,
    discover,
    experiments,
    explore,
    export,
    fit,
    parameters,
    predict,
    report,
    results,
    run,
    scenarios,
    search,
    serve,
    strategies,
    survey,
    sweep,
    validate,
    workshop,
)
from silos.error_handling import ErrorReportingGroup


def _version(asked: bool) -> None:
    if asked:
        import silos
        from sim.version import MODEL_VERSION

        typer.echo(f"silos {silos.__version__}, model version {MODEL_VERSION}")
        raise typer.Exit


app = typer.Typer(
    cls=ErrorReportingGroup,
    name="silos",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def silos(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Print the versions of the program and of the model."
        ),
    ] = False,
) -> None:
    """Simulate how organisations that need each other come to work in silos, and how they come out again."""


app.command("demo")(demo.demo)
app.command("run")(run.run)
app.command("sweep")(sweep.sweep)
app.command("report")(report.report)
app.command("discover")(discover.discover)
app.command("search")(search.search)
app.command("export")(export.export)
app.add_typer(results.app, name="results")
app.command("validate")(validate.validate)
app.command("fit")(fit.fit)
app.command("predict")(predict.predict)
app.command("scenarios")(scenarios.scenarios)
app.command("experiments")(experiments.experiments)
app.command("parameters")(parameters.parameters)
app.command("strategies")(strategies.strategies)
app.command("check")(check.check)
app.command("explore")(explore.explore)
app.command("workshop")(workshop.workshop)
app.command("serve")(serve.serve)
app.add_typer(survey.app, name="survey", help="Ask the people of a system, show what they say, begin the model there.")


def main() -> None:
    """The program ``silos``."""
    try:
        app()
    finally:
        # What is left is Python's own end, in which Ctrl-C would only print a traceback.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
