"""Draw the pictures of the documents with the program itself: demonstration, fit, and one of every scenario.

python tools/images.py            all of them (make images)
python tools/images.py NAME...    demo, fit-calibration, or scenarios by name
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from matplotlib.figure import Figure
from PIL import Image

from experiments import load, sweep
from scenarios import library
from scenarios import load as load_scenario
from silos.demonstration import EXPERIMENT, demonstrate
from silos.pictures import picture_of_demonstration, picture_of_run
from silos.simulate import simulate
from tools import fit_figure

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
SEEDS = 100
ALONE = ("two-neighbours",)
"""Scenarios of which one run is shown, to be followed month by month."""
WIDTHS = {"demo": 1700}
"""Pixels across, where not WIDTH."""
WIDTH = 1300
COLOURS = 255
"""A palette makes a small file, and flat figures need no more."""


def draw(name: str) -> Figure:
    """The picture of a name."""
    if name == "demo":
        with tempfile.TemporaryDirectory() as folder:
            store = f"{folder}/demo.db"
            sweep(load(EXPERIMENT), store)
            return picture_of_demonstration(demonstrate(store))
    if name == "fit-calibration":
        return fit_figure.figure()
    scenario = load_scenario(name)
    return picture_of_run(simulate(scenario, seeds=[scenario.seed] if name in ALONE else SEEDS))


def keep(drawn: Figure, path: Path, width: int) -> None:
    """Write a figure as a picture."""
    whole = io.BytesIO()
    drawn.savefig(whole, format="png", dpi=2 * width / drawn.get_figwidth())
    write(Image.open(whole).convert("RGB"), path, width)


def write(image: Image.Image, path: Path, width: int) -> None:
    """Write a picture small enough to live beside the text, and say how large it is."""
    image = image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
    image = image.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
    image.save(path, optimize=True)
    print(f"docs/images/{path.name}: {path.stat().st_size / 1000:.0f} kB")


def main(names: list[str]) -> None:
    """Draw the pictures of these names."""
    IMAGES.mkdir(exist_ok=True)
    for name in names:
        keep(draw(name), IMAGES / f"{name}.png", WIDTHS.get(name, WIDTH))


if __name__ == "__main__":
    main(sys.argv[1:] or ["demo", "fit-calibration", *library()])
