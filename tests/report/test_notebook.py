"""The notebook runs from top to bottom and still says what it shows."""

from __future__ import annotations

import contextlib
import io
import json
from typing import Any

import matplotlib.pyplot as plt
import pytest

from tests.conftest import ROOT

NOTEBOOK = ROOT / "docs" / "analysis.ipynb"


@pytest.mark.slow
def test_the_notebook_runs_and_prints_what_it_shows() -> None:
    cells = [each for each in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"] if each["cell_type"] == "code"]
    known: dict[str, Any] = {"__name__": "__main__"}
    for number, cell in enumerate(cells):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile("".join(cell["source"]), f"cell {number}", "exec"), known)
        shown = [line for output in cell["outputs"] if output["output_type"] == "stream" for line in output["text"]]
        assert printed.getvalue() == "".join(shown), f"cell {number}"
    assert len(plt.get_fignums()) == 3
    plt.close("all")


def test_every_figure_is_in_the_notebook_and_no_error() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    outputs = [output for each in cells for output in each.get("outputs", ())]
    assert sum("image/png" in output.get("data", {}) for output in outputs) == 3
    assert not [output for output in outputs if output["output_type"] == "error"]
