"""Draw the pictures of the documents with the program itself: the demonstration, and one of every scenario.

python tools/images.py            all of them (make images)
python tools/images.py NAME...    demo, or scenarios by name
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from matplotlib.figure import Figure
from PIL import Image

from scenarios import library
from silos.demonstration import demonstrate
from silos.pictures import picture_of_demonstration, picture_of_run
from silos.playing import play

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
SEEDS = 100
ALONE = {"two-neighbours": [4]}
"""Seeds of scenarios that are to be followed month by month."""
WIDTHS = {"demo": 1700}
"""Pixels across, where not WIDTH."""
WIDTH = 1300
COLOURS = 255
"""A palette makes a small file, and flat figures need no more."""


def draw(name: str) -> Figure:
    """The picture of a name."""
    if name == "demo":
        return picture_of_demonstration(demonstrate())
    return picture_of_run(play(name, seeds=ALONE.get(name, SEEDS)))


def keep(drawn: Figure, path: Path, width: int) -> None:
    """Write a figure small enough to live beside the text."""
    whole = io.BytesIO()
    drawn.savefig(whole, format="png", dpi=2 * width / drawn.get_figwidth())
    image = Image.open(whole).convert("RGB")
    image = image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
    image = image.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
    image.save(path, optimize=True)


def main(names: list[str]) -> None:
    """Draw the pictures of these names."""
    IMAGES.mkdir(exist_ok=True)
    for name in names:
        path = IMAGES / f"{name}.png"
        keep(draw(name), path, WIDTHS.get(name, WIDTH))
        print(f"docs/images/{path.name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:] or ["demo", *library()])
