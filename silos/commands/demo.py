"""``silos demo``: a sweep, a picture, a report and a page that show what Silos is for."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from silos.demonstration import Demonstration

Picture = Annotated[
    Path, typer.Option("--out", metavar="FILE", help="File for the picture; the runs and their report go beside it.")
]
Page = Annotated[
    bool | None,
    typer.Option("--page/--no-page", help="Open the page at the end, or not. [default: open it if in a terminal]"),
]

NEXT = {
    "silos explore lean-years --store {store}": "watch it month by month, and look at these runs",
    "silos run lean-years --set dialogue.enquiry=0.3": "what if leaders had enquired from the first month?",
    "silos scenarios": "list other situations, each with a question",
    "silos parameters dialogue": "list what else could be different",
}


def _draw(demonstration: Demonstration, path: Path) -> None:
    from dashboards.figures import save
    from silos.pictures import picture_of_demonstration

    save(picture_of_demonstration(demonstration), path)


def demo(out: Picture = Path("silos-demo.png"), page: Page = None) -> None:
    """Show how silos come, outlast their cause and are taken down: sweep, draw, report, then open the page."""
    from silos import output_files, printing
    from silos.commands.explore import explore
    from silos.commands.report import report
    from silos.commands.sweep import sweep

    write = output_files.writer_for(out, dict.fromkeys(output_files.PICTURES, _draw))
    store, report_file = out.with_suffix(".db"), out.with_suffix(".html")
    output_files.writer_for(report_file, {".html": None})
    from scenarios import load
    from silos.demonstration import EXPERIMENT, HEADLINE, SCENARIO, demonstrate

    scenario = load(SCENARIO)
    printing.OUT.print(f"{scenario.title}: {len(scenario.names)} organisations.")
    printing.OUT.print(f"{scenario.question}\n")
    sweep(EXPERIMENT, store=str(store))
    report(EXPERIMENT, store=str(store), out=report_file)
    demonstration = demonstrate(str(store))
    write(demonstration, out)
    printing.OUT.print(f"\n{HEADLINE}.\n{demonstration.finding}.")
    printing.OUT.print(f"Wrote the picture to {out} and the report of the runs to {report_file}.", soft_wrap=True)
    printing.OUT.print("\nNext:")
    commands = {command.format(store=store): meaning for command, meaning in NEXT.items()}
    width = max(map(len, commands))
    for command, meaning in commands.items():
        printing.OUT.print(f"  {command:{width}}  {meaning}", markup=False, soft_wrap=True)
    if sys.stdout.isatty() if page is None else page:
        printing.OUT.print()
        explore(SCENARIO, store=str(store))
