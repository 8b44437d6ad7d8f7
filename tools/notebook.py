"""The notebook in ``docs/``, run from top to bottom, with what each cell prints, shows and draws kept in it.

python tools/notebook.py
"""

from __future__ import annotations

import ast
import base64
import contextlib
import io
import json
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt

NOTEBOOK = Path(__file__).resolve().parent.parent / "docs" / "analysis.ipynb"


def main() -> None:
    """Run every cell in one process, and write what came of it."""
    plt.switch_backend("Agg")
    book = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    names: dict[str, Any] = {"__name__": "__main__"}
    cells = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
    for number, cell in enumerate(cells, 1):
        cell["execution_count"] = number
        cell["outputs"] = outputs_of("".join(cell["source"]), names, number)
    NOTEBOOK.write_text(json.dumps(book, indent=1, ensure_ascii=False), encoding="utf-8")


def outputs_of(source: str, names: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """Run one cell, and return its outputs in the form of a notebook.

    raises  what the cell raises
    """
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        value = value_of(source, names)
    outputs: list[dict[str, Any]] = []
    if printed.getvalue():
        outputs.append({"name": "stdout", "output_type": "stream", "text": lines(printed.getvalue())})
    if hasattr(value, "_repr_html_"):
        data = {"text/html": lines(value._repr_html_()), "text/plain": lines(str(value))}
        outputs.append({"data": data, "execution_count": number, "metadata": {}, "output_type": "execute_result"})
    for figure in map(plt.figure, plt.get_fignums()):
        png = io.BytesIO()
        figure.savefig(png, format="png", bbox_inches="tight")
        drawn = {"image/png": base64.b64encode(png.getvalue()).decode(), "text/plain": [str(figure)]}
        outputs.append({"data": drawn, "metadata": {}, "output_type": "display_data"})
    plt.close("all")
    return outputs


def value_of(source: str, names: dict[str, Any]) -> Any:
    """Execute a cell, and return the value of its last expression: None where it has none."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if isinstance(last, ast.Expr) else None


def lines(text: str) -> list[str]:
    """Split a text as notebooks keep it: line by line, with the ends of lines."""
    return text.splitlines(keepends=True)


if __name__ == "__main__":
    main()
