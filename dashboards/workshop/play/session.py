"""Session of a workshop: a state machine without clock, page or file.

``apply`` takes the next event, or raises Refused and stays as it was.  The state is the replay of the events, and the
same events give the same state, bit for bit: the model's luck belongs to the seed.

    lobby -> open (paused) -> between -> open ... -> debrief        and back to the end of any round
"""

from __future__ import annotations

import hashlib

from dashboards.explore.interventions import Intervention
from dashboards.explore.setup import Setup, TooLarge
from dashboards.languages import _
from dashboards.workshop.errors import AlreadyKnown, Refused
from dashboards.workshop.play import deck_events as d
from dashboards.workshop.play import events as e
from dashboards.workshop.play.deck import DebriefState
from dashboards.workshop.play.levers import check_proposal
from dashboards.workshop.play.people import Player, Roster, free_name
from dashboards.workshop.play.phases import SHOWN, WORDS, Phase
from dashboards.workshop.play.rounds import (
    Round,
    card_event,
    check_choice,
    decisions,
    first_state,
    play_months,
    system_with_cards,
)
from dashboards.workshop.play.seats import Seat, seats_of
from scenarios import loads
from sim.state import State


class Session:
    """State of a session after the events so far."""

    def __init__(self, begin: e.Begin) -> None:
        self.begin = begin
        self.scenario = loads(begin.scenario, file="scenario")
        try:
            Setup(scenario=self.scenario).system  # noqa: B018 - whether pages can show it
        except TooLarge as error:
            raise Refused(str(error)) from None
        self.first = first_state(self.scenario, begin.seed)
        self.seats: tuple[Seat, ...] = seats_of(self.first.system, begin.tiers)
        self.phase: Phase = "lobby"
        self.roster = Roster(len(self.seats), begin.sharing)
        self.debrief = DebriefState()
        self.predictions: dict[str, tuple[float, float]] = {}
        self.rounds: list[Round] = []
        """This branch, the last one open or played."""
        self.branches: list[list[Round]] = []
        """What was played and left by going back."""
        self.waiting_cards: list[Intervention] = []
        """Played between two rounds: they happen as the next begins."""
        self.ends_at: float | None = None
        """When the open round ends, by the clock that stamps events; None while none is open or all is paused."""
        self.left: float = 0.0
        """Seconds left while paused."""
        self.shown = dict(SHOWN)
        self.proposals: list[tuple[str, float]] = []
        self.count = 1
        """How many events there were."""
        self.turn = 0
        """How many rounds were opened, in all branches: what a choice is meant for."""
        self._choices_known: set[tuple[str, str]] = set()

    # ------------------------------------------------------------ what there is

    @property
    def players(self) -> dict[str, Player]:
        """Everyone in the room, by id."""
        return self.roster.players

    @property
    def played(self) -> list[Round]:
        """The rounds of this branch that are over."""
        return [round_ for round_ in self.rounds if round_.states]

    @property
    def now(self) -> State:
        """The state after the last round that is over."""
        return self.played[-1].after if self.played else self.first

    @property
    def open_round(self) -> Round | None:
        return self.rounds[-1] if self.rounds and not self.rounds[-1].states else None

    @property
    def own_open(self) -> bool:
        """Whether everyone may look back on their own rounds."""
        return self.phase == "debrief" and self.debrief.own_open

    @property
    def next_number(self) -> int:
        return len(self.played) + 1

    @property
    def cards(self) -> list[Intervention]:
        """All cards of this branch, in the order in which they were played."""
        return [card for round_ in self.rounds for card in round_.cards] + self.waiting_cards

    @property
    def coming_cards(self) -> list[Intervention]:
        """Cards that have not had their effect: those of the open round, or those that wait for the next."""
        return self.open_round.cards if self.open_round else self.waiting_cards

    def all_rounds(self) -> list[Round]:
        """Return the rounds of every branch, this one last."""
        return [round_ for branch in [*self.branches, self.rounds] for round_ in branch]

    def taken_seats(self) -> frozenset[int]:
        """Return the seats that somebody sits on."""
        return frozenset(person.seat for person in self.players.values() if person.seat is not None)

    def players_on(self, seat: int) -> list[str]:
        """Return the players on a seat."""
        return self.roster.on_seat(seat)

    def hours(self, seat: int) -> int:
        """Return with how many partners a seat can spend time in a round: scarcity eats it, as in the model."""
        felt = 1.0 - min(1.0, float(self.now.resources[self.seats[seat].organisation]))
        return min(self.begin.hours, max(1, round(self.begin.hours * (1.0 - felt))))

    def digest(self) -> str:
        """Return a fingerprint of everything, the bits of every state among it."""
        fingerprint = hashlib.sha256()
        kept = (self.phase, self.roster, self.debrief, self.predictions, self.branches, self.rounds, self.waiting_cards)
        for part in (*kept, self.ends_at, self.left, self.shown, self.proposals, self.count, self.turn):
            fingerprint.update(repr(part).encode("utf-8", "surrogatepass"))
        return fingerprint.hexdigest() + self.bits()

    def bits(self) -> str:
        """Return a fingerprint of every state of the model, in every branch."""
        fingerprint = hashlib.sha256()
        for state in (self.first, *(state for r in self.all_rounds() for state in r.states)):
            fingerprint.update(state.to_bytes())
        return fingerprint.hexdigest()

    # ------------------------------------------------------------ what happens

    def apply(self, event: e.Event, at: float) -> None:
        """Apply the next event; Refused where it cannot happen now, and then nothing did."""
        match event:
            case e.Begin():
                raise Refused(_("the session has begun already"))
            case e.Join():
                self.roster.join(event)
            case e.Rename():
                self.player(event.player).name = free_name(self.players, event.name, event.player)
            case e.Remove():
                self._remove(event.player)
            case e.Assign():
                self.roster.assign(event)
            case e.Lock():
                self.roster.locked = event.on
            case e.Clear():
                self.roster.clear()
            case e.ShareSeats():
                self.roster.sharing = event.rule
            case e.Admit():
                self.roster.admit(event)
            case e.Predict():
                self._predict(event)
            case e.Choose():
                self._choose(event, at)
            case e.Intend():
                self._intend(event, at)
            case e.PutBack():
                self._put_back(event, at)
            case e.Show():
                self.shown[event.what] = event.on
            case e.Propose():
                self._propose(event)
            case d.LeaveOut():
                self.debrief.apply(event, self)
            case d.Step() | d.Reveal() | d.Try():
                self._need("debrief")
                self.debrief.apply(event, self)
            case d.Guess() | d.Vote() | d.Promise():
                self.player(event.player)
                self._need("debrief")
                self.debrief.apply(event, self)
            case _:
                self._turn(event, at)
        self.count += 1

    def _turn(self, event: e.Event, at: float) -> None:
        """Apply an event that moves the session from phase to phase."""
        match event:
            case e.Open():
                self._open(event, at)
            case e.Play():
                self._card(event)
            case e.TakeBack():
                self._take_back(event)
            case e.Pause():
                self._need("open")
                self.left, self.ends_at, self.phase = max(0.0, (self.ends_at or at) - at), None, "paused"
            case e.Resume():
                self._need("paused")
                self.ends_at, self.phase = at + self.left, "open"
            case e.Extend():
                self._extend(event)
            case e.Close():
                self._close()
            case e.Back():
                self._back(event)
            case e.Finish():
                if not self.played or self.phase not in ("between", "debrief"):
                    raise Refused(_("play a round first, and end it"))
                self.phase = "debrief"
                self.debrief.begin(self)

    def player(self, player: str) -> Player:
        """Return a player; Refused where there is none of this id."""
        return self.roster.player(player)

    def _need(self, *phases: Phase) -> None:
        if self.phase not in phases:
            raise Refused(_("not now: %(words)s", words=WORDS[self.phase]))

    # ------------------------------------------------------------ people

    def _remove(self, player: str) -> None:
        self.roster.remove(player)
        if self.open_round:
            self.open_round.forget(player)

    def _predict(self, event: e.Predict) -> None:
        self.player(event.player)
        if self.played:
            raise Refused(_("predictions end with the first round"))
        self.predictions[event.player] = (event.openness, event.race_share)

    # ------------------------------------------------------------ choices

    def _may_act(self, event: e.Choose | e.Intend | e.PutBack, at: float) -> None:
        if self.player(event.player).seat != event.seat:
            raise Refused(_("you sit on another seat now"))
        self._need("open", "paused")
        if event.turn != self.turn or (self.ends_at is not None and at > self.ends_at):
            raise Refused(_("that round is over"))

    def _choose(self, event: e.Choose, at: float) -> None:
        if (event.player, event.id) in self._choices_known:
            raise AlreadyKnown(_("taken already"))
        self._may_act(event, at)
        check_choice(event.choice, self.seats[event.seat], self.first.system.network, self.hours(event.seat))
        self._choices_known.add((event.player, event.id))
        self.rounds[-1].choose(event.seat, event.player, event.choice)

    def _put_back(self, event: e.PutBack, at: float) -> None:
        self._may_act(event, at)
        if not self.rounds[-1].put_back(event.seat):
            raise Refused(_("no choice of your seat was replaced"))

    def _intend(self, event: e.Intend, at: float) -> None:
        self._may_act(event, at)
        if event.race is None:
            self.rounds[-1].intentions.pop(event.seat, None)
        else:
            self.rounds[-1].intentions[event.seat] = event.race

    # ------------------------------------------------------------ rounds

    def _open(self, event: e.Open, at: float) -> None:
        self._need("lobby", "between")
        if self.next_number > self.begin.rounds:
            raise Refused(_("that was the last round: go on to the debrief"))
        act = self.act(self.next_number)
        number = self.next_number
        scripted = [self._card_event(card, number) for card in act.cards]
        self.rounds.append(Round(number, [*self.waiting_cards, *scripted], note=act.note))
        self.waiting_cards = []
        self.ends_at = at + (event.seconds or act.seconds or self.begin.seconds)
        self.turn += 1
        self.phase = "open"

    def act(self, number: int) -> e.Act:
        """Return what the script has for a round."""
        script = self.begin.script
        return script[number - 1] if number <= len(script) else e.Act()

    def _card_event(self, card: e.Card, number: int) -> Intervention:
        return card_event(card, self.scenario.names, (number - 1) * self.begin.months + 1)

    def _card(self, event: e.Play) -> None:
        if self.phase == "debrief":
            raise Refused(_("play is over: go back to a round to try a card"))
        card = self._card_event(event, self.rounds[-1].number if self.open_round else self.next_number)
        if card in self.coming_cards and not event.again:
            raise Refused(_("this card is in this round already"))
        self.coming_cards.append(card)

    def _take_back(self, event: e.TakeBack) -> None:
        cards = self.coming_cards
        at = next(
            (at for at in reversed(range(len(cards))) if (cards[at].kind, cards[at].who) == (event.card, event.who)),
            None,
        )
        if at is None:
            raise Refused(_("there is no such card in the open round, or the next"))
        del cards[at]

    def _extend(self, event: e.Extend) -> None:
        self._need("open", "paused")
        if self.ends_at is None:
            self.left += event.seconds
        else:
            self.ends_at += event.seconds

    def _close(self) -> None:
        self._need("open", "paused")
        now = self.rounds[-1]
        now.taken = self.taken_seats()
        system = system_with_cards(self.scenario, self.cards)
        inputs = decisions(self.seats, now.choices, system.network).arrays(system)
        now.states, now.rows = play_months(system, inputs, self.now, self.begin.months)
        self.ends_at, self.left, self.phase = None, 0.0, "between"

    def _back(self, event: e.Back) -> None:
        if event.round >= len(self.rounds) and not (event.round == len(self.rounds) and self.phase == "debrief"):
            raise Refused(_("that round is not over, or was never played"))
        kept, left = self.rounds[: event.round], self.rounds[event.round :]
        if left:
            self.branches.append(left)
        self.rounds, self.waiting_cards = kept, []
        self.ends_at, self.left = None, 0.0
        self.phase = "between" if kept else "lobby"

    def _propose(self, event: e.Propose) -> None:
        self._need("debrief")
        check_proposal(event.name, event.value)
        self.proposals.append((event.name, event.value))
