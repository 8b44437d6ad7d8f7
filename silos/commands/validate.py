"""``silos validate``: compare the model with everything that is known of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Quick = Annotated[bool, typer.Option("--quick", help="Use fewer seeds and samples: takes under two minutes.")]
Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="FOLDER",
        exists=True,
        file_okay=False,
        help="Folder with the data sets repeated_games and networks. Without it, their sections are left out.",
    ),
]
Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="File for the report.")]
Kept = Annotated[
    str | None,
    typer.Option("--store", metavar="URL", help="Store to keep the runs in and to reuse. [default: none]"),
]


def validate(quick: Quick = False, data: Data = None, out: Out = Path("validation.html"), store: Kept = None) -> None:
    """Compare the model with everything that is known of it, and report what is right, what is wrong, and why.

    The report is one HTML file: published numbers, expected signs, people in a laboratory, stylised facts, real
    networks, sensitivity, limits.  The exit code is 1 if something that must hold does not.
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
        printing.ERR.print(f"Does not hold: {failure}", markup=False, soft_wrap=True)
    printing.ERR.print(f"Wrote {out}", markup=False, soft_wrap=True)
    if evidence.failures:
        raise typer.Exit(1)
