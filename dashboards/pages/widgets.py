"""The parts that the browser draws: each a file in dashboards/vue, told what to show and calling back what was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

Callback = Callable[..., None]


@solara.component_vue("../vue/shell.vue")
def Shell(pages: list, current: str, home: str, event_go: Callback) -> None:
    """The head of every page."""


@solara.component_vue("../vue/setup.vue")
def SetupBar(
    notice: str,
    names: list,
    scenario: str,
    title: str,
    seed: str,
    query: str | None,
    shareable: bool,
    file: dict,
    event_dismiss: Callback,
    event_choose: Callback,
    event_reseed: Callback,
    event_luck: Callback,
    event_download: Callback,
    event_upload: Callback,
) -> None:
    """Which scenario, which luck; share, save, open."""


@solara.component_vue("../vue/transport.vue")
def Transport(month: int, months: int, marks: list, run: int, event_step: Callback, event_seek: Callback) -> None:
    """Play, pause, step, back, speed, jump."""


@solara.component_vue("../vue/network.vue")
def Network(
    places: dict,
    frame: dict,
    figures: list,
    selection: dict | None,
    tier: int | None,
    tiers: list,
    event_select: Callback,
    event_look: Callback,
) -> None:
    """The network of one month."""


@solara.component_vue("../vue/charts.vue")
def Charts(charts: list, marks: list, month: int, months: int, event_seek: Callback) -> None:
    """Small charts over time."""


@solara.component_vue("../vue/story.vue")
def Story(story: dict | None, event_select: Callback) -> None:
    """The story of what was clicked."""


@solara.component_vue("../vue/guide.vue")
def Guide(scenario: dict, begun: bool) -> None:
    """What the scenario is about, and what one looks at."""


@solara.component_vue("../vue/change.vue")
def Change(
    kinds: list,
    names: list,
    dropped: list,
    groups: list,
    changed: int,
    ended: bool,
    event_drop: Callback,
    event_undrop: Callback,
    event_set_: Callback,
    event_reset: Callback,
    event_reset_all: Callback,
    event_compare: Callback,
) -> None:
    """Events to drop in, and controls of the parameters."""


@solara.component_vue("../vue/variants.vue")
def Variants(
    variants: list,
    kinds: list,
    groups: list,
    verdicts: list,
    seeds: int,
    progress: float,
    done: bool,
    beat: int,
    file: dict,
    event_poll: Callback,
    event_add: Callback,
    event_remove: Callback,
    event_plus: Callback,
    event_without: Callback,
    event_play: Callback,
    event_download: Callback,
) -> None:
    """Variants and what became of them."""


@solara.component_vue("../vue/map.vue")
def PhaseDiagram(
    box: dict,
    axes: list,
    measures: list,
    measure: str,
    cells: list,
    here: list | None,
    seeds: int,
    progress: float,
    done: bool,
    beat: int,
    file: dict,
    event_poll: Callback,
    event_change: Callback,
    event_show: Callback,
    event_play: Callback,
    event_download: Callback,
) -> None:
    """The phase map."""


@solara.component_vue("../vue/room.vue")
def Room(html: str, answer: dict, event_ask: Callback, event_attempt: Callback) -> None:
    """What a page of a workshop says by itself, what it asks for, and that it comes back."""


@solara.component_vue("../vue/part.vue")
def Part(name: str, html: str, tag: str = "section", kind: str = "") -> None:
    """A part of a page of a workshop, as a template made it."""


def told(handler: Callable[[Any], None]) -> Callback:
    """A handler of what the browser tells, which may tell nothing."""
    return lambda *data: handler(data[0] if data else None)
