"""Traces worked by hand: small systems, with every number derived below from the equations of the specification.

A trace is data, so anything that runs a month can be held against it:

    check(trace, run)        where run(system, seed, inputs) gives the states of month 0, 1, ..., len(inputs)

A state is any object with the attributes orientation[k][i], trust[k][r], history[r], openness[r],
resources[i], performance[k][i], stance[k][r], racing[k][r], acted[k][t], met[k][t] and income[i] (lists or
arrays).

Unless a trace says otherwise (``QUIET``): one tier, two organisations, walls open for good (openness 1), no
failure, no meetings, no spread at the start, no noise, nobody copies, no pull between tiers.  The rest is at
default:

    benefit 1  stake .8  damage .3  rate .2  negativity 2  drift .02  memory .02  history .5  scarcity .3
    rate of resources .1  gain .5

so at the start trust = history = .5, resources = 1 - .3 = .7, scarcity felt S = .3.  Per month, with one tie:

    race seen    trust += .2 * (1 - trust)        battle seen   trust -= min(1, .2 * 2) * trust = .4 * trust
                 history += .02 * (1 - history)                 history += .02 * (0 - history)
    resources += .1 * (1 - .3 + .5 * income - resources)        performance += .1 * (income - performance)

Relation 0 is first -> second, relation 1 second -> first (one tie).  1 is a race, 0 a battle.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.network import from_ties
from sim.parameters import Parameters
from sim.system import Change, System
from tests.reference.philox import normal
from tests.reference.twin import Inputs

Run = Callable[[System, int, Sequence[Inputs]], Sequence[Any]]
Settings = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Trace:
    """A system, what is handed in each month, and what must be found at the end of months (0: the start)."""

    name: str
    system: System
    expected: Mapping[int, Mapping[str, Any]]
    inputs: Mapping[int, Inputs] = field(default_factory=dict)
    seed: int = 0
    tolerance: float = 1e-12

    def __str__(self) -> str:
        return self.name

    @property
    def months(self) -> int:
        return max([*self.expected, *self.inputs])

    @property
    def monthly_inputs(self) -> list[Inputs]:
        """Those of month 1, 2, ..., the last."""
        return [self.inputs.get(month, Inputs()) for month in range(1, self.months + 1)]


def check(trace: Trace, run: Run) -> None:
    """Run a trace and compare; AssertionError names the first number that differs."""
    states = run(trace.system, trace.seed, trace.monthly_inputs)
    assert len(states) == trace.months + 1
    for month, attributes in sorted(trace.expected.items()):
        for attribute, expected in attributes.items():
            found = getattr(states[month], attribute)
            for place, want, got in pairs(expected, found):
                where = f"{trace.name}: month {month}, {attribute}{place}"
                assert math.isclose(want, got, rel_tol=trace.tolerance, abs_tol=trace.tolerance), (
                    f"{where}: by hand {want!r}, found {got!r}"
                )


def pairs(expected: Any, found: Any, place: str = "") -> Iterable[tuple[str, float, float]]:
    """Numbers of two nested sequences side by side, with their place; None in ``expected`` is any number."""
    if expected is None:
        return
    if isinstance(expected, list):
        assert len(expected) == len(found), f"{place or 'all'}: {len(expected)} by hand, {len(found)} found"
        for index, (want, got) in enumerate(zip(expected, found, strict=True)):
            yield from pairs(want, got, f"{place}[{index}]")
    else:
        yield place, float(expected), float(found)


QUIET: Settings = {
    "mindset.spread": 0.0,
    "history.spread": 0.0,
    "history.in_group": 0.0,
    "trust.failure": 0.0,
    "dialogue.time_together": 0.0,
    "boundary.openness": 1.0,
    "boundary.closing": 0.0,
    "boundary.opening": 0.0,
    "leadership.cascade": 0.0,
    "leadership.movement": 0.0,
    "learning.reflection": 0.0,
    "learning.noise": 0.0,
    "structure.tiers": 1,
}


def parameters(settings: Settings) -> Parameters:
    """Parameters from dotted names; the others at default."""
    defaults = Parameters()
    groups: dict[str, dict[str, Any]] = {}
    for name, value in settings.items():
        group, _, key = name.partition(".")
        groups.setdefault(group, {})[key] = value
    return Parameters(**{group: type(getattr(defaults, group))(**keys) for group, keys in groups.items()})


def quiet(
    settings: Settings | None = None,
    *,
    n: int = 2,
    ties: Sequence[tuple[int, int]] = ((0, 1),),
    weight: Sequence[float] | None = None,
    sector: Sequence[int] | None = None,
    ids: Sequence[int] | None = None,
    own: Mapping[int, Settings] | None = None,
    strategies: Sequence[str] = (),
    schedule: Sequence[Change] = (),
) -> System:
    """A quiet system in which only what a trace is about happens."""
    ends = ([i for i, _ in ties], [j for _, j in ties])
    network = from_ties(n, ends, weight=weight, sector=sector, ids=ids)  # type: ignore[arg-type]
    return System(
        network=network,
        parameters=parameters({**QUIET, **(settings or {})}),
        own=own or {},
        strategies=strategies,
        schedule=schedule,
    )


def stances(*chosen: int, tier: int = 0) -> dict[tuple[int, int], int]:
    """Stances of relation 0, 1, ... at a tier."""
    return {(tier, r): each for r, each in enumerate(chosen)}


def every_month(inputs: Inputs, months: int) -> dict[int, Inputs]:
    return dict.fromkeys(range(1, months + 1), inputs)


TRACES: list[Trace] = []


# ------------------------------------------------------------------------------- the tie game, month by month

TRACES.append(
    Trace(
        name="race against race",
        system=quiet(),
        inputs=every_month(Inputs(stances=stances(1, 1)), 3),
        expected={
            0: {
                "trust": [[0.5, 0.5]],
                "history": [0.5, 0.5],
                "openness": [1, 1],
                "resources": [0.7, 0.7],
                "performance": [[0, 0]],
                "orientation": [[0, 0]],
            },
            1: {
                "stance": [[1, 1]],
                "racing": [[1, 1]],
                "acted": [[1]],
                "met": [[0]],
                "income": [1, 1],
                "trust": [[0.6, 0.6]],  # .5 + .2 * .5
                "history": [0.51, 0.51],  # .5 + .02 * .5
                "openness": [1, 1],
                "resources": [0.75, 0.75],  # .7 + .1 * (.7 + .5 - .7)
                "performance": [[0.1, 0.1]],  # 0 + .1 * 1
            },
            2: {
                "income": [1, 1],
                "trust": [[0.68, 0.68]],  # .6 + .2 * .4
                "history": [0.5198, 0.5198],  # .51 + .02 * .49
                "resources": [0.795, 0.795],  # .75 + .1 * (1.2 - .75)
                "performance": [[0.19, 0.19]],  # .1 + .1 * .9
            },
            3: {
                "income": [1, 1],
                "trust": [[0.744, 0.744]],  # .68 + .2 * .32
                "history": [0.529404, 0.529404],  # .5198 + .02 * .4802
                "resources": [0.8355, 0.8355],  # .795 + .1 * (1.2 - .795)
                "performance": [[0.271, 0.271]],  # .19 + .1 * .81
            },
        },
    )
)

TRACES.append(
    Trace(
        name="race against battle",
        system=quiet(),
        inputs=every_month(Inputs(stances=stances(1, 0)), 3),
        expected={
            1: {
                "stance": [[1, 0]],
                "racing": [[1, 0]],
                "income": [-0.8, 0.8],
                "trust": [[0.3, 0.6]],  # .5 - .4 * .5 and .5 + .2 * .5
                "history": [0.49, 0.51],  # .5 - .02 * .5 and .5 + .02 * .5
                "resources": [0.66, 0.74],  # .7 + .1 * (.7 - .4 - .7) and .7 + .1 * (.7 + .4 - .7)
                "performance": [[-0.08, 0.08]],
            },
            2: {
                "trust": [[0.18, 0.68]],  # .6 * .3 and .6 + .2 * .4
                "history": [0.4802, 0.5198],  # .98 * .49 and .51 + .02 * .49
                "resources": [0.624, 0.776],  # .66 + .1 * (.3 - .66) and .74 + .1 * (1.1 - .74)
                "performance": [[-0.152, 0.152]],  # -.08 + .1 * (-.8 + .08)
            },
            3: {
                "trust": [[0.108, 0.744]],  # .6 * .18 and .68 + .2 * .32
                "history": [0.470596, 0.529404],  # .98 * .4802 and .5198 + .02 * .4802
                "resources": [0.5916, 0.8084],  # .624 + .1 * (.3 - .624) and .776 + .1 * (1.1 - .776)
            },
        },
    )
)

TRACES.append(
    Trace(
        name="battle against battle",
        system=quiet(),
        inputs=every_month(Inputs(stances=stances(0, 0)), 3),
        expected={
            1: {
                "income": [-0.3, -0.3],
                "trust": [[0.3, 0.3]],
                "history": [0.49, 0.49],
                "resources": [0.685, 0.685],  # .7 + .1 * (.7 - .15 - .7)
                "performance": [[-0.03, -0.03]],
            },
            2: {
                "trust": [[0.18, 0.18]],
                "history": [0.4802, 0.4802],
                "resources": [0.6715, 0.6715],  # .685 + .1 * (.55 - .685)
            },
            3: {
                "trust": [[0.108, 0.108]],
                "history": [0.470596, 0.470596],
                "resources": [0.65935, 0.65935],  # .6715 + .1 * (.55 - .6715)
            },
        },
    )
)

# Four months of mixed play; the observers differ in how they learn.
# 0: rate .5, negativity 3, so one battle seen takes min(1, 1.5) = all trust; memory .1.
# 1: rate .1, negativity .5, so one battle seen takes .05.
TRACES.append(
    Trace(
        name="observers differ",
        system=quiet(
            own={
                0: {"trust.rate": 0.5, "trust.negativity": 3.0, "history.memory": 0.1},
                1: {"trust.rate": 0.1, "trust.negativity": 0.5},
            }
        ),
        inputs={
            1: Inputs(stances=stances(1, 1)),
            2: Inputs(stances=stances(0, 1)),
            3: Inputs(stances=stances(0, 0)),
            4: Inputs(stances=stances(1, 1)),
        },
        expected={
            1: {
                "trust": [[0.75, 0.55]],
                "history": [0.55, 0.51],
                "income": [1, 1],
            },  # .5 + .5 * .5, .5 + .1 * .5
            # 0 sees a race, 1 a battle: .75 + .5 * .25; .95 * .55.  .55 + .1 * .45; .98 * .51
            2: {"trust": [[0.875, 0.5225]], "history": [0.595, 0.4998], "income": [0.8, -0.8]},
            # both see battles: nothing is left of 0's trust; .95 * .5225.  .9 * .595; .98 * .4998
            3: {"trust": [[0, 0.496375]], "history": [0.5355, 0.489804], "income": [-0.3, -0.3]},
            # races again: 0 + .5 * 1; .496375 + .1 * .503625.  .5355 + .1 * .4645; .489804 + .02 * .510196
            4: {"trust": [[0.5, 0.5467375]], "history": [0.58195, 0.50000792], "income": [1, 1]},
        },
    )
)

# Pooling.  The tie's sharing is the mean of .2 and .8, its intensity the mean of 1 and 3: each keeps .75 of
# its own outcome of 2 * .8 = 1.6 and receives .25 of the other's: .75 * -1.6 + .25 * 1.6 = -.8, and +.8.
TRACES.append(
    Trace(
        name="sharing .5 at intensity 2",
        system=quiet(
            own={
                0: {"game.sharing": 0.2, "game.intensity": 1.0},
                1: {"game.sharing": 0.8, "game.intensity": 3.0},
            }
        ),
        inputs={
            1: Inputs(stances=stances(1, 0)),
            2: Inputs(stances=stances(0, 0)),
            3: Inputs(stances=stances(1, 1)),
        },
        expected={
            1: {
                "income": [-0.8, 0.8],
                "trust": [[0.3, 0.6]],
                "history": [0.49, 0.51],
                "resources": [0.66, 0.74],
            },
            # both battle: 2 * -.3, pooling equals changes nothing
            # .66 + .1 * (.7 - .3 - .66), .74 + .1 * (.4 - .74)
            2: {"income": [-0.6, -0.6], "trust": [[0.18, 0.36]], "resources": [0.634, 0.706]},
            # both race: 2 * 1; .634 + .1 * (.7 + 1 - .634), .706 + .1 * (1.7 - .706)
            3: {"income": [2, 2], "trust": [[0.344, 0.488]], "resources": [0.7406, 0.8054]},
        },
    )
)

TRACES.append(
    Trace(
        name="sharing 1 gives both the mean",
        system=quiet({"game.sharing": 1.0}),
        inputs={1: Inputs(stances=stances(1, 0)), 2: Inputs(stances=stances(1, 1))},
        expected={1: {"income": [0, 0], "resources": [0.7, 0.7]}, 2: {"income": [1, 1]}},
    )
)

# A race that fails always (0) against one that never does (1).  Both get 0.  0 sees a race.  1 sees a
# battle, as it always blames.  Against a battle a failed race costs what any race costs.
TRACES.append(
    Trace(
        name="failure and blame",
        system=quiet({"trust.blame": 0.0}, own={0: {"trust.failure": 1.0}, 1: {"trust.blame": 1.0}}),
        inputs={
            1: Inputs(stances=stances(1, 1)),
            2: Inputs(stances=stances(1, 0)),
            3: Inputs(stances=stances(0, 1)),
        },
        expected={
            1: {"income": [0, 0], "trust": [[0.6, 0.3]], "history": [0.51, 0.49], "stance": [[1, 1]]},
            2: {"income": [-0.8, 0.8], "trust": [[0.36, 0.18]], "history": [0.4998, 0.4802]},
            3: {"income": [0.8, -0.8], "trust": [[0.488, 0.108]], "history": [0.509804, 0.470596]},
        },
    )
)

TRACES.append(
    Trace(
        name="failure without blame",
        system=quiet({"trust.failure": 1.0, "trust.blame": 0.0}),
        inputs={1: Inputs(stances=stances(1, 1))},
        expected={1: {"income": [0, 0], "trust": [[0.6, 0.6]], "history": [0.51, 0.51]}},
    )
)

# Want: rate 1 and gain 10 would leave 1 - .3 + 10 * -.3 = -2.3; resources stop at 0.  From there S = 1.
TRACES.append(
    Trace(
        name="resources stop at nothing",
        system=quiet({"resources.rate": 1.0, "resources.gain": 10.0}),
        inputs={1: Inputs(stances=stances(0, 0)), 2: Inputs(stances=stances(1, 1))},
        expected={1: {"resources": [0, 0]}, 2: {"resources": [0.7 + 10, 0.7 + 10]}},
    )
)

# Organisation 0 is in the middle of a chain 1 - 0 - 2 with weights 1 and 3; organisation 3 has no ties.
# Ties: (0, 1) and (0, 2).  Relations: 0: 0 -> 1, 1: 0 -> 2, 2: 1 -> 0, 3: 2 -> 0.
# 0 races with 1 (race): 1.  0 battles 2 (race): .8.  Income of 0: (1 * 1 + 3 * .8) / 4 = .85.
# Income of 1: 1; of 2: -.8.
TRACES.append(
    Trace(
        name="weights, and an isolated organisation",
        system=quiet(n=4, ties=[(0, 1), (0, 2)], weight=[1.0, 3.0]),
        inputs={1: Inputs(stances=stances(1, 0, 1, 1))},
        expected={
            1: {
                "income": [0.85, 1, -0.8, 0],
                "resources": [0.7 + 0.1 * 0.5 * 0.85, 0.75, 0.66, 0.7],
                "performance": [[0.085, 0.1, -0.08, 0]],
                "trust": [[0.6, 0.6, 0.6, 0.3]],
                "history": [0.51, 0.51, 0.51, 0.49],
            }
        },
    )
)

# --------------------------------------------------------------------------------------------------- meetings

# Month 1, race against battle, and they meet.  After phase 4 trust is .3 and .6, history .49 and .51.
# voice: .3 + .3 * .49 * (0 - .3) = .3 - .0441; .6 + .3 * .51 * (1 - .6) = .6 + .0612
# purpose: 0 + .2 * (1 of 1 met) * (.3 - 0) = .06.  The meeting costs .05: incomes -.85 and .75.
# Month 2, both race, no meeting: trust + .2 * (1 - trust), orientation stays.
TRACES.append(
    Trace(
        name="a meeting gives voice",
        system=quiet(),
        inputs={
            1: Inputs(stances=stances(1, 0), meetings={(0, 0): 1}),
            2: Inputs(stances=stances(1, 1), meetings={(0, 0): 0}),
            3: Inputs(stances=stances(1, 1), meetings={(0, 0): 1}),
        },
        expected={
            1: {
                "met": [[1]],
                "trust": [[0.2559, 0.6612]],
                "history": [0.49, 0.51],
                "orientation": [[0.06, 0.06]],
                "income": [-0.85, 0.75],
                "resources": [0.6575, 0.7375],  # .7 + .1 * .5 * -.85, .7 + .1 * .5 * .75
            },
            2: {
                "met": [[0]],
                "trust": [[0.40472, 0.72896]],  # .2559 + .2 * .7441, .6612 + .2 * .3388
                "history": [0.5002, 0.5198],  # .49 + .02 * .51, .51 + .02 * .49
                "orientation": [[0.06, 0.06]],
                "income": [1, 1],
            },
            3: {
                "met": [[1]],
                "history": [0.510196, 0.529404],  # .5002 + .02 * .4998, .5198 + .02 * .4802
                # .40472 + .2 * .59528 = .523776; .72896 + .2 * .27104 = .783168; then voice with p = 1
                "trust": [[0.523776 + 0.3 * 0.510196 * 0.476224, 0.783168 + 0.3 * 0.529404 * 0.216832]],
                "orientation": [[0.108, 0.108]],  # .06 + .2 * (.3 - .06)
                "income": [0.95, 0.95],
            },
        },
    )
)

# A chain 0 - 1 - 2 of which only 0 and 1 meet: for 1 that is one of two partners.
# purpose of 1: own rate .5, own purpose .4: .5 * 1/2 * .4 = .1; of 0: .2 * 1/1 * .3 = .06.
# All race: 1 earns (1 + 1) / 2 - .05 * 1/2.  Voice .3 * .51 * (1 - .6) on the tie that met.
# Everybody's hearsay is 1, but 1's other partner is nobody whom 0 is tied to, and of 0 there is only 1 to
# tell of.
TRACES.append(
    Trace(
        name="part of the partners met, and hearsay of strangers does nothing",
        system=quiet(
            {"dialogue.hearsay": 1.0},
            n=3,
            ties=[(0, 1), (1, 2)],
            own={1: {"dialogue.purpose": 0.4, "dialogue.purpose_rate": 0.5}},
        ),
        inputs={1: Inputs(stances=stances(1, 1, 1, 1), meetings={(0, 0): 1})},
        expected={
            1: {
                "met": [[1, 0]],
                "orientation": [[0.06, 0.1, 0]],
                "income": [0.95, 0.975, 1],
                "trust": [[0.6612, 0.6, 0.6612, 0.6]],
            }
        },
    )
)

# A triangle; ties (0, 1), (0, 2), (1, 2).
# Relations 0: 0 -> 1, 1: 0 -> 2, 2: 1 -> 2, 3: 1 -> 0, 4: 2 -> 0, 5: 2 -> 1.
# History, and so trust, of 0 is .6, of 1 .4, of 2 .5.  All race but 2.  After phase 4:
#   0 -> 1: .6 + .2 * .4 = .68       0 -> 2: .6 * .6 = .36      1 -> 2: .6 * .4 = .24
#   1 -> 0: .4 + .2 * .6 = .52       2 -> 0: .5 + .2 * .5 = .6  2 -> 1: .6
# 0 and 1 meet; voice .5 first; history of 0 -> 1 is .6 + .02 * .4 = .608, of 1 -> 0 .4 + .02 * .6 = .412:
#   0 -> 1: .68 + .5 * .608 * (1 - .68) = .77728      1 -> 0: .52 + .5 * .412 * (1 - .52) = .61888
# hearsay .5.  Luck of seed 1 (LUCK below): both words are above one half, so each is told of the second of
# the other's partners by id: 1 tells 0 of 2, 0 tells 1 of 2.
#   0 -> 2: .36 + .5 * .77728 * (.24 - .36) = .36 - .0466368 = .3133632
#   1 -> 2: .24 + .5 * .61888 * (.36 - .24) = .24 + .0371328 = .2771328
# (.36 is what 0 held before it listened.)
# Seed 2: the first word is above, the second below one half: 1 tells 0 of 2, 0 tells 1 of 1, which is
# nothing.
HEARSAY_STANCES = {(0, 0): 1, (0, 1): 1, (0, 2): 1, (0, 3): 1, (0, 4): 0, (0, 5): 0}
for seed, told in ((1, 0.2771328), (2, 0.24)):
    TRACES.append(
        Trace(
            name=f"hearsay, seed {seed}",
            system=quiet(
                {"dialogue.hearsay": 0.5, "dialogue.voice": 0.5},
                n=3,
                ties=[(0, 1), (0, 2), (1, 2)],
                own={0: {"history.trust": 0.6}, 1: {"history.trust": 0.4}},
            ),
            seed=seed,
            inputs={1: Inputs(stances=HEARSAY_STANCES, meetings={(0, 0): 1})},
            expected={1: {"trust": [[0.77728, 0.3133632, told, 0.61888, 0.6, 0.6]], "met": [[1, 0, 0]]}},
        )
    )

# Whether they meet, where the probability is 1 or 0.  Scarcity 0 leaves all time.  0 and 1 share a sector, 2
# is elsewhere.  Time of the senior tier 1, below 0.
# bridging 1: across 2 * 1 * 1, cut to 1; within 2 * 0.  bridging 0: the other way.
for bridging, met in ((1.0, [0, 1, 1]), (0.0, [1, 0, 0]), (0.5, [1, 1, 1])):
    TRACES.append(
        Trace(
            name=f"time together with bridging {bridging}",
            system=quiet(
                {
                    "dialogue.bridging": bridging,
                    "dialogue.time_together": (1.0, 0.0),
                    "resources.scarcity": 0.0,
                    "structure.tiers": 2,
                },
                n=3,
                ties=[(0, 1), (0, 2), (1, 2)],
                sector=[0, 0, 1],
            ),
            expected={1: {"met": [met, [0, 0, 0]]}},
        )
    )

# Nobody has time where everything is missing: scarcity 1, S = 1, probability 0.
TRACES.append(
    Trace(
        name="scarcity eats meeting time",
        system=quiet({"dialogue.time_together": 1.0, "resources.scarcity": 1.0}),
        expected={1: {"met": [[0]]}},
    )
)

# ------------------------------------------------------------------------------------------------------ walls

# closing .2, opening .05.  Month 1, race against battle behind open doors (W = 1): trust .3 and .6, history
# .49 and .51; both are below 1, so both doors close: 1 + .2 * (.3 - 1) = .86, 1 + .2 * (.6 - 1) = .92.
# Month 2, 1 shuts its door: W = 0, nothing is acted out.  Trust drifts: .3 + .02 * (.49 - .3) = .3038,
#   .6 + .02 * (.51 - .6) = .5982; history stays.  Door 0: .86 + .2 * (.3038 - .86) = .74876.
#   Door 1 stays shut.
# Month 3, 0 shuts its door; door 1 was left at 0 and opens: trust .3038 + .02 * .1862 = .307524,
#   .5982 - .02 * .0882 = .596436; door 1: 0 + .05 * .596436 = .0298218.
# Month 4, no hands on the doors: W = 0 * .03 = 0.  Trust .307524 + .02 * (.49 - .307524) = .31117352,
#   .596436 - .02 * .086436 = .59470728; doors 0 + .05 * .31117352, .0298218 + .05 * (.59470728 - .0298218).
# Resources: .66 and .74 after month 1; then no income: R + .1 * (.7 - R).
TRACES.append(
    Trace(
        name="doors close and open",
        system=quiet({"boundary.closing": 0.2, "boundary.opening": 0.05}),
        inputs={
            1: Inputs(stances=stances(1, 0)),
            2: Inputs(stances=stances(0, 1), doors={1: 0.0}),
            3: Inputs(doors={0: 0.0}),
            4: Inputs(),
        },
        expected={
            1: {"acted": [[1]], "openness": [0.86, 0.92], "trust": [[0.3, 0.6]], "history": [0.49, 0.51]},
            2: {
                "acted": [[0]],
                "stance": [[0, 1]],
                "racing": [[0, 1]],
                "income": [0, 0],
                "trust": [[0.3038, 0.5982]],
                "history": [0.49, 0.51],
                "openness": [0.74876, 0],
                "resources": [0.664, 0.736],
                "performance": [[-0.072, 0.072]],  # .9 * .08
            },
            3: {
                "acted": [[0]],
                "trust": [[0.307524, 0.596436]],
                "openness": [0, 0.0298218],
                "resources": [0.6676, 0.7324],
            },
            4: {
                "acted": [[0]],
                "trust": [[0.31117352, 0.59470728]],
                "openness": [0.015558676, 0.058066074],
                "history": [0.49, 0.51],
            },
        },
    )
)

# Two tiers.  The senior tiers race, the front lines battle: trust .6 above, .3 below; one of two tiers that
# acted saw a race, so history stays .5.
# 0 sees half (visibility .5): .5 * .45 + .5 * .6 = .525; 1 sees all: .45.
# Doors: 1 + .2 * (.525 - 1) = .905, 1 + .2 * (.45 - 1) = .89.  Income (1 - .3) / 2 = .35.
TRACES.append(
    Trace(
        name="the senior tier sets the wall",
        system=quiet({"boundary.closing": 0.2, "structure.tiers": 2}, own={1: {"learning.visibility": 1.0}}),
        inputs={1: Inputs(stances={**stances(1, 1), **stances(0, 0, tier=1)})},
        expected={
            0: {"trust": [[0.5, 0.5], [0.5, 0.5]]},
            1: {
                "acted": [[1], [1]],
                "trust": [[0.6, 0.6], [0.3, 0.3]],
                "history": [0.5, 0.5],
                "openness": [0.905, 0.89],
                "income": [0.35, 0.35],
                "performance": [[0.1, 0.1], [-0.03, -0.03]],
                "resources": [0.7175, 0.7175],  # .7 + .1 * .5 * .35
            },
        },
    )
)

# Three tiers, of which 0 races in two and 1 in one: race-race, race-battle, battle-battle.
# 0 saw 1 race once in three: .5 + .02 * (1/3 - .5); 1 saw 0 race twice in three: .5 + .02 * (2/3 - .5).
TRACES.append(
    Trace(
        name="history takes the share of tiers",
        system=quiet({"structure.tiers": 3}),
        inputs={1: Inputs(stances={**stances(1, 1), **stances(1, 0, tier=1), **stances(0, 0, tier=2)})},
        expected={
            1: {
                "trust": [[0.6, 0.6], [0.3, 0.6], [0.3, 0.3]],
                "history": [0.5 - 0.02 / 6, 0.5 + 0.02 / 6],
                "income": [-0.1 / 3, 1.5 / 3],  # (1 - .8 - .3) / 3, (1 + .8 - .3) / 3
            }
        },
    )
)

# ------------------------------------------------------------------------------------------------------ tiers

# The climate pulls the senior tier by half the way to .8, from month 3 to -1.  cascade .1, movement .02.
# Month 1: senior 0 + .5 * .8 = .4.   All at once: .4 + .02 * (0 - .4) = .392;
#   0 + .1 * (.4 - 0) + 0 = .04; 0 + .1 * 0 = 0
# Month 2: senior .392 + .5 * .408 = .596.   .596 + .02 * (.04 - .596) = .58488;
#   .04 + .1 * (.596 - .04) + .02 * (0 - .04) = .0948; 0 + .1 * (.04 - 0) = .004
# Month 3: senior .58488 + .5 * (-1 - .58488) = -.20756.   -.20756 + .02 * (.0948 + .20756) = -.2015128;
#   .0948 + .1 * (-.20756 - .0948) + .02 * (.004 - .0948) = .062748; .004 + .1 * (.0948 - .004) = .01308
TRACES.append(
    Trace(
        name="climate, cascade and movement",
        system=quiet(
            {
                "climate.rate": 0.5,
                "climate.orientation": 0.8,
                "leadership.cascade": 0.1,
                "leadership.movement": 0.02,
                "structure.tiers": 3,
            },
            schedule=[Change(month=3, label="the weather turns", settings={"climate.orientation": -1.0})],
        ),
        expected={
            0: {"orientation": [[0, 0], [0, 0], [0, 0]]},
            1: {"orientation": [[0.392, 0.392], [0.04, 0.04], [0, 0]]},
            2: {"orientation": [[0.58488, 0.58488], [0.0948, 0.0948], [0.004, 0.004]]},
            3: {"orientation": [[-0.2015128, -0.2015128], [0.062748, 0.062748], [0.01308, 0.01308]]},
        },
    )
)

# A change for one month and one organisation: damage 0.3, then the mean of .9 and .3, then .3.
TRACES.append(
    Trace(
        name="a dated change for a while",
        system=quiet(
            schedule=[Change(month=2, until=3, label="harsh", settings={"game.damage": 0.9}, organisations=(1,))]
        ),
        inputs=every_month(Inputs(stances=stances(0, 0)), 3),
        expected={1: {"income": [-0.3, -0.3]}, 2: {"income": [-0.6, -0.6]}, 3: {"income": [-0.3, -0.3]}},
    )
)

# Everybody looks (1), sees (1) and copies whoever fares better: imitation 1e4 makes the Fermi rule a step.
# 0 races against 1's battle at both tiers, so y is -.08 and .08: 0 copies, 1 keeps.  The climate has pulled
# 1's senior tier half the way from .5 to 1, so 0's senior tier copies .75, its front line .5.
TRACES.append(
    Trace(
        name="copying the one who fares better",
        system=quiet(
            {
                "learning.reflection": 1.0,
                "learning.visibility": 1.0,
                "learning.imitation": 1e4,
                "climate.orientation": 1.0,
                "structure.tiers": 2,
            },
            own={0: {"mindset.orientation": -0.5}, 1: {"mindset.orientation": 0.5, "climate.rate": 0.5}},
        ),
        inputs={1: Inputs(stances={**stances(1, 0), **stances(1, 0, tier=1)})},
        expected={
            0: {"orientation": [[-0.5, 0.5], [-0.5, 0.5]]},
            1: {"orientation": [[0.75, 0.75], [0.5, 0.5]], "performance": [[-0.08, 0.08], [-0.08, 0.08]]},
        },
    )
)

# 0's leader leaves every month: pulled half way to the climate of 1 at first, then drawn anew at .2 (no
# spread).  Senior trust of both relations falls back to history, .49 and .51; the tier below keeps its own.
TRACES.append(
    Trace(
        name="a leader leaves",
        system=quiet(
            {"climate.orientation": 1.0, "climate.rate": 0.5, "structure.tiers": 2},
            own={0: {"leadership.turnover": 1.0, "mindset.orientation": 0.2}},
        ),
        inputs={1: Inputs(stances={**stances(1, 0), **stances(1, 0, tier=1)})},
        expected={
            1: {
                "orientation": [[0.2, 0.5], [0.2, 0]],
                "trust": [[0.49, 0.51], [0.3, 0.6]],
                "history": [0.49, 0.51],
            }
        },
    )
)

# ------------------------------------------------------------------------------------- the choice (section 4)


def logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))


@dataclass(frozen=True, kw_only=True)
class Choice:
    """dU by hand, of organisation 0 toward 1 in month 1."""

    name: str
    settings: Settings
    du: float
    sharpness: float = 5.0
    """rationality * intensity"""
    own: Mapping[int, Settings] = field(default_factory=dict)


ALONE: Settings = {"mindset.parochialism": 0.0, "resources.scarcity": 0.0}
"""No us and them, no scarcity: t is the orientation, g = l = the stake."""

PD: Settings = {
    **ALONE,
    "game.benefit": 0.5,
    "game.stake": 2.5,
    "game.damage": 1.5,
    "mindset.rationality": 1.0,
}
"""The prisoner's dilemma (R, S, T, P) = (3, 0, 5, 1), shifted by 2.5."""

CHOICES: list[Choice] = [
    Choice(
        # t = 0 + .3 * (2 * .9 - 1) = .24; v = 1 + .3; l = g = .8 * 1.3 = 1.04; delta = .3; own 1, oth .24
        # racer:   1.24 * (1 + .3 * .3) - .7 * (1.04 - .24 * 1.04) = 1.24 * 1.09 - .7 * .7904
        # battler: .7 * (1.24 * .3 - 1.04 + .24 * 1.04) = .7 * (.372 - .7904)
        name="defaults",
        settings={"boundary.openness": 0.9},
        du=0.5 * (1.24 * 1.09 - 0.7 * 0.7904) + 0.5 * 0.7 * (0.372 - 0.7904),
    ),
    Choice(
        # the tie's stake is the mean of .4 and 1.2, sharing of 0 and 1, intensity of 1 and 3: .8, .5, 2
        # own = .75 + -.4 * .25 = .65; oth = .25 - .4 * .75 = -.05; own + oth = .6
        # S = .3, premium 2: v = 1.6, l = 1.28, expansion .5: g = 1.92; delta = .3 * (1 - .1) = .27
        # racer:   .6 * (1 + .27 * .3) - .73 * (.65 * 1.92 + .05 * 1.28) = .6 * 1.081 - .73 * 1.312
        # battler: .73 * (.6 * .3 - .65 * 1.28 - .05 * 1.92) = .73 * (.18 - .928)
        name="an expansionist with a shared game",
        settings={
            "mindset.orientation": -0.4,
            "mindset.parochialism": 0.0,
            "history.trust": 0.8,
            "game.expansion": 0.5,
            "game.scarcity_premium": 2.0,
            "leadership.turnover": 0.1,
            "mindset.rationality": 1.5,
        },
        own={
            0: {"game.stake": 0.4, "game.sharing": 0.0, "game.intensity": 1.0},
            1: {
                "game.stake": 1.2,
                "game.sharing": 1.0,
                "game.intensity": 3.0,
                "game.expansion": 0.0,
                "game.scarcity_premium": 0.0,
                "leadership.turnover": 0.9,
                "mindset.rationality": 0.0,
                "mindset.orientation": 1.0,
                "history.trust": 0.1,
                "boundary.openness": 0.0,
                "resources.scarcity": 0.9,
            },
        },
        du=0.8 * (0.6 * 1.081 - 0.73 * 1.312) + 0.2 * 0.73 * (0.18 - 0.928),
        sharpness=1.5 * 2,
    ),
    Choice(
        # .9 + .3 * 1 is clipped: t = 1, own = oth = 1; what one captures the other loses: g = l cancels
        # racer: 2 * (1 + .3 * .3) = 2.18; battler: .7 * 2 * .3 = .42
        name="orientation toward a partner is clipped at 1",
        settings={"mindset.orientation": 0.9, "mindset.rationality": 1.0},
        du=0.5 * 2.18 + 0.5 * 0.42,
        sharpness=1.0,
    ),
    Choice(
        # behind a wall: -.8 + .5 * (0 - 1), clipped to -1: -(1 - delta)(g + l) = -.7 * 2 * 1.04
        name="orientation toward a partner is clipped at -1",
        settings={
            "mindset.orientation": -0.8,
            "mindset.parochialism": 0.5,
            "boundary.openness": 0.0,
            "mindset.rationality": 1.0,
        },
        du=-0.7 * 2.08,
        sharpness=1.0,
    ),
    Choice(
        # behind a wall a partner is met as a rival: t = 0 + .3 * (0 - 1) = -.3; l = g = 1.04
        # racer: .7 * 1.09 - .7 * 1.3 * 1.04; battler: .7 * (.7 * .3 - 1.3 * 1.04)
        name="us and them",
        settings={"boundary.openness": 0.0},
        du=0.5 * (0.7 * 1.09 - 0.7 * 1.352) + 0.5 * 0.7 * (0.21 - 1.352),
    ),
    Choice(
        # pooled wholly: own = oth = (1 + t) / 2 = .6 at t = .2; g = l cancels, so the stake does not show
        # racer: 1.2 * 1.09; battler: .7 * 1.2 * .3
        name="pooled wholly, the stake does not show",
        settings={
            **ALONE,
            "mindset.orientation": 0.2,
            "game.sharing": 1.0,
            "game.stake": 3.0,
            "mindset.rationality": 1.0,
        },
        du=0.5 * 1.2 * 1.09 + 0.5 * 0.7 * 1.2 * 0.3,
        sharpness=1.0,
    ),
    Choice(
        # trust 1, patience 1: nothing is gained by capturing: b + d
        name="for ever",
        settings={**ALONE, "leadership.patience": 1.0, "history.trust": 1.0, "mindset.rationality": 1.0},
        du=1.3,
        sharpness=1.0,
    ),
    Choice(
        # delta 0, t 0: tau * (b - g) + (1 - tau) * (d - l) = .25 * .2 + .75 * -.5
        name="the stag hunt",
        settings={**ALONE, "leadership.patience": 0.0, "history.trust": 0.25},
        du=0.25 * 0.2 + 0.75 * -0.5,
    ),
]

# t = -1: dU = -(1 - phi)(1 - delta)(g + l) whatever the trust: -(1 - phi) * .7 * (1.2 + .8), at expansion .5
for trust in (0.0, 0.4, 1.0):
    for sharing in (0.0, 0.5, 1.0):
        zero_sum = Choice(
            name=f"zero-sum at trust {trust}, sharing {sharing}",
            settings={
                **ALONE,
                "mindset.orientation": -1.0,
                "history.trust": trust,
                "game.sharing": sharing,
                "game.expansion": 0.5,
                "mindset.rationality": 1.0,
            },
            du=-(1 - sharing) * 0.7 * 2.0,
            sharpness=1.0,
        )
        CHOICES.append(zero_sum)

# The six treatments of Dal Bo & Frechette 2011: (R, S, T, P) = (R, 12, 50, 25), shifted by 31, so
# l = g = 19, d = 6, b = R - 31.  At t = 0, phi = 0, dU = 0 at
#   tau* = (1 - delta) * 13 / ((1 - delta) * 13 + b + 6 delta - (1 - delta) * 19):
#   delta .5:  R 32: 6.5 / (6.5 + 1 + 3 - 9.5) = 6.5 (never);  R 40: 6.5 / 9 = .722;  R 48: 6.5 / 17 = .382
#   delta .75: R 32: 3.25 / (3.25 + 1 + 4.5 - 4.75) = 3.25 / 4 = .812;  R 40: 3.25 / 12 = .271;
#              R 48: 3.25 / 20 = .162
TREATMENTS = {
    (40, 0.5): 6.5 / 9,
    (48, 0.5): 6.5 / 17,
    (32, 0.75): 3.25 / 4,
    (40, 0.75): 3.25 / 12,
    (48, 0.75): 3.25 / 20,
}
TREATMENT: Settings = {**ALONE, "game.stake": 19.0, "game.damage": 6.0}
for (reward, delta), tau in TREATMENTS.items():
    CHOICES.append(
        Choice(
            name=f"indifferent at tau* = {tau:.3f} (R {reward}, delta {delta})",
            settings={
                **TREATMENT,
                "game.benefit": reward - 31.0,
                "leadership.patience": delta,
                "history.trust": tau,
            },
            du=0.0,
        )
    )
CHOICES.append(
    Choice(
        # R 32, delta .5: even at trust 1 a battle is better: b + delta * d - (1 - delta) * g = 1 + 3 - 9.5
        name="never indifferent (R 32, delta 0.5)",
        settings={
            **TREATMENT,
            "game.benefit": 1.0,
            "leadership.patience": 0.5,
            "history.trust": 1.0,
            "mindset.rationality": 0.1,
        },
        du=-5.5,
        sharpness=0.1,
    )
)

# Critical continuation at full trust: delta* = [(g - b) - t (b + l)] / [(g + d) + t (d - l)]; in the
# prisoner's dilemma [2 - 3 t] / [4 - t].
# t -1: 5 / 5; -.5: 3.5 / 4.5; 0: 2 / 4; .25: 1.25 / 3.75; .5: .5 / 3.5
for orientation, patience in (
    (-1.0, 1.0),
    (-0.5, 3.5 / 4.5),
    (0.0, 0.5),
    (0.25, 1.25 / 3.75),
    (0.5, 0.5 / 3.5),
):
    CHOICES.append(
        Choice(
            name=f"indifferent at full trust with continuation {patience:.4f} (orientation {orientation})",
            settings={
                **PD,
                "mindset.orientation": orientation,
                "leadership.patience": patience,
                "history.trust": 1.0,
            },
            du=0.0,
            sharpness=1.0,
        )
    )

TRACES += [
    Trace(
        name=f"choice: {choice.name}",
        system=quiet(choice.settings, own=choice.own),
        expected={1: {"racing": [[logistic(choice.sharpness * choice.du), None]]}},
    )
    for choice in CHOICES
]

# Plenty is no negative scarcity.  Scarcity 0: R = 1, after a month of races 1 + .1 * .5 = 1.05.
# S stays 0: l = g = .8.  Trust .6, delta .3, no us and them, t = 0:
#   .6 * (1.09 - .7 * .8) + .4 * .7 * (.3 - .8)
TRACES.append(
    Trace(
        name="choice: plenty",
        system=quiet(ALONE),
        inputs={1: Inputs(stances=stances(1, 1))},
        expected={
            1: {"resources": [1.05, 1.05]},
            2: {"racing": [[logistic(5 * (0.6 * 0.53 - 0.28 * 0.5))] * 2]},
        },
    )
)

# A door handed in before the choice is the wall that the chooser stands behind: as "us and them", from
# openness 1.
TRACES.append(
    Trace(
        name="choice: a door handed in counts at once",
        system=quiet(),
        inputs={1: Inputs(doors={0: 0.0})},
        expected={
            1: {
                "racing": [[logistic(5 * (0.5 * (0.7 * 1.09 - 0.7 * 1.352) + 0.35 * (0.21 - 1.352))), None]],
                "acted": [[0]],
                "openness": [0, 1],
            }
        },
    )
)

# ------------------------------------------------------------------------------------- the classic strategies


def match(name: str, first: str, second: str, moves: str, answers: str) -> Trace:
    """Two strategies in the prisoner's dilemma: C is a race, D a battle; scores are income + 2.5."""
    score = {"CC": (3, 3), "CD": (0, 5), "DC": (5, 0), "DD": (1, 1)}
    expected = {}
    for month, (a, b) in enumerate(zip(moves, answers, strict=True), start=1):
        mine, theirs = score[a + b]
        expected[month] = {
            "stance": [[int(a == "C"), int(b == "C")]],
            "racing": [[int(a == "C"), int(b == "C")]],
            "income": [mine - 2.5, theirs - 2.5],
        }
    return Trace(name=f"match: {name}", system=quiet(PD, strategies=(first, second)), expected=expected)


TIT, SUSPICIOUS, SHIFT, TWO = (
    "tit-for-tat",
    "suspicious-tit-for-tat",
    "win-stay-lose-shift",
    "tit-for-two-tats",
)
TRACES += [
    match("tit-for-tat and battle", TIT, "battle", "CDDDD", "DDDDD"),
    match("tit-for-tat and race", TIT, "race", "CCCC", "CCCC"),
    match("tit-for-tat and suspicious", TIT, SUSPICIOUS, "CDCDCD", "DCDCDC"),
    match("grim and suspicious", "grim", SUSPICIOUS, "CDDDD", "DCDDD"),
    match("grim and tit-for-tat", "grim", TIT, "CCCC", "CCCC"),
    match("win-stay and battle", SHIFT, "battle", "CDCDCD", "DDDDDD"),
    match("win-stay and race", SHIFT, "race", "CCCC", "CCCC"),
    match("win-stay and suspicious", SHIFT, SUSPICIOUS, "CDDCDD", "DCDDCD"),
    match("two tats and battle", TWO, "battle", "CCDDD", "DDDDD"),
    match("two tats and suspicious", TWO, SUSPICIOUS, "CCCC", "DCCC"),
    match("suspicious and suspicious", SUSPICIOUS, SUSPICIOUS, "DDDD", "DDDD"),
]

# Against a script of the partner: D C D D C C.  Two tats forgives the single one and answers the second
# of two.  Grim never forgets; win-stay: same -> C, different -> D.
SCRIPT = (0, 1, 0, 0, 1, 1)
for strategy, answer in (
    (TWO, (1, 1, 1, 1, 0, 1)),
    ("grim", (1, 0, 0, 0, 0, 0)),
    # (C, D) differ -> D; (D, C) differ -> D; (D, D) same -> C; (C, D) differ -> D; (D, C) differ -> D
    (SHIFT, (1, 0, 0, 1, 0, 0)),
    (SUSPICIOUS, (0, 0, 1, 0, 0, 1)),
    (TIT, (1, 0, 1, 0, 0, 1)),
):
    TRACES.append(
        Trace(
            name=f"script: {strategy} answers",
            system=quiet(strategies=(strategy, "adaptive")),
            inputs={month: Inputs(stances={(0, 1): move}) for month, move in enumerate(SCRIPT, start=1)},
            expected={
                month: {"stance": [[mine, move]]}
                for month, (mine, move) in enumerate(zip(answer, SCRIPT, strict=True), start=1)
            },
        )
    )

# Only an encounter is remembered.  Month 1: both battle behind a shut door; month 2: the door is open, and
# tit-for-tat still races, suspicious still battles; month 3: shut, the choices are what the encounter of
# month 2 made them; month 4 likewise.
for strategy, answer in ((TIT, (1, 1, 0, 0)), (SUSPICIOUS, (0, 0, 0, 0)), ("grim", (1, 1, 0, 0))):
    TRACES.append(
        Trace(
            name=f"only an encounter is remembered: {strategy}",
            system=quiet(strategies=(strategy, "adaptive")),
            inputs={
                1: Inputs(stances={(0, 1): 0}, doors={0: 0.0}),
                2: Inputs(stances={(0, 1): 0}, doors={0: 1.0}),
                3: Inputs(stances={(0, 1): 1}, doors={0: 0.0}),
                4: Inputs(stances={(0, 1): 1}, doors={0: 1.0}),
            },
            expected={
                month: {"stance": [[mine, theirs]], "acted": [[month % 2 == 0]]}
                for month, (mine, theirs) in enumerate(zip(answer, (0, 0, 1, 1), strict=True), start=1)
            },
        )
    )

# What was seen is what counts: a failed race that is blamed is answered as a battle.
TRACES.append(
    Trace(
        name="tit-for-tat answers what it saw",
        system=quiet({"trust.failure": 1.0, "trust.blame": 0.0}, own={0: {"trust.blame": 1.0}}, strategies=(TIT, TIT)),
        expected={
            1: {"stance": [[1, 1]], "income": [0, 0]},
            2: {"stance": [[0, 1]], "income": [0.8, -0.8]},
            3: {"stance": [[0, 0]]},
        },
    )
)

# ------------------------------------------------------------------------------------------------------- luck

# Words that the traces below use, for anyone to check: (seed, month, purpose, a, b, tier) -> words.
LUCK: dict[tuple[int, int, int, int, int, int], tuple[int, int, int, int]] = {
    (1, 1, 4, 0, 1, 0): (0x8B39D3AD, 0xE7B5DD06, 0xFA2ABEEC, 0x6539616A),  # hearsay
    (2, 1, 4, 0, 1, 0): (0xFC4B8DA9, 0x4F8624FA, 0x9DCDB1B4, 0x77C30793),
    (5, 0, 0, 3, 0, 0): (
        0xAB8A161E,
        0xB175B163,
        0x05BC469F,
        0xF1DA3947,
    ),  # start_mindset of id 3, senior tier
    (5, 0, 0, 3, 0, 1): (0x68B484A6, 0x02408FCE, 0xE8B3F622, 0x8335B174),
    (5, 0, 0, 7, 0, 0): (0xA323FC06, 0x981333EE, 0xF3F108AD, 0x1BE517E2),
    (5, 0, 0, 7, 0, 1): (0x1B64BD34, 0xD0404E6B, 0xEC484A04, 0x4414A9D7),
    (5, 0, 1, 3, 7, 0): (0x123A25C8, 0xCEFA084E, 0x3D691AFB, 0xDE11ABCB),  # start_history
    (2, 1, 2, 3, 7, 0): (0x3C40B18C, 0x7C36A236, 0x46338B9D, 0x7B660560),  # encounter, senior tier
    (2, 1, 2, 3, 7, 1): (0xC90655D7, 0xFCC947D7, 0xE22B8121, 0xCFCD531E),
    (2, 1, 3, 3, 7, 0): (0xA593A137, 0x7080BF38, 0x6AA27E62, 0x8D81870D),  # fate
    (2, 1, 5, 0, 0, 0): (0x9D384E31, 0xF8BFA9C9, 0x5EFD449A, 0x9055A13C),  # reflection
    (2, 1, 5, 1, 0, 0): (0x5242C0CE, 0xAA153E4A, 0x19AA83E3, 0x4AF6C82A),
    (2, 1, 5, 2, 0, 0): (0x06803FBC, 0x16F7DCBF, 0x96685948, 0x39B633FC),
    (2, 1, 6, 0, 0, 0): (0x08149D1F, 0x47F1E3C5, 0x4A66634E, 0x061217F8),  # noise
    (2, 1, 6, 1, 0, 0): (0xECD90254, 0x63869A29, 0x0E613C01, 0x22936671),
    (2, 1, 6, 2, 0, 0): (0x29B5628A, 0xCDC1C40D, 0xDF83B62C, 0x80244C97),
    (75, 1, 6, 0, 0, 0): (0xEBB94B18, 0x23D11E79, 0x3FB7164F, 0x2920042D),
    (75, 1, 6, 0, 0, 1): (0x3F549DCB, 0x78741ACE, 0x8E3E2880, 0x1C752AD7),
    (75, 1, 6, 0, 0, 2): (0xB3CD67E4, 0x284808B9, 0x2AA3E999, 0x56B1662C),
    (75, 1, 6, 1, 0, 0): (0x2E12B448, 0x74ED67F3, 0x20A90619, 0xE410899A),
    (75, 1, 6, 1, 0, 1): (0xB2668D8C, 0x4440564A, 0xD9C00CA3, 0x0D413143),
    (75, 1, 6, 1, 0, 2): (0x0A7B0CEA, 0x086A2B11, 0x1587D4B1, 0x89792B57),
    (0, 1, 7, 0, 0, 0): (0x32757DCF, 0x235D8DBB, 0x2A2A6026, 0x347DDF26),  # renewal
    (0, 1, 7, 1, 0, 0): (0x9E9E820C, 0x961B5C61, 0x39D51AD1, 0xD469035C),
}

# The start, seed 5.  Position 0 has id 7 and position 1 id 3, so position 1 is the tie's first end and
# relation 0 is position 1 -> position 0.  One sector: history .5 + .1 + .1 z.  Each end has its own mean and
# spread.
TRACES.append(
    Trace(
        name="luck: the start",
        system=quiet(
            {"structure.tiers": 2, "mindset.spread": 0.2, "history.spread": 0.1, "history.in_group": 0.1},
            ids=[7, 3],
            own={0: {"mindset.orientation": 0.1, "history.trust": 0.3}, 1: {"history.spread": 0.2}},
        ),
        seed=5,
        expected={
            0: {
                "orientation": [
                    [0.1 + 0.2 * normal(0xA323FC06), 0.2 * normal(0xAB8A161E)],
                    [0.1 + 0.2 * normal(0x1B64BD34), 0.2 * normal(0x68B484A6)],
                ],
                "history": [0.6 + 0.2 * normal(0x123A25C8), 0.4 + 0.1 * normal(0xCEFA084E)],
                "trust": [[0.6 + 0.2 * normal(0x123A25C8), 0.4 + 0.1 * normal(0xCEFA084E)]] * 2,
            }
        },
        tolerance=1e-9,
    )
)

# An encounter, seed 2, the same two ids.  Both choose at random (1/2).  Doors .8 and .5: W = .4.  Time .5,
# no scarcity: they meet with probability .5.  Failure and blame .5 each.
# Senior tier: choices .235, .485: both race.  .274 < .4: they act.  .482 < .5: they meet.
#   fate .647, .440: the second's race (of position 0) fails; .417, .553: the first (position 1) blames it.
#   So both get 0; relation 0 (1 about 0) sees a battle, relation 1 a race: trust .6 * .5 = .3, .6.
#   History .49, .51.
#   voice: p is one half: .3 + .3 * .49 * .2 = .3294, .6 + .3 * .51 * -.1 = .5847.
# Front line: choices .785, .987: both battle.  .883 >= .4: nothing happens.  .812 >= .5: no meeting.
#   Trust = history: no drift.
# Orientation of the senior tier: .2 * 1 * .3 = .06.  Meetings cost .05 at one of two tiers.
TRACES.append(
    Trace(
        name="luck: an encounter",
        system=quiet(
            {
                "structure.tiers": 2,
                "dialogue.time_together": 0.5,
                "resources.scarcity": 0.0,
                "trust.failure": 0.5,
                "trust.blame": 0.5,
            },
            ids=[7, 3],
            own={0: {"boundary.openness": 0.8}, 1: {"boundary.openness": 0.5}},
            strategies=("random", "random"),
        ),
        seed=2,
        expected={
            0: {"openness": [0.5, 0.8]},
            1: {
                "racing": [[0.5, 0.5], [0.5, 0.5]],
                "stance": [[1, 1], [0, 0]],
                "acted": [[1], [0]],
                "met": [[1], [0]],
                "trust": [[0.3294, 0.5847], [0.5, 0.5]],
                "history": [0.49, 0.51],
                "orientation": [[0.06, 0.06], [0, 0]],
                "income": [-0.025, -0.025],
            },
        },
    )
)

# Reflection and noise, seed 2, a triangle behind shut doors (so y = 0 and the Fermi rule gives 1/2).
# reflection .5, visibility .2, noise .1.  0: .614, does not look.  1: .321 looks, .664 at the second of its
# partners 0 and 2, .100 sees, .293 copies 2.  2: .025 looks, .090 at 0, .588 does not see.
# Orientations -.2, .1, .4 become -.2, .4, .4, plus noise.
TRACES.append(
    Trace(
        name="luck: reflection and noise",
        system=quiet(
            {
                "boundary.openness": 0.0,
                "learning.reflection": 0.5,
                "learning.visibility": 0.2,
                "learning.noise": 0.1,
            },
            n=3,
            ties=[(0, 1), (0, 2), (1, 2)],
            own={
                0: {"mindset.orientation": -0.2},
                1: {"mindset.orientation": 0.1},
                2: {"mindset.orientation": 0.4},
            },
        ),
        seed=2,
        expected={
            1: {
                "orientation": [
                    [
                        -0.2 + 0.1 * normal(0x08149D1F),
                        0.4 + 0.1 * normal(0xECD90254),
                        0.4 + 0.1 * normal(0x29B5628A),
                    ]
                ]
            }
        },
        tolerance=1e-9,
    )
)

# Act and meet have luck of their own: senior tier of the same encounter, doors .3 and 1 (W = .3): .274 < .3,
# they act; time .3: .482 >= .3, they do not meet.  And the other way: W = .2, time .6.
for door, time, acted, met in ((0.3, 0.3, 1, 0), (0.2, 0.6, 0, 1)):
    TRACES.append(
        Trace(
            name=f"luck: acting and meeting are apart (W {door})",
            system=quiet({"dialogue.time_together": time, "resources.scarcity": 0.0}, ids=[7, 3]),
            seed=2,
            inputs={1: Inputs(doors={0: door})},
            expected={1: {"acted": [[acted]], "met": [[met]], "openness": [door, 1]}},
        )
    )

# Noise so wild (10) that it is clipped at once: seed 75 has signs + - + down the tiers of 0 and - + - of 1
# (LUCK).  Then cascade .8 and movement .6, all at once: 1 + .6 * -2 = -.2; -1 + .8 * 2 + .6 * 2 = 1.8,
# clipped to 1; 1 + .8 * -2 = -.6; and for 1 the same with the other sign.
TRACES.append(
    Trace(
        name="luck: orientation is clipped before and after tiers pull",
        system=quiet(
            {
                "learning.noise": 10.0,
                "leadership.cascade": 0.8,
                "leadership.movement": 0.6,
                "structure.tiers": 3,
            }
        ),
        seed=75,
        expected={1: {"orientation": [[-0.2, 0.2], [1, -1], [-0.6, 0.6]]}},
    )
)

# Renewal, seed 0, turnover .5: .197, the leader of 0 leaves; .620, that of 1 stays.  1 has no spread and
# stays at 0; the new leader of 0 comes with .1 + .3 z.
TRACES.append(
    Trace(
        name="luck: renewal",
        system=quiet(
            {"leadership.turnover": 0.5},
            own={0: {"mindset.orientation": 0.1, "mindset.spread": 0.3}},
        ),
        inputs={1: Inputs(stances=stances(1, 0))},
        expected={
            1: {
                "orientation": [[0.1 + 0.3 * normal(0x235D8DBB), 0]],
                "trust": [[0.49, 0.51]],
                "history": [0.49, 0.51],
            }
        },
        tolerance=1e-9,
    )
)
