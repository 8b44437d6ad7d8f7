"""Scenarios of every kind, for property tests."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import strategies as st

from sim.parameters import PARAMETERS, Parameter

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t"), max_size=30).map(str.strip)
NAME = (
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Cn", "Co", "Zl", "Zp", "Zs")), min_size=1, max_size=12)
    .filter(str.isprintable)
    .map(lambda text: text + "x")
)
STRATEGY = st.sampled_from(["adaptive", "race", "tit-for-tat", "grim"])


def value_of(parameter: Parameter) -> st.SearchStrategy[Any]:
    """Any value that a parameter may take."""
    if parameter.choices:
        return st.sampled_from(parameter.choices)
    high = parameter.high if math.isfinite(parameter.high) else 1e6
    if parameter.integer:
        return st.integers(int(parameter.low), min(int(high), 30))
    number = st.floats(parameter.low, high, exclude_min=parameter.low_excluded)
    return number | st.lists(number, min_size=3, max_size=3) if parameter.per_tier else number


def settings(*, structural: bool = False, own: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    """Some parameters by dotted name; ``structural``: those of the structure too; ``own``: only what can differ."""
    which = {
        name: value_of(parameter)
        for name, parameter in PARAMETERS.items()
        if (structural or not parameter.structural) and name != "structure.tiers"
        if not (own and parameter.whose == "system")
    }
    return st.lists(st.sampled_from(sorted(which)), max_size=4, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: which[name] for name in names})
    )


def _some(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=parts)


HEAD = _some(
    title=TEXT,
    question=TEXT,
    description=TEXT,
    sources=st.lists(TEXT, max_size=3),
    assumed=st.lists(TEXT, max_size=3),
    months=st.integers(60, 240),
    seed=st.integers(0, 2**63 - 1),
)


def _merged(*tables: dict[str, Any]) -> dict[str, Any]:
    return {key: value for table in tables for key, value in table.items()}


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A scenario as data: organisations and ties listed, or made."""
    if draw(st.booleans()):
        return _merged(draw(HEAD), draw(settings(structural=True)), {"schedule": draw(_schedule([]))})
    names = draw(st.lists(NAME, min_size=1, max_size=6, unique=True))
    sectors = draw(st.lists(NAME.map(lambda name: f"{name} sector"), min_size=1, max_size=3, unique=True))
    rows = [{"name": name, "sector": draw(st.sampled_from(sectors))} | draw(_organisation()) for name in names]
    used = dict.fromkeys(row["sector"] for row in rows)
    parts: dict[str, Any] = {"organisations": rows, "schedule": draw(_schedule(names))}
    if draw(st.booleans()):
        parts["sectors"] = {
            name: _merged(draw(_some(strategy=STRATEGY, note=TEXT)), draw(settings(own=True))) for name in used
        }
    if len(names) > 1 and draw(st.booleans()):
        pairs = [(a, b) for i, a in enumerate(names) for b in names[:i]]
        ties = draw(st.lists(st.sampled_from(pairs), min_size=1, unique=True))
        weight = _some(weight=st.floats(0.001, 1000))
        parts["ties"] = [{"from": a, "to": b} | draw(weight) for a, b in ties]
        if draw(st.booleans()):
            parts["schedule"] += draw(_dated_ties(names, ties))
    if len(names) > 1:
        parts["alliances"] = draw(st.lists(_alliance(names), max_size=2, unique_by=lambda alliance: alliance["name"]))
        if "ties" in parts:  # an alliance of members without ties would be refused
            parts["alliances"] = [
                alliance | {"members": list({*alliance["members"], *parts["ties"][0].values()} & set(names))}
                for alliance in parts["alliances"]
            ]
    return _merged(draw(HEAD), draw(settings()), parts)


def _alliance(names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    terms = {"allocation": st.sampled_from(["equal", "size", "need"]), "pool_trust": st.floats(0, 1)}
    dates = {"from": st.integers(1, 30), "until": st.integers(30, 60)}
    members = st.lists(st.sampled_from(names), min_size=2, unique=True)
    needed = {"name": NAME, "members": members, "sharing": st.floats(0, 1)}
    return st.fixed_dictionaries(needed, optional=terms | dates)


@st.composite
def _dated_ties(draw: st.DrawFn, names: list[str], ties: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """Changes of ties that are there, an organisation that joins, and mergers and departures until two are left."""
    leaver, *others = names
    changes: list[dict[str, Any]] = []
    if draw(st.booleans()):
        weights = {pair: draw(st.floats(0, 10)) for pair in draw(st.lists(st.sampled_from(ties), unique=True))}
        rows = [{"from": a, "to": b, "weight": weight} for (a, b), weight in weights.items()]
        changes.append({"month": 41, "label": "weights", "ties": rows})
    if len(others) > 1:
        changes.append({"month": 2, "label": "joins", "joins": [others[-1]]})
        into = draw(st.sampled_from(others))
        end = draw(st.sampled_from([{"leaves": [leaver]}, {"merges": [{"from": leaver, "into": into}]}]))
        changes.append({"month": draw(st.integers(42, 60)), "label": "end"} | end)
    return changes


def _organisation() -> st.SearchStrategy[dict[str, Any]]:
    more = _some(size=st.floats(0.001, 1e6), strategy=STRATEGY, note=TEXT, source=TEXT)
    return st.builds(_merged, more, settings(own=True))


def _schedule(names: list[str]) -> st.SearchStrategy[list[dict[str, Any]]]:
    dates = st.fixed_dictionaries({"month": st.integers(1, 40), "label": TEXT}, optional={"until": st.integers(41, 60)})
    whom = st.sampled_from([{"organisation": name} for name in names] or [{}]) | st.just({})
    return st.lists(st.builds(_merged, dates, whom, settings(own=True)), max_size=3)
