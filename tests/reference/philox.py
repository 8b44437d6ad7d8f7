"""Random numbers in plain integers: Philox 4x32-10 (Salmon et al. 2011), addressed as docs/details.md says."""

from __future__ import annotations

from functools import lru_cache
from statistics import NormalDist

Words = tuple[int, int, int, int]

MASK = 0xFFFFFFFF
MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
WEYL = (0x9E3779B9, 0xBB67AE85)
ROUNDS = 10

START_MINDSET = 0
START_HISTORY = 1
ENCOUNTER = 2
FATE = 3
HEARSAY = 4
REFLECTION = 5
NOISE = 6
RENEWAL = 7


def philox(counter: Words, key: tuple[int, int]) -> Words:
    """Four 32-bit words for a counter of four words and a key of two."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(ROUNDS):
        left = MULTIPLIERS[0] * c0
        right = MULTIPLIERS[1] * c2
        c0, c1, c2, c3 = (right >> 32) ^ c1 ^ k0, right & MASK, (left >> 32) ^ c3 ^ k1, left & MASK
        k0 = (k0 + WEYL[0]) & MASK
        k1 = (k1 + WEYL[1]) & MASK
    return c0, c1, c2, c3


@lru_cache(maxsize=4096)
def words(seed: int, month: int, purpose: int, a: int, b: int = 0, tier: int = 0) -> Words:
    """The four words that belong to one purpose at one place in one month."""
    return philox((a, b, month, purpose + 256 * tier), (seed % 2**32, seed // 2**32))


def uniform(word: int) -> float:
    """A number in [0, 1)."""
    return word / 2**32


def normal(word: int) -> float:
    """A standard normal number."""
    return NormalDist().inv_cdf((word + 0.5) / 2**32)


def pick(word: int, n: int) -> int:
    """One of n things."""
    return int(uniform(word) * n)
