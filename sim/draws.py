"""Randomness is addressed, not drawn: a uniform is a function of (seed, month, purpose, who, tier).

Philox 4x32-10 (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"): ten rounds of
multiplication and exclusive-or turn a counter of four 32-bit words and a key of two into four words that pass the
usual batteries.  Nothing is kept between draws, so the same run meets the same luck on any number of threads, in any
order and after any resumption, and two policies with one seed meet the same luck.

Words of 32 bits are held in 64-bit integers, which is how they vectorise.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TypeAlias

import numpy as np

from sim.compiled import rule
from sim.portable_math import as_float, logarithm

Word: TypeAlias = np.uint64
"""32 bits, held in 64."""


class Purpose(IntEnum):
    """What a draw is for; with the tier it makes the fourth word of the counter.  See docs/details.md for the
    words."""

    START_MINDSET = 0
    START_HISTORY = 1
    ENCOUNTER = 2
    FATE = 3
    HEARSAY = 4
    REFLECTION = 5
    NOISE = 6
    RENEWAL = 7


START_MINDSET, START_HISTORY, ENCOUNTER, FATE, HEARSAY, REFLECTION, NOISE, RENEWAL = (int(each) for each in Purpose)
TIER_STRIDE = 256

_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_MANTISSA = np.uint64(0x4330000000000000)


@rule
def philox(a: Word, b: Word, c: Word, d: Word, key0: Word, key1: Word) -> tuple[Word, Word, Word, Word]:
    """Four 32-bit words of the counter (a, b, c, d) under the key (key0, key1); all uint64 below 2**32.

    The upper halves fill with leftovers on the way and are cut where they would matter: fewer instructions a round.
    """
    for _ in range(10):
        left = _M0 * (a & _LOW)
        right = _M1 * (c & _LOW)
        a, b, c, d = (right >> _HALF) ^ b ^ key0, right, (left >> _HALF) ^ d ^ key1, left
        key0 += _W0
        key1 += _W1
    return a & _LOW, b & _LOW, c & _LOW, d & _LOW


@rule
def words(a: int, b: int, month: int, purpose: int, tier: int, key0: Word, key1: Word) -> tuple[Word, Word, Word, Word]:
    """The four words of one address: who (a, b), when, for what, at which tier."""
    return philox(np.uint64(a), np.uint64(b), np.uint64(month), np.uint64(purpose + TIER_STRIDE * tier), key0, key1)


@rule
def uniform(word: Word) -> float:
    """word / 2**32, exactly, in [0, 1)."""
    return (as_float(word | _MANTISSA) - 4503599627370496.0) * 2.0**-32


@rule
def standard_normal(word: Word) -> float:
    """The standard normal at (word + 0.5) / 2**32 of its distribution function.

    Wichura 1988, algorithm AS 241 (PPND16): relative error about 1e-16.
    """
    p = uniform(word) + 0.5 * 2.0**-32
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * _ratio(
            r,
            (3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
             45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727),
            (1.0, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077,
             21213.794301586595867, 39307.895800092710610, 28729.085735721942674, 5226.4952788528545610),
        )  # fmt: skip
    r = np.sqrt(-logarithm(p if q < 0.0 else 1.0 - p))
    # No word comes so near to 0 or 1 that r exceeds 4.8: the third part of the algorithm, from 5 on, is never needed.
    z = _ratio(
        r - 1.6,
        (1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
         1.27045825245236838258, 0.241780725177450611770, 0.0227238449892691845833, 7.74545014278341407640e-4),
        (1.0, 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550,
         0.148103976427480074590, 0.0151986665636164571966, 5.47593808499534494600e-4, 1.05075007164441684324e-9),
    )  # fmt: skip
    return -z if q < 0.0 else z


@rule
def _ratio(x: float, above: tuple[float, ...], below: tuple[float, ...]) -> float:
    """The quotient of two polynomials in x, coefficients from the constant up."""
    numerator = 0.0
    denominator = 0.0
    for k in range(7, -1, -1):
        numerator = numerator * x + above[k]
        denominator = denominator * x + below[k]
    return numerator / denominator
