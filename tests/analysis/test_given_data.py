"""Sensitivity from given data, held to the published values of the Ishigami function."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from SALib.test_functions import Ishigami
from scipy.stats import qmc

from experiments.analysis import given_data_indices, samples_needed

FACTORS = ["g.x1", "g.x2", "g.x3"]


def ishigami(conditions: int, runs: int = 1) -> pd.DataFrame:
    inputs = qmc.scale(qmc.LatinHypercube(3, rng=1).random(conditions), [-np.pi] * 3, [np.pi] * 3)
    frame = pd.DataFrame(inputs, columns=FACTORS).assign(point=np.arange(conditions), y=Ishigami.evaluate(inputs))
    return pd.concat([frame] * runs, ignore_index=True)


def test_of_the_ishigami_function() -> None:
    table = given_data_indices(ishigami(2000), FACTORS, "y").set_index("factor")
    # 0.3139, 0.4424, 0 (Saltelli et al. 2008), although x2 has no rank correlation with y at all
    assert table["value"].to_numpy() == pytest.approx([0.3139, 0.4424, 0.0], abs=0.04)
    assert (table["low"] < [0.3139, 0.4424, 0.01]).all() and samples_needed(table) == 0


def test_conditions_count_once() -> None:
    once, often = ishigami(128), ishigami(128, runs=3)
    pd.testing.assert_frame_equal(given_data_indices(once, FACTORS, "y"), given_data_indices(often, FACTORS, "y"))


def test_few_conditions_tell_nothing_and_wide_intervals_say_how_many_there_should_be() -> None:
    assert given_data_indices(ishigami(63), FACTORS, "y")["value"].isna().all()
    assert given_data_indices(ishigami(64).assign(y=1.0), FACTORS, "y")["value"].isna().all()
    table = pd.DataFrame({"low": [0.0, 0.2], "high": [1.2, 0.3], "samples": 8})
    assert samples_needed(table) == 128  # an interval four times too wide: sixteen times as many
    assert samples_needed(table.assign(high=[0.3, 0.3])) == 0
