"""Events of the debrief: the facilitator's deck, and what people say to its steps."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dashboards.workshop.play.event_base import Frozen, Id, Label, Share


class Step(Frozen):
    """The facilitator goes to a step of the debrief."""

    kind: Literal["step"] = "step"
    step: Label


class Reveal(Frozen):
    """The truth of a step is shown: guesses end."""

    kind: Literal["reveal"] = "reveal"
    step: Label


class LeaveOut(Frozen):
    """A step is left out of the debrief, or taken in again."""

    kind: Literal["leave_out"] = "leave_out"
    step: Label
    out: bool


class Guess(Frozen):
    """A player guesses before a step is revealed; a later guess takes the place of an earlier one."""

    kind: Literal["guess"] = "guess"
    player: Id
    step: Label
    value: Share


class Vote(Frozen):
    """A player votes for one of the changes a room can propose."""

    kind: Literal["vote"] = "vote"
    player: Id
    lever: Label


class Try(Frozen):
    """The facilitator asks the model about one of the changes a room can propose."""

    kind: Literal["try"] = "try"
    lever: Label


class Promise(Frozen):
    """A player says in one sentence what to do on Monday; an empty one takes it back."""

    kind: Literal["promise"] = "promise"
    player: Id
    text: str = Field(max_length=200)
    partner: str = Field("", max_length=80)
    """With whom."""
    keep: bool = False
    """Whether the sentence may go into the file of the session."""
