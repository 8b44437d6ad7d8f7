"""Experiments of the first model, as the schema of today reads them, so that what was stored of them can be told.

What the first model called parochialism is closeness; some defaults were others; ``*`` and ``game.*`` stood for the
parameters that there were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from experiments.spec.factors import EARLIER_NAMES
from sim.parameters import PARAMETERS

DEFAULTS: Mapping[str, float] = {
    "mindset.orientation": 0.0,
    "mindset.closeness": 0.3,
    "history.in_group": 0.1,
    "dialogue.time_together": 0.1,
    "dialogue.hearsay": 0.0,
    "dialogue.purpose": 0.3,
    "leadership.patience": 0.3,
    "leadership.turnover": 0.0,
}
"""Defaults of the first model that are others today."""

LATER = frozenset(
    {
        "game.allocation",
        "game.pool_trust",
        "game.improvement",
        "game.improvement_rate",
        "mindset.zero_sum",
        "mindset.zero_sum_spread",
        "mindset.us_and_them",
        "dialogue.purpose_fade",
        "dialogue.enquiry",
        "leadership.patience_spread",
        "learning.insight",
        "learning.gloss",
    }
)
"""Parameters that the first model did not have."""


def as_read_today(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a store has kept of an experiment of the first model, in the names of today.

    The factors keep the names that they had, which are those of the columns of its runs.
    """
    experiment = _renamed(stored["experiment"])
    experiment["factors"] = list(_factors(experiment.get("factors", ())))
    scenarios = {name: _with_defaults(_renamed(document)) for name, document in stored["scenarios"].items()}
    return {"experiment": experiment, "scenarios": scenarios}


def _renamed(value: Any) -> Any:
    """Return tables, however deep, whose settings have the names of today."""
    if isinstance(value, list):
        return [_renamed(item) for item in value]
    if not isinstance(value, Mapping):
        return value
    table = {key: _renamed(item) for key, item in value.items()}
    for before, now in EARLIER_NAMES.items():
        group, _, key = before.partition(".")
        if isinstance(table.get(group), dict) and key in table[group]:
            table[group][now.partition(".")[2]] = table[group].pop(key)
    return table


def _with_defaults(document: dict[str, Any]) -> dict[str, Any]:
    for name, value in DEFAULTS.items():
        group, _, key = name.partition(".")
        document.setdefault(group, {}).setdefault(key, value)
    return document


def _factors(entries: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield a factor a parameter, in the order that ``*`` had: of those listed by themselves only as listed."""
    earlier = {now: before for before, now in EARLIER_NAMES.items()}
    there = [
        earlier.get(name, name) for name, known in PARAMETERS.items() if name not in LATER and not known.structural
    ]
    alone = {entry["parameter"] for entry in entries if not entry["parameter"].endswith("*")}
    taken: set[str] = set()
    for entry in entries:
        pattern = str(entry["parameter"])
        matching = [name for name in there if name.startswith(pattern[:-1]) and name not in alone | taken]
        names = matching if pattern.endswith("*") else [pattern]
        taken.update(names)
        yield from ({**entry, "parameter": name} for name in names)
