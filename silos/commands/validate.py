"""``silos validate``: what the model gets right, shown."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Quick = Annotated[bool, typer.Option("--quick", help="Fewer seeds and samples: under two minutes, for a change.")]
Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="FOLDER",
        exists=True,
        file_okay=False,
        help="Data to hold the model against: repeated_games and networks. Without it their sections are left out.",
    ),
]
Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the report goes.")]
Kept = Annotated[
    str | None,
    typer.Option("--store", metavar="URL", help="Keep the runs, and take what is there. [default: neither]"),
]


def validate(quick: Quick = False, data: Data = None, out: Out = Path("validation.html"), store: Kept = None) -> None:
    """Hold the model against everything that is known of it, and write a report that says right or wrong, and why.

    One HTML file: published numbers, fifteen directions, people in a laboratory, twenty facts, real networks,
    sensitivity, limits.  Ends with 1 where something that must hold does not.
    """
    from dashboards.validation import html
    from experiments.validation import FULL, QUICK
    from experiments.validation import validate as found
    from results import open_store
    from silos import output_files, printing

    output_files.writer_for(out, {".html": None, ".htm": None})
    with open_store(store or "sqlite://") as opened:
        evidence = found(opened, QUICK if quick else FULL, data, lambda words: printing.ERR.print(f"{words} ..."))
    out.write_text(html(evidence), encoding="utf-8")
    for failure in evidence.failures:
        printing.ERR.print(f"does not hold: {failure}", markup=False, soft_wrap=True)
    printing.ERR.print(f"the report is in {out}", soft_wrap=True)
    if evidence.failures:
        raise typer.Exit(1)
