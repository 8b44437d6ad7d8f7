"""``silos export``: export an experiment to files that other programs read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from silos.options import STORE, Store

Experiment = Annotated[str, typer.Argument(metavar="EXPERIMENT", help="Name, file, or id of a stored experiment.")]
To = Annotated[str, typer.Option("--to", metavar="FORMAT", help="Format: parquet, csv or sqlite.")]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="PLACE", help="Folder to create; for sqlite, a file. [default: EXPERIMENT]"),
]


def export(experiment: Experiment, to: To = "parquet", out: Out = None, store: Store = STORE) -> None:
    """Export an experiment to files: its runs, points, series and networks, and the experiment itself."""
    from experiments import load_stored
    from experiments.outcomes.table import expressions_of, runs_with_outcomes
    from experiments.run.stored import find_stored
    from results import export as write
    from results import open_store
    from silos import output_files, printing

    with open_store(store, make=False) as there:
        kept, _ = find_stored(there, experiment)
        name = kept.name
        asked = load_stored(kept.spec, name, kept.model_version)
        runs = runs_with_outcomes(there, kept.id, expressions_of(asked), failed=True)
        place = write(
            there,
            kept.id,
            out or output_files.default_path(name, ".sqlite" if to == "sqlite" else ""),
            to=to,
            runs=runs,
        )
    printing.ERR.print(f"Exported {name} to {place}", markup=False, soft_wrap=True)
