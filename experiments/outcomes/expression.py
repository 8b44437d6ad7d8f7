"""Expressions over the months of a run: parsed by ``ast``, held to a list of what is allowed, and never evaluated.

    sum(openness < 0.25) / 12                       years closed
    mean(after(trust, 24))                          trust after the second year
    first_month(race_share < 0.5 and openness > 0)  when it turned

A measure stands for its value in every month; ``month`` is the month's number (from 1), ``months`` how many there are.
Arithmetic, comparisons and and/or/not go month by month; a comparison with an empty value does not hold.  Functions
that look over all months leave empty values out and make one number of them.  A result that is not finite is empty.
"""

from __future__ import annotations

import ast
import operator
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.outcomes.functions import FUNCTIONS, Function
from scenarios.errors import nearest
from sim.arrays import Floats
from sim.measures import COLUMNS

LONGEST = 1_000
"""Characters of an expression."""

DEEPEST = 60
"""Levels that an expression may be nested."""

MONTH, MONTHS = "month", "months"
NAMES = (*COLUMNS, MONTH, MONTHS)
"""What an expression may name."""

Operation = Callable[..., Any]

BINARY: Mapping[type[ast.operator], Operation] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: np.true_divide,
    ast.Mod: np.mod,
    ast.Pow: np.power,
}
COMPARISONS: Mapping[type[ast.cmpop], Operation] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: lambda one, other: (one < other) | (one > other),  # unlike !=, not true of an empty value
}
WORDS: Mapping[type[ast.operator], str] = {ast.BitAnd: "and", ast.BitOr: "or"}
"""Operators of pandas, with the word that is meant."""


class ExpressionError(ValueError):
    """An expression that cannot be; ``part`` is what is wrong of it, ``nearest`` what may have been meant."""

    def __init__(self, message: str, *, part: str = "", allowed: str = "", near: str = "") -> None:
        super().__init__(message)
        self.message, self.part, self.allowed, self.nearest = message, part, allowed, near


@dataclass(frozen=True)
class Expression:
    """A checked expression."""

    text: str
    tree: ast.expr
    measures: tuple[str, ...]
    """The measures that it names, in the order of ``sim.measures.COLUMNS``."""

    def __call__(self, series: Mapping[str, Floats]) -> Floats:
        """Return the value of each run.

        series   (runs, months) of every measure in ``measures``; at least one where it names none
        returns  (runs,), empty where there is no finite value
        """
        runs, months = next(iter(series.values())).shape
        known: dict[str, Any] = {name: np.asarray(series[name], dtype=float) for name in self.measures}
        known |= {MONTH: np.arange(1.0, months + 1)[None, :], MONTHS: float(months)}
        with np.errstate(all="ignore"):
            result = np.asarray(_value(self.tree, known), dtype=float)
        values = np.broadcast_to(result.reshape(-1) if result.ndim else result, (runs,)).copy()
        values[~np.isfinite(values)] = np.nan
        return values


def parse(text: str) -> Expression:
    """Parse and check an expression over months; raises ExpressionError, which says what is wrong of it."""
    tree = _tree(text)
    if _Check(NAMES, {MONTHS}).monthly(tree):
        raise ExpressionError(
            "has a value for every month, not one for the run",
            allowed="a function over the months around it: "
            + ", ".join(name for name, function in FUNCTIONS.items() if function.over_months),
        )
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return Expression(text.strip(), tree, tuple(name for name in COLUMNS if name in used))


@dataclass(frozen=True)
class Condition:
    """A checked expression over the ends of runs."""

    text: str
    tree: ast.expr
    columns: Mapping[str, str]
    """The columns that it names, by what stands for them in the tree."""

    def __call__(self, table: Mapping[str, Any]) -> NDArray[np.bool_]:
        """Tell of each run whether the condition holds; it does not where a value is empty."""
        known = {name: np.asarray(table[column], dtype=float) for name, column in self.columns.items()}
        with np.errstate(all="ignore"):
            return np.asarray(_truth(_value(self.tree, known)))


def parse_condition(text: str, names: Sequence[str]) -> Condition:
    """Parse a condition on the ends of runs, such as ``openness < 0.25 and `years closed` > 2``.

    names   what may be named: measures, and outcomes of one's own, in backquotes where they have blanks

    Raises ExpressionError, which says what is wrong of it.
    """
    quoted: dict[str, str] = {}

    def put(match: re.Match[str]) -> str:
        if match[1] not in names:
            raise ExpressionError(
                "no measure of this name", part=match[1], allowed=", ".join(names), near=nearest(match[1], names)
            )
        return quoted.setdefault(match[1], f"quoted_{len(quoted)}")

    tree = _tree(re.sub(r"`([^`]*)`", put, text))
    _Check((*names, *quoted.values()), {*names, *quoted.values()}).monthly(tree)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - FUNCTIONS.keys()
    if not used:
        raise ExpressionError("names no measure", allowed="such as openness < 0.25")
    return Condition(text.strip(), tree, {name: name for name in used} | {put: name for name, put in quoted.items()})


def _tree(text: str) -> ast.expr:
    if len(text) > LONGEST:
        raise ExpressionError("too long", allowed=f"at most {LONGEST} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        where = f" at character {error.offset}" if isinstance(error, SyntaxError) and error.offset else ""
        raise ExpressionError(f"makes no sense{where}", allowed="such as sum(openness < 0.25) / 12") from None


class _Check:
    """Check of the parts of an expression.

    names   what it may name
    single  those of them that have one value for a run, not one for every month
    """

    def __init__(self, names: Sequence[str], single: AbstractSet[str]) -> None:
        self._names, self._single = names, single
        self._functions = {
            name: function
            for name, function in FUNCTIONS.items()
            if MONTH in names or function.most > function.over_months
        }

    def monthly(self, node: ast.AST, level: int = 0) -> bool:
        """Check a part; tell whether it has a value for every month."""
        if level > DEEPEST:
            raise ExpressionError("nested too deeply", allowed=f"at most {DEEPEST} levels")
        match node:
            case ast.Constant(value=bool() | int() | float() as value):
                if not np.isfinite(_number(value)):
                    raise ExpressionError("not a finite number", part=_shown(node))
                return False
            case ast.Name(id=name):
                return self._name(name)
            case ast.BinOp(left=left, op=op, right=right):
                if type(op) not in BINARY:
                    meant = WORDS.get(type(op), "")
                    raise ExpressionError("an operator that is not known here", part=_shown(node), near=meant)
                return self._any([left, right], level)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() | ast.Not(), operand=operand):
                return self.monthly(operand, level + 1)
            case ast.BoolOp(values=values):
                return self._any(values, level)
            case ast.Compare(left=left, ops=ops, comparators=others) if all(type(op) in COMPARISONS for op in ops):
                return self._any([left, *others], level)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                return self._call(name, arguments, level)
        allowed = "numbers, measures, + - * / % **, comparisons, and or not, and functions: " + ", ".join(
            self._functions
        )
        raise ExpressionError("cannot be part of an expression", part=_shown(node), allowed=allowed)

    def _any(self, parts: Sequence[ast.AST], level: int) -> bool:
        return max([self.monthly(part, level + 1) for part in parts])

    def _name(self, name: str) -> bool:
        if name in self._names:
            return name not in self._single
        if name in self._functions:
            raise ExpressionError(f"is a function: {name}(...)", part=name)
        near, allowed = nearest(name, self._names), ", ".join(self._names)
        raise ExpressionError("no measure of this name", part=name, allowed=allowed, near=near)

    def _call(self, name: str, arguments: Sequence[ast.expr], level: int) -> bool:
        if name not in self._functions:
            near, allowed = nearest(name, self._functions), ", ".join(self._functions)
            raise ExpressionError("no such function", part=name, allowed=allowed, near=near)
        function = self._functions[name]
        fewest = function.fewest if MONTH in self._names else function.over_months + 1
        if not fewest <= len(arguments) <= function.most:
            raise ExpressionError(f"{name} takes {function.takes}", part=f"{name} with {len(arguments)}")
        monthly = self._any(arguments, level)
        if not function.over_months or len(arguments) > function.over_months:
            return monthly
        if len(arguments) > 1 and self.monthly(arguments[1], level + 1):
            raise ExpressionError(f"{name} takes one month for all, a number", part=_shown(arguments[1]))
        return False


def _shown(node: ast.AST) -> str:
    text = ast.unparse(node)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _number(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf")


def _value(node: ast.AST, known: Mapping[str, Any]) -> Any:
    """Work out a checked part: a number, (runs, 1) or (runs, months)."""
    match node:
        case ast.Constant(value=value):
            return np.float64(_number(value))  # type: ignore[arg-type]
        case ast.Name(id=name):
            return known[name]
        case ast.BinOp(left=left, op=op, right=right):
            return BINARY[type(op)](_float(_value(left, known)), _float(_value(right, known)))
        case ast.UnaryOp(op=op, operand=operand):
            value = _value(operand, known)
            return ~_truth(value) if isinstance(op, ast.Not) else -_float(value) if isinstance(op, ast.USub) else value
        case ast.BoolOp(op=joint, values=parts):
            truths = [_truth(_value(part, known)) for part in parts]
            both = np.logical_and if isinstance(joint, ast.And) else np.logical_or
            return reduce(both, truths)
        case ast.Compare(left=left, ops=comparisons, comparators=others):
            sides = [_float(_value(part, known)) for part in (left, *others)]
            pairs = zip(comparisons, sides, sides[1:], strict=False)
            return reduce(np.logical_and, [COMPARISONS[type(how)](one, other) for how, one, other in pairs])
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _called(FUNCTIONS[name], [_float(_value(part, known)) for part in arguments], known)
    raise AssertionError(f"{ast.dump(node)} passed the check")


def _called(function: Function, values: list[Any], known: Mapping[str, Any]) -> Any:
    if function.over_months and len(values) <= function.over_months:
        shape = (1, int(known[MONTHS]))
        values[0] = np.broadcast_to(values[0], np.broadcast_shapes(np.shape(values[0]), shape))
    return function.work_out(*values)


def _float(value: Any) -> Any:
    return np.asarray(value, dtype=float)


def _truth(value: Any) -> Any:
    """Tell where a value holds: it is not 0, and not empty."""
    number = np.asarray(value, dtype=float)
    return (number != 0.0) & ~np.isnan(number)
