"""A factor of an experiment: a parameter that varies, its levels, and its value at a quantile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from experiments.spec.schema import FactorEntry
from sim.arrays import Floats
from sim.parameters import PARAMETERS, Parameter, Value

STEPS = 5
"""Levels of a range where the experiment does not say how many."""

EARLIER_NAMES = {"mindset.parochialism": "mindset.closeness"}
"""Names that parameters had in experiments of the first model -> as they are called today."""

DIGITS = 12
"""Significant digits of a value that was worked out, so that 0.3 is 0.3 however it was reached."""


@dataclass(frozen=True)
class Factor:
    """A parameter that varies.  ``tier`` is set where one tier's value varies alone."""

    entry: FactorEntry

    @property
    def name(self) -> str:
        """The name of its column: dotted, with the tier behind it where only one varies.

        >>> Factor(FactorEntry(parameter="dialogue.time_together", tier=0)).name
        'dialogue.time_together.0'
        """
        return self.entry.parameter if self.entry.tier is None else f"{self.entry.parameter}.{self.entry.tier}"

    @property
    def parameter(self) -> Parameter:
        """The parameter with its declaration."""
        return PARAMETERS[EARLIER_NAMES.get(self.entry.parameter, self.entry.parameter)]

    @property
    def range(self) -> tuple[float, float]:
        """Lowest and highest value."""
        return self.entry.range or self.parameter.usual

    @property
    def distribution(self) -> str:
        """Distribution of the samples."""
        return self.entry.distribution or ("choice" if self.entry.levels else "uniform")

    @cached_property
    def levels(self) -> tuple[Value, ...]:
        """The values of a grid: those listed, else evenly over the range."""
        if self.entry.levels:
            return tuple(_typed(level, self.parameter) for level in self.entry.levels)
        low, high = self.range
        return tuple(dict.fromkeys(self._values(np.linspace(low, high, self.entry.steps or STEPS))))

    def typed(self, value: Any) -> Value:
        """A value that is given, as the scenario's own are."""
        return _typed(value, self.parameter)

    def sampled(self, quantiles: Floats) -> Sequence[Value]:
        """The value at each quantile in [0, 1)."""
        low, high = self.range
        entry = self.entry
        if self.distribution == "choice":
            last = len(self.levels) - 1
            return [self.levels[min(int(quantile * (last + 1)), last)] for quantile in quantiles]
        if self.distribution == "log-uniform":
            return self._values(low * (high / low) ** quantiles)
        if self.distribution != "uniform":
            return self._values(_peaked(entry, low, high, quantiles))
        if self.parameter.integer:
            return self._values(np.minimum(np.floor(low + quantiles * (high - low + 1)), high))
        return self._values(low + quantiles * (high - low))

    def _values(self, numbers: Floats) -> Sequence[Value]:
        if self.parameter.integer:
            return [int(number) for number in np.rint(numbers)]
        low, high = self.range
        return [min(max(float(f"{number:.{DIGITS}g}"), low), high) for number in numbers.tolist()]


def _peaked(entry: FactorEntry, low: float, high: float, quantiles: Floats) -> Floats:
    """Quantiles of a distribution with a peak.  SciPy's, which is slow to import: only where one is asked for."""
    from scipy import stats

    values: Floats
    if entry.distribution == "normal":
        assert entry.mean is not None and entry.sd is not None
        cut = ((low - entry.mean) / entry.sd, (high - entry.mean) / entry.sd)
        values = stats.truncnorm.ppf(quantiles, *cut, loc=entry.mean, scale=entry.sd)
    else:
        assert entry.mode is not None
        values = stats.triang.ppf(quantiles, (entry.mode - low) / (high - low), loc=low, scale=high - low)
    return values


def _typed(level: Any, parameter: Parameter) -> Value:
    """A level as the scenario's own values are: real numbers as such, one value a tier as a tuple."""
    if isinstance(level, list | tuple):
        return tuple(float(value) for value in level)
    typed: Value = level if parameter.integer or parameter.choices else float(level)
    return typed


def factor_settings(factors: Sequence[Factor], values: Sequence[Value], now: Mapping[str, Any]) -> dict[str, Value]:
    """The settings that the factors' values make, by dotted parameter name.

    now    what holds of every parameter where no factor varies it, for the tiers that are left alone
    """
    result: dict[str, Value] = {}
    whole = {factor.name: value for factor, value in zip(factors, values, strict=True)}
    tiers = int(whole.get("structure.tiers", now["structure.tiers"]))
    for factor, value in zip(factors, values, strict=True):
        name, tier = factor.entry.parameter, factor.entry.tier
        if tier is None:
            result[name] = value
        else:
            before = result.get(name, now[name])
            by_tier = list(before) if isinstance(before, tuple) else [before] * tiers
            by_tier[tier] = value
            result[name] = tuple(by_tier)
    return result
