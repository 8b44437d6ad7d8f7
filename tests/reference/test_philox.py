"""Philox 4x32-10 against the known answers published with Random123 (file kat_vectors)."""

from __future__ import annotations

import pytest

from tests.reference.philox import normal, philox, pick, uniform, words

KNOWN = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]


def from_hex(text: str) -> tuple[int, ...]:
    return tuple(int(word, 16) for word in text.split())


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_known_answers(counter: str, key: str, answer: str) -> None:
    assert philox(from_hex(counter), from_hex(key)) == from_hex(answer)


def test_words_are_addressed_by_place_month_purpose_and_tier() -> None:
    # the third known answer: a = 243f6a88, b = 85a308d3, month = 13198a2e, the last word = purpose + 256 *
    # tier
    seed = 0xA4093822 + 2**32 * 0x299F31D0
    purpose, tier = 0x03707344 % 256, 0x03707344 // 256
    expected = from_hex("d16cfe09 94fdcceb 5001e420 24126ea1")
    assert words(seed, 0x13198A2E, purpose, 0x243F6A88, 0x85A308D3, tier) == expected


def test_uniform_lies_below_one_and_normal_is_finite_and_symmetric() -> None:
    assert uniform(0) == 0.0
    assert uniform(2**31) == 0.5
    assert uniform(2**32 - 1) < 1.0
    assert normal(0) == pytest.approx(-normal(2**32 - 1), rel=1e-6)
    assert -6.4 < normal(0) < -6.3
    assert abs(normal(2**31)) < 1e-9
    assert normal(int(0.975 * 2**32)) == pytest.approx(1.959964, abs=1e-6)


def test_pick_covers_all() -> None:
    assert [pick(word, 3) for word in (0, 2**32 // 3, 2**32 // 3 + 1, 2**32 - 1)] == [0, 0, 1, 2]
