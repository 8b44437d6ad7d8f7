"""The end of a run in words, those of the version of the model that it was played with."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from results import first_model
from results.errors import MixedModels
from sim.measures import BY_NAME, Measure
from sim.measures.regimes import DEALINGS, REGIMES, dealings
from sim.version import MODEL_VERSION

NEEDED = ("model_version", "regime", "openness", "race_share")
"""The columns of a run that say how it ended."""


def ends_of(version: int) -> tuple[str, ...]:
    """Return the words for how runs of a version of the model can end, from the best end to the worst."""
    return first_model.ENDS if version == first_model.VERSION else REGIMES


def measure_of(name: str, version: int) -> Measure:
    """Return a measure as a version of the model meant it."""
    earlier = first_model.MEASURES if version == first_model.VERSION else {}
    return earlier.get(name, BY_NAME[name])


def end_codes(frame: pd.DataFrame, version: int) -> NDArray[np.int64]:
    """Return the position in ``ends_of(version)`` of how each run ended; -1 where that is not known (it failed)."""
    if version == first_model.VERSION:
        return first_model.ended(_numbers(frame["openness"]), _numbers(frame["race_share"]))
    regime = _numbers(frame["regime"])
    return np.where(np.isnan(regime), -1.0, regime).astype(np.int64)


def ended(frame: pd.DataFrame) -> NDArray[np.object_]:
    """Return how each run ended, in the words of its own model; None where that is not known.

    frame  columns NEEDED; runs of several versions may stand in it
    """
    words = np.full(len(frame), None, dtype=object)
    versions = frame["model_version"].to_numpy()
    for version in np.unique(versions):
        those = versions == version
        words[those] = _worded(ends_of(int(version)), end_codes(frame[those], int(version)))
    return words


def dealt(race_share: ArrayLike) -> NDArray[np.object_]:
    """Return what those who deal with each other do (race, battle, both); None where nobody deals with anyone."""
    return _worded(DEALINGS, dealings(race_share))


def version_in(frame: pd.DataFrame) -> int:
    """Return the version of the model of all runs in a table; today's where it does not say.

    Raises MixedModels where there are several.
    """
    if "model_version" not in frame or not len(frame):
        return MODEL_VERSION
    versions = sorted(int(version) for version in frame["model_version"].unique())
    if len(versions) > 1:
        raise MixedModels(
            f"runs of model versions {', '.join(map(str, versions))} stand in one table: they are results of "
            "different models and cannot be taken together; choose those of one model_version"
        )
    return versions[0]


def refuse_mixing(sides: Mapping[str, int]) -> None:
    """Raise MixedModels where results, by name, were made with different versions of the model."""
    if len(set(sides.values())) > 1:
        versions = " and ".join(f"{name!r} was made with model version {version}" for name, version in sides.items())
        raise MixedModels(
            f"{versions}: a difference between results of different models says nothing about what was varied; "
            "'silos sweep' plays the older one again with this version"
        )


def _worded(words: tuple[str, ...], codes: NDArray[np.int64]) -> NDArray[np.object_]:
    return np.array([*words, None], dtype=object)[codes]


def _numbers(column: pd.Series) -> NDArray[np.float64]:
    return column.to_numpy(dtype=np.float64, na_value=np.nan)
