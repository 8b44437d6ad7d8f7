"""Runs side by side: the innermost axis of every array of the engine is the *lane*, one run a lane.

On an irregular network neighbours are scattered, but the lanes of one neighbour lie together, so every gather
becomes a contiguous load and any network vectorises.  The number of lanes is part of a kernel's type, the length
of a tuple, hence known when it is compiled; a run alone has one lane and steps the same source.

A lane buffer lives on the stack: the compiler can prove that writing it touches no other array, which is what
lets it vectorise the loops.  It dies with the function that asked for it, so one that hands buffers on is
``expanded`` into its caller.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils

from sim.arrays import Bytes as Bytes
from sim.arrays import Flags as Flags
from sim.arrays import Floats as Floats
from sim.arrays import Ints as Ints
from sim.arrays import Signed as Signed
from sim.arrays import Words as Words
from sim.compiled import intrinsic

Lanes = tuple[int, ...]
"""A tuple as long as there are runs side by side; what is in it does not matter."""

LANES = 8
"""Runs side by side in an ensemble: eight doubles fill one vector register, and the arrays of eight runs fit
the cache."""


SIDE_BY_SIDE = (0,) * LANES
ALONE = (0,)


def _buffer(lanes: Any, element: Any, stored: Any, size: int) -> Any:
    """An intrinsic that gives an uninitialised array of one element a lane, on the stack."""
    array = types.Array(element, 1, "C")
    count = lanes.count

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        storage = cgutils.alloca_once(builder, ir.ArrayType(stored, count))
        made = context.make_array(array)(context, builder)
        context.populate_array(
            made,
            data=builder.bitcast(storage, stored.as_pointer()),
            shape=[context.get_constant(types.intp, count)],
            strides=[context.get_constant(types.intp, size)],
            itemsize=context.get_constant(types.intp, size),
            meminfo=None,
        )
        return made._getvalue()

    return array, generate


@intrinsic
def lane_buffer(context: Any, lanes: Any) -> Any:
    """One double a lane."""
    array, generate = _buffer(lanes, types.float64, ir.DoubleType(), 8)
    return array(lanes), generate


@intrinsic
def byte_buffer(context: Any, lanes: Any) -> Any:
    """One byte a lane."""
    array, generate = _buffer(lanes, types.uint8, ir.IntType(8), 1)
    return array(lanes), generate
