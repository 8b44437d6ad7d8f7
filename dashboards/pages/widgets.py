"""Parts of pages that the browser draws: each a file in dashboards/vue with what it shows and what it reports back.

Where there is much to show, it comes in one typed dictionary, ``view``, and one event, ``act``, reports what was done
by name (``dispatch``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NotRequired, TypedDict

import solara

Callback = Callable[..., None]


class File(TypedDict):
    """A file that the browser saves when its number is another than before; 0 for none yet."""

    id: int
    name: NotRequired[str]
    text: NotRequired[str]


@solara.component_vue("../vue/shell.vue")
def Shell(pages: list, current: str, home: str, languages: list, language: str, event_go: Callback) -> None:
    """The head of every page."""


class SetupView(TypedDict):
    """Choice of scenario and seed, as it is drawn."""

    notice: str
    names: list[dict[str, str]]
    scenario: str
    title: str
    seed: str
    query: str | None
    shareable: bool
    file: File


@solara.component_vue("../vue/setup.vue")
def SetupBar(view: SetupView, event_act: Callback) -> None:
    """Choice of scenario and seed; share, save, open."""


@solara.component_vue("../vue/transport.vue")
def Transport(
    month: int,
    months: int,
    marks: list,
    run: int,
    event_step: Callback,
    event_seek: Callback,
    auto: bool = False,
    together: list = [],  # noqa: B006 - never changed
    sectors: list = [],  # noqa: B006 - never changed
) -> None:
    """Play, pause, step, back, speed, jump.

    auto      play from the first month on, without being asked
    together  who is with whom, from which month on, to be drawn under the slider; sectors: the colour of each
    """


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


@solara.component_vue("../vue/log.vue")
def Log(entries: list, event_look: Callback) -> None:
    """Log of who broke with whom and who came together, month by month."""


@solara.component_vue("../vue/guide.vue")
def Guide(scenario: dict, begun: bool) -> None:
    """Explanation of the scenario and of the picture."""


class ChangeView(TypedDict):
    """Interventions made, and the number of things changed."""

    interventions: list[dict[str, Any]]
    changed: int
    ended: bool


@solara.component_vue("../vue/change.vue")
def Change(kinds: list, names: list, groups: list, view: ChangeView, event_act: Callback) -> None:
    """Interventions, and controls of the parameters; what is the same every month is sent apart."""


class DissolveView(TypedDict):
    """Interventions tried on forks of a run, as far as they are known."""

    begun: bool
    done: bool
    progress: float
    known: int
    since: int
    rows: list[dict[str, Any]]
    month: int
    forks: int
    ahead: int
    beat: int


@solara.component_vue("../vue/dissolve.vue")
def DissolveTable(view: DissolveView, event_act: Callback) -> None:
    """A table of what would dissolve a silo."""


class LoopView(TypedDict):
    """The causal loop with the numbers of a month."""

    nodes: list[dict[str, Any]]
    arrows: list[dict[str, Any]]
    title: str
    ended: bool


@solara.component_vue("../vue/loop.vue")
def Loop(view: LoopView, event_act: Callback) -> None:
    """The causal loop, and levers on it."""


class VariantsView(TypedDict):
    """Variants, and the runs made of them so far."""

    variants: list[dict[str, Any]]
    kinds: list[dict[str, str]]
    verdicts: list[dict[str, Any]]
    seeds: int
    progress: float
    done: bool
    beat: int
    file: File


@solara.component_vue("../vue/variants.vue")
def Variants(groups: list, view: VariantsView, event_act: Callback) -> None:
    """Variants, their differences and their results."""


class MapView(TypedDict):
    """A map of two parameters, as far as it is filled in."""

    box: dict[str, Any]
    axes: list[dict[str, str]]
    measures: list[dict[str, str]]
    measure: str
    cells: list[dict[str, Any]]
    here: list[float] | None
    seeds: int
    progress: float
    done: bool
    beat: int
    file: File


@solara.component_vue("../vue/map.vue")
def PhaseDiagram(view: MapView, event_act: Callback) -> None:
    """The map of two parameters."""


class StoredView(TypedDict):
    """Experiments of a store, and the results of one."""

    place: str
    notice: str
    experiments: list[dict[str, Any]]
    look: dict[str, Any]
    measures: list[str]
    shown: dict[str, Any] | None
    address: str
    file: File
    example: int


@solara.component_vue("../vue/stored.vue")
def StoredResults(view: StoredView, event_act: Callback) -> None:
    """Experiments, a figure of one, its policies and its runs."""


@solara.component_vue("../vue/room.vue")
def Room(html: str, answer: dict, event_ask: Callback, event_attempt: Callback) -> None:
    """What a page of a workshop says by itself, what it asks for, and that it comes back."""


@solara.component_vue("../vue/part.vue")
def Part(name: str, html: str, tag: str = "section", kind: str = "") -> None:
    """A part of a page of a workshop, as a template made it."""


def told(handler: Callable[[Any], None]) -> Callback:
    """Return a handler of what the browser tells, which may tell nothing."""
    return lambda *data: handler(data[0] if data else None)


def dispatch(**handlers: Callback) -> Callback:
    """Return the one handler of a widget: it hands what was done to the handler of that name."""

    def act(done: dict[str, Any]) -> None:
        handlers[done["name"]](done.get("value"))

    return act
