"""``silos report``: what an experiment found, in one file."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from silos.options import STORE, Store

Name = Annotated[str, typer.Argument(metavar="EXPERIMENT", help="Its name, its file, or its id in the store.")]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Where the report goes. [default: EXPERIMENT.html]")
]


def report(experiment: Name, store: Store = STORE, out: Out = None) -> None:
    """Write what an experiment found to one HTML file, which opens anywhere without a network.

    It tells of the runs that are finished; where some are not yet, it says so.
    """
    from dashboards.report import gather, html
    from results import open_store
    from results.urls import display_url, url_of
    from silos import output_files, printing
    from silos.progress import compilation_announced

    if out is not None:
        output_files.writer_for(out, {".html": None, ".htm": None})
    with open_store(store, make=False) as opened, compilation_announced(printing.ERR):
        study = gather(opened, experiment)
        place = out or output_files.default_path(study.experiment.name, ".html")
        where = "" if store == STORE else f" --store {quote(display_url(url_of(store)))}"
        place.write_text(html(study, store=where), encoding="utf-8")
    printing.ERR.print(
        f"{printing.quantity(len(study.runs), 'run')} of {study.experiment.name}; the report is in {place}",
        soft_wrap=True,
    )
