"""A round: the decisions of the seats, as the engine takes them, and the months that pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from dashboards.explore.interventions import INTERVENTIONS, Intervention, as_schedule
from dashboards.languages import _, counted
from dashboards.workshop.errors import Refused
from dashboards.workshop.play.events import Card, Choice
from dashboards.workshop.play.seats import Seat
from scenarios import Scenario
from sim.engine import Decisions, Inputs, measures, months, start
from sim.lanes import Ints
from sim.network import Network
from sim.state import State
from sim.strategies.encounter_memory import SEEN
from sim.system import RunSpec, System

Choices = Mapping[int, Choice]
"""By the number of the seat."""


@dataclass
class Round:
    """One round of one branch.  ``states`` are the months that it took, none while it is open."""

    number: int
    """1 is the first."""
    cards: list[Intervention] = field(default_factory=list)
    choices: dict[int, Choice] = field(default_factory=dict)
    chosen_by: dict[int, str] = field(default_factory=dict)
    overwritten: dict[int, list[tuple[str, Choice]]] = field(default_factory=dict)
    """By seat: earlier choices that another player's replaced, with the player who made them, the last one last."""
    intentions: dict[int, bool] = field(default_factory=dict)
    taken: frozenset[int] = frozenset()
    """The seats that somebody sat on when the round ended."""
    states: list[State] = field(default_factory=list)
    rows: list[dict[str, float]] = field(default_factory=list)
    note: str = ""

    def choose(self, seat: int, player: str, choice: Choice) -> None:
        """Take a seat's choice; one that somebody else made before can be put back."""
        if seat in self.choices and self.chosen_by[seat] != player:
            self.overwritten.setdefault(seat, []).append((self.chosen_by[seat], self.choices[seat]))
        self.choices[seat], self.chosen_by[seat] = choice, player

    def put_back(self, seat: int) -> bool:
        """Put back the choice that another replaced; False where there is none."""
        if not self.overwritten.get(seat):
            return False
        self.chosen_by[seat], self.choices[seat] = self.overwritten[seat].pop()
        return True

    def forget(self, player: str) -> None:
        """Undo what a player overwrote."""
        for seat, by in list(self.chosen_by.items()):
            self.overwritten[seat] = [entry for entry in self.overwritten.get(seat, []) if entry[0] != player]
            if by == player:
                self.put_back(seat)

    @property
    def missing(self) -> frozenset[int]:
        """Seats with people on them for whom the strategy chose."""
        return self.taken - self.choices.keys()

    @cached_property
    def tally(self) -> Tally:
        """Dealings in its months; asked for when they are over."""
        return tally(self.states)

    @property
    def after(self) -> State:
        return self.states[-1]


def card_event(card: Card, names: Sequence[str], month: int) -> Intervention:
    """Return an event card as it happens in a month; Refused where there is no such card, or nobody of that name."""
    kind = INTERVENTIONS.get(card.card)
    if kind is None:
        raise Refused(
            _("there is no card %(card)s; there are %(cards)s", card=repr(card.card), cards=", ".join(INTERVENTIONS))
        )
    if kind.of_one != bool(card.who):
        raise Refused(_("say to whom it happens") if kind.of_one else _("it happens to everyone"))
    if card.who and card.who not in names:
        raise Refused(_("there is no organisation %(name)s", name=repr(card.who)))
    return Intervention(month, card.card, card.who)


def check_choice(choice: Choice, seat: Seat, network: Network, hours: int) -> None:
    """Raise Refused where a seat cannot decide this."""
    there, meet = set(partners(network, seat.organisation)), choice.meet or ()
    for named in (choice.unlike, [pair[0] for pair in choice.doors], meet):
        if not set(named) <= there:
            raise Refused(_("one of these is no partner of yours"))
        if len(set(named)) != len(named):
            raise Refused(_("a partner is named twice"))
    if len(meet) > hours:
        raise Refused(
            counted("your hours are enough for %(num)s partner", "your hours are enough for %(num)s partners", hours)
        )
    if not seat.has_doors and (choice.doors or choice.door is not None):
        raise Refused(_("the doors are set by the senior leader"))


class Tally(NamedTuple):
    """Dealings of a round: how often each relation acted, and how often it saw a race; months each tie met."""

    acted: Ints
    """(tiers, relations)"""
    races: Ints
    """(tiers, relations)"""
    met: Ints
    """(tiers, ties)"""


def tally(states: Sequence[State]) -> Tally:
    """Return the tally of some months, at least one."""
    acted = [np.tile(state.acted.astype(bool), 2) for state in states]
    seen = [there & ((state.memory & SEEN) > 0) for there, state in zip(acted, states, strict=True)]
    return Tally(
        np.sum(acted, axis=0), np.sum(seen, axis=0), np.sum([state.met for state in states], axis=0, dtype=int)
    )


def system_with_cards(scenario: Scenario, cards: Sequence[Intervention]) -> System:
    """Return the system in which these cards were played, one after the other."""
    for card in cards:
        more = as_schedule(card, scenario, scenario.system())
        scenario = replace(scenario, schedule=(*scenario.schedule, *more))
    return scenario.system()


def decisions(seats: Sequence[Seat], choices: Choices, network: Network) -> Decisions:
    """Return what the seats decided for each month of a round; all else is left to the model."""
    stances: dict[tuple[int, int, int | None], bool] = {}
    doors: dict[tuple[int, int], float] = {}
    wishes: dict[tuple[int, int, int | None], list[bool]] = {}
    for number, choice in choices.items():
        seat = seats[number]
        unlike, special = set(choice.unlike), dict(choice.doors)
        for partner in partners(network, seat.organisation):
            stances[seat.organisation, partner, seat.tier] = choice.race != (partner in unlike)
            door = special.get(partner, choice.door)
            if seat.has_doors and door is not None:
                doors[seat.organisation, partner] = door
            if choice.meet is not None:
                low, high = sorted((seat.organisation, partner))
                wishes.setdefault((low, high, seat.tier), []).append(partner in choice.meet)
    return Decisions(stances, doors, {tie: all(asked) for tie, asked in wishes.items()})


def relations_of(network: Network, organisation: int) -> Ints:
    """Return its relations, in the order in which its partners are listed."""
    begin, relations = network.by_organisation
    own = relations[begin[organisation] : begin[organisation + 1]]
    return own[np.argsort(network.target[own])]


def partners(network: Network, organisation: int) -> list[int]:
    """Return the organisations it has ties with, in the order in which they are listed."""
    return [int(partner) for partner in network.target[relations_of(network, organisation)]]


def play_months(
    system: System, inputs: Inputs, before: State, length: int
) -> tuple[list[State], list[dict[str, float]]]:
    """Return the states and measures of the months of a round."""
    now = State(system, before.seed, before.month, before.arrays)
    spec = RunSpec(system=system, seed=now.seed, months=now.month + length)
    states = list(months(spec, lambda _: inputs, now))
    return states, [measures(state) for state in states]


def first_state(scenario: Scenario, seed: int) -> State:
    """Return the state before the first round."""
    return start(scenario.system(), seed)
