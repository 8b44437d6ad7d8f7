"""The page Our system: one's own organisations, how they get on, and what comes of it in three years."""

from __future__ import annotations

from functools import partial
from typing import Any

import solara

from dashboards.explore import own_runs
from dashboards.explore.interventions import INTERVENTIONS
from dashboards.explore.own_answers import CLOSES, MERGER, MONTHS, Answers
from dashboards.explore.own_bench import BOX, OwnBench
from dashboards.explore.own_rules import (
    CHANGES,
    DEPENDENCE,
    GETTING_ON,
    MONEY,
    TIME,
    Choice,
    label,
    rules,
)
from dashboards.explore.session import Session
from dashboards.explore.workbench import sentence
from dashboards.languages import _
from dashboards.pages.own_result import Result
from dashboards.pages.own_widgets import (
    OwnList,
    OwnListView,
    OwnMatrix,
    OwnMatrixView,
    OwnMore,
    OwnMoreView,
    OwnRun,
    OwnRunView,
    OwnTop,
    OwnTopView,
)
from dashboards.pages.shared import Acting, use_actions, use_desk, use_session, use_way
from dashboards.pages.top import scenario_names
from dashboards.pages.widgets import Callback, dispatch, told
from scenarios import ScenarioError, load


@solara.component
def Page() -> None:
    """The questions, one below the other, then the runs."""
    session, acting = use_session(), use_actions()
    if session.own is None:
        session.own = OwnBench()
    bench = session.own
    bench.look()
    with solara.Div(classes=["stack", "own"]):
        head(bench, acting)
        listed(bench, acting)
        if len(bench.answers.organisations) > 1:
            matrices(bench, acting)
            more(bench, acting)
        runs(session, bench, acting)
        if bench.playback is not None:
            Result(session, bench, acting, (bench.playback.month, bench.ran))


def head(bench: OwnBench, acting: Acting) -> None:
    """The head of the page.  Part of a page, with its hooks."""
    answers = bench.answers
    OwnTop(
        view=OwnTopView(
            title=answers.title,
            notice=bench.notice,
            can_undo=bench.history.can_undo,
            can_redo=bench.history.can_redo,
            empty=answers == Answers(),
            kept=kept(answers),
            library=solara.use_memo(library_of_lists, []),
        ),
        event_act=dispatch(
            restore=acting(lambda text: bench.restore(str(text))),
            take=acting(lambda text: bench.take(str(text))),
            title=acting(lambda text: bench.edit("title", text)),
            undo=acting(lambda _: bench.undo()),
            redo=acting(lambda _: bench.redo()),
            begin=acting(lambda name: bench.begin_from(str(name))),
            dismiss=acting(lambda _: setattr(bench, "notice", "")),
        ),
    )


def kept(answers: Answers) -> str:
    """Return answers as the browser keeps them."""
    return answers.model_dump_json(exclude_defaults=True)


def library_of_lists() -> list[dict[str, str]]:
    """Return the scenarios of the library that list their organisations."""
    return [scenario for scenario in scenario_names() if load(scenario["name"]).organisations]


def listed(bench: OwnBench, acting: Acting) -> None:
    """The list and the kinds.  Part of a page, with its hooks."""
    answers, pasted = bench.answers, bench.pasted

    OwnList(
        view=OwnListView(
            organisations=[member.model_dump() for member in answers.organisations],
            kinds=list(answers.kinds),
            pasted=None
            if pasted is None
            else {
                "id": id(pasted),
                "taken": len(pasted.members),
                "left": [{"line": left.line, "text": left.text, "why": left.why} for left in pasted.left[:50]],
                "more": max(0, len(pasted.left) - 50),
            },
        ),
        event_act=dispatch(
            paste=acting(lambda text: bench.paste(str(text))),
            **edits(bench, acting, "sort rename resize remove add_kind rename_kind remove_kind"),
        ),
    )


def edits(bench: OwnBench, acting: Acting, names: str) -> dict[str, Callback]:
    """Return the handlers of some changes, by name."""
    return {name: acting(partial(bench.edit, name)) for name in names.split()}


def matrices(bench: OwnBench, acting: Acting) -> None:
    """The three matrices.  Part of a page, with its hooks."""
    answers = bench.answers
    names, groups = answers.names, answers.groups
    depends = {frozenset((one, other)): step for one, other, step in answers.dependence}
    of_kinds = {(one, other): step for one, other, step in answers.kinds_get_on}
    of_pairs = {(one, other): step for one, other, step in answers.get_on}
    kind = {member.name: member.kind for member in answers.organisations}
    paint = dispatch(paint=acting(bench.paint))
    ties = ["".join(str(depends.get(frozenset((one, other)), 1)) for other in names) for one in names]
    OwnMatrix(
        view=OwnMatrixView(
            matrix="dependence",
            names=list(names),
            rows=ties,
            own=ties,
            steps=steps(DEPENDENCE, first=0),
            two_way=True,
            itself=False,
        ),
        event_act=paint,
    )

    OwnMatrix(
        view=OwnMatrixView(
            matrix="kinds",
            names=[group or _("not sorted") for group in groups],
            rows=["".join(str(of_kinds.get((one, other), 0)) for other in groups) for one in groups],
            own=["".join(str(of_kinds.get((one, other), 0)) for other in groups) for one in groups],
            steps=steps(GETTING_ON),
            two_way=False,
            itself=True,
        ),
        event_act=paint,
    )
    OwnMatrix(
        view=OwnMatrixView(
            matrix="organisations",
            names=list(names),
            rows=[
                "".join(str(of_pairs.get((one, other), of_kinds.get((kind[one], kind[other]), 0))) for other in names)
                for one in names
            ],
            own=["".join(str(of_pairs.get((one, other), 0)) for other in names) for one in names],
            steps=steps(GETTING_ON),
            two_way=False,
            itself=False,
        ),
        event_act=paint,
    )


def steps(choices: tuple[Choice, ...], first: int = 1) -> list[dict[str, Any]]:
    """Return what can be painted."""
    return [{"step": first + position, "label": str(choice.label)} for position, choice in enumerate(choices)]


def more(bench: OwnBench, acting: Acting) -> None:
    """Money, time and plans.  Part of a page, with its hooks."""
    answers = bench.answers
    kinds = [
        {"what": what, "label": str(kind.label), "meaning": str(kind.meaning), "who": kind.of_one, "into": False}
        for what, kind in INTERVENTIONS.items()
    ] + [
        {
            "what": what,
            "label": str(name),
            "meaning": str(does),
            "who": what in (MERGER, CLOSES),
            "into": what == MERGER,
        }
        for what, (name, does) in CHANGES.items()
    ]
    OwnMore(
        view=OwnMoreView(
            money=answers.money or 0,
            moneys=[str(choice.label) for choice in MONEY],
            time=answers.time or 0,
            times=[str(choice.label) for choice in TIME],
            plans=[{"month": plan.month, "label": label(plan)} for plan in answers.plans],
            kinds=kinds,
            names=list(answers.names),
            months=MONTHS,
        ),
        event_act=dispatch(**edits(bench, acting, "money time plan unplan")),
    )


def runs(session: Session, bench: OwnBench, acting: Acting) -> None:
    """The button Run and what comes of it.  Part of a page, with its hooks."""
    go = use_way()
    beat = solara.use_ref(0)
    beat.current += 1
    file, set_file = solara.use_state({"id": 0})
    job = bench.job

    solara.use_effect(lambda: job.stop if job is not None else None, [job])

    def save(why: str) -> None:
        try:
            set_file({"id": int(file["id"]) + 1, "name": "our-system.toml", "text": bench.file, "why": why})
        except ScenarioError as error:
            bench.notice = sentence(error)

    def open_elsewhere(place: str) -> None:
        if bench.shown is not None:
            session.workbench.take(bench.shown, bench.playback.month if bench.playback else 0)
            if place == "map":
                session.look_at(BOX)
                go(f"/map?{session.query_of_map}")
            else:
                go(f"/?{session.query}")

    ready = job is not None and bench.playback is not None
    OwnRun(
        view=OwnRunView(
            problem=bench.problem,
            running=job is not None and not ready,
            progress=job.progress if job else 0.0,
            beat=beat.current,
            stale=ready and bench.ran != bench.answers,
            result=own_runs.view(job) if ready and job else None,
            rules=[{"question": rule.question, "answer": rule.answer, "sets": rule.sets} for rule in rules()],
            kept=kept(bench.answers),
            desk=use_desk(),
            file=file,
        ),
        event_act=dispatch(
            run=acting(lambda _: bench.run()),
            poll=acting(lambda _: None),
            save=acting(lambda why: save(str(why))),
            open=told(lambda place: open_elsewhere(str(place))),
        ),
    )
