"""``silos experiments``: list the experiments that come with Silos, or print the schema for writing one."""

from __future__ import annotations

from typing import Annotated

import typer

from silos.options import Json

Schema = Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of experiment files, for editors.")]


def experiments(json: Json = False, schema: Schema = False) -> None:
    """List the experiments that come with Silos."""
    from silos import catalogue, printing

    if schema:
        from experiments import experiment_schema

        printing.print_json(experiment_schema())
    else:
        printing.print_records(catalogue.experiment_records(), ("name", "runs", "title", "question"), json=json)
