"""Parts as HTML: templates that escape whatever a name holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2

from dashboards.languages import later, with_words
from dashboards.languages.number_format import number, percent, points
from dashboards.workshop.views.shared import Part

FOLDER = Path(__file__).parent.parent
DRAWN = ("screen-map", "screen-lines")
"""Parts that components draw, in dashboards/pages/workshop.py."""


TEMPLATES = with_words(
    jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        undefined=jinja2.StrictUndefined,
    )
)
TEMPLATES.filters |= {"percent": percent, "signed": points, "number": number}

SCRIPT = {
    "kept": later("No connection: it is kept, and sent as soon as there is one."),
    "unconnected": later("No connection at the moment."),
    "unsaid": later("not said"),
    "percent": later("%(number)s\N{NO-BREAK SPACE}%%"),
    "other": later("other"),
    "same": later("same"),
    "race": later("race"),
    "battle": later("battle"),
    "silent": later("The server does not answer. Are you in the same Wi-Fi?"),
    "taken": later("%(seat)s (%(people)s here)"),
    "join": later("Join"),
}
"""What the script says, by the name under which it looks for it."""


def script_words() -> dict[str, str]:
    """Return what the script says, in the current language."""
    return {name: str(text) for name, text in SCRIPT.items()}


TEMPLATES.globals["script_words"] = script_words


def render(part: Part) -> str:
    """Return a part as HTML."""
    return TEMPLATES.get_template(f"parts/{part.name}.html").render(d=part.data())


def for_solara(part: Part) -> Any:
    """Return a part as a page of Solara's takes it: data where a component draws it, else HTML."""
    return part.data() if part.name in DRAWN else render(part)


def fragment(name: str, **about: Any) -> str:
    """Return a piece of a page that shows nothing of a session's course."""
    return TEMPLATES.get_template(f"parts/{name}.html").render(d=about)


def page(name: str, parts: list[Part], **about: Any) -> str:
    """Return a whole page, its parts in place."""
    pieces = {part.name: render(part) for part in parts}
    return TEMPLATES.get_template(f"{name}.html").render(parts=pieces, **about)
