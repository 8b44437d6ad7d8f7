"""Events of a session: one class an event, as the store keeps it.

A session is the replay of its events, so an event holds all that it needs: no clock and no chance is asked later.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

Share = Annotated[float, Field(ge=0, le=1)]
Position = Annotated[int, Field(ge=0, lt=100_000)]
Seconds = Annotated[int, Field(ge=1, le=24 * 3600)]
Id = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Label = Annotated[str, StringConstraints(min_length=1, max_length=400)]


class Frozen(BaseModel):
    """Base of all events: immutable, with no field that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


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
    """A player leaves; what was chosen stays."""

    kind: Literal["remove"] = "remove"
    player: Id


class Assign(Frozen):
    """A player on another seat, or on none."""

    kind: Literal["assign"] = "assign"
    player: Id
    seat: Position | None


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
    what: Literal["network", "results", "clock", "intentions", "names", "debrief"]
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
    | Predict
    | Open
    | Choose
    | Intend
    | Play
    | Pause
    | Resume
    | Extend
    | Close
    | Back
    | Finish
    | Show
    | Propose,
    Field(discriminator="kind"),
]


class Entry(Frozen):
    """An event with its time, in seconds of the server's clock."""

    at: float
    event: Event


ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)
EVENT: TypeAdapter[Any] = TypeAdapter(Event)
