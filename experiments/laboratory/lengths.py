"""Rounds of supergames that go on with the continuation probability."""

from __future__ import annotations

import numpy as np

from experiments.laboratory.game import RepeatedGame
from sim.arrays import Ints
from sim.compiled import kernel
from sim.draws import uniform, words

LENGTH = 67
"""Purpose of the draws that say how long a supergame goes on."""

LONGEST = 1_000
"""Rounds after which a supergame ends in any case."""


def drawn_lengths(game: RepeatedGame, supergames: int, number: int, seed: int) -> Ints:
    """Return (supergames,) rounds of the supergames of session ``number``."""
    lengths = np.zeros(supergames, dtype=np.int64)
    fill_lengths(game.continuation, number, np.uint64(seed & 0xFFFFFFFF), np.uint64(seed >> 32), lengths)
    return lengths


@kernel
def fill_lengths(continuation: float, number: int, key0: np.uint64, key1: np.uint64, lengths: Ints) -> None:
    """Fill the rounds of each supergame: it goes on with the continuation probability."""
    for supergame in range(len(lengths)):
        turns = 1
        while turns < LONGEST and uniform(words(turns, number, supergame, LENGTH, 0, key0, key1)[0]) < continuation:
            turns += 1
        lengths[supergame] = turns
