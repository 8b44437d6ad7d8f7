"""Parts of the page Start that the browser draws."""

from __future__ import annotations

from typing import Any, TypedDict

import solara

from dashboards.pages.widgets import Callback


@solara.component_vue("../vue/first.vue")
def First(view: dict[str, Any], event_act: Callback) -> None:
    """Two organisations, and the choice of one of them."""


class TurnView(TypedDict):
    """What is said beside the twelve, and the systems to go on to."""

    formed: bool
    systems: list[dict[str, str]]


@solara.component_vue("../vue/turn.vue")
def Turn(view: TurnView, event_act: Callback) -> None:
    """What the twelve show, and the way to a real system."""
