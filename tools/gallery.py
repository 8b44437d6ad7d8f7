"""Run the experiments of the library at full size, and take for the documents one picture from each report.

python tools/gallery.py            all of them: a quarter of an hour
python tools/gallery.py NAME...    these

Needs Chromium.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from dashboards.report import gather, html
from experiments import sweep
from results import open_store
from tests.browser.harness import a_browser
from tools.images import IMAGES, write

FIGURES = {
    "scarcity-by-trust": "map-openness",
    "scarcity-by-trust-5-years": "map-openness",
    "scarcity-by-trust-20-years": "map-openness",
    "scarcity-by-trust-40-years": "map-openness",
    "out-of-standing-silos": "front",
    "what-dissolves-silos": "policies-openness-across",
    "pooling-by-trust-needed": "map-openness-across",
    "enquiry-by-bridging-by-time": "tornado-openness-across",
    "beliefs-that-make-groups": "tornado-silos",
    "pooling-by-belief": "map-race-share",
    "time-together-by-tier": "tornado-trust",
    "blame-by-failure": "map-siloed",
    "turnover-by-patience": "map-openness",
    "greater-manchester-map": "map-openness",
    "greater-manchester-policies": "policies-openness",
    "plenty-or-want": "loop-openness",
    "dorset-first-look": "tornado-openness",
    "what-matters-most": "tornado-openness",
    "what-matters-after-40-years": "tornado-openness",
}
"""Which figure of its report stands for an experiment."""

WIDER = 1.6
"""Pixels in the documents for one of the report."""


def reported(name: str, folder: Path) -> Path:
    """Return the report of an experiment, run here."""
    store, file = folder / f"{name}.db", folder / f"{name}.html"
    sweep(name, store)
    with open_store(store) as opened:
        file.write_text(html(gather(opened, name)), encoding="utf-8")
    return file


def taken(browser: Browser, report: Path, figure: str) -> tuple[Image.Image, int]:
    """A figure of a report, and how wide it is to be."""
    page = browser.new_page(device_scale_factor=3, color_scheme="light")
    page.goto(report.as_uri())
    drawn = page.locator(f"#{figure} > svg")
    picture = Image.open(io.BytesIO(drawn.screenshot())).convert("RGB")
    width = round(WIDER * drawn.bounding_box()["width"])  # type: ignore[index]
    page.close()
    return picture, width


def main(names: list[str]) -> None:
    """Take the pictures of these experiments."""
    with a_browser() as browser, tempfile.TemporaryDirectory() as folder:
        for name in names:
            picture, width = taken(browser, reported(name, Path(folder)), FIGURES[name])
            write(picture, IMAGES / f"experiment-{name}.png", width)


if __name__ == "__main__":
    main(sys.argv[1:] or list(FIGURES))
