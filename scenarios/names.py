"""Names of organisations, and the ids that address their random numbers."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import overload

LONGEST = 200


def tidy(name: str) -> str:
    """Return a name without blanks around it, in the one Unicode form (NFC) in which equal names are equal."""
    return unicodedata.normalize("NFC", name).strip()


def is_name(name: object) -> bool:
    """Tell whether this can name an organisation or a sector: 1 to 200 printable characters, not all blank."""
    return isinstance(name, str) and 0 < len(tidy(name)) <= LONGEST and tidy(name).isprintable()


def ids_of(names: Iterable[str]) -> dict[str, int]:
    """Return the id of each (distinct) name: the first four bytes of its BLAKE2b hash, big-endian.

    Where two names share a hash, the later in alphabetical order is hashed again with a count behind it, so the
    order in which the names are given does not matter.

    >>> ids_of(["Dorset", "Bolton"]) == ids_of(["Bolton", "Dorset"])
    True
    """
    ids: dict[str, int] = {}
    taken: set[int] = set()
    for name in sorted(names):
        attempt = 0
        while (number := _hash(name, attempt)) in taken:
            attempt += 1
        ids[name] = number
        taken.add(number)
    return ids


def _hash(name: str, attempt: int) -> int:
    text = f"{name}\0{attempt}" if attempt else name
    return int.from_bytes(blake2b(text.encode(), digest_size=4).digest(), "big")


@dataclass(frozen=True)
class Numbered(Sequence[str]):
    """The names "Organisation 1", "Organisation 2", ... of generated organisations, made when asked for.

    >>> list(Numbered("Sector", 2)), Numbered("Sector", 2).index("Sector 2")
    (['Sector 1', 'Sector 2'], 1)
    """

    what: str
    length: int

    def __len__(self) -> int:
        return self.length

    @overload
    def __getitem__(self, position: int) -> str: ...
    @overload
    def __getitem__(self, position: slice) -> list[str]: ...
    def __getitem__(self, position: int | slice) -> str | list[str]:
        numbers = range(1, self.length + 1)[position]
        if isinstance(numbers, int):
            return f"{self.what} {numbers}"
        return [f"{self.what} {number}" for number in numbers]

    def __contains__(self, name: object) -> bool:
        return self._position(name) is not None

    def index(self, value: str, start: int = 0, stop: int | None = None) -> int:
        position = self._position(value)
        if position is None or not start <= position < (self.length if stop is None else stop):
            raise ValueError(f"{value!r} is not among them")
        return position

    def _position(self, name: object) -> int | None:
        digits = name.removeprefix(f"{self.what} ") if isinstance(name, str) else ""
        if not (digits.isascii() and digits.isdigit() and len(digits) < 20):
            return None
        number = int(digits)
        return number - 1 if 1 <= number <= self.length and name == f"{self.what} {number}" else None
