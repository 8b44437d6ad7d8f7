"""Groups of a table: used by every analysis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd


def groups(frame: pd.DataFrame, by: Sequence[str]) -> Iterator[tuple[dict[str, Any], pd.DataFrame]]:
    """The groups of a table with what they share, in order; the whole table where nothing is to be shared."""
    if not by:
        yield {}, frame
        return
    for key, group in frame.groupby(list(by), observed=True, dropna=False):
        yield dict(zip(by, key, strict=True)), group
