"""Figures and sections of a report, before they are HTML."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import matplotlib
import pandas as pd
from matplotlib.axes import Axes

from dashboards.figures.style import FAINT, INK, QUIET, figure

THEMED = {
    INK: "var(--ink)",
    QUIET: "var(--quiet)",
    FAINT: "var(--line)",
    "#eeeeee": "var(--line)",
    "#555555": "var(--quiet)",
    "#440f54": "var(--deep)",
    "#3b538b": "var(--indigo)",
    "#5b4a8a": "var(--closed)",
    "#0072b2": "var(--blue)",
}
"""Colours of a figure that follow the page, light or dark; all others stay."""

PAPER = "#fefefe"
"""What is drawn in this colour takes that of the page."""


@dataclass(frozen=True, eq=False)
class Picture:
    """One figure: its picture, what it shows in words, and the numbers that it shows."""

    name: str
    """For file names and links: unlike all others in a report."""
    title: str
    caption: str
    svg: str
    data: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Table:
    """One table of a report.

    shown  columns and cells as they are read
    data   the numbers behind it
    """

    name: str
    title: str
    caption: str
    shown: pd.DataFrame
    data: pd.DataFrame


@dataclass(frozen=True)
class Card:
    """The place that a dot of a figure leads to: it shows once its link is followed.

    name  of the link
    """

    name: str
    title: str
    paragraphs: Sequence[str]


@dataclass(frozen=True, eq=False)
class Section:
    """One part of a report.

    says   the sentence that it adds to the answer at the top; empty where it answers nothing
    rank   which sentence is said first: the lowest
    cards  what dots of its pictures lead to
    """

    name: str
    title: str
    paragraphs: Sequence[str] = ()
    pictures: Sequence[Picture] = ()
    tables: Sequence[Table] = ()
    says: str = ""
    rank: int = 9
    cards: Sequence[Card] = ()


def drawn(draw: Callable[[Axes], None], name: str, width: float = 4.6, height: float = 3.1, alt: str = "") -> str:
    """An SVG element that follows the page's colours, whose size gives way to a narrow screen.

    Text stays text: it can be found, copied and read out.  Ids are made unlike those of other figures.
    """
    plot = figure(width, height)
    plot.set_facecolor("none")
    axes = plot.subplots()
    axes.set_facecolor("none")
    draw(axes)
    buffer = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": f"silos-{name}", "svg.fonttype": "none"}):
        plot.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return inline(buffer.getvalue(), name, alt)


def inline(text: str, name: str, alt: str) -> str:
    """A file of SVG as an element of a page."""
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    for colour, variable in {**THEMED, PAPER: "var(--paper)"}.items():
        text = re.sub(colour, variable, text, flags=re.IGNORECASE)
    text = re.sub(r"\b(id=\"|xlink:href=\"#|url\(#)", rf"\g<1>{name}-", text)
    text = text.replace("xlink:href", "href")
    text = re.sub(r"'DejaVu Sans'[^;\"]*", "var(--sans)", text)
    head, rest = text.split(">", 1)
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', head)
    assert size
    wide = float(size[1]) * 4 / 3
    start = f'<svg viewBox="{size[0][9:-1]}" style="max-width: {wide:.0f}px" role="img">'
    return f"{start}<title>{_escaped(alt)}</title>{_compact(rest)}"


def _compact(text: str) -> str:
    """Without the white space and the decimals of places that nobody sees; words stay as they are."""
    text = re.sub(r"<[^>]*>", lambda tag: re.sub(r"(\d+\.\d{2})\d+", r"\1", tag[0]), text)
    return re.sub(r"\n\s*", "\n", text)


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
