"""Draws against published vectors, against scipy, and against each other."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
from numba import njit
from numpy.typing import NDArray
from scipy import stats

from sim.draws import TIER_STRIDE, Purpose, philox, standard_normal, uniform, words
from sim.parameters import MAX_TIERS
from sim.portable_math import exponential, logarithm
from tests.reference.test_philox import KNOWN, from_hex

Words = NDArray[np.uint64]
LAST = 2**32 - 1


@njit
def _words(addresses: Any, found: Any) -> None:
    for row in range(len(addresses)):
        a, b, month, purpose, tier, key0, key1 = addresses[row]
        found[row] = words(a, b, month, purpose, tier, key0, key1)


@njit
def _map_words(function: Any, values: Any) -> Any:
    return np.array([function(value) for value in values])


def draws(
    a: Any = 0, b: Any = 1, month: Any = 1, purpose: Any = 2, tier: Any = 0, low: Any = 0, high: Any = 0
) -> Words:
    """(addresses, 4) words; any part of the address may be an array."""
    parts = np.broadcast_arrays(*(np.asarray(each, np.uint64) for each in (a, b, month, purpose, tier, low, high)))
    addresses = np.stack([each.ravel() for each in parts], axis=-1)
    found = np.empty((len(addresses), 4), np.uint64)
    _words(addresses, found)
    return found


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_known_answers(counter: str, key: str, answer: str) -> None:
    """The vectors published with Random123."""
    given = [np.uint64(word) for word in from_hex(counter) + from_hex(key)]
    assert tuple(int(word) for word in philox(*given)) == from_hex(answer)


def test_an_address_is_a_counter_and_a_seed_is_a_key() -> None:
    """The third known answer: a, b, month, purpose + 256 tier; low and high word of the seed."""
    purpose, tier = 0x03707344 % TIER_STRIDE, 0x03707344 // TIER_STRIDE
    found = draws(0x243F6A88, 0x85A308D3, 0x13198A2E, purpose, tier, 0xA4093822, 0x299F31D0)
    assert tuple(found[0].tolist()) == from_hex("d16cfe09 94fdcceb 5001e420 24126ea1")


# ------------------------------------------------------------------------------------------ arithmetic


def test_normal_is_the_inverse_of_the_distribution_function() -> None:
    powers = 2 ** np.arange(32, dtype=np.uint64)
    some = draws(a=np.arange(1000)).ravel()
    tested = np.unique(np.concatenate([[0, 2**31, LAST], powers, LAST - powers, some])).astype(np.uint64)
    expected = stats.norm.ppf((tested.astype(float) + 0.5) / 2**32)
    assert np.allclose(_map_words(standard_normal, tested), expected, rtol=1e-9, atol=0)
    assert expected.min() < -6.3 and expected.max() > 6.3


def test_uniform_is_the_word_over_2_to_the_32_exactly() -> None:
    tested = np.array([0, 1, 2**31, LAST, 123456789], np.uint64)
    assert _map_words(uniform, tested).tolist() == [int(word) / 2**32 for word in tested]


def test_exponential() -> None:
    for z in np.concatenate([np.linspace(-700, 700, 2801), np.linspace(-2, 2, 801)]).tolist():
        assert exponential(z) == pytest.approx(math.exp(z), rel=1e-14, abs=0)
    assert exponential(-1e9) == exponential(-700.0)
    assert exponential(1e9) == exponential(700.0)


def test_logarithm() -> None:
    near_one = (1 - 2.0 ** -np.arange(1, 50)).tolist()
    for x in [*(2.0 ** -np.linspace(0, 40, 2001)[1:]).tolist(), *near_one]:
        assert logarithm(x) == pytest.approx(math.log(x), rel=1e-14, abs=0)
    assert logarithm(1.0) == 0.0


# ---------------------------------------------------------------------------------------------- chance

RANGE = np.arange(50_000)
ALONG = {
    "organisations": {"a": RANGE},
    "partners": {"b": RANGE},
    "months": {"month": RANGE},
    "seeds": {"low": RANGE},
    "large seeds": {"high": RANGE},
    "purposes and tiers": {"purpose": RANGE % 200, "tier": RANGE // 200},
}


@pytest.mark.parametrize("axis", ALONG)
def test_draws_are_uniform_along_every_part_of_the_address(axis: str) -> None:
    found = draws(**ALONG[axis]) / 2**32
    for word in range(4):
        assert stats.kstest(found[:, word], "uniform").pvalue > 1e-3


@pytest.mark.parametrize("axis", ALONG)
def test_draws_are_independent_of_their_neighbours_and_of_each_other(axis: str) -> None:
    """Correlations within five standard errors of 0: of the four words, and with the next address's."""
    found = draws(**ALONG[axis]) / 2**32
    joined = np.concatenate([found[:-1], found[1:]], axis=1)
    correlation = np.corrcoef(joined, rowvar=False)
    off_diagonal = correlation[~np.eye(8, dtype=bool)]
    assert np.abs(off_diagonal).max() < 5 / math.sqrt(len(joined))


def test_pairs_fill_the_square_evenly() -> None:
    found = draws(a=RANGE) / 2**32
    for one, other in itertools.combinations(range(4), 2):
        counts, _, _ = np.histogram2d(found[:, one], found[:, other], bins=10, range=[[0, 1], [0, 1]])
        assert stats.chisquare(counts.ravel()).pvalue > 1e-3


def test_different_addresses_give_different_words() -> None:
    """Every combination of two of everything: who, when, for what, at which tier, in which run."""
    grid = np.array(list(itertools.product([3, 4], [7, 8], [1, 2], list(Purpose), range(MAX_TIERS), [0, 1], [0, 1])))
    found = draws(*grid.T)
    assert len({tuple(each) for each in found.tolist()}) == len(grid)


def test_purposes_are_distinct_and_fit_beside_the_tier() -> None:
    codes = [int(each) for each in Purpose]
    assert len(set(codes)) == len(codes)
    assert min(codes) >= 0
    assert max(codes) < TIER_STRIDE
