"""Counterfactuals of a session: the same rounds under the same random numbers, with one thing changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dashboards.explore.charts import mean_known
from dashboards.explore.interventions import Intervention
from dashboards.languages import Text, later
from dashboards.languages.number_format import plain
from dashboards.workshop.play.events import Choice
from dashboards.workshop.play.rounds import decisions, play_months, system_with_cards
from dashboards.workshop.play.session import Session
from scenarios import Scenario, Settings
from sim.engine import measures, start
from sim.engine.inputs import NO_INPUTS
from sim.engine.workspace import Inputs
from sim.parameters import PARAMETERS, ROWS
from sim.rules.boundary import perceived_trust
from sim.system import System

Rows = list[dict[str, float]]


@dataclass(frozen=True)
class Course:
    """One way the session could have gone: its measures month by month (the start first), and how each fared."""

    label: Text
    rows: Rows
    wealth: NDArray[np.float64]
    """(months + 1, organisations) resources, the start first."""

    def resources(self, organisation: int) -> float:
        """Of one organisation, the mean over the months."""
        return float(self.wealth[1:, organisation].mean()) if len(self.wealth) > 1 else float("nan")

    def last(self, measure: str) -> float:
        """A measure over the last quarter of a year."""
        return _mean(np.array([row[measure] for row in self.rows[-3:]]))


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
        given, nothing = self.given, [NO_INPUTS] * len(self.rounds)
        pooled = self._systems(always(self.scenario, "game.sharing", 0.5))
        others = [
            self._course(later("Everyone had raced"), [self._all(inputs, True) for inputs in given]),
            self._course(later("Everyone had battled"), [self._all(inputs, False) for inputs in given]),
            self._course(later("The model had played every seat"), nothing),
            self._course(later("Half of all outcomes pooled from the start"), given, pooled),
        ]
        others += [
            self._course(
                later("Without: %(card)s", card=Text(lambda card: card.label, card, enable_cache=False)),
                given,
                self._systems(self.scenario, without=card),
            )
            for round_ in self.rounds
            for card in round_.cards
        ]
        others += [
            self._course(
                later("Without: %(card)s", card=label), given, self._systems(without_date(self.scenario, label))
            )
            for label in self._dated()
        ]
        others += [self.proposed(name, value) for name, value in self.proposals]
        return Debrief(self.actual, others)

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
                self.had(seat, [True] * len(self.rounds), later("Only you had raced with everyone")),
                self.had(seat, [False] * len(self.rounds), later("Only you had battled with everyone")),
                self._course(later("The model had played your seat"), [self._inputs(choices) for choices in without]),
            ],
        )

    def had(self, seat: int, plan: Sequence[bool | None], label: Text | None = None) -> Course:
        """Return the course had one seat raced (True) or battled (False) with everyone in a round; None: as it was."""
        given = [
            inputs if race is None else self._one(seat, race, inputs)
            for inputs, race in zip(self.given, plan, strict=True)
        ]
        return self._course(label or later("Had you chosen so"), given)

    def _perceived(self, organisation: int) -> float:
        """Perceived trust (phase 6), the mean over its partners."""
        trust = self.now.trust[:, self.network.source == organisation]
        visibility = self.now.system.values(self.now.month)[ROWS["learning.visibility"], organisation]
        return float(perceived_trust(_mean(trust), _mean(trust[0]), float(visibility)))

    def _dated(self) -> list[str]:
        """Return what the scenario's own dates brought after the start and while it was played."""
        months = range(2, len(self.rounds) * self.begin.months + 1)
        return list(
            dict.fromkeys(event.label for event in self.scenario.schedule if event.label and event.month in months)
        )

    def _course(self, label: Text, given: Sequence[Inputs], systems: Sequence[System] | None = None) -> Course:
        systems = self.systems if systems is None else systems
        state = start(systems[0] if systems else self.scenario.system(), self.begin.seed)
        rows, wealth = [measures(state)], [state.resources]
        for system, inputs in zip(systems, given, strict=True):
            states, more = play_months(system, inputs, state, self.begin.months)
            state = states[-1]
            rows += more
            wealth += [state.resources for state in states]
        return Course(label, rows, np.array(wealth, dtype=np.float64))

    def _systems(self, scenario: Scenario, without: Intervention | None = None) -> list[System]:
        """The system of each round, as the cards came; ``without`` one of them."""
        cards: list[Intervention] = []
        systems = []
        for round_ in self.rounds:
            cards += [card for card in round_.cards if card is not without]
            systems.append(system_with_cards(scenario, cards))
        return systems

    def _inputs(self, choices: Mapping[int, Choice]) -> Inputs:
        return decisions(self.seats, choices, self.network).arrays(self.now.system)

    def _stances(self, inputs: Inputs) -> NDArray[np.int8]:
        """(tiers, relations, 1) the stances given, of its own; -1 where none is."""
        stances = np.full((self.now.system.tiers, 2 * self.network.m, 1), -1, dtype=np.int8)
        if inputs.stances.size:
            stances[:] = inputs.stances
        return stances

    def _all(self, inputs: Inputs, race: bool) -> Inputs:
        stances = self._stances(inputs)
        stances[:] = race
        return inputs._replace(stances=stances)

    def _one(self, seat: int, race: bool, inputs: Inputs) -> Inputs:
        own, stances = self.seats[seat], self._stances(inputs)
        from_own = self.network.source == own.organisation
        for tier in range(self.now.system.tiers) if own.tier is None else (own.tier,):
            stances[tier, from_own] = race
        return inputs._replace(stances=stances)


def _mean(values: NDArray[np.float64]) -> float:
    """Return the mean of the values that are there; NaN where none is: nobody acted, or there is no partner."""
    return float(mean_known(values.ravel(), axis=0))
