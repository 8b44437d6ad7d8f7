"""Arithmetic that vectorises and gives the same bits on every machine: no call into the system's mathematical
library."""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types

from sim.compiled import intrinsic, rule

_BIAS, _SHIFT = np.int64(1023), np.int64(52)


@intrinsic
def as_float(context: Any, word: Any) -> Any:
    """The double that has these 64 bits."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.DoubleType())

    return types.float64(types.int64 if word == types.int64 else types.uint64), generate


@rule
def clip(x: float, low: float, high: float) -> float:
    """x held within [low, high]."""
    return min(max(x, low), high)


@rule
def exponential(z: float) -> float:
    """exp(z) to 1e-15, z clipped to [-700, 700]: a Taylor polynomial, so that it vectorises and is the same
    on every machine.

    z = n ln 2 + r, |r| <= ln 2 / 2;  exp(z) = 2**n * sum_0^13 r**k / k!, summed in pairs (Estrin), which
    waits less than Horner.
    """
    z = min(max(z, -700.0), 700.0)
    n = (z * 1.4426950408889634 + 6755399441055744.0) - 6755399441055744.0
    r = (z - n * 0.693147180369123816490) - n * 1.90821492927058770002e-10
    square = r * r
    fourth = square * square
    low = (1.0 + r) + square * (1.0 / 2.0 + r * (1.0 / 6.0))
    middle = (1.0 / 24.0 + r * (1.0 / 120.0)) + square * (1.0 / 720.0 + r * (1.0 / 5040.0))
    high = (1.0 / 40320.0 + r * (1.0 / 362880.0)) + square * (1.0 / 3628800.0 + r * (1.0 / 39916800.0))
    top = 1.0 / 479001600.0 + r * (1.0 / 6227020800.0)
    p = (low + fourth * middle) + (fourth * fourth) * (high + fourth * top)
    return p * as_float((np.int64(n) + _BIAS) << _SHIFT)


@rule
def logarithm(x: float) -> float:
    """ln(x) to 1e-15 for x in [2**-40, 1], by halving and the series of atanh: no library call, the same on
    every machine."""
    halvings = 0.0
    while x < 0.75:
        x *= 2.0
        halvings += 1.0
    s = (x - 1.0) / (x + 1.0)
    square = s * s
    term = s
    total = s
    for k in range(3, 27, 2):
        term *= square
        total += term / k
    return 2.0 * total - halvings * 0.693147180559945309417


@rule
def logistic(z: float) -> float:
    """1 / (1 + exp(-z)), in (0, 1)."""
    return 1.0 / (1.0 + exponential(-z))
