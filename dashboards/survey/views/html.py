"""Pages as HTML: the survey's templates, and the workshop's, which escape whatever a name holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2

from dashboards.languages import with_words
from dashboards.workshop.views import html_parts

FOLDER = Path(__file__).parent.parent

TEMPLATES = with_words(
    jinja2.Environment(
        loader=jinja2.FileSystemLoader([FOLDER / "templates", html_parts.FOLDER / "templates"]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        undefined=jinja2.StrictUndefined,
    )
)
TEMPLATES.filters |= {name: html_parts.TEMPLATES.filters[name] for name in ("percent", "signed", "number")}
TEMPLATES.globals |= {name: html_parts.TEMPLATES.globals[name] for name in ("script_words", "terms")}


def page(template: str, /, **about: Any) -> str:
    """Return a whole page."""
    return TEMPLATES.get_template(f"{template}.html").render(**about)
