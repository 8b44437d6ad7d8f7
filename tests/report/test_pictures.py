"""Pictures say the same on a light page and on a dark one."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pandas as pd
import pytest
from matplotlib import colormaps
from matplotlib.colors import to_hex

from dashboards.report import pictures
from dashboards.report.figure import drawn


@pytest.mark.parametrize("cmap", ["cividis", "viridis", "magma_r"])
def test_a_map_has_the_same_colours_whatever_the_page(cmap: str) -> None:
    places = itertools.product(range(16), range(16))
    table = pd.DataFrame([(x, y, (16 * x + y + 0.5) / 256) for x, y in places], columns=["x", "y", "mean"])
    svg = drawn(lambda axes: pictures.surface(axes, table, "x", "y", label="", limits=(0, 1), cmap=cmap), "all", alt="")
    filled = set(re.findall(r"fill: (#[0-9a-f]{6})", svg))
    wanted = [to_hex(each) for each in colormaps[cmap](np.arange(256))]
    channels = np.array([[int(each[at : at + 2], 16) for at in (1, 3, 5)] for each in sorted(filled)])
    for colour in wanted:
        here = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)])
        assert np.abs(channels - here).sum(axis=1).min() <= 1, colour


def test_text_in_a_picture_keeps_all_its_digits() -> None:
    svg = drawn(lambda axes: axes.set_xticks([0.125, 0.875], ["0.125", "0.875"]), "digits", alt="a & b < c")
    assert "0.125" in svg and "0.875" in svg
    assert "a &amp; b &lt; c" in svg
    assert not re.search(r'"[^"]*\d\.\d{4,}', svg)
