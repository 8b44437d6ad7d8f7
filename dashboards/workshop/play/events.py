"""Events of a session: one class an event, as the store keeps it.

A session is the replay of its events, so an event holds all that it needs: no clock and no chance is asked later.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from dashboards.workshop.play.deck_events import Guess, LeaveOut, Promise, Reveal, Step, Try, Vote
from dashboards.workshop.play.event_base import Frozen, Id, Label, Position, Seconds, Share

Sharing = Literal["open", "ask", "one"]
"""Who may sit down on a taken seat: anybody, whom somebody on it lets in, nobody."""


class Choice(Frozen):
    """Choice of a seat for a round: one answer for all partners, and the exceptions.

    Partners are positions of organisations.
    """

    race: bool
    unlike: tuple[Position, ...] = Field((), max_length=1000)
    """Partners toward whom it is the other way round."""
    door: Share | None = None
    """How open the doors are; None leaves them to trust, as the model does."""
    doors: tuple[tuple[Position, Share], ...] = Field((), max_length=1000)
    meet: tuple[Position, ...] | None = Field(None, max_length=1000)
    """With whom to spend time; None leaves it to habit."""
    believed: Share | None = None
    """How far the seat thinks that the others trust it."""


class Card(Frozen):
    """Something that happens to the system; ``who`` where it happens to one organisation."""

    card: Label
    who: str = Field("", max_length=400)


class Act(Frozen):
    """A round of a script: its cards, and its length where it is not the usual one."""

    cards: tuple[Card, ...] = ()
    seconds: Seconds | None = None
    note: str = Field("", max_length=2000)


class Begin(Frozen):
    """A session begins: all that it needs to be played again."""

    kind: Literal["begin"] = "begin"
    session: Id
    scenario: str
    """The text of the scenario file."""
    seed: int = Field(ge=0, lt=2**64)
    rounds: int = Field(8, ge=1, le=200)
    months: int = Field(3, ge=1, le=60)
    """Months of the model in a round."""
    seconds: Seconds = 240
    hours: int = Field(4, ge=0, le=1000)
    """With how many partners a leader who wants for nothing can spend time."""
    tiers: bool = False
    """Whether a seat is a leader at one tier of an organisation, not the whole."""
    alone: bool = False
    """Whether one person plays, and turns the pages."""
    script: tuple[Act, ...] = Field((), max_length=200)
    sharing: Sharing = "open"
    model_version: int = 0
    """Of the model that it began with; 0 where a session is older than this field."""
    model: str = Field("", max_length=64)
    """Fingerprint of that model's code."""


class Join(Frozen):
    """Somebody comes in."""

    kind: Literal["join"] = "join"
    player: Id
    name: Label
    seat: Position | None = None
    key: str = Field(max_length=64)
    """A digest of the player's key: the key itself is nowhere but on the phone."""


class Rename(Frozen):
    """The facilitator gives a player another name."""

    kind: Literal["rename"] = "rename"
    player: Id
    name: Label


class Remove(Frozen):
    """A player leaves; what was chosen stays, but what the player overwrote in the open round is put back."""

    kind: Literal["remove"] = "remove"
    player: Id


class Assign(Frozen):
    """A player on another seat, or on none."""

    kind: Literal["assign"] = "assign"
    player: Id
    seat: Position | None


class Lock(Frozen):
    """Nobody more comes in, or people may again."""

    kind: Literal["lock"] = "lock"
    on: bool


class Clear(Frozen):
    """All players without a seat leave."""

    kind: Literal["clear"] = "clear"


class ShareSeats(Frozen):
    """The facilitator says who may sit down on a taken seat."""

    kind: Literal["sharing"] = "sharing"
    rule: Sharing


class Admit(Frozen):
    """Somebody on a seat lets in who asked to share it, or does not."""

    kind: Literal["admit"] = "admit"
    player: Id
    who: Id
    yes: bool


class Predict(Frozen):
    """A player predicts where the system will end."""

    kind: Literal["predict"] = "predict"
    player: Id
    openness: Share
    race_share: Share


class Open(Frozen):
    """A round begins."""

    kind: Literal["open"] = "open"
    seconds: Seconds | None = None


class Choose(Frozen):
    """A seat decides; a later choice of the same round takes the place of an earlier one."""

    kind: Literal["choose"] = "choose"
    player: Id
    seat: Position
    id: Id
    """Made by the phone: the same choice sent again changes nothing."""
    turn: Position
    """Which round it is meant for, as ``Session.turn`` counts them."""
    choice: Choice


class PutBack(Frozen):
    """Somebody on a seat puts back the choice that was overwritten."""

    kind: Literal["put_back"] = "put_back"
    player: Id
    seat: Position
    turn: Position


class Intend(Frozen):
    """Say in public what one means to do; None takes it back."""

    kind: Literal["intend"] = "intend"
    player: Id
    seat: Position
    turn: Position
    race: bool | None


class Play(Card):
    """The facilitator plays an event card: it happens as the round begins that is open, or else the next."""

    kind: Literal["card"] = "card"
    again: bool = False
    """Whether it is meant, where the same card happens already in the same round."""


class TakeBack(Card):
    """The facilitator takes back a card of the open round, or of the next."""

    kind: Literal["take_back"] = "take_back"


class Pause(Frozen):
    """The clock of the open round stands still."""

    kind: Literal["pause"] = "pause"


class Resume(Frozen):
    """It goes on."""

    kind: Literal["resume"] = "resume"


class Extend(Frozen):
    """The open round takes longer."""

    kind: Literal["extend"] = "extend"
    seconds: Seconds


class Close(Frozen):
    """A round ends, and its months pass."""

    kind: Literal["close"] = "close"


class Back(Frozen):
    """Back to the end of a round (0: the start); what came after stays as a branch of its own."""

    kind: Literal["back"] = "back"
    round: int = Field(ge=0, le=200)


class Finish(Frozen):
    """Play is over; the debrief begins."""

    kind: Literal["finish"] = "finish"


class Show(Frozen):
    """Show or hide something on the big screen."""

    kind: Literal["show"] = "show"
    what: Literal["network", "results", "clock", "intentions", "names", "debrief", "sound"]
    on: bool


class Propose(Frozen):
    """The room asks: and if this had been different from the start?"""

    kind: Literal["propose"] = "propose"
    name: Label
    """A parameter."""
    value: float


Event = Annotated[
    Begin
    | Join
    | Rename
    | Remove
    | Assign
    | Lock
    | Clear
    | ShareSeats
    | Admit
    | Predict
    | Open
    | Choose
    | PutBack
    | Intend
    | Play
    | TakeBack
    | Pause
    | Resume
    | Extend
    | Close
    | Back
    | Finish
    | Show
    | Propose
    | Step
    | Reveal
    | LeaveOut
    | Guess
    | Vote
    | Try
    | Promise,
    Field(discriminator="kind"),
]


class Entry(Frozen):
    """An event with its time, in seconds of the server's clock."""

    at: float
    event: Event


ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)
EVENT: TypeAdapter[Any] = TypeAdapter(Event)
