"""``silos report``: report an experiment's results in one HTML file."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from silos.options import STORE, Store

Name = Annotated[str, typer.Argument(metavar="EXPERIMENT", help="Name, file, or id of a stored experiment.")]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="File for the report. [default: EXPERIMENT.html]")
]


def report(experiment: Name, store: Store = STORE, out: Out = None) -> None:
    """Report an experiment's results in one HTML file, which opens anywhere without a network.

    It covers the runs that are finished; if some are not finished yet, it says so.
    """
    from dashboards.report import gather, html
    from results import open_store
    from results.urls import display_url, url_of
    from silos import output_files, printing
    from silos.progress import progress_bar

    if out is not None:
        output_files.writer_for(out, {".html": None, ".htm": None})
    with (
        open_store(store, make=False) as opened,
        progress_bar("Writing the report, section by section", printing.ERR) as watch,
    ):
        study = gather(opened, experiment)
        place = out or output_files.default_path(study.experiment.name, ".html")
        where = "" if store == STORE else f" --store {quote(display_url(url_of(store)))}"
        place.write_text(html(study, store=where, watch=watch), encoding="utf-8")
    runs = printing.quantity(len(study.runs), "run")
    printing.ERR.print(f"Wrote {place}, the report of {runs} of {study.experiment.name}", markup=False, soft_wrap=True)
