"""The first minute: two organisations, one of them the visitor's, for six months; then twelve; then a real system.

The other organisation answers by the model's own choice, and doors, trust and outcomes are the engine's.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from dashboards.explore.setup import Setup
from dashboards.languages import _, scenario_text
from dashboards.languages.number_format import percent, plain
from scenarios import load, loads
from sim.engine import Decisions, months, start
from sim.system import RunSpec

MONTHS = 6
SHUT = 0.5
"""A door that is less than half open counts as shut, as in the headline."""
TWO = """
months = 6
seed = 52
title = "Two"
[history]
trust = 0.6
[trust]
rate = 0.3
[structure]
tiers = 1
[[organisations]]
name = "You"
sector = "one"
size = 100
[[organisations]]
name = "The other"
sector = "other"
size = 100
"""
"""The seed is one with which the two deal with each other in the first months, whatever is chosen."""
TWELVE = {"structure.organisations": 12, "structure.sectors": 3}
TWELVE_SEED, TWELVE_MONTHS = 14, 40
"""A run in which silos form within three years."""
SYSTEMS = ("greater-manchester-2015", "internal-market-1991", "integrated-care-board-2022")


@dataclass(frozen=True)
class Month:
    """One month of the two: what each did, and how far each keeps its door open after it."""

    race: bool
    answer: bool
    dealt: bool
    outcomes: tuple[float, float]
    doors: tuple[float, float]


@dataclass
class FirstMinute:
    """The story of one visitor: the choices so far, and whether the twelve have begun."""

    chosen: list[bool] = field(default_factory=list)
    twelve: bool = False

    def choose(self, race: bool) -> None:
        """Race or battle, for a month."""
        if len(self.chosen) < MONTHS:
            self.chosen.append(race)

    def again(self) -> None:
        """Go back to the first month."""
        self.chosen.clear()
        self.twelve = False

    @property
    def over(self) -> bool:
        """Tell whether the six months are over."""
        return len(self.chosen) >= MONTHS

    @property
    def past(self) -> list[Month]:
        """The months up to now, as the engine runs them with what was chosen."""
        spec, chosen = two(), self.chosen
        run = months(replace(spec, months=len(chosen)), lambda now: Decisions({(0, 1, None): chosen[now.month]}))
        return [
            Month(
                race=chosen[state.month - 1],
                answer=bool(state.stance[0, 1]),
                dealt=bool(state.acted[0, 0]),
                outcomes=(float(state.income[0]), float(state.income[1])),
                doors=(float(state.openness[0]), float(state.openness[1])),
            )
            for state in run
        ]

    def view(self) -> dict[str, Any]:
        """Return the story as a page shows it."""
        past = self.past
        doors = past[-1].doors if past else begun()
        return {
            "month": len(past),
            "months": MONTHS,
            "over": self.over,
            "doors": list(doors),
            "shut": [door < SHUT for door in doors],
            "past": [[month.race, month.answer, month.dealt] for month in past],
            "happened": happened(past[-1]) if past else "",
            "door": door_moved(past),
        }


@cache
def two() -> RunSpec:
    """The run of the two."""
    scenario = loads(TWO, file="first minute")
    return RunSpec(system=scenario.system(), seed=scenario.seed, months=MONTHS)


@cache
def begun() -> tuple[float, float]:
    """Return how far each of the two keeps its door open before the first month."""
    doors = start(two().system, two().seed).openness
    return float(doors[0]), float(doors[1])


@cache
def twelve() -> RunSpec:
    """The run of the twelve, to whom nobody says what to choose."""
    setup = Setup(scenario=load("plain"), settings=TWELVE, seed=TWELVE_SEED)
    return replace(setup.spec(), months=TWELVE_MONTHS)


def happened(month: Month) -> str:
    """Say what the two did in a month, and what came of it."""
    own, other = (plain(round(abs(outcome), 1)) for outcome in month.outcomes)
    if not month.dealt:
        return _("Nothing passed between you this month: the doors are too far shut to meet every month.")
    if month.race and month.answer:
        return _("You both raced. In a race both try to get better, and both gain: you %(own)s, the other %(other)s.",
                 own=own, other=other)  # fmt: skip
    if not month.race and not month.answer:
        return _("You both battled. Both lose: you %(own)s, the other %(other)s.", own=own, other=other)
    if month.race:
        return _("You raced, the other battled: it won %(own)s, which you lost.", own=own)
    return _("You battled, the other raced. In a battle one wins what the other loses: %(own)s.", own=own)


def door_moved(past: list[Month]) -> str:
    """Say what became of the other's door."""
    if not past:
        return ""
    now = past[-1].doors[1]
    before = past[-2].doors[1] if len(past) > 1 else begun()[1]
    if now < SHUT <= before:
        return _(
            "Its door has shut. It does not trust you any more, and behind a shut door little can happen that would "
            "mend the trust. That is a wall."
        )
    if now < SHUT:
        return _("The wall stands: its door is %(share)s open.", share=percent(now))
    if now < before - 0.05:
        return _("Its door is closing: %(share)s open.", share=percent(now))
    return _("Its door stays %(share)s open: it trusts you.", share=percent(now))


def systems() -> list[dict[str, str]]:
    """Return the systems that one may go on to, with the question that each asks."""
    return [
        {"name": name, "title": scenario_text(scenario.title), "question": scenario_text(scenario.question)}
        for name, scenario in ((name, load(name)) for name in SYSTEMS)
    ]
