"""Counterfactuals of a session: the same rounds under the same random numbers, with one thing changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dashboards.explore.charts import mean_known
from dashboards.explore.interventions import Intervention
from dashboards.languages import Text, later
from dashboards.languages.number_format import plain
from dashboards.workshop.play.events import Choice
from dashboards.workshop.play.levers import LEVERS, Lever
from dashboards.workshop.play.rounds import decisions, play_months, system_with_cards
from dashboards.workshop.play.session import Session
from dashboards.workshop.play.what_ifs import WhatIf, what_ifs
from scenarios import Scenario, Settings
from sim.engine import NO_INPUTS, Inputs, measures, perceived_trust_of, start, with_stances
from sim.parameters import PARAMETERS
from sim.system import System

Rows = list[dict[str, float]]
SEEDS_OF_A_LEVER = 20


@dataclass(frozen=True)
class Course:
    """One way the session could have gone: its measures month by month (the start first), and how each fared."""

    label: Text
    rows: Rows
    wealth: NDArray[np.float64]
    """(months + 1, organisations) resources, the start first."""
    key: str = ""
    """Of the what-if that it answers."""

    def resources(self, organisation: int) -> float:
        """Of one organisation, the mean over the months."""
        return float(self.wealth[1:, organisation].mean()) if len(self.wealth) > 1 else float("nan")

    def last(self, measure: str) -> float:
        """Return a measure at the end, as every page shows it."""
        return float(self.rows[-1][measure])


@dataclass(frozen=True)
class LeverAnswer:
    """Openness at the end with and without a lever, seed by seed; the session's own seed first."""

    lever: Lever
    before: float
    """Value of its parameter at the start."""
    after: float
    """Value the lever sets."""
    ends_without: list[float]
    ends_with: list[float]

    @property
    def changes(self) -> list[float]:
        """Changes in openness, seed by seed, the smallest first."""
        return sorted(end - other for end, other in zip(self.ends_with, self.ends_without, strict=True))


@dataclass(frozen=True)
class SeatDebrief:
    """Trust in one seat, and its own counterfactuals, for the debrief."""

    believed: float | None
    """How far it said that the others trust it, the last time it said so."""
    trusted: float
    """How far they do."""
    trusting: float
    """How far it trusts them."""
    perceived: float
    """How far its senior leaders, who set the doors, think that it does."""
    otherwise: list[Course]


@dataclass
class Debrief:
    """Counterfactuals of everyone and of each seat; seats are added one by one, since each takes a moment."""

    actual: Course
    others: list[Course]
    seats: dict[int, SeatDebrief] = field(default_factory=dict)
    levers: dict[str, LeverAnswer] = field(default_factory=dict)
    """By the key of the lever."""


def always(scenario: Scenario, name: str, value: float) -> Scenario:
    """Return the scenario with a parameter at this value for everyone from the start, whatever its dates say of it."""
    schedule = tuple(
        replace(event, settings=Settings({key: old for key, old in event.settings.items() if key != name}))
        for event in scenario.schedule
    )
    return replace(scenario, schedule=schedule).with_settings({name: value})


def without_date(scenario: Scenario, label: str) -> Scenario:
    """Return the scenario without what its own dates bring under this label."""
    return replace(scenario, schedule=tuple(event for event in scenario.schedule if event.label != label))


class Counterfactuals:
    """Rounds of a session, frozen when this was made, to be played again with one thing changed."""

    def __init__(self, session: Session) -> None:
        self.seats, self.begin, self.scenario = session.seats, session.begin, session.scenario
        self.what_ifs = what_ifs(session)
        self.rounds, self.now, self.proposals = session.played, session.now, list(session.proposals)
        self.network = session.first.system.network
        self.given = [self._inputs(round_.choices) for round_ in self.rounds]
        self.systems = self._systems(self.scenario)

    @property
    def played_seats(self) -> list[int]:
        """The seats that somebody sat on, or chose for."""
        return sorted({seat for round_ in self.rounds for seat in round_.taken | round_.choices.keys()})

    def debrief(self) -> Debrief:
        """Return the counterfactuals that concern everyone."""
        others = [self._had_been(what_if) for what_if in self.what_ifs]
        others += [self.proposed(name, value) for name, value in self.proposals]
        return Debrief(self.actual, others)

    def _had_been(self, what_if: WhatIf) -> Course:
        """Return the course with one thing different."""
        given, systems = self.given, self.systems
        match what_if.kind:
            case "all-race" | "all-battle":
                given = [self._all(inputs, what_if.kind == "all-race") for inputs in given]
            case "model":
                given = [NO_INPUTS] * len(self.rounds)
            case "pooled":
                systems = self._systems(always(self.scenario, "game.sharing", 0.5))
            case "without":
                systems = self._systems(self.scenario, without=what_if.cards)
            case "undated":
                systems = self._systems(without_date(self.scenario, what_if.date))
        return self._course(what_if.label, given, systems, key=what_if.key)

    def try_lever(self, key: str) -> LeverAnswer:
        """Return openness with and without a lever from the start, under other seeds too, since one is luck."""
        lever = LEVERS[key]
        before, after = lever.change(self.scenario)
        changed = self._systems(always(self.scenario, lever.parameter, after))
        ends = [
            (self._end(self.systems, self.begin.seed + shift), self._end(changed, self.begin.seed + shift))
            for shift in range(SEEDS_OF_A_LEVER)
        ]
        return LeverAnswer(lever, before, after, [end for end, _ in ends], [end for _, end in ends])

    def _end(self, systems: Sequence[System], seed: int) -> float:
        """Return the openness at the end under another seed, with the choices as they were."""
        return self._course(later("What happened"), self.given, systems, seed=seed % 2**64).last("openness")

    @cached_property
    def actual(self) -> Course:
        """What happened."""
        return self._course(later("What happened"), self.given)

    def proposed(self, name: str, value: float) -> Course:
        """Return the course with a parameter at another value from the start."""
        changed = self._systems(always(self.scenario, name, value))
        what = later(PARAMETERS[name].meaning)
        said = Text(plain, value, enable_cache=False)
        return self._course(later("Proposed: %(value)s for “%(what)s”", value=said, what=what), self.given, changed)

    def seat_debrief(self, seat: int) -> SeatDebrief:
        """Return the debrief of one seat."""
        own, state, network = self.seats[seat], self.now, self.network
        from_own, tiers = network.source == own.organisation, slice(None) if own.tier is None else [own.tier]
        toward = network.target == own.organisation
        said = [round_.choices[seat].believed for round_ in self.rounds if seat in round_.choices]
        without = [{k: choice for k, choice in round_.choices.items() if k != seat} for round_ in self.rounds]
        return SeatDebrief(
            believed=next((value for value in reversed(said) if value is not None), None),
            trusted=_mean(state.trust[tiers][:, toward]),
            trusting=_mean(state.trust[tiers][:, from_own]),
            perceived=self._perceived(own.organisation),
            otherwise=[
                self.had(seat, [True] * len(self.rounds), later("If only you had raced with everyone")),
                self.had(seat, [False] * len(self.rounds), later("If only you had battled with everyone")),
                self._course(
                    later("If the computer had played your seat"), [self._inputs(choices) for choices in without]
                ),
            ],
        )

    def had(self, seat: int, plan: Sequence[bool | None], label: Text | None = None) -> Course:
        """Return the course had one seat raced (True) or battled (False) with everyone in a round; None: as it was."""
        given = [
            inputs if race is None else self._one(seat, race, inputs)
            for inputs, race in zip(self.given, plan, strict=True)
        ]
        return self._course(label or later("If you had chosen so"), given)

    def _perceived(self, organisation: int) -> float:
        """Return the trust in its partners as its senior leaders perceive it, the mean over them."""
        return _mean(perceived_trust_of(self.now)[self.network.source == organisation])

    def _course(
        self,
        label: Text,
        given: Sequence[Inputs],
        systems: Sequence[System] | None = None,
        *,
        key: str = "",
        seed: int | None = None,
    ) -> Course:
        systems = self.systems if systems is None else systems
        state = start(systems[0] if systems else self.scenario.system(), self.begin.seed if seed is None else seed)
        rows, wealth = [measures(state)], [state.resources]
        for system, inputs in zip(systems, given, strict=True):
            states, more = play_months(system, inputs, state, self.begin.months)
            state = states[-1]
            rows += more
            wealth += [state.resources for state in states]
        return Course(label, rows, np.array(wealth, dtype=np.float64), key)

    def _systems(self, scenario: Scenario, without: Collection[Intervention] = ()) -> list[System]:
        """Return the system of each round, as the cards came; ``without`` some of them."""
        cards: list[Intervention] = []
        systems = []
        for round_ in self.rounds:
            cards += [card for card in round_.cards if not any(card is other for other in without)]
            systems.append(system_with_cards(scenario, cards))
        return systems

    def _inputs(self, choices: Mapping[int, Choice]) -> Inputs:
        return decisions(self.seats, choices, self.network).arrays(self.now.system)

    def _all(self, inputs: Inputs, race: bool) -> Inputs:
        """Return inputs in which everyone races, or battles, with everyone."""
        return with_stances(inputs, self.now.system, np.arange(2 * self.network.m), race)

    def _one(self, seat: int, race: bool, inputs: Inputs) -> Inputs:
        """Return inputs in which one seat races, or battles, with everyone."""
        own = self.seats[seat]
        relations = np.flatnonzero(self.network.source == own.organisation)
        if own.tier is None:
            return with_stances(inputs, self.now.system, relations, race)
        return with_stances(inputs, self.now.system, relations, race, own.tier)


def _mean(values: NDArray[np.float64]) -> float:
    """Return the mean of the values that are there; NaN where none is: nobody acted, or there is no partner."""
    return float(mean_known(values.ravel(), axis=0))
