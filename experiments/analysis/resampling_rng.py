"""Random numbers of resampling: fixed, counter-based, one stream for each purpose."""

from __future__ import annotations

from zlib import crc32

from numpy.random import Generator, Philox  # noqa: TID251 (resampling is no draw of the model)


def generator(purpose: str) -> Generator:
    """A Philox generator (Salmon et al. 2011) that is the same at every call with the same purpose.

    An analysis done twice gives the same intervals, and no analysis moves the random numbers of another.

    >>> generator("means").integers(10, size=3).tolist() == generator("means").integers(10, size=3).tolist()
    True
    """
    return Generator(Philox(key=crc32(purpose.encode())))


def resampling_seed(purpose: str) -> int:
    """A fixed seed in [1, 2^32): for libraries that take 0 for "no seed"."""
    return crc32(purpose.encode()) or 1
