"""Interventions in a run: the parameters that each changes, for whom and for how long, from their values then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from dashboards.languages import Text, _, later
from dashboards.languages.number_format import plain
from scenarios import Scenario, ScheduledChange, Settings
from sim.parameters import PARAMETERS, ROWS, Value
from sim.system import System

Now = Mapping[str, float]
"""What holds for one organisation: the value of each parameter (the mean, where there is one a tier)."""


@dataclass(frozen=True, kw_only=True)
class InterventionKind:
    """One kind of intervention: ``change`` gives the new values from those that hold."""

    label: Text
    meaning: Text
    change: Callable[[Now], dict[str, float]]
    lasts: int | None = None
    """Months; None is for good."""
    of_one: bool = False
    """It happens to one organisation."""


MEETINGS_MORE = 0.12
"""Meetings a month that "meet more" and "forum" add: they double the default."""


def _forum(now: Now) -> dict[str, float]:
    """Meet more, and spend four of five hours across sectors."""
    return {
        **_shift("dialogue.time_together", MEETINGS_MORE)(now),
        "dialogue.bridging": max(0.8, now["dialogue.bridging"]),
    }


def _shift(name: str, by: float) -> Callable[[Now], dict[str, float]]:
    """Add to a parameter, within its range."""
    low, high = PARAMETERS[name].low, PARAMETERS[name].high
    return lambda now: {name: round(min(high, max(low, now[name] + by)), 6)}


def _put(**values: float) -> Callable[[Now], dict[str, float]]:
    return lambda _: {name.replace("__", "."): value for name, value in values.items()}


INTERVENTIONS: Mapping[str, InterventionKind] = {
    "budgets-cut": InterventionKind(
        label=later("Budgets are cut by a tenth"),
        meaning=later("scarcity rises by a tenth of need, for everyone"),
        change=_shift("resources.scarcity", 0.1),
    ),
    "money-back": InterventionKind(
        label=later("New money: a tenth of need"),
        meaning=later("scarcity falls by a tenth of need, for everyone"),
        change=_shift("resources.scarcity", -0.1),
    ),
    "meet-more": InterventionKind(
        label=later("Meet more often"),
        meaning=later("each tie meets more often: about one month in eight more, as far as money allows"),
        change=_shift("dialogue.time_together", MEETINGS_MORE),
    ),
    "enquiry": InterventionKind(
        label=later("Meetings become enquiries"),
        meaning=later("in meetings people question what they take for granted about each other: beliefs loosen"),
        change=_put(dialogue__enquiry=0.3),
    ),
    "forum": InterventionKind(
        label=later("A forum across sectors"),
        meaning=later("more meetings, four in five of them with other sectors"),
        change=_forum,
    ),
    "pooling": InterventionKind(
        label=later("Half of all outcomes must be pooled"),
        meaning=later("imposed on every tie: each keeps half of what it gains or loses and shares the rest"),
        change=_put(game__sharing=0.5, game__pool_trust=0.0),
    ),
    "pooling-by-choice": InterventionKind(
        label=later("Half of all outcomes may be pooled"),
        meaning=later("only two that meet and trust each other choose to pool half of what they gain or lose"),
        change=_put(game__sharing=0.5, game__pool_trust=0.7),
    ),
    "no-blame": InterventionKind(
        label=later("Failures are no longer blamed"),
        meaning=later("a race that fails is not taken for a battle any more, and reports to the top are not glossed"),
        change=_put(trust__blame=0.0),
    ),
    "leader-leaves": InterventionKind(
        label=later("A leader leaves"),
        meaning=later("the senior leader of one organisation goes: personal trust falls back to institutional history"),
        change=_put(leadership__turnover=1.0),
        lasts=1,
        of_one=True,
    ),
    "all-leaders-leave": InterventionKind(
        label=later("A reorganisation: all leaders leave"),
        meaning=later("every senior leader goes in one month, and personal trust with them"),
        change=_put(leadership__turnover=1.0),
        lasts=1,
    ),
    "cold-climate": InterventionKind(
        label=later("The climate turns to competition"),
        meaning=later("for a year senior leaders are pulled toward beating the others"),
        change=_put(climate__orientation=-0.6, climate__rate=0.15),
        lasts=12,
    ),
    "leaders-model": InterventionKind(
        label=later("National leaders model collaboration"),
        meaning=later("for a year senior leaders are pulled toward what is good for the whole system"),
        change=_put(climate__orientation=0.6, climate__rate=0.15),
        lasts=12,
    ),
    "common-threat": InterventionKind(
        label=later("A common threat"),
        meaning=later("for half a year leaders meet far more often, and the common purpose weighs more"),
        change=lambda now: {
            **_shift("dialogue.time_together", 0.3)(now),
            **_put(dialogue__purpose=0.8, dialogue__purpose_rate=0.5)(now),
        },
        lasts=6,
    ),
    "borders-redrawn": InterventionKind(
        label=later("Borders are redrawn"),
        meaning=later("for half a year “us and them” weighs more, and what happens now is remembered for long"),
        change=lambda now: {**_shift("mindset.closeness", 0.3)(now), "history.memory": 0.2},
        lasts=6,
    ),
}


@dataclass(frozen=True)
class Intervention:
    """A dated intervention: one of a kind, or one parameter set to a value (``kind`` is then its name)."""

    month: int
    kind: str
    who: str = ""
    value: float | None = None

    @property
    def label(self) -> str:
        if self.kind in INTERVENTIONS:
            label = str(INTERVENTIONS[self.kind].label)
            return _("%(card)s: %(who)s", card=label, who=self.who) if self.who else label
        label = PARAMETERS[self.kind].label if self.kind in PARAMETERS else self.kind
        return _("%(what)s: %(value)s", what=_(label), value=plain(self.value or 0.0))

    @property
    def written(self) -> str:
        """The intervention as an address says it."""
        tail = f"={self.value!r}" if self.value is not None else f":{self.who}" if self.who else ""
        return f"{self.month}:{self.kind}{tail}"


def as_schedule(intervention: Intervention, scenario: Scenario, system: System) -> list[ScheduledChange]:
    """Return the dated changes that an intervention makes in a scenario; one where it is the same for everyone."""
    if intervention.kind not in INTERVENTIONS:
        scenario.with_settings({intervention.kind: intervention.value})  # says what is not allowed
        return [_event(intervention, {intervention.kind: intervention.value}, None)]
    kind = INTERVENTIONS[intervention.kind]
    values = system.values(intervention.month)
    if intervention.who:
        return [
            _event(
                intervention, kind.change(_now(values, scenario.names.index(intervention.who))), intervention.who, kind
            )
        ]
    if (values == values[:, :1]).all():
        return [_event(intervention, kind.change(_now(values, 0)), None, kind)]
    changes = [(name, kind.change(_now(values, position))) for position, name in enumerate(scenario.names)]
    if all(change == changes[0][1] for _, change in changes):
        return [_event(intervention, changes[0][1], None, kind)]
    return [_event(intervention, change, name, kind) for name, change in changes]


def _event(
    intervention: Intervention,
    values: Mapping[str, Value | None],
    who: str | None,
    kind: InterventionKind | None = None,
) -> ScheduledChange:
    until = intervention.month + kind.lasts if kind and kind.lasts else None
    return ScheduledChange(
        month=intervention.month, label=intervention.label, settings=Settings(values), until=until, organisation=who
    )


def _now(values: np.ndarray, organisation: int) -> dict[str, float]:
    return {name: float(values[row, organisation]) for name, row in ROWS.items()}
