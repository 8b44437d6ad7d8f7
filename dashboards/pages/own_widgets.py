"""Parts of the page Our system that the browser draws."""

from __future__ import annotations

from typing import Any, TypedDict

import solara

from dashboards.pages.widgets import Callback, File


class OwnTopView(TypedDict):
    """Title of the system, what can be undone, and what the browser keeps."""

    title: str
    notice: str
    can_undo: bool
    can_redo: bool
    empty: bool
    kept: str
    """The answers as a text, to be kept in the browser and put into a link."""
    library: list[dict[str, str]]


@solara.component_vue("../vue/own_top.vue")
def OwnTop(view: OwnTopView, event_act: Callback) -> None:
    """The head of the page: undo, what is kept in the browser, where to begin."""


class OwnListView(TypedDict):
    """The organisations by kind, and what a pasted list said."""

    organisations: list[dict[str, Any]]
    kinds: list[str]
    pasted: dict[str, Any] | None


@solara.component_vue("../vue/own_list.vue")
def OwnList(view: OwnListView, event_act: Callback) -> None:
    """The list to paste, and the kinds to sort into."""


class OwnMatrixView(TypedDict):
    """A matrix to paint: who says it in rows, of whom in columns."""

    matrix: str
    names: list[str]
    rows: list[str]
    """A row of digits each: the step that holds; 0 for none."""
    own: list[str]
    """The same for those that were said for this very pair."""
    steps: list[dict[str, Any]]
    two_way: bool
    """Whether a pair is one thing, and not one a direction."""
    itself: bool
    """Whether there is a cell of one with itself."""


@solara.component_vue("../vue/own_matrix.vue")
def OwnMatrix(view: OwnMatrixView, event_act: Callback) -> None:
    """A matrix that is painted with a brush, or answered row by row."""


class OwnMoreView(TypedDict):
    """Money, time, and what is planned."""

    money: int
    moneys: list[str]
    time: int
    times: list[str]
    plans: list[dict[str, Any]]
    kinds: list[dict[str, Any]]
    names: list[str]
    months: int


@solara.component_vue("../vue/own_more.vue")
def OwnMore(view: OwnMoreView, event_act: Callback) -> None:
    """How tight money is, how much time there is together, what is planned when."""


class OwnRunView(TypedDict):
    """Whether there can be runs, how far they are, how they end, and where one goes on from there."""

    problem: str
    running: bool
    progress: float
    beat: int
    stale: bool
    result: dict[str, Any] | None
    rules: list[dict[str, str]]
    kept: str
    desk: bool
    file: File


@solara.component_vue("../vue/own_run.vue")
def OwnRun(view: OwnRunView, event_act: Callback) -> None:
    """The button Run, how the runs end, and how the system is saved and opened elsewhere."""
