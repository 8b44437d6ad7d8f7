"""Traces worked by hand: small systems, with every number derived from the equations of the specification.

A trace is a TOML file in a folder beside this one; its comments carry the arithmetic.  It is data, so anything that
runs a month can be held against it:

    check(trace, run)        where run(system, seed, inputs) gives the states of month 0, 1, ..., len(inputs)

A state is any object with attributes of the names that traces use (lists or arrays, see the twin's state).

    seed, tolerance              0 and 1e-12 where nothing is said
    [system]                     organisations, ties, weight, sector, ids, sizes, strategies: two and one tie if unsaid
    [settings], [own.I]          parameters for everyone, and those in which organisation I differs
    [[changes]]                  dated changes of parameters
    [[alliances]]                terms of pooling between members
    [[tie_changes]]              dated ties: weights [[i, j, weight]], joins [i], leaves [i], merges [[i, into j]]
    [given.M]                    handed in in month M ("1-3": months 1 to 3): stances and meetings by tier, doors
    [expected.M]                 what must be found at the end of month M; 0 is the start
    [[words]]                    random numbers that the trace uses, for anyone to check

In a list of what is given or expected "any" leaves a place open, and a text is arithmetic: ``z(word)`` is the normal
number of a 32-bit word, ``logistic`` the logistic function.

Unless a trace says otherwise its system is quiet (tests/reference/minimal_systems.py): one tier, two organisations,
walls open for good, no failure, no meetings, no spread at the start, no zero-sum belief and none learnt, capability
1, closeness 0, nobody copies, no pull between tiers.  The rest is at default:

    benefit 1  stake .8  damage .3  rate .2  negativity 2  drift .02  memory .02  history .5  scarcity .3
    rate of resources .1  gain .5  patience .5  rationality 5

so at the start trust = history = .5, resources = 1 - .3 = .7, scarcity felt S = .3.  Per month, with one tie:

    race seen    trust += .2 * (1 - trust)        battle seen   trust -= min(1, .2 * 2) * trust = .4 * trust
                 history += .02 * (1 - history)                 history += .02 * (0 - history)
    resources += .1 * (1 - .3 + .5 * income - resources)        performance += .1 * (income - performance)

Relation 0 is first -> second, relation 1 second -> first (one tie).  1 is a race, 0 a battle.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.system import Alliance, Change, System, TieChange
from tests.reference.minimal_systems import QUIET, parameters, quiet
from tests.reference.philox import Words, normal
from tests.reference.twin import Inputs, logistic

__all__ = ["QUIET", "TRACES", "Run", "Trace", "check", "load", "parameters", "quiet"]

Run = Callable[[System, int, Sequence[Inputs]], Sequence[Any]]

OPEN = "any"
FUNCTIONS = {"__builtins__": {}, "logistic": logistic, "z": normal}


@dataclass(frozen=True, kw_only=True)
class Trace:
    """A system, what is handed in each month, and what must be found at the end of months (0: the start)."""

    name: str
    system: System
    expected: Mapping[int, Mapping[str, Any]]
    inputs: Mapping[int, Inputs] = field(default_factory=dict)
    seed: int = 0
    tolerance: float = 1e-12
    words: Sequence[tuple[tuple[int, ...], Words]] = ()
    """Random numbers that the trace uses: (seed, month, purpose, a, b, tier) and its four words."""

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
            computed = getattr(states[month], attribute)
            for place, by_hand, by_machine in pairs(expected, computed):
                where = f"{trace.name}: month {month}, {attribute}{place}"
                assert math.isclose(by_hand, by_machine, rel_tol=trace.tolerance, abs_tol=trace.tolerance), (
                    f"{where}: by hand {by_hand!r}, found {by_machine!r}"
                )


def pairs(expected: Any, computed: Any, place: str = "") -> Iterable[tuple[str, float, float]]:
    """Numbers of two nested sequences side by side, with their place; those left open are skipped."""
    if isinstance(expected, list):
        assert len(expected) == len(computed), f"{place or 'all'}: {len(expected)} by hand, {len(computed)} found"
        for index, (by_hand, by_machine) in enumerate(zip(expected, computed, strict=True)):
            yield from pairs(by_hand, by_machine, f"{place}[{index}]")
    elif expected != OPEN:
        yield place, number(expected), float(computed)


def number(value: float | str) -> float:
    """A number, or the value of an arithmetic text."""
    return float(eval(value, FUNCTIONS)) if isinstance(value, str) else float(value)


# ------------------------------------------------------------------------------------------------------ reading


def load(file: Path) -> Trace:
    """Read one trace from its file."""
    document = tomllib.loads(file.read_text(encoding="utf-8"))
    return Trace(
        name="/".join(file.relative_to(Path(__file__).parent).with_suffix("").parts),
        system=system(document),
        seed=document.pop("seed", 0),
        tolerance=document.pop("tolerance", 1e-12),
        inputs={month: inputs(**given) for month, given in by_month(document.pop("given", {}))},
        expected=dict(by_month(document.pop("expected"))),
        words=[(tuple(draw["address"]), tuple(draw["words"])) for draw in document.pop("words", [])],
        **document,
    )


def by_month(tables: Mapping[str, Any]) -> Iterable[tuple[int, Any]]:
    """Each month's table; the key "1-3" stands for three months."""
    for key, table in tables.items():
        first, _, last = key.partition("-")
        for month in range(int(first), int(last or first) + 1):
            yield month, table


def inputs(
    stances: Sequence[Sequence[Any]] = (), doors: Sequence[Any] = (), meetings: Sequence[Sequence[Any]] = ()
) -> Inputs:
    """Lists by tier, and by relation or tie, as the twin takes them."""
    return Inputs(
        stances=dict(places(stances)),
        doors={r: openness for r, openness in enumerate(doors) if openness != OPEN},
        meetings=dict(places(meetings)),
    )


def places(tiers: Sequence[Sequence[Any]]) -> Iterable[tuple[tuple[int, int], Any]]:
    for k, tier in enumerate(tiers):
        for index, value in enumerate(tier):
            if value != OPEN:
                yield (k, index), value


def system(document: dict[str, Any]) -> System:
    """The quiet system that a trace is about."""
    parts = document.pop("system", {})
    return quiet(
        dotted(document.pop("settings", {})),
        n=parts.pop("organisations", 2),
        own={int(i): dotted(settings) for i, settings in document.pop("own", {}).items()},
        schedule=[
            Change(**{**change, "settings": dotted(change["settings"]), "label": ""})
            for change in document.pop("changes", [])
        ],
        alliances=[Alliance(name="", **alliance) for alliance in document.pop("alliances", [])],
        tie_changes=[tie_change(**change) for change in document.pop("tie_changes", [])],
        **parts,
    )


def tie_change(
    month: int,
    weights: Sequence[tuple[int, int, float]] = (),
    joins: Sequence[int] = (),
    leaves: Sequence[int] = (),
    merges: Sequence[tuple[int, int]] = (),
) -> TieChange:
    return TieChange(
        month=month,
        label="",
        weights={(i, j): weight for i, j, weight in weights},
        joins=tuple(joins),
        leaves=tuple(leaves),
        merges=dict(merges),
    )


def dotted(groups: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Parameters by their dotted names; one value a tier as the tuple that it is."""
    return {
        f"{group}.{name}": tuple(value) if isinstance(value, list) else value
        for group, settings in groups.items()
        for name, value in settings.items()
    }


TRACES = [load(file) for file in sorted(Path(__file__).parent.rglob("*.toml"))]
