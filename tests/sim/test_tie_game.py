"""The tie game in the engine: what one takes the other loses, and what pooling makes of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.engine import months
from sim.system import RunSpec, System
from tests.reference.traces import quiet
from tests.sim.bits import pairs

COUNT = 50


def crossed(settings: dict[str, Any], sizes: list[float]) -> System:
    """Pairs of a racer and a battler, unlike in stakes and intensities, on ties of any weight."""
    rng = np.random.default_rng(2)
    own = {i: {"game.stake": rng.uniform(0, 3), "game.intensity": rng.uniform(0, 3)} for i in range(2 * COUNT)}
    return quiet(
        {"structure.tiers": 3, "trust.failure": 0.5, **settings},
        n=2 * COUNT,
        ties=pairs(COUNT),
        weight=sizes,
        own=own,
        strategies=["race", "battle"] * COUNT,
    )


@pytest.mark.parametrize("sharing", [0.0, 0.2, 0.7, 1.0])
def test_a_race_against_a_battle_sums_to_exactly_zero(sharing: float) -> None:
    """Before pooling and after, to the last bit."""
    system = crossed({"game.sharing": sharing}, [0.1 + i for i in range(COUNT)])
    for state in months(RunSpec(system=system, months=6)):
        racer, battler = state.income[0::2], state.income[1::2]
        assert (racer + battler == 0.0).all()
        assert (racer == 0.0).all() if sharing == 1.0 else (racer < 0.0).sum() == COUNT


def test_sharing_all_gives_both_the_mean() -> None:
    """Of every encounter: races that may fail, battles and captures, at equal stakes but unequal choices."""
    system = quiet(
        {"game.sharing": 1.0, "trust.failure": 0.3, "structure.tiers": 2},
        n=2 * COUNT,
        ties=pairs(COUNT),
        strategies=["random"] * (2 * COUNT),
    )
    seen = set()
    for state in months(RunSpec(system=system, months=6)):
        assert state.income[0::2].tobytes() == state.income[1::2].tobytes()
        seen |= set(np.round(state.income, 12).tolist())
    # the mean of two tiers, each 1 (both race), 0 (a race failed, or a capture) or -.3 (both battle)
    assert seen == {1.0, 0.5, 0.35, 0.0, -0.15, -0.3}


def test_pooling_keeps_the_sum() -> None:
    settings = {"trust.failure": 0.3, "mindset.rationality": 0.0}
    plain, pooled = (quiet({**settings, "game.sharing": share}, n=100, ties=pairs(50)) for share in (0.0, 0.6))
    for one, other in zip(
        months(RunSpec(system=plain, months=6)), months(RunSpec(system=pooled, months=6)), strict=True
    ):
        sums, same = one.income[0::2] + one.income[1::2], other.income[0::2] + other.income[1::2]
        assert same == pytest.approx(sums, abs=1e-12)
        gap, narrowed = one.income[0::2] - one.income[1::2], other.income[0::2] - other.income[1::2]
        assert narrowed == pytest.approx((1 - 0.6) * gap, abs=1e-12)


def test_intensity_scales_every_outcome() -> None:
    one, double = (
        quiet({"game.intensity": scale, "mindset.rationality": 0.0}, n=100, ties=pairs(50)) for scale in (1, 2)
    )
    for once, twice in zip(
        months(RunSpec(system=one, months=3)), months(RunSpec(system=double, months=3)), strict=True
    ):
        assert twice.income.tolist() == (2 * once.income).tolist()
