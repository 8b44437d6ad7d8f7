"""The state of a system: a handful of arrays, their shapes in one table."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from sim.lanes import Bytes, Flags, Floats, Ints, Words
from sim.network import Network
from sim.system import System


class Wiring(NamedTuple):
    """A network as the kernels read it; see sim.network for what each array is."""

    ids: Words
    first: Ints
    second: Ints
    weight: Floats
    across: Flags
    target: Ints
    start: Ints
    relations: Ints
    total_weight: Floats
    """(n,) sum of the weights of an organisation's ties."""


class Arrays(NamedTuple):
    """What changes from month to month, for the kernels: the last axis is the lane (one run a lane)."""

    orientation: Floats
    trust: Floats
    history: Floats
    openness: Floats
    resources: Floats
    performance: Floats
    memory: Bytes
    racing: Floats
    stance: Bytes
    acted: Bytes
    met: Bytes
    income: Floats


SHAPES: dict[str, tuple[str, ...]] = {
    "orientation": ("tier", "organisation"),
    "trust": ("tier", "relation"),
    "history": ("relation",),
    "openness": ("relation",),
    "resources": ("organisation",),
    "performance": ("tier", "organisation"),
    "memory": ("tier", "relation"),
    "racing": ("tier", "relation"),
    "stance": ("tier", "relation"),
    "acted": ("tier", "tie"),
    "met": ("tier", "tie"),
    "income": ("organisation",),
}
"""Axes of each array of one run, in order.  memory, stance, acted and met are bytes, the others doubles."""

_BYTES = ("memory", "stance", "acted", "met")


def extent(system: System) -> dict[str, int]:
    """How long each axis is."""
    network = system.network
    return {
        "tier": system.tiers,
        "organisation": network.n,
        "relation": 2 * network.m,
        "tie": network.m,
    }


def empty_arrays(system: System, lanes: int) -> Arrays:
    """Zeros of the right shapes for ``lanes`` runs side by side."""
    size = extent(system)
    return Arrays(
        **{
            name: np.zeros((*(size[axis] for axis in axes), lanes), dtype=np.uint8 if name in _BYTES else np.float64)
            for name, axes in SHAPES.items()
        }
    )


def wiring(network: Network) -> Wiring:
    """The network's arrays for the kernels."""
    start, relations = network.by_organisation
    total = np.zeros(network.n)
    np.add.at(total, network.first, network.weight)
    np.add.at(total, network.second, network.weight)
    return Wiring(
        ids=network.ids.astype(np.uint64),
        first=network.first,
        second=network.second,
        weight=network.weight,
        across=network.across,
        target=network.target,
        start=start,
        relations=relations,
        total_weight=total,
    )


@dataclass(frozen=True, eq=False)
class State:
    """The state of one run at the end of a month (0 is the start).

    orientation  (K, n) in [-1, 1]     theta of each unit
    trust        (K, 2m) in [0, 1]     tau of relation i->j: trust of i in j
    history      (2m,) in [0, 1]       H
    openness     (2m,) in [0, 1]       w
    resources    (n,) >= 0             R, relative to need
    performance  (K, n)                y, running mean of income
    memory       (K, 2m) bytes         what the relation remembers (sim.strategies.encounter_memory)
    racing       (K, 2m) in [0, 1]     probability of racing this month
    stance       (K, 2m) 0 or 1        this month's choice, 1 is race
    acted, met   (K, m) 0 or 1         whether the tie acted, met this month
    income       (n,)                  of the month, net of meetings
    """

    system: System
    seed: int
    month: int
    arrays: Arrays = field(repr=False)
    """With a lane axis of length one."""

    def __getattr__(self, name: str) -> Any:
        if name in SHAPES:
            return getattr(self.arrays, name)[..., 0]
        raise AttributeError(f"a state has no {name!r}")

    def copy(self) -> State:
        """A state of its own, which later months leave alone."""
        return State(self.system, self.seed, self.month, Arrays._make(each.copy() for each in self.arrays))

    def to_bytes(self) -> bytes:
        """The state without its system, for from_bytes."""
        buffer = io.BytesIO()
        at = np.array([self.seed, self.month], dtype=np.uint64)
        np.savez(buffer, allow_pickle=False, at=at, **self.arrays._asdict())
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, system: System, data: bytes) -> State:
        """The state of ``system`` that to_bytes gave; ValueError where the data is of another system or damaged."""
        expected = empty_arrays(system, 1)
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as stored:
                seed, month = (int(each) for each in stored["at"])
                arrays = Arrays(**{name: stored[name] for name in SHAPES})
        except Exception as error:
            raise ValueError(f"not a saved state: {error}") from error
        for name in SHAPES:
            mine, theirs = getattr(expected, name), getattr(arrays, name)
            if mine.shape != theirs.shape or mine.dtype != theirs.dtype:
                raise ValueError(f"not a state of this system: {name} has shape {theirs.shape}, not {mine.shape}")
        return cls(system, seed, month, arrays)
