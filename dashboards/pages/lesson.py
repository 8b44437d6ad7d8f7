"""The page Lesson: eight predictions, each answered by many runs of the model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from typing import Any
from urllib.parse import parse_qs

import solara

from dashboards.explore import network_layout
from dashboards.explore.lesson import LANGUAGE, TEXTS, LessonError, Step, language, languages, lesson, paragraphs
from dashboards.explore.lesson_runs import Runs, as_csv, chart
from dashboards.explore.lesson_visit import Said, Visit
from dashboards.explore.session import Session
from dashboards.explore.setup import Setup
from dashboards.explore.timeline import Timeline
from dashboards.explore.variants import LETTERS
from dashboards.languages import _
from dashboards.languages import language as page_language
from dashboards.languages import languages as names
from dashboards.languages.number_format import number
from dashboards.pages.lesson_widgets import LessonCard, LessonHead, LessonResult, LessonView, ResultView
from dashboards.pages.live import figures
from dashboards.pages.shared import Acting, home_of, use_actions, use_session, use_way
from dashboards.pages.widgets import Charts, Network, Transport, dispatch, told


@dataclass(frozen=True)
class Spoken:
    """The lesson in the language that was asked for."""

    known: tuple[str, ...]
    usual: str
    name: str
    words: dict[str, str]
    steps: tuple[Step, ...]
    notice: str = ""


@solara.component
def Page() -> None:
    """A step: its text, what one expects, and what the runs say."""
    session, acting = use_session(), use_actions()
    search = solara.use_router().search or ""
    wanted, set_wanted = solara.use_state(parse_qs(search.lstrip("?")).get("lang", [""])[-1])
    dismissed, set_dismissed = solara.use_state("")
    spoken = solara.use_memo(lambda: spoken_in(wanted), [wanted])
    visit = solara.use_memo(lambda: arrived(session, len(spoken.steps), search), [spoken.steps])
    step, said = spoken.steps[visit.step], visit.said
    job = use_runs(step, said)
    done = job is not None and job.done and not job.error
    if done and job is not None:
        note(visit, job)
    notice = _("The runs failed: %(error)s.", error=job.error) if job and job.error else spoken.notice
    with solara.Div(classes=["lesson", *(["led"] if visit.led else [])]):
        card(
            spoken, visit, job, acting, notice if notice != dismissed else "", lambda: set_dismissed(notice), set_wanted
        )
        if done and job is not None:
            with solara.Div(classes=["stack", "a-result"]):
                Result(spoken.words, step, visit, job, acting, (said.told, visit.score))
            Networks(session, spoken.words, step, visit, job, acting, visit.month)


def spoken_in(wanted: str) -> Spoken:
    """The lesson in a language, or in the usual one with what is wrong; a teacher's file that is wrong is told too."""
    try:
        known, usual, notice = tuple(languages()), language(), ""
        name = wanted or usual
        if name not in known:
            name, there = usual, ", ".join(known)
            notice = _("There is no lesson “%(name)s”; there are: %(known)s.", name=wanted[:40], known=there)
        return Spoken(known, usual, name, *lesson(name), notice)
    except LessonError as error:
        with_ours = lesson(LANGUAGE, TEXTS / LANGUAGE)
        notice = _("%(error)s. This is the lesson that Silos brings.", error=error)
        return Spoken((LANGUAGE,), LANGUAGE, LANGUAGE, *with_ours, notice)


def offered(spoken: Spoken, path: str) -> tuple[str, ...]:
    """The lesson's languages to choose from: none where the choice at the top of the page does as well."""
    same = spoken.usual == spoken.name == page_language() and {*spoken.known} <= {*names()}
    return () if same and not home_of(path) else spoken.known


def arrived(session: Session, steps: int, search: str) -> Visit:
    """Return the visitor's progress, or begin at the step that the address asks for."""
    if session.lesson is None:
        query = parse_qs(search.lstrip("?"))
        step = query.get("step", ["1"])[-1]
        session.lesson = Visit(steps, led=query.get("led", [""])[-1] == "1")
        session.lesson.go(int(step) - 1 if step.isascii() and step.isdigit() and len(step) < 4 else 0)
    session.lesson.steps = steps
    session.lesson.go(session.lesson.step)
    return session.lesson


def use_runs(step: Step, said: Said) -> Runs | None:
    """The runs that answer, once they are asked for; they stop when the step is left."""
    levers = said.tries[-1].levers if said.tries else ()
    job = solara.use_memo(lambda: Runs(step, levers) if said.revealed else None, [step, said.revealed, levers])

    def run() -> Any:
        if job is None:
            return None
        job.start()
        return job.stop

    solara.use_effect(run, [job])
    return job


def note(visit: Visit, job: Runs) -> None:
    """Keep what the runs said."""
    said = visit.said
    if said.answer is None:
        said.answer, visit.month = job.answer, job.setups[0].months
    if said.tries and said.tries[-1].share is None:
        said.tries[-1].share, said.tries[-1].answer = job.came_out, job.answer


def card(
    spoken: Spoken,
    visit: Visit,
    job: Runs | None,
    acting: Acting,
    notice: str,
    dismiss: Callable[[], None],
    speak: Callable[[str], None],
) -> None:
    """The text of a step, the prediction, and whether it came true.  Part of a page, with its hooks."""
    path = solara.use_router().path
    step, said = spoken.steps[visit.step], visit.said
    beat = solara.use_ref(0)
    beat.current += 1
    LessonCard(
        view=LessonView(
            words=spoken.words,
            notice=notice,
            languages=[{"code": code, "name": names().get(code, code)} for code in offered(spoken, path)],
            language=spoken.name,
            usual=spoken.usual,
            steps=[step.title for step in spoken.steps],
            step=visit.step,
            led=visit.led,
            text=paragraphs(step.text),
            question=step.question,
            kind=step.kind,
            options=list(step.options),
            choice=said.choice,
            hands={str(option): hands for option, hands in said.hands.items()},
            revealed=said.revealed,
            answer=said.answer,
            levers=[{"label": lever.label, "cost": lever.cost} for lever in step.variants]
            if step.kind == "way-out"
            else [],
            taken=list(said.levers),
            cost=step.cost(said.levers),
            tries=[tried(step, attempt) for attempt in said.tries],
            cheapest=[step.variants[lever].label for lever in step.cheapest] if said.shown else [],
            answered=[bool(visit.all_said.get(at) and visit.all_said[at].revealed) for at in range(visit.steps)],
            waiting=job is not None and not job.done,
            progress=job.progress if job else 0.0,
            beat=beat.current,
        ),
        event_act=dispatch(
            poll=acting(lambda _: None),
            dismiss=acting(lambda _: dismiss()),
            speak=acting(lambda it: speak(str(it))),
            go=acting(lambda it: visit.go(int(it))),
            lead=acting(lambda it: lead(visit, bool(it))),
            choose=acting(lambda it: visit.choose(int(it))),
            count=acting(lambda it: visit.count(int(it["option"]), int(it["hands"]))),
            reveal=acting(lambda _: visit.reveal()),
            pull=acting(lambda it: visit.pull(int(it))),
            attempt=acting(lambda _: visit.attempt(step.cost(said.levers))),
            show=acting(lambda _: show(said)),
        ),
    )


def lead(visit: Visit, led: bool) -> None:
    """Somebody leads from the front, or no longer."""
    visit.led = led


def show(said: Said) -> None:
    """The cheapest way out was asked for."""
    said.shown = True


def tried(step: Step, attempt: Any) -> dict[str, Any]:
    """A try on the way out, for the page."""
    return {
        "levers": [step.variants[lever].label for lever in attempt.levers],
        "cost": attempt.cost,
        "expected": step.options[attempt.expected],
        "share": attempt.share,
        "out": attempt.answer == 2,
    }


@solara.component
def Result(words: dict[str, str], step: Step, visit: Visit, job: Runs, acting: Acting, so_far: object) -> None:
    """The figure, its numbers and the text after them; drawn anew where ``so_far`` is another."""
    file, set_file = solara.use_state({"id": 0})

    def save() -> None:
        set_file({"id": int(file["id"]) + 1, "name": f"silos-lesson-{visit.step + 1}.csv", "text": as_csv(job)})

    with solara.Div(classes=["card", "a-chart"]):
        Charts(
            charts=[solara.use_memo(lambda: chart(job), [job])],
            marks=[],
            month=job.setups[0].months,
            months=job.setups[0].months,
            event_seek=acting(lambda month: seek(visit, job, int(month))),
        )
    LessonResult(
        view=ResultView(
            words=words,
            figures=[
                {"label": label, "value": number(value)}
                for label, value in zip(labels(words, step), job.ends, strict=True)
            ],
            after=paragraphs(step.after) if visit.said.told else [],
            step=visit.step,
            steps=visit.steps,
            score=list(visit.score),
            file=file,
        ),
        event_act=dispatch(
            go=acting(lambda it: visit.go(int(it))),
            again=acting(lambda _: visit.again()),
            download=told(lambda _: save()),
        ),
    )


def labels(words: dict[str, str], step: Step) -> list[str]:
    """Return the names of the variants."""
    if step.kind == "way-out":
        return [f"A: {words['nothing_done']}", f"B: {words['your_levers']}"]
    return [variant.label for variant in step.variants]


@solara.component
def Networks(
    session: Session, words: dict[str, str], step: Step, visit: Visit, job: Runs, acting: Acting, month: int
) -> None:
    """A typical run of each variant with the same luck, month by month."""
    go = use_way()
    seed = solara.use_memo(lambda: job.typical, [job])
    lines = solara.use_memo(lambda: [Timeline(setup.spec(seed)) for setup in job.setups], [job])
    places = solara.use_memo(lambda: network_layout.places(job.setups[0].system), [job])

    def play(setup: Setup, _: object) -> None:
        session.workbench.take(replace(setup, seed=seed), month)
        go(f"/?{session.query}")

    with solara.Div(classes=["a-nets", "stack"]):
        solara.HTML(tag="h2", unsafe_innerHTML=escape(words["one_run"]))
        with solara.Div(classes=["two"]):
            for letter, label, setup, line in zip(LETTERS, labels(words, step), job.setups, lines, strict=False):
                with solara.Div(classes=["card", "small-net"]).key(letter):
                    LessonHead(label=label, live=words["live"], event_play=told(partial(play, setup)))
                    Network(
                        places=places,
                        frame=network_layout.frame(line.state(month)),
                        figures=figures(line.rows[month])[:2],
                        selection=None,
                        tier=None,
                        tiers=[],
                        event_select=told(lambda _: None),
                        event_look=told(lambda _: None),
                    )
        Transport(
            month=month,
            months=job.setups[0].months,
            marks=[],
            run=visit.step,
            event_step=acting(lambda by: seek(visit, job, month + int(by))),
            event_seek=acting(lambda month: seek(visit, job, int(month))),
        )


def seek(visit: Visit, job: Runs, month: int) -> None:
    """Look at another month."""
    visit.month = min(max(month, 0), job.setups[0].months)
