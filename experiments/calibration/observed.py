"""Observed data of a system: waves of a survey, or series of measures, as statistics that a run has too.

A wave is summed up by the mean of each quantity over each kind of pair (who holds it, of which sector; about whom, of
which sector; at which tier), over the pairs that were observed: noise of single answers averages out, and nothing is
compared that was not asked.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from scenarios import Fault, Scenario, ScenarioError
from scenarios.errors import nearest
from scenarios.reading.csv_tables import DECIMAL_COMMA, Table, read_table
from sim.arrays import Floats
from sim.engine import Results
from sim.measures import COLUMNS
from sim.system import System

QUANTITIES = ("trust", "history", "openness")
"""What a wave may have observed of a pair."""

LATEST = 100_000
"""The last month that may be observed."""


@dataclass(frozen=True)
class Statistic:
    """One observed number, and how to read the same number off a run.

    month  of the run, 0 the start
    name   as tables and reports call it
    value  as it was observed
    read   reads it off runs that end in that month: (runs,)
    """

    month: int
    name: str
    value: float
    read: Callable[[Results], Floats]


@dataclass(frozen=True)
class Observed:
    """The observed numbers of a system, in the order of months.

    statistics  the observed numbers
    start       rows of a measured start (``[[start]]``): the wave of month 0, where there is one
    """

    statistics: tuple[Statistic, ...]
    start: tuple[Mapping[str, Any], ...] = ()

    @property
    def months(self) -> tuple[int, ...]:
        """The observed months, without the start."""
        return tuple(sorted({statistic.month for statistic in self.statistics}))

    @property
    def values(self) -> Floats:
        """(statistics,) as observed."""
        return np.array([statistic.value for statistic in self.statistics])

    def at(self, month: int) -> tuple[Statistic, ...]:
        """Return the statistics of a month."""
        return tuple(statistic for statistic in self.statistics if statistic.month == month)


def read_observed(file: str | os.PathLike[str], scenario: Scenario) -> Observed:
    """Read observed data from a CSV file.

    file      columns ``month`` and measures of the model (a series), or ``month``, ``from``, ``to`` and any of trust
              (several values by tier with blanks between), history and openness (waves of a survey).  Month 0 is the
              start of the run
    scenario  whose organisations the file names
    returns   the observed statistics

    Raises ScenarioError with every fault: an unknown column, organisation or measure, a value that is none.
    """
    table = read_table(Path(file))
    columns = {name.casefold(): name for name in table.columns}
    if "month" not in columns:
        near = nearest("month", columns)
        raise ScenarioError([Fault(file=str(file), line=1, name="month", message="no such column", nearest=near)])
    reader = _Waves if {"from", "to"} <= set(columns) else _Series
    return reader(table, columns, scenario).observed()


class _Rows:
    """The rows of a file of observations, with the faults found so far."""

    known: Sequence[str] = ()
    keys: Sequence[str] = ("month",)
    about: Sequence[str] = ("month",)

    def __init__(self, table: Table, columns: Mapping[str, str], scenario: Scenario) -> None:
        self.table, self.columns, self.scenario = table, columns, scenario
        self.system: System = scenario.system()
        self.faults: list[Fault] = []
        self.lines: dict[tuple[Any, ...], int] = {}

    def observed(self) -> Observed:
        """Return what the file says; raises ScenarioError with all its faults."""
        unknown = [name for name in self.columns if name not in (*self.known, *self.keys)]
        for name in unknown:
            near = nearest(name, self.known)
            self._fault(1, self.columns[name], "unknown column", allowed=", ".join(self.known), nearest=near)
        statistics = list(self.statistics())
        if not statistics and not self.faults:
            self._fault(1, "", "nothing was observed after the start, or no cell has a value")
        if self.faults:
            raise ScenarioError(self.faults)
        return Observed(tuple(sorted(statistics, key=lambda statistic: statistic.month)), tuple(self.start()))

    def statistics(self) -> Iterator[Statistic]:
        """Yield the statistics of the months after the start."""
        raise NotImplementedError

    def start(self) -> Iterator[Mapping[str, Any]]:
        """Yield the rows of a measured start."""
        yield from ()

    def month(self, line: int, record: Mapping[str, str]) -> int | None:
        """Return the month of a row."""
        number = self.number(line, "month", record[self.columns["month"]], 0, LATEST)
        if number is not None and not float(number).is_integer():
            self._fault(line, "month", "must be a whole number", value=record[self.columns["month"]])
            return None
        return None if number is None else int(number)

    def number(self, line: int, name: str, text: str, low: float, high: float) -> float | None:
        """Return the number of a cell, within limits; None, and a fault, where it is none."""
        plain = text.replace(",", ".") if self.table.decimal_comma and DECIMAL_COMMA.fullmatch(text) else text
        try:
            number = float(plain)
        except ValueError:
            number = np.nan
        if not np.isfinite(number):
            self._fault(line, name, "must be a number", value=text)
            return None
        if not low <= number <= high:
            self._fault(line, name, "out of range", value=text, allowed=f"{low:g} to {high:g}")
            return None
        return number

    def once(self, line: int, record: Mapping[str, str], *key: Any) -> bool:
        """Tell whether no earlier row is about the same month and pair; a fault where one is."""
        first = self.lines.setdefault(key, line)
        if first != line:
            value = ", ".join(record[self.columns[name]] for name in self.keys)
            self._fault(line, "", f"line {first} is about the same {' and '.join(self.about)}", value=value)
        return first == line

    def _fault(self, line: int, name: str, message: str, **more: Any) -> None:
        self.faults.append(Fault(file=self.table.file, line=line, name=name, message=message, **more))


class _Series(_Rows):
    """Series of measures: a row a month, a column a measure."""

    known = COLUMNS

    def statistics(self) -> Iterator[Statistic]:
        named = [(key, column) for key, column in self.columns.items() if key in self.known]
        if not named and not self.faults:
            self._fault(1, "", "no column is a measure", allowed="one or more of " + ", ".join(self.known))
        for line, record in self.table.records():
            month = self.month(line, record)
            if month == 0:
                self._fault(line, "month", "a series begins after the start", value="0", allowed="1 or later")
            if not month or not self.once(line, record, month):
                continue
            for key, column in named:
                value = self.number(line, key, record[column], -np.inf, np.inf) if record[column] else None
                if value is not None:
                    yield Statistic(month, f"{key} in month {month}", value, _reader_of_measure(key))


def _reader_of_measure(name: str) -> Callable[[Results], Floats]:
    return lambda results: np.asarray(results.end[:, COLUMNS.index(name)])


class _Waves(_Rows):
    """Waves of a survey: a row a month and pair, a column a quantity."""

    known = QUANTITIES
    keys = ("month", "from", "to")
    about = ("month", "pair")

    def statistics(self) -> Iterator[Statistic]:
        kinds: dict[tuple[int, str, int, str, str], tuple[list[int], list[float]]] = {}
        for month, relation, quantity, levels in self._answers():
            for tier, value in enumerate(levels):
                key = (month, quantity, tier if quantity == "trust" else 0, *self._kinds(relation))
                relations, values = kinds.setdefault(key, ([], []))
                relations.append(relation)
                values.append(value)
        for (month, quantity, tier, holder, partner), (relations, values) in kinds.items():
            if month > 0:
                level = f", tier {tier + 1}" if quantity == "trust" and self.system.tiers > 1 else ""
                name = f"{quantity} of {holder} in {partner}{level}, month {month}"
                yield Statistic(month, name, float(np.mean(values)), _reader_of_pairs(quantity, tier, relations))

    def start(self) -> Iterator[Mapping[str, Any]]:
        rows: dict[int, dict[str, Any]] = {}
        for month, relation, quantity, levels in self._answers():
            if month == 0:
                holder, partner = (self.system.name_of(int(end)) for end in self._ends[:, relation])
                row = rows.setdefault(relation, {"from": holder, "to": partner})
                row[quantity] = list(levels) if quantity == "trust" else levels[0]
        yield from rows.values()

    def _answers(self) -> Iterator[tuple[int, int, str, tuple[float, ...]]]:
        """Yield (month, relation, quantity, values: one, or one a tier) of every cell that has a value."""
        relations = {ends: number for number, ends in enumerate(zip(*self._ends.tolist(), strict=True))}
        positions = {name: number for number, name in enumerate(self.scenario.names)}
        for line, record in self.table.records():
            month = self.month(line, record)
            ends = [self._position(positions, line, record, key) for key in ("from", "to")]
            relation = relations.get((ends[0], ends[1])) if None not in ends else None
            if None not in ends and relation is None:
                pair = f"{record[self.columns['from']]} - {record[self.columns['to']]}"
                self._fault(line, "", "the two do not depend on each other", value=pair)
            if relation is None or month is None or not self.once(line, record, month, relation):
                continue
            for quantity in QUANTITIES:
                levels = self._levels(line, record, quantity)
                if levels:
                    yield month, relation, quantity, levels

    def _levels(self, line: int, record: Mapping[str, str], quantity: str) -> tuple[float, ...]:
        texts = record.get(self.columns.get(quantity, ""), "").split()
        tiers = self.system.tiers if quantity == "trust" else 1
        if len(texts) not in (0, 1, tiers):
            allowed = f"one value, or one for each of {tiers} tiers" if tiers > 1 else "one value"
            self._fault(line, quantity, f"{len(texts)} values", allowed=allowed)
            return ()
        levels = [self.number(line, quantity, text, 0.0, 1.0) for text in texts]
        known = [level for level in levels if level is not None]
        return tuple(known * tiers if len(known) == 1 else known) if len(known) == len(texts) else ()

    def _position(self, positions: Mapping[str, int], line: int, record: Mapping[str, str], key: str) -> int | None:
        name = record[self.columns[key]]
        if name not in positions:
            near = nearest(name, positions)
            self._fault(line, key, "no organisation of this name", value=name, nearest=near)
        return positions.get(name)

    @cached_property
    def _ends(self) -> Any:
        """(2, relations) who holds each relation, and about whom."""
        return np.stack([self.system.network.source, self.system.network.target])

    def _kinds(self, relation: int) -> tuple[str, str]:
        network = self.system.network
        holder, partner = (int(network.sector[end]) for end in self._ends[:, relation])
        return self.system.sector_name(holder), self.system.sector_name(partner)


def _reader_of_pairs(quantity: str, tier: int, relations: Sequence[int]) -> Callable[[Results], Floats]:
    where: tuple[Any, ...] = (tier, np.array(relations)) if quantity == "trust" else (np.array(relations),)
    return lambda results: np.array([np.mean(getattr(state, quantity)[where]) for state in results.states])
