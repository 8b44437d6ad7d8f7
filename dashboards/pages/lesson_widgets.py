"""What the browser draws of the lesson."""

from __future__ import annotations

import solara

from dashboards.pages.widgets import Callback


@solara.component_vue("../vue/lesson.vue")
def LessonCard(
    words: dict,
    notice: str,
    languages: list,
    language: str,
    usual: str,
    steps: list,
    step: int,
    led: bool,
    text: list,
    question: str,
    kind: str,
    options: list,
    choice: int | None,
    hands: dict,
    revealed: bool,
    answer: int | None,
    levers: list,
    taken: list,
    cost: int,
    tries: list,
    cheapest: list,
    waiting: bool,
    progress: float,
    beat: int,
    event_poll: Callback,
    event_dismiss: Callback,
    event_speak: Callback,
    event_go: Callback,
    event_lead: Callback,
    event_choose: Callback,
    event_count: Callback,
    event_reveal: Callback,
    event_pull: Callback,
    event_attempt: Callback,
    event_show: Callback,
) -> None:
    """A step: what it is about, what one expects, whether it came true."""


@solara.component_vue("../vue/lesson_result.vue")
def LessonResult(
    words: dict,
    figures: list,
    after: list,
    step: int,
    steps: int,
    score: list,
    file: dict,
    event_go: Callback,
    event_again: Callback,
    event_download: Callback,
) -> None:
    """The numbers, what they mean, and on to the next step."""


@solara.component_vue("../vue/lesson_head.vue")
def LessonHead(label: str, live: str, event_play: Callback) -> None:
    """Which system a network shows, and the way to play it on Live."""
