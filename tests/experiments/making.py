"""A small experiment, and tables that can be compared bit for bit."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.measures import COLUMNS, END_MEASURES

MEASURES = [*COLUMNS, *(each.name for each in END_MEASURES)]
RESULTS = ["point", "policy", "scenario", "replicate", "seed", "months", *MEASURES]

SCARCITY, SHARING = "resources.scarcity", "game.sharing"


def small(**more: Any) -> dict[str, Any]:
    """36 runs: two policies, at 3 x 2 points, three times."""
    return {
        "scenario": "five-organisations",
        "months": 24,
        "replicates": 3,
        "factors": [
            {"parameter": SCARCITY, "levels": [0.1, 0.4, 0.7]},
            {"parameter": "history.trust", "levels": [0.3, 0.7]},
        ],
        "policies": [{"name": "as it is"}, {"name": "pool", SHARING: 0.5}],
        **more,
    }


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    """All that two sweeps found is the same to the last bit; when and how long they ran is their own."""
    factors = [name for name in one.columns if "." in name]
    columns = ["run", *RESULTS, *factors]
    pd.testing.assert_frame_equal(one[columns], other[columns], check_exact=True)
