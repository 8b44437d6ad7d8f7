"""Deck of the debrief: steps with the sentence to say, what people guess before the truth, and what they promise."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dashboards.languages import Text, _, later
from dashboards.workshop.errors import Refused
from dashboards.workshop.play import deck_events as e
from dashboards.workshop.play.levers import LEVERS
from dashboards.workshop.play.seats import proper_text
from dashboards.workshop.play.what_ifs import what_ifs

if TYPE_CHECKING:
    from dashboards.workshop.play.session import Session

OWN = "own"
"""The step from which phones show their own looking back."""


@dataclass(frozen=True)
class Step:
    """One step of the debrief."""

    key: str
    title: Text
    say: Text
    """The sentence the facilitator says."""
    minutes: int
    asks: Text | None = None
    """What phones ask before the truth is shown; answered by a share."""
    hides: bool = False
    """Whether there is a truth to reveal, asked for or not."""


@dataclass
class DebriefState:
    """Where the debrief is, and what people have said in it."""

    step: str = ""
    own_open: bool = False
    """Whether phones show their own looking back: from its step on, and for good."""
    revealed: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)
    guesses: dict[str, dict[str, float]] = field(default_factory=dict)
    """By step and player."""
    votes: dict[str, str] = field(default_factory=dict)
    """By player: the key of a lever."""
    tried: list[str] = field(default_factory=list)
    """Levers the model was asked about, in order."""
    promises: dict[str, e.Promise] = field(default_factory=dict)
    """By player."""

    def begin(self, session: Session) -> None:
        """Begin the deck with its first step."""
        self.revealed, self.guesses, self.own_open = set(), {}, session.begin.alone
        self._go(deck_of(session)[0].key, session)

    def _go(self, key: str, session: Session) -> None:
        """Go to a step."""
        order = [step.key for step in all_steps(session)]
        self.step = key
        self.own_open = self.own_open or order.index(key) >= order.index(OWN)

    def apply(self, event: e.Step | e.Reveal | e.LeaveOut | e.Guess | e.Vote | e.Try | e.Promise, now: Session) -> None:
        """Apply an event; Refused where it cannot happen now."""
        match event:
            case e.LeaveOut():
                self._leave_out(event, now)
            case e.Step():
                self._go(_step(event.step, now).key, now)
            case e.Reveal():
                self.revealed.add(_step(event.step, now).key)
            case e.Guess():
                if event.step in self.revealed or _step(event.step, now).asks is None:
                    raise Refused(_("there is nothing to guess now"))
                self.guesses.setdefault(event.step, {})[event.player] = event.value
            case e.Vote():
                self.votes[event.player] = _lever(event.lever)
            case e.Try():
                lever = _lever(event.lever)
                self.tried = [*(other for other in self.tried if other != lever), lever]
            case e.Promise():
                self._promise(event)

    def _leave_out(self, event: e.LeaveOut, now: Session) -> None:
        """Leave a step out, or take it in; one step is always left."""
        if event.step not in {step.key for step in all_steps(now)}:
            raise Refused(_("the debrief has no such step"))
        left_out = self.left_out | {event.step} if event.out else self.left_out - {event.step}
        rest = [step.key for step in all_steps(now) if step.key not in left_out]
        if not rest:
            raise Refused(_("one step has to stay"))
        self.left_out = left_out
        if self.step and self.step not in rest:
            self.step = rest[0]

    def _promise(self, event: e.Promise) -> None:
        text, partner = proper_text(event.text, 200), proper_text(event.partner, 80)
        if text:
            self.promises[event.player] = event.model_copy(update={"text": text, "partner": partner})
        else:
            self.promises.pop(event.player, None)


def _step(key: str, session: Session) -> Step:
    """Return a step of the deck; Refused where there is none."""
    for step in deck_of(session):
        if step.key == key:
            return step
    raise Refused(_("the debrief has no such step"))


def _lever(key: str) -> str:
    if key not in LEVERS:
        raise Refused(_("there is no such change"))
    return key


def deck_of(session: Session) -> list[Step]:
    """Return the steps of a session's debrief, without those left out."""
    return [step for step in all_steps(session) if step.key not in session.debrief.left_out]


def all_steps(session: Session) -> list[Step]:
    """Return every step of a session's debrief: of the rounds played, or before any is, of those planned."""
    rounds = len(session.played) if session.phase == "debrief" else session.begin.rounds
    return [
        Step(
            "silence",
            later("The map, in silence"),
            later("Look at the map for one minute, in silence. Then tell me: what do you see?"),
            3,
        ),
        Step(
            "predictions",
            later("What you expected"),
            later("Before round 1 you said where we would end. Who was close, and what did you know?"),
            4,
            hides=True,
        ),
        *(
            Step(
                f"round-{number}",
                later("Round %(number)s", number=number),
                later("What did you want in this round? What did you think the others were doing?"),
                2,
            )
            for number in range(1, rounds + 1)
        ),
        Step(
            "words",
            later("Said, done, seen"),
            later("Find your own row. Did the others see what you did? Did you do what you said?"),
            6,
        ),
        Step(
            "trust",
            later("Trust, revealed"),
            later("Guess first, on your phone. Then: where does the difference come from?"),
            7,
            asks=later("How far do the others trust you?"),
            hides=True,
        ),
        Step(
            "beliefs",
            later("What you believe of each other's kind"),
            later("How far does each kind believe that the other wins by its loss? Where was that learnt?"),
            4,
        ),
        *(
            Step(
                f"what-if {what_if.key}",
                what_if.label,
                later("Guess first: more open doors, or fewer? Is it the people, or the conditions?"),
                3,
                asks=later("How many of the doors would have been open at the end?"),
                hides=True,
            )
            for what_if in what_ifs(session)
        ),
        Step(
            "levers",
            later("What would you change?"),
            later("Vote on your phone for one change. Then let us ask the model."),
            6,
        ),
        Step(
            OWN,
            later("Your own rounds"),
            later("Look at your own page: what could you alone have changed?"),
            5,
        ),
        Step(
            "monday",
            later("On Monday"),
            later("Write one sentence: what will you do on Monday, and with whom?"),
            5,
        ),
    ]
