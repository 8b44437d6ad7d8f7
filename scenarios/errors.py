"""Faults of an input, each with its place, and the one exception that carries them all.

ScenarioError (ValueError)     the faults of one scenario, file or set of overrides
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from itertools import islice
from reprlib import Repr

MOST_SHOWN = 50
"""How many faults the text of an error lists; ``ScenarioError.faults`` has them all."""

MOST_FOUND = 1000
"""After how many faults of a kind the search for more ends."""

MOST_COMPARED = 1_000
"""How many known names a misspelt one is compared with."""

MOST_SUGGESTED = 20
"""For how many misspelt names of one kind the nearest is looked for: it takes long, and a person corrects a few."""


class Missing(Enum):
    """Placeholder where there is no value to show."""

    MISSING = "no value"


MISSING = Missing.MISSING


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is wrong.

    file     the file, or what was handed in: scenario, experiment, set
    message  what is wrong
    line     of the file, where there is one
    name     of the parameter or key, and whose
    value    that was given
    allowed  the range or the names that are allowed
    nearest  the known name that is nearest
    """

    file: str
    message: str
    line: int | None = None
    name: str = ""
    value: object = MISSING
    allowed: str = ""
    nearest: str = ""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        value = [] if self.value is MISSING else [shown(self.value)]
        what = " = ".join([self.name, *value] if self.name else value)
        parts = [": ".join(part for part in (place, what, self.message) if part)]
        if self.allowed:
            parts.append(f"allowed: {self.allowed}")
        if self.nearest:
            parts.append(f"did you mean {shown(self.nearest)}?")
        return printable("; ".join(parts))


class ScenarioError(ValueError):
    """A scenario that cannot be used; its text has a line for each fault.

    faults  all the faults, as a tuple of Fault
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.file, fault.line or 0)))
        super().__init__(self.faults)

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[tuple[Fault, ...]]]:
        return type(self), (self.faults,)

    def __str__(self) -> str:
        lines = [str(fault) for fault in self.faults[:MOST_SHOWN]]
        if len(self.faults) > MOST_SHOWN:
            lines.append(f"... and {len(self.faults) - MOST_SHOWN} more")
        return "\n".join(lines)


def nearest(name: object, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the known name most like a misspelt one; empty where none is near."""
    if not isinstance(name, str) or len(name) > 200:
        return ""
    spelt = {name.casefold(): name for name in islice(known, MOST_COMPARED)}
    close = get_close_matches(name.casefold(), spelt, n=1, cutoff=cutoff)
    return spelt[close[0]] if close else ""


def suggesting() -> Callable[[object, Iterable[str]], str]:
    """Return ``nearest`` for the first MOST_SUGGESTED names, and a function without suggestions after them."""
    left = iter(range(MOST_SUGGESTED))
    return lambda name, known: "" if next(left, None) is None else nearest(name, known)


def repeated(values: Iterable[object]) -> Iterator[int]:
    """Yield the positions of values that were listed before.

    >>> list(repeated([1, 2, 1.0, [1, 2], "1", [1, 2]]))
    [2, 5]
    """
    seen: set[object] = set()
    for position, value in enumerate(values):
        key = repr(value) if isinstance(value, list | dict) else value
        if key in seen:
            yield position
        seen.add(key)


def printable(text: str) -> str:
    r"""Return a text on one line of a terminal, with control characters spelt out.

    >>> print(printable("a\nb\x1b[2J"))
    a\nb\x1b[2J
    """
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


class _Short(Repr):
    """Values as an error shows them: short, on one line, whatever they are."""

    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = 60
        self.maxlevel = 2
        self.maxlist = self.maxtuple = self.maxdict = 6

    def repr_int(self, x: int, level: int) -> str:
        digits = int(x.bit_length() * math.log10(2)) + 1
        return repr(x) if digits < 25 else f"an integer of about {digits} digits"

    def repr_bool(self, x: bool, level: int) -> str:
        return "true" if x else "false"

    def repr_str(self, x: str, level: int) -> str:
        return super().repr_str(x if x.isascii() else x[: self.maxstring + 1], level)


_SHORT = _Short()


def shown(value: object) -> str:
    """Return a value in short, on one line."""
    return _SHORT.repr(value)
