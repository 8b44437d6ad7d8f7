"""The directions as the specification declares them."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.validation.directions import DIRECTIONS
from experiments.validation.directions.regimes import POLICIES, STAND
from experiments.validation.directions.settings import from_month, pocket
from sim.engine import start


def test_all_are_there_in_order_and_all_but_hearsay_are_required() -> None:
    assert [claim.name for claim in DIRECTIONS] == [f"V{number}" for number in range(1, 20)]
    assert [claim.name for claim in DIRECTIONS if not claim.required] == ["V18"]


def test_a_policy_begins_when_silos_have_stood_for_ten_years() -> None:
    arm = from_month(STAND, POLICIES["time .24, enquiry .3"])
    (change,) = arm["schedule"]
    assert change["month"] == 121
    assert change["dialogue"] == {"time_together": 0.24, "enquiry": 0.3}
    assert from_month(STAND, {}) == {}


def test_a_pocket_starts_open_minded_and_later_leaders_are_drawn_as_everywhere() -> None:
    """One organisation of each sector at orientation .7 and belief 0; from month 1 on all have the same parameters."""
    system = pocket().system()
    state = start(system, seed=3)
    inside = [position for position, name in enumerate(system.names) if name.endswith(" 1")]
    outside = [position for position in range(system.network.n) if position not in inside]
    assert len(inside) == 4
    assert state.orientation[:, inside].tolist() == [[pytest.approx(0.7)] * 4] * system.tiers
    assert np.abs(state.orientation[:, outside] - 0.7).min() > 1e-6
    values = system.values(1)
    assert (values == values[:, :1]).all()
