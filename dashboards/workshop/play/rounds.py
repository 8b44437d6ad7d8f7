"""A round: what the seats decided, as the engine takes it, and the months that pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from dashboards.explore.interventions import KINDS, Dropped, happens
from dashboards.languages import _, counted
from dashboards.workshop.play.events import Card, Choice
from dashboards.workshop.play.seats import Seat
from scenarios import Scenario
from sim.engine import Decisions, measures, months, start
from sim.engine.inputs import NO_INPUTS
from sim.engine.workspace import Inputs
from sim.lanes import Ints
from sim.network import Network
from sim.state import State
from sim.strategies.encounter_memory import SEEN
from sim.system import RunSpec, System

Choices = Mapping[int, Choice]
"""By the number of the seat."""


class Refused(ValueError):
    """This cannot happen now; the message says why, for the one who asked."""


@dataclass
class Round:
    """One round of one branch.  ``states`` are the months that it took, none while it is open."""

    number: int
    """1 is the first."""
    cards: list[Dropped] = field(default_factory=list)
    choices: dict[int, Choice] = field(default_factory=dict)
    chosen_by: dict[int, str] = field(default_factory=dict)
    intentions: dict[int, bool] = field(default_factory=dict)
    taken: frozenset[int] = frozenset()
    """The seats that somebody sat on when the round ended."""
    states: list[State] = field(default_factory=list)
    rows: list[dict[str, float]] = field(default_factory=list)
    note: str = ""

    @property
    def missing(self) -> frozenset[int]:
        """Seats with people on them for whom the strategy chose."""
        return self.taken - self.choices.keys()

    @cached_property
    def tally(self) -> Tally:
        """What went on in its months; asked for when they are over."""
        return tally(self.states)

    @property
    def after(self) -> State:
        return self.states[-1]


def dropped(card: Card, names: Sequence[str], month: int) -> Dropped:
    """An event card as it happens in a month; Refused where there is no such card, or nobody of that name."""
    kind = KINDS.get(card.card)
    if kind is None:
        raise Refused(_("there is no card %(card)s; there are %(cards)s", card=repr(card.card), cards=", ".join(KINDS)))
    if kind.of_one != bool(card.who):
        raise Refused(_("say to whom it happens") if kind.of_one else _("it happens to everyone"))
    if card.who and card.who not in names:
        raise Refused(_("there is no organisation %(name)s", name=repr(card.who)))
    return Dropped(month, card.card, card.who)


def check_choice(choice: Choice, seat: Seat, network: Network, hours: int) -> None:
    """Refused where a seat cannot decide this."""
    there, meet = set(partners(network, seat.organisation)), choice.meet or ()
    for named in (choice.unlike, [each[0] for each in choice.doors], meet):
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
    """What went on in a round: how often each relation acted, and how often it saw a race; months each tie met."""

    acted: Ints
    """(tiers, relations)"""
    races: Ints
    """(tiers, relations)"""
    met: Ints
    """(tiers, ties)"""


def tally(states: Sequence[State]) -> Tally:
    """The tally of some months, at least one."""
    acted = [np.tile(each.acted.astype(bool), 2) for each in states]
    seen = [there & ((each.memory & SEEN) > 0) for there, each in zip(acted, states, strict=True)]
    return Tally(np.sum(acted, axis=0), np.sum(seen, axis=0), np.sum([each.met for each in states], axis=0, dtype=int))


def weather(scenario: Scenario, cards: Sequence[Dropped]) -> System:
    """The system in which these cards were played, one after the other."""
    for card in cards:
        more = happens(card, scenario, scenario.system())
        scenario = replace(scenario, schedule=(*scenario.schedule, *more))
    return scenario.system()


def decisions(seats: Sequence[Seat], choices: Choices, network: Network) -> Decisions:
    """What the seats decided for each month of a round; all else is left to strategies and luck."""
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


@dataclass(frozen=True)
class Prepared(Decisions):
    """Decisions whose arrays are made: they hold for several months, and for several courses of a session."""

    inputs: Inputs = NO_INPUTS

    def arrays(self, system: System) -> Inputs:
        return self.inputs


def relations_of(network: Network, organisation: int) -> Ints:
    """Its relations, in the order in which its partners are listed."""
    begin, relations = network.by_organisation
    mine = relations[begin[organisation] : begin[organisation + 1]]
    return mine[np.argsort(network.target[mine])]


def partners(network: Network, organisation: int) -> list[int]:
    """The organisations it has ties with, in the order in which they are listed."""
    found: list[int] = network.target[relations_of(network, organisation)].tolist()
    return found


def play(system: System, inputs: Inputs, before: State, length: int) -> tuple[list[State], list[dict[str, float]]]:
    """The states and measures of the months of a round."""
    decided = Prepared(inputs=inputs)
    now = State(system, before.seed, before.month, before.arrays)
    spec = RunSpec(system=system, seed=now.seed, months=now.month + length)
    states = list(months(spec, lambda _: decided, now))
    return states, [measures(each) for each in states]


def first_state(scenario: Scenario, seed: int) -> State:
    """The state before the first round."""
    return start(scenario.system(), seed)
