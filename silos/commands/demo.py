"""``silos demo``: what Silos is for, in a minute and a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from silos.demonstration import Demonstration

Picture = Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the picture goes.")]

NEXT = """
Next:
  silos run greater-manchester-2015 --seeds 20                  the same system in figures
  silos run greater-manchester-2015 --set history.trust=0.7     what if they knew each other better?
  silos scenarios                                               other situations, each with a question
  silos parameters dialogue                                     what else could be different
"""


def _draw(demonstration: Demonstration, path: Path) -> None:
    from dashboards.figures import save
    from silos.pictures import picture_of_demonstration

    save(picture_of_demonstration(demonstration), path)


def _tell(demonstration: Demonstration, path: Path) -> None:
    demonstration.table().to_csv(path, index=False)


def demo(out: Picture = Path("silos-demo.png")) -> None:
    """How silos come about in a real system: play it a few thousand times and draw what happens."""
    from silos import files, printing
    from silos.watching import watched

    write = files.chosen(out, dict.fromkeys(files.PICTURES, _draw))
    figures = out.with_suffix(".csv")
    put = files.chosen(figures, {".csv": _tell})
    with watched("runs", printing.ERR) as progress:
        from scenarios import load
        from silos.demonstration import SCENARIO, demonstrate

        scenario = load(SCENARIO)
        printing.OUT.print(f"{scenario.title}: {len(scenario.names)} organisations.")
        printing.OUT.print(f"{scenario.question}\n")
        demonstration = demonstrate(progress)
        write(demonstration, out)
        put(demonstration, figures)
    runs = demonstration.runs + len(demonstration.plenty.seeds) + len(demonstration.want.seeds)
    printing.OUT.print(f"{runs:,} runs played. {demonstration.finding}.")
    printing.OUT.print(f"The picture is in {out}, the figures behind its map in {figures}.", soft_wrap=True)
    printing.OUT.print(NEXT.rstrip(), markup=False, soft_wrap=True)
