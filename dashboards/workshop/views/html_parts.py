"""Parts as HTML: templates that escape whatever a name holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2

from dashboards.languages import later, with_words
from dashboards.languages.number_format import number, percent, points, signed
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

SCRIPT = {
    "kept": later("No connection: your choice waits on this phone and is sent when it is back."),
    "unconnected": later("No connection at the moment."),
    "unsaid": later("not answered"),
    "percent": later("%(number)s%%"),
    "other": later("other"),
    "same": later("same"),
    "race": later("race"),
    "battle": later("battle"),
    "silent": later("The server does not answer. Are you in the same Wi-Fi?"),
    "taken": later("%(seat)s (%(people)s here)"),
    "join": later("Join"),
}
"""What the script says, by the name under which it looks for it."""


def plus(value: float) -> str:
    """Return a number with its sign, to one place."""
    return signed(value, 1)


def script_words() -> dict[str, str]:
    """Return what the script says, in the current language."""
    return {name: str(text) for name, text in SCRIPT.items()}


TERMS = {
    "race": later("Race: both get better by trying harder. You help each other to win."),
    "battle": later("Battle: if you lose, I win. You take from the other; if both battle, both lose."),
    "doors": later("Doors: how much work can pass between two organisations. Both doors have to be open."),
    "hours": later("Time: whom your leaders meet. Meetings rebuild trust; your hours are few."),
    "trust": later("Trust: how likely you think it is that the others race with you."),
    "resources": later(
        "Resources: how much of what your organisation needs is covered. Below 100 per cent something is missing."
    ),
}
"""Words that a touch explains."""


def terms() -> dict[str, str]:
    """Return the explanations of words, in the current language."""
    return {name: str(text) for name, text in TERMS.items()}


TEMPLATES.filters |= {"percent": percent, "signed": points, "number": number, "plus": plus}
TEMPLATES.globals |= {"script_words": script_words, "terms": terms}


def render(part: Part) -> str:
    """Return a part as HTML."""
    return TEMPLATES.get_template(f"parts/{part.name}.html").render(d=part.data())


def for_solara(part: Part) -> Any:
    """Return a part as a page of Solara's takes it: data where a component draws it, else HTML."""
    return part.data() if part.name in DRAWN else render(part)


def fragment(name: str, **about: Any) -> str:
    """Return a piece of a page that shows nothing of a session's course."""
    return TEMPLATES.get_template(f"parts/{name}.html").render(d=about)


def page(name: str, parts: list[Part], root: str = "", **about: Any) -> str:
    """Return a whole page, its parts in place."""
    pieces = {part.name: render(part) for part in parts}
    return TEMPLATES.get_template(f"{name}.html").render(parts=pieces, root=root, **about)
