"""The parameters that a fit may move, each with the range that its prior is uniform over."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import qmc

from scenarios import Fault, ScenarioError
from scenarios.checking.form import allows
from scenarios.errors import nearest
from sim.arrays import Floats
from sim.parameters import PARAMETERS

Range = tuple[float, float]


@dataclass(frozen=True)
class Priors:
    """Names of parameters and the range of each; the prior is uniform and independent.

    ranges  (low, high) by dotted name, in the order given
    """

    ranges: Mapping[str, Range]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parameters."""
        return tuple(self.ranges)

    def draw(self, count: int, seed: int) -> Floats:
        """Return (count, parameters) draws: a scrambled Sobol' sequence, which fills the ranges evenly."""
        size = math.ceil(math.log2(max(count, 2)))
        unit = qmc.Sobol(len(self.ranges), rng=seed).random_base2(size)[:count]
        low, high = (np.array(ends) for ends in zip(*self.ranges.values(), strict=True))
        return np.asarray(low + (high - low) * unit)

    def as_shares(self, values: Floats) -> Floats:
        """Return values as shares of their ranges, 0 at the low end and 1 at the high one."""
        low, high = (np.array(ends) for ends in zip(*self.ranges.values(), strict=True))
        return np.asarray((values - low) / (high - low))


def priors_of(free: Sequence[str] | Mapping[str, Range | None]) -> Priors:
    """Return the priors of free parameters: the range given, else the usual one that the parameter declares.

    Raises ScenarioError for a name that is no parameter, one that is no number, or a range outside the allowed one.
    """
    given = free if isinstance(free, Mapping) else dict.fromkeys(free)
    faults = [fault for name, ends in given.items() if (fault := _fault(name, ends))]
    if not given:
        faults = [Fault(file="free", message="no parameter is free to move; name one or more, as history.trust")]
    if faults:
        raise ScenarioError(faults)
    return Priors({name: ends or PARAMETERS[name].usual for name, ends in given.items()})


def _fault(name: str, ends: Range | None) -> Fault | None:
    parameter = PARAMETERS.get(name)
    if parameter is None:
        return Fault(file="free", name=name, message="no parameter of this name", nearest=nearest(name, PARAMETERS))
    if parameter.structural or parameter.choices or parameter.integer:
        return Fault(file="free", name=name, message="cannot be fitted: it is no number that can vary continuously")
    if ends is None:
        return None
    if not ends[0] < ends[1]:
        return Fault(file="free", name=name, value=list(ends), message="the low end must be below the high one")
    if not all(allows(parameter, end) for end in ends):
        return Fault(file="free", name=name, value=list(ends), message="out of range", allowed=parameter.range)
    return None
