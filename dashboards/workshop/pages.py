"""Parts as HTML: templates that escape whatever a name holds."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import jinja2

from dashboards.workshop.views import Part

FOLDER = Path(__file__).parent
DRAWN = ("screen-map", "screen-lines")
"""Parts that components draw, in dashboards/pages/workshop.py."""


def percent(value: float | None) -> str:
    """A share as whole per cent; a dash where there is none."""
    return "–" if value is None or math.isnan(value) else f"{100 * value:.0f} %"


def signed(value: float | None) -> str:
    """A difference of shares in points."""
    return "–" if value is None or math.isnan(value) else f"{round(100 * value):+d}"


def number(value: float | None, digits: int = 2) -> str:
    """A figure; a dash where there is none."""
    return "–" if value is None or math.isnan(value) else f"{value:.{digits}f}"


TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(FOLDER / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
    undefined=jinja2.StrictUndefined,
)
TEMPLATES.filters |= {"percent": percent, "signed": signed, "number": number}


def rendered(part: Part) -> str:
    """A part as HTML."""
    return TEMPLATES.get_template(f"parts/{part.name}.html").render(d=part.data())


def made(part: Part) -> Any:
    """A part as a page of Solara's takes it: data where a component draws it, else HTML."""
    return part.data() if part.name in DRAWN else rendered(part)


def fragment(name: str, **about: Any) -> str:
    """A piece of a page that shows nothing of a session's course."""
    return TEMPLATES.get_template(f"parts/{name}.html").render(d=about)


def page(name: str, parts: list[Part], **about: Any) -> str:
    """A whole page, its parts in place."""
    made = {part.name: rendered(part) for part in parts}
    return TEMPLATES.get_template(f"{name}.html").render(parts=made, **about)
