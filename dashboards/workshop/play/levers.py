"""Changes that a room can propose, in plain words: each sets a few parameters for everyone from the start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from dashboards.languages import Text, _, later
from dashboards.workshop.errors import Refused
from scenarios import Scenario
from scenarios.checking.form import allows
from sim.parameters import PARAMETERS, ROWS

Now = Mapping[str, float]
"""Value of each parameter at the start, the mean over organisations."""


@dataclass(frozen=True)
class Lever:
    """A change in plain words, and the parameter it sets."""

    key: str
    label: Text
    parameter: str
    unit: Text
    """What the parameter counts, with the value in its place."""
    to: Callable[[float], float]
    """From the present value to the new one."""
    shown: Callable[[float], float] = lambda value: 100.0 * value
    """From a value to the number that people read."""
    percent: bool = True
    """Whether that number is per cent."""

    def change(self, scenario: Scenario) -> tuple[float, float]:
        """Return the value at the start and the one the lever sets."""
        values = scenario.system().values(1)[ROWS[self.parameter]]
        before = float(np.mean(values))
        parameter = PARAMETERS[self.parameter]
        return before, round(min(parameter.high, max(parameter.low, self.to(before))), 6)


def _years(turnover: float) -> float:
    """Return the mean years a leader stays, from the chance of leaving in a month."""
    return float("inf") if turnover <= 0.0 else 1.0 / (12.0 * turnover)


ALL: tuple[Lever, ...] = (
    Lever(
        "meet-twice",
        later("Meet twice as often"),
        "dialogue.time_together",
        later("partners meet in %(value)s of months"),
        lambda value: min(1.0, 2.0 * value),
    ),
    Lever(
        "enquire",
        later("Hold enquiries, not just meetings"),
        "dialogue.enquiry",
        later("a meeting undoes %(value)s of the belief that others win by our loss"),
        lambda value: max(value, 0.3),
    ),
    Lever(
        "across",
        later("Spend most meeting time across sectors"),
        "dialogue.bridging",
        later("%(value)s of meeting time goes to other sectors"),
        lambda value: max(value, 0.8),
    ),
    Lever(
        "leaders-stay",
        later("Keep leaders twice as long"),
        "leadership.turnover",
        later("leaders stay %(value)s years on average"),
        lambda value: 0.5 * value,
        _years,
        percent=False,
    ),
    Lever(
        "no-blame",
        later("Do not blame failures"),
        "trust.blame",
        later("%(value)s of failures are taken for a battle"),
        lambda value: 0.0,
    ),
    Lever(
        "pool-half",
        later("Pool half of the savings"),
        "game.sharing",
        later("%(value)s of what a partnership yields is shared equally"),
        lambda value: max(value, 0.5),
    ),
    Lever(
        "more-money",
        later("Close half of the funding gap"),
        "resources.scarcity",
        later("%(value)s of the need is not funded"),
        lambda value: 0.5 * value,
    ),
    Lever(
        "front-line",
        later("Let the front line set the tone"),
        "leadership.movement",
        later("a tier moves %(value)s a month toward the one below"),
        lambda value: max(value, 0.1),
    ),
    Lever(
        "show-what-works",
        later("Show each other what works"),
        "learning.visibility",
        later("%(value)s of what happens elsewhere can be seen"),
        lambda value: max(value, 0.9),
    ),
)
LEVERS: Mapping[str, Lever] = {lever.key: lever for lever in ALL if lever.parameter in PARAMETERS}
"""By key; those whose parameter the model has."""


def useful(scenario: Scenario) -> dict[str, tuple[float, float]]:
    """Return the levers that change anything in a scenario, with the values from and to."""
    changes = {key: lever.change(scenario) for key, lever in LEVERS.items()}
    return {key: (before, after) for key, (before, after) in changes.items() if abs(after - before) > 1e-9}


def check_proposal(name: str, value: float) -> None:
    """Raise Refused where a parameter cannot be proposed at this value."""
    parameter = PARAMETERS.get(name)
    if parameter is None or parameter.structural or parameter.choices:
        raise Refused(_("there is no parameter %(name)s", name=repr(name)))
    if not allows(parameter, value):
        raise Refused(_("%(name)s must lie in %(range)s", name=name, range=parameter.range))
