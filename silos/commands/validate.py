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

    One HTML file with a verdict in three parts: is the code the model of the specification, do designed patterns hold
    (twenty directions, also where the defaults do not), what does independent evidence say (people in repeated games,
    twenty facts, real networks).  Ends with 1 where something of the first two does not hold; the third decides
    nothing.
    """
    from dashboards.validation import html
    from experiments.validation import FULL, QUICK
    from experiments.validation import validate as gather
    from results import open_store
    from silos import output_files, printing

    output_files.writer_for(out, {".html": None, ".htm": None})
    with open_store(store or "sqlite://") as opened:
        evidence = gather(opened, QUICK if quick else FULL, data, lambda words: printing.ERR.print(f"{words} ..."))
    out.write_text(html(evidence), encoding="utf-8")
    for part in evidence.parts:
        printing.ERR.print(f"{part.title}: {part.right} of {part.tests}", markup=False, soft_wrap=True)
        for failure in part.failures:
            word = "does not hold" if part.required else "fails"
            printing.ERR.print(f"  {word}: {failure}", markup=False, soft_wrap=True)
    printing.ERR.print(f"the report is in {out}", soft_wrap=True)
    if evidence.failures:
        raise typer.Exit(1)
