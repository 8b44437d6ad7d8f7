"""The order of a month: what the documentation lists is what the engine plays."""

from __future__ import annotations

import ast
import inspect
import textwrap

from sim import rows
from sim.engine import PHASES
from sim.engine.step import advance
from sim.parameters import ROWS
from tools import parameter_rows


def steps_played() -> list[str]:
    """The calls in the body of ``advance``, in order, but for what takes the measures."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(advance.py_func)))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    in_order = sorted(calls, key=lambda call: call.lineno)
    return [call.func.id for call in in_order if call.func.id not in ("range", "measure")]


def test_a_month_is_played_in_the_order_of_its_phases() -> None:
    """``encounters`` plays phases 2 to 5 tie by tie, so it is listed by each of them and played once."""
    listed = [step for phase in PHASES for step in phase.steps]
    once = list(dict.fromkeys(listed))
    assert steps_played() == once
    assert len(PHASES) == 9


def test_the_rows_of_parameters_are_those_of_the_declarations() -> None:
    constants = {name: value for name, value in vars(rows).items() if name.isupper()}
    assert constants == {name.upper().replace(".", "_"): row for name, row in ROWS.items()}
    assert parameter_rows.FILE.read_text(encoding="utf-8") == parameter_rows.text(), (
        "run: python -m tools.parameter_rows"
    )
