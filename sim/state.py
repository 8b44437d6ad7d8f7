"""The state of a system: a handful of arrays, their shapes in one table."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from sim.arrays import Bytes, Flags, Floats
from sim.system import System

MEMORY_OF_RACE = 2
"""The bit of ``memory`` that says that a race was seen last (sim.strategies.encounter_memory.SEEN)."""


class Arrays(NamedTuple):
    """The arrays that change from month to month, for the kernels: the last axis is the lane (one run a lane)."""

    orientation: Floats
    zero_sum: Floats
    purpose: Floats
    trust: Floats
    history: Floats
    openness: Floats
    resources: Floats
    conduct: Floats
    patience: Floats
    performance: Floats
    memory: Bytes
    racing: Floats
    stance: Bytes
    acted: Bytes
    met: Bytes
    pooled: Bytes
    income: Floats


SHAPES: dict[str, tuple[str, ...]] = {
    "orientation": ("tier", "organisation"),
    "zero_sum": ("tier", "view"),
    "purpose": ("tier", "organisation"),
    "trust": ("tier", "relation"),
    "history": ("relation",),
    "openness": ("relation",),
    "resources": ("organisation",),
    "conduct": ("organisation",),
    "patience": ("organisation",),
    "performance": ("tier", "organisation"),
    "memory": ("tier", "relation"),
    "racing": ("tier", "relation"),
    "stance": ("tier", "relation"),
    "acted": ("tier", "tie"),
    "met": ("tier", "tie"),
    "pooled": ("tie",),
    "income": ("organisation",),
}
"""Axes of each array of one run, in order.  memory, stance, acted, met and pooled are bytes, the others doubles."""

_BYTES = ("memory", "stance", "acted", "met", "pooled")


def extent(system: System) -> dict[str, int]:
    """Return the length of each axis."""
    network = system.network
    return {
        "tier": system.tiers,
        "organisation": network.n,
        "view": len(network.view_sector),
        "relation": 2 * network.m,
        "tie": network.m,
    }


def empty_arrays(system: System, lanes: int) -> Arrays:
    """Return zeros of the right shapes for ``lanes`` runs side by side."""
    size = extent(system)
    return Arrays(
        **{
            name: np.zeros((*(size[axis] for axis in axes), lanes), dtype=np.uint8 if name in _BYTES else np.float64)
            for name, axes in SHAPES.items()
        }
    )


@dataclass(frozen=True, eq=False)
class State:
    """The state of one run at the end of a month (0 is the start).

    A tie of weight 0 is no tie: its relations and views hold zeros or leftovers that nothing reads.
    """

    system: System
    seed: int
    month: int
    arrays: Arrays = field(repr=False)
    """With a lane axis of length one."""

    @property
    def orientation(self) -> Floats:
        """(K, n) in [-1, 1]: theta of each unit, its taste."""
        return self.arrays.orientation[..., 0]

    @property
    def zero_sum(self) -> Floats:
        """(K, v) in [0, 1]: zeta, the zero-sum belief of each view about its kind of partner."""
        return self.arrays.zero_sum[..., 0]

    @property
    def purpose(self) -> Floats:
        """(K, n) in [0, 1]: sigma, the weight of the common purpose in each unit's mind."""
        return self.arrays.purpose[..., 0]

    @property
    def trust(self) -> Floats:
        """(K, 2m) in [0, 1]: tau of relation i->j, the trust of i in j."""
        return self.arrays.trust[..., 0]

    @property
    def history(self) -> Floats:
        """(2m,) in [0, 1]: H, the institution's memory of the partner's conduct."""
        return self.arrays.history[..., 0]

    @property
    def openness(self) -> Floats:
        """(2m,) in [0, 1]: w, how open the door of i is to j."""
        return self.arrays.openness[..., 0]

    @property
    def resources(self) -> Floats:
        """(n,) >= 0: R, relative to need."""
        return self.arrays.resources[..., 0]

    @property
    def conduct(self) -> Floats:
        """(n,): Y, slow mean of races that came off less battles fought by both."""
        return self.arrays.conduct[..., 0]

    @property
    def patience(self) -> Floats:
        """(n,) in [0, .95]: d, of the senior leader."""
        return self.arrays.patience[..., 0]

    @property
    def performance(self) -> Floats:
        """(K, n): y, running mean of income."""
        return self.arrays.performance[..., 0]

    @property
    def memory(self) -> Bytes:
        """(K, 2m) bytes: what the relation remembers (sim.strategies.encounter_memory)."""
        return self.arrays.memory[..., 0]

    @property
    def racing(self) -> Floats:
        """(K, 2m) in [0, 1]: probability of racing this month."""
        return self.arrays.racing[..., 0]

    @property
    def stance(self) -> Bytes:
        """(K, 2m) 0 or 1: this month's choice, 1 is race."""
        return self.arrays.stance[..., 0]

    @property
    def acted(self) -> Bytes:
        """(K, m) 0 or 1: whether the tie acted this month."""
        return self.arrays.acted[..., 0]

    @property
    def met(self) -> Bytes:
        """(K, m) 0 or 1: whether the tie met this month."""
        return self.arrays.met[..., 0]

    @property
    def pooled(self) -> Bytes:
        """(m,) 0 no, 1 by choice, 2 imposed: whether the tie pools outcomes."""
        return self.arrays.pooled[..., 0]

    @property
    def income(self) -> Floats:
        """(n,) of the month, net of the cost of meetings."""
        return self.arrays.income[..., 0]

    @property
    def saw_race(self) -> Flags:
        """(K, 2m) whether the relation saw its partner race when they last dealt with each other."""
        return (self.memory & MEMORY_OF_RACE) > 0

    def copy(self) -> State:
        """Return a state of its own, which later months leave alone."""
        return State(self.system, self.seed, self.month, Arrays._make(array.copy() for array in self.arrays))

    def to_bytes(self) -> bytes:
        """Return the state without its system, for from_bytes."""
        buffer = io.BytesIO()
        at = np.array([self.seed, self.month], dtype=np.uint64)
        np.savez(buffer, allow_pickle=False, at=at, **self.arrays._asdict())
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, system: System, data: bytes) -> State:
        """Return the state of ``system`` that to_bytes gave.

        Raises ValueError where the data is of another system, of another version of the model, or damaged.
        """
        expected = empty_arrays(system, 1)
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as stored:
                seed, month = (int(number) for number in stored["at"])
                arrays = Arrays(**{name: stored[name] for name in SHAPES})
        except Exception as error:
            raise ValueError(f"not a saved state: {error}") from error
        for name in SHAPES:
            wanted, given = getattr(expected, name), getattr(arrays, name)
            if wanted.shape != given.shape or wanted.dtype != given.dtype:
                raise ValueError(f"not a state of this system: {name} has shape {given.shape}, not {wanted.shape}")
        return cls(system, seed, month, arrays)
