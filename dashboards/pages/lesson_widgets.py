"""Parts of the lesson that the browser draws."""

from __future__ import annotations

from typing import Any, TypedDict

import solara

from dashboards.pages.widgets import Callback, File

Paragraphs = list[list[dict[str, Any]]]


class LessonView(TypedDict):
    """A step of the lesson, as it is drawn."""

    words: dict[str, str]
    notice: str
    languages: list[dict[str, str]]
    language: str
    usual: str
    steps: list[str]
    step: int
    led: bool
    text: Paragraphs
    question: str
    kind: str
    options: list[str]
    choice: int | None
    hands: dict[str, int]
    revealed: bool
    answer: int | None
    levers: list[dict[str, Any]]
    taken: list[int]
    cost: int
    tries: list[dict[str, Any]]
    cheapest: list[str]
    answered: list[bool]
    """Of each step, whether its answer was shown."""
    waiting: bool
    progress: float
    beat: int


@solara.component_vue("../vue/lesson.vue")
def LessonCard(view: LessonView, event_act: Callback) -> None:
    """A step: its text, the prediction, and whether it came true."""


class ResultView(TypedDict):
    """The results of a step, as they are drawn."""

    words: dict[str, str]
    figures: list[dict[str, str]]
    after: Paragraphs
    step: int
    steps: int
    score: list[int]
    file: File


@solara.component_vue("../vue/lesson_result.vue")
def LessonResult(view: ResultView, event_act: Callback) -> None:
    """The results of a step, the text after it, and the way on to the next."""


@solara.component_vue("../vue/lesson_head.vue")
def LessonHead(label: str, live: str, event_play: Callback) -> None:
    """Name of the system that a network shows, with a link to it on the page Live."""
