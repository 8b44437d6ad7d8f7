"""Fill the tables of the documentation from the code: parameters, state, phases, rules, strategies, measures, names.

    python tools/docs_tables.py            write them (make docs)
    python tools/docs_tables.py --check    say what is out of date, and fail if anything is

A document asks for a table by a pair of comments, and what stands between them is made here:

    <!-- table: parameters -->
    <!-- end -->
"""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from dashboards.explore import own_rules
from dashboards.survey.measure.items import ITEMS
from sim.engine import PHASES
from sim.measures import END_MEASURES, MEASURES
from sim.parameters import PARAMETERS, Parameter, Parameters
from sim.state import SHAPES, State
from sim.strategies import STRATEGIES
from tools.markdown import table
from tools.reference import reference

DOCS = Path(__file__).resolve().parent.parent / "docs"
ASKED = re.compile(r"(<!-- table: ([\w.\s]+) -->\n)(?:.*?\n)??(<!-- end -->)", re.DOTALL)
SHAPE = re.compile(r"^\([^)]*\)")


def parameters() -> str:
    """Every parameter, a table a group."""
    heads = ("name", "default", "range", "unit", "whose", "meaning", "source")
    parts = []
    for group, field in Parameters.model_fields.items():
        rows = [_parameter(parameter) for parameter in PARAMETERS.values() if parameter.group == group]
        parts.append(f"**{group}**: {inspect.getdoc(type(field.default))}\n\n{table(heads, rows)}")
    return "\n\n".join(parts)


def _parameter(parameter: Parameter) -> tuple[str, ...]:
    default = parameter.default if isinstance(parameter.default, str) else f"{parameter.default:g}"
    return (
        f"`{parameter.name}`",
        default,
        parameter.range,
        parameter.unit,
        parameter.whose,
        parameter.meaning,
        parameter.source,
    )


def state() -> str:
    """The state variables, with their axes and what the state itself says of them."""
    rows = [(f"`{name}`", " x ".join(axes), *_range_and_meaning(name)) for name, axes in SHAPES.items()]
    return table(("name", "one for each", "range", "meaning"), rows)


def _range_and_meaning(name: str) -> tuple[str, str]:
    """Return what the docstring of a state variable says: ``(shape) in RANGE: MEANING``."""
    said = " ".join((inspect.getdoc(getattr(State, name)) or "").split())
    limits, colon, meaning = SHAPE.sub("", said).partition(": ")
    return (limits.strip().removeprefix("in ") or "real", meaning) if colon else ("real", limits.strip())


def phases() -> str:
    """The month."""
    return table(
        ("", "phase", "what happens"), [(str(k), phase.name, phase.meaning) for k, phase in enumerate(PHASES, 1)]
    )


def strategies() -> str:
    """Return the table of strategies."""
    heads = ("name", "what it does", "looks back on", "tosses coins", "source")
    rows = [
        (
            f"`{strategy.name}`",
            strategy.meaning,
            _memory(strategy.memory),
            "yes" if strategy.stochastic else "no",
            strategy.source,
        )
        for strategy in STRATEGIES
    ]
    return table(heads, rows)


def _memory(encounters: int) -> str:
    return {-1: "all encounters", 0: "nothing", 1: "1 encounter"}.get(encounters, f"{encounters} encounters")


def measures() -> str:
    """Return the tables of measures: every month, and at the end of a run."""
    parts = []
    for when, listed in (("Every month", MEASURES), ("At the end of a run", END_MEASURES)):
        rows = [(f"`{measure.name}`", measure.meaning, measure.range, measure.source) for measure in listed]
        parts.append(f"{when}:\n\n" + table(("column", "meaning", "range", "source"), rows))
    return "\n\n".join(parts)


def rules(*modules: str) -> str:
    """The rules of some modules of sim.rules, in their own words."""
    return "\n\n".join(_rule(rule) for name in modules for rule in _rules_of(name))


def _rules_of(name: str) -> list[Callable[..., Any]]:
    """The plain functions behind the rules that a module defines, in its order."""
    module = importlib.import_module(f"sim.rules.{name}")
    plain = [rule.py_func for rule in vars(module).values() if hasattr(rule, "py_func")]
    return [rule for rule in plain if rule.__module__ == module.__name__]


def _rule(rule: Callable[..., Any]) -> str:
    arguments = ", ".join(inspect.signature(rule).parameters)
    return f"```text\n{rule.__name__}({arguments})\n\n{inspect.getdoc(rule)}\n```"


def own_system() -> str:
    """Return the rules by which answers of the page Our system become parameters."""
    rows = [(rule.question, rule.answer, rule.sets) for rule in own_rules.rules()]
    return table(("question", "answer", "in the model"), rows)


def survey_items() -> str:
    """Return the table of what a survey asks, and what of the model an answer becomes."""
    heads = ("item", "question", "becomes", "published dimension", "five steps are", "why")
    rows = [
        (
            f"`{item.key}`",
            str(item.question),
            f"{item.symbol}, `{item.parameter}`{' by tier' if item.by_tier else ''}" if item.symbol else "is compared",
            item.dimension,
            ", ".join(f"{value:g}" for value in item.values) if item.symbol else "",
            item.reason,
        )
        for item in ITEMS
    ]
    return table(heads, rows)


TABLES: Mapping[str, Callable[..., str]] = {
    "parameters": parameters,
    "state": state,
    "phases": phases,
    "strategies": strategies,
    "measures": measures,
    "rules": rules,
    "reference": reference,
    "survey_items": survey_items,
    "own_system": own_system,
}


def filled(text: str) -> str:
    """The text with every table that it asks for made anew."""

    def fill(asked: re.Match[str]) -> str:
        before, wanted, after = asked.groups()
        name, *more = wanted.split()
        return f"{before}\n{TABLES[name](*more)}\n\n{after}"

    return ASKED.sub(fill, text)


def main(check: bool) -> int:
    """Write the documents, or only say which are out of date."""
    stale = []
    for path in sorted(DOCS.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        if (new := filled(text)) != text:
            stale.append(path.name)
            if not check:
                path.write_text(new, encoding="utf-8")
    for name in stale:
        print(f"docs/{name}: {'out of date, run make docs' if check else 'written'}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
