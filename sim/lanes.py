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


def _vector(element: Any, count: int) -> Any:
    return ir.VectorType(element, count)


def _place(context: Any, builder: Any, kind: Any, value: Any, indices: tuple[Any, ...], vector: Any) -> Any:
    """Return the pointer to a vector of lanes in an array."""
    array = context.make_array(kind)(context, builder, value)
    pointer = cgutils.get_item_pointer(context, builder, kind, array, indices)
    return builder.bitcast(pointer, vector.as_pointer())


def _lanes_of(context: Any, builder: Any, kind: Any, value: Any, count: int) -> Any:
    """Load a lane buffer as one vector."""
    element = context.get_value_type(kind.dtype)
    buffer = context.make_array(kind)(context, builder, value)
    pointer = builder.bitcast(buffer.data, _vector(element, count).as_pointer())
    return builder.load(pointer, align=1)


@intrinsic
def store_lanes(context: Any, lanes: Any, values: Any, target: Any, tier: Any, item: Any) -> Any:
    """Store a lane buffer at target[tier, item], as one vector; doubles are stored in bytes as whole numbers.

    The compiler would take a loop of so few turns apart into single loads and stores.
    """
    count = lanes.count

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        _, source, kind, *_ = signature.args
        element = context.get_value_type(kind.dtype)
        vector = _lanes_of(context, builder, source, arguments[1], count)
        if source.dtype != kind.dtype:
            vector = builder.fptoui(vector, _vector(element, count))
        where = (arguments[3], arguments[4], context.get_constant(types.intp, 0))
        builder.store(vector, _place(context, builder, kind, arguments[2], where, _vector(element, count)), align=1)
        return context.get_dummy_value()

    return types.void(lanes, values, target, types.intp, types.intp), generate


@intrinsic
def add_lanes(context: Any, lanes: Any, values: Any, target: Any, tier: Any, item: Any) -> Any:
    """Add a lane buffer of doubles to target[tier, item], as one vector."""
    count = lanes.count

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        _, source, kind, *_ = signature.args
        vector = _lanes_of(context, builder, source, arguments[1], count)
        where = (arguments[3], arguments[4], context.get_constant(types.intp, 0))
        place = _place(context, builder, kind, arguments[2], where, _vector(ir.DoubleType(), count))
        builder.store(builder.fadd(builder.load(place, align=1), vector), place, align=1)
        return context.get_dummy_value()

    return types.void(lanes, values, target, types.intp, types.intp), generate


@intrinsic
def copy_lanes(context: Any, lanes: Any, source: Any, target: Any, tier: Any, item: Any) -> Any:
    """Copy source[tier, item] to target[tier, item], all lanes as one vector; both arrays of doubles."""
    count = lanes.count

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        _, origin, kind, *_ = signature.args
        vector = _vector(ir.DoubleType(), count)
        where = (arguments[3], arguments[4], context.get_constant(types.intp, 0))
        values = builder.load(_place(context, builder, origin, arguments[1], where, vector), align=1)
        builder.store(values, _place(context, builder, kind, arguments[2], where, vector), align=1)
        return context.get_dummy_value()

    return types.void(lanes, source, target, types.intp, types.intp), generate


@intrinsic
def flagged(context: Any, lanes: Any, values: Any, tier: Any, item: Any) -> Any:
    """The flags (bytes 0 or 1) of all lanes at values[tier, item] as one word, lane 0 in its lowest byte.

    To go through the few lanes that are flagged: while the word is not 0, take ``first_flagged`` and then clear it by
    word & (word - 1).
    """
    count = lanes.count

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = signature.args[1]
        word = ir.IntType(8 * count)
        where = (arguments[2], arguments[3], context.get_constant(types.intp, 0))
        place = _place(context, builder, kind, arguments[1], where, word)
        flags = builder.load(place, align=1)
        return builder.zext(flags, ir.IntType(64)) if count < LANES else flags

    return types.uint64(lanes, values, types.intp, types.intp), generate


@intrinsic
def first_flagged(context: Any, word: Any) -> Any:
    """The lowest lane whose flag is set in a word that is not 0."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        zeros = builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))
        return builder.lshr(zeros, ir.Constant(ir.IntType(64), 3))

    return types.int64(types.uint64), generate
