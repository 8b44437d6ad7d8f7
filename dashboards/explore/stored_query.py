"""Query of stored results: experiment, figure and runs, written as an address and read back.

of=scarcity-by-trust&figure=openness&along=resources.scarcity&by=policy&only=history.trust=0.3..0.6&only=policy=a|b
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote, urlencode

import numpy as np
import pandas as pd

from dashboards.explore.stored import Kept
from dashboards.explore.url_state import LONGEST
from dashboards.languages import _
from results import MEASURE_COLUMNS
from scenarios.errors import nearest

FEW = 12
"""Up to so many values are told one by one, more of them as a range."""


@dataclass(frozen=True)
class Browse:
    """A query of stored results; fields are empty where the visitor has not said."""

    of: str = ""
    """The experiment, by its id."""
    figure: str = "openness"
    """The measure."""
    along: str = ""
    """What varies from left to right."""
    by: str = ""
    """What the lines are for; empty is one line."""
    only: tuple[tuple[str, str], ...] = ()
    """What the runs are narrowed to: ``low..high``, or values with ``|`` between them."""
    run: str = ""
    """The run that was asked for."""

    @property
    def written(self) -> str:
        """As an address says it."""
        pairs = [(name, getattr(self, name)) for name in ("of", "figure", "along", "by", "run") if getattr(self, name)]
        pairs += [("only", f"{name}={said}") for name, said in self.only]
        return urlencode(pairs, quote_via=quote, safe="=|.,")

    def narrowed(self, name: str, said: str) -> Browse:
        """The same with the runs narrowed in one way; an empty text takes that back."""
        rest = tuple(pair for pair in self.only if pair[0] != name)
        return replace(self, only=(*rest, (name, said)) if said else rest)


def read(query: str) -> Browse:
    """Read the query of an address, whether there is such a thing or not."""
    pairs = parse_qsl(query.lstrip("?")[:LONGEST])
    last = {name: value for name, value in pairs if name in ("of", "figure", "along", "by", "run")}
    only = {}
    for name, value in pairs:
        if name == "only" and "=" in value:
            what, _equals, said = value.partition("=")
            only[what] = said
    return Browse(**last, only=tuple(only.items()))


def settled(
    asked: Browse, kept: Sequence[Kept], names: Sequence[str], chosen_one: Kept | None
) -> tuple[Browse, list[str]]:
    """Return the part of a query that can be answered, and what cannot, in sentences.

    kept   the experiments there are
    names  what varies in the one that is looked at
    found  that one; None where there is none
    """
    faults = []
    if asked.of and (chosen_one is None or not _is(chosen_one, asked.of)):
        faults.append(_no(_("stored experiment"), asked.of, [experiment.name for experiment in kept]))
    figure = asked.figure
    if figure not in MEASURE_COLUMNS:
        faults.append(_no(_("measure"), figure, MEASURE_COLUMNS))
        figure = "openness"
    along, by = (_one_of(name, names, faults) for name in (asked.along, asked.by))
    along = along or next((name for name in names if "." in name), names[0] if names else "")
    only = tuple(pair for pair in asked.only if pair[0] in names)
    faults += [_no(_("factor"), name, names) for name, _said in asked.only if name not in names]
    of = chosen_one.id if chosen_one else ""
    return replace(asked, of=of, figure=figure, along=along, by=by if by != along else "", only=only), faults


def chosen(of: str, kept: Sequence[Kept]) -> Kept | None:
    """The experiment of an id, the beginning of an id or a name (the newest of it); else the newest of all."""
    return next((experiment for experiment in kept if of and _is(experiment, of)), kept[0] if kept else None)


def narrow(frame: pd.DataFrame, only: Sequence[tuple[str, str]]) -> tuple[pd.DataFrame, list[str]]:
    """The runs that are left, and what could not be understood, in sentences."""
    faults = []
    for name, said in only:
        keep = _kept_by(frame[name], said)
        if keep is None:
            faults.append(
                _(
                    "“%(what)s” is neither values that there are, with | between them, nor a range like 0.2..0.6.",
                    what=f"{name} = {said[:40]}",
                )
            )
        else:
            frame = frame[keep]
    return frame, faults


def told(value: object) -> str:
    """A value as a filter says it."""
    return format(value, "g") if isinstance(value, float | int | np.number) else str(value)


def _kept_by(column: pd.Series, said: str) -> pd.Series | None:
    low, dots, high = said.partition("..")
    if dots and pd.api.types.is_numeric_dtype(column):
        try:
            return column.between(float(low or "-inf"), float(high or "inf"))
        except ValueError:
            return None
    values = set(said.split("|"))
    known = {value: told(value) for value in column.unique()}
    if not values <= set(known.values()):
        return None
    return column.isin([value for value, text in known.items() if text in values])


def _is(experiment: Kept, of: str) -> bool:
    return of == experiment.name or experiment.id.startswith(of)


def _one_of(name: str, names: Sequence[str], faults: list[str]) -> str:
    if name and name not in names:
        faults.append(_no(_("factor"), name, names))
        return ""
    return name


def _no(kind: str, name: str, known: Sequence[str]) -> str:
    near = nearest(name, known)
    meant = _(" (did you mean “%(name)s”?)", name=near) if near else ""
    return _("There is no %(kind)s “%(name)s”%(near)s.", kind=kind, name=name[:60], near=meant)
