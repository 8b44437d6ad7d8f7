"""Workbench of the page Our system: the answers, every change to them, and the runs that are made of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from dashboards.explore import own_answers, own_editing, own_paste, own_rules
from dashboards.explore.interventions import INTERVENTIONS
from dashboards.explore.own_answers import CLOSES, MERGER, MONTHS, Answers, Plan
from dashboards.explore.own_editing import History, Refused
from dashboards.explore.own_paste import Pasted
from dashboards.explore.own_runs import OwnRuns
from dashboards.explore.phase import Box
from dashboards.explore.playback import Playback
from dashboards.explore.setup import Setup
from dashboards.explore.workbench import sentence
from dashboards.languages import _
from scenarios import ScenarioError, load

BOX = Box("resources.scarcity", "dialogue.time_together", (0.0, 0.8), (0.0, 1.0))
"""One's own map: money across, time together up; what the answers on trust are is in the start of the scenario."""
FEWEST = 2
MATRICES: dict[str, Callable[[Answers, Sequence[tuple[str, str]], int], Answers]] = {
    "dependence": own_editing.dependence_painted,
    "kinds": own_editing.kinds_painted,
    "organisations": own_editing.organisations_painted,
}
EDITS: dict[str, Callable[[Answers, Any], Answers]] = {
    "title": lambda answers, title: answers.model_copy(update={"title": str(title)[:200]}),
    "sort": lambda answers, it: own_editing.sorted_into(answers, it["who"], it["kind"]),
    "rename": lambda answers, it: own_editing.renamed(answers, it["who"], str(it["name"])),
    "resize": lambda answers, it: own_editing.resized(answers, it["who"], float(it["size"])),
    "remove": lambda answers, who: own_editing.without(answers, str(who)),
    "add_kind": lambda answers, kind: own_editing.with_kind(answers, str(kind)),
    "rename_kind": lambda answers, it: own_editing.kind_renamed(answers, it["kind"], str(it["name"])),
    "remove_kind": lambda answers, kind: own_editing.without_kind(answers, str(kind)),
    "money": lambda answers, step: answers.model_copy(update={"money": step}),
    "time": lambda answers, step: answers.model_copy(update={"time": step}),
    "plan": lambda answers, it: own_editing.with_plan(answers, _plan(it)),
    "unplan": lambda answers, position: own_editing.without_plan(answers, int(position)),
}
"""Changes that the page can ask for, by name."""


def _plan(it: dict[str, Any]) -> Plan:
    """Return the plan that a page asks for, without those whom it does not concern."""
    what, month = str(it.get("what", "")), it.get("month")
    if not (isinstance(month, int) and 1 <= month <= MONTHS):
        raise Refused(_("A plan has a month from 1 to %(months)s.", months=MONTHS))
    concerns = what in (MERGER, CLOSES) or (what in INTERVENTIONS and INTERVENTIONS[what].of_one)
    who, into = (str(it.get("who", "")) if concerns else ""), (str(it.get("into", "")) if what == MERGER else "")
    return Plan(month=month, what=what, who=who, into=into)


class OwnBench:
    """Answers and the runs of them.  What cannot be done is said in ``notice``, and leaves all as it was."""

    def __init__(self) -> None:
        self.history = History(Answers())
        self.pasted: Pasted | None = None
        """The last list as it was read; None before one was pasted."""
        self.notice = ""
        self.job: OwnRuns | None = None
        self.ran: Answers | None = None
        """The answers of which the runs are."""
        self.playback: Playback | None = None
        """The typical run, once all are made."""

    @property
    def answers(self) -> Answers:
        """The answers as they are."""
        return self.history.now

    # ------------------------------------------------------------ changes

    def edit(self, name: str, value: Any) -> None:
        """Make a change; what cannot be is said."""
        self._change(lambda: EDITS[name](self.answers, value))

    def paint(self, it: dict[str, Any]) -> None:
        """Paint cells of a matrix, which come as positions of a row and a column each."""
        matrix = str(it["matrix"])
        names = self.answers.groups if matrix == "kinds" else self.answers.names
        cells = [(int(row), int(column)) for row, column in it["cells"]]
        pairs = [(names[row], names[column]) for row, column in cells if max(row, column) < len(names)]
        self._change(lambda: MATRICES[matrix](self.answers, pairs, int(it["step"])))

    def paste(self, text: str) -> None:
        """Take a list of organisations, and remember what it said."""
        self.pasted = own_paste.read(text)
        self._change(lambda: own_paste.added(self.answers, self.pasted or Pasted((), ())))

    def restore(self, text: str) -> None:
        """Take up answers that the browser kept; nothing to undo comes of it."""
        try:
            self.history = History(own_answers.read(text))
        except ValueError:
            self.notice = _("What this browser kept of your system cannot be read, so this begins anew.")

    def take(self, text: str) -> None:
        """Take up answers that came in a link; undoing brings back those that were there."""
        try:
            answers = own_answers.read(text)
        except ValueError:
            self.notice = _("There is no system in this link: it may have been cut short on its way.")
        else:
            self._change(lambda: answers)

    def begin_from(self, name: str) -> None:
        """Take up who there is in a scenario of the library; an empty name begins anew."""
        self.pasted = None
        self._change(lambda: own_answers.of_scenario(load(name)) if name else Answers())

    def undo(self) -> None:
        """Go back by one change."""
        self.notice = ""
        self.history.undo()

    def redo(self) -> None:
        """Make the change again that was undone last."""
        self.notice = ""
        self.history.redo()

    def _change(self, make: Callable[[], Answers]) -> None:
        self.notice = ""
        try:
            self.history.take(make())
        except ValidationError:
            self.notice = _("This is no answer that the page knows.")
        except ValueError as error:
            self.notice = str(error)

    # ------------------------------------------------------------ runs

    @property
    def problem(self) -> str:
        """The reason why there can be no run yet, in a sentence; empty where there can."""
        answers = self.answers
        if len(answers.organisations) < FEWEST:
            return _("A system has at least two organisations: list yours above.")
        if not any(answers.depends(one, other) for one in answers.names for other in answers.names if one < other):
            return _("Nobody depends on anybody: say above who does.")
        return ""

    def setup(self, seed: int = 0) -> Setup:
        """Return the setup of the answers; ScenarioError where plans do not fit together."""
        return Setup(scenario=own_rules.scenario(self.answers, seed), seed=seed)

    def run(self) -> None:
        """Begin the runs; why not is said."""
        self.notice = self.problem
        if self.notice:
            return
        try:
            setup = self.setup()
            setup.system  # noqa: B018 - raises where it makes none
        except ScenarioError as error:
            self.notice = sentence(error)
            return
        self.stop()
        self.job, self.ran, self.playback = OwnRuns(setup), self.answers, None
        self.job.start()

    def stop(self) -> None:
        """Give the runs up."""
        if self.job is not None:
            self.job.stop()

    def look(self) -> None:
        """Take up the typical run once all are made."""
        job = self.job
        if job is not None and job.done and self.playback is None:
            if job.error:
                self.notice = _("The runs in the background stopped: %(error)s.", error=job.error)
                self.job = None
            elif job.progress >= 1.0:
                self.playback = Playback(job.setup.spec(job.typical), MONTHS)

    @property
    def shown(self) -> Setup | None:
        """The setup of the typical run, as its file says it; None before there is one."""
        if self.job is None or self.playback is None:
            return None
        seed = self.job.typical
        return Setup(scenario=replace(self.job.setup.scenario, seed=seed), seed=seed)

    @property
    def file(self) -> str:
        """The answers as the text of a scenario file, with the seed of the typical run; ScenarioError."""
        fresh = self.shown is not None and self.ran == self.answers
        seed = self.job.typical if fresh and self.job else 0
        return own_rules.scenario(self.answers, seed).dump()
