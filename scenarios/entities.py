"""The parts of a scenario: settings, sectors, organisations, ties and scheduled changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from scenarios.schema import (
    DEFAULT_SECTOR,
    AllianceEntry,
    MergerEntry,
    OrganisationEntry,
    ScheduleEntry,
    SectorEntry,
    StartEntry,
    TieEntry,
    given,
)
from sim.parameters import Allocation, Value

ADAPTIVE = "adaptive"
"""The strategy of an organisation that names none."""


class Settings(Mapping[str, Value]):
    """Dotted parameter names with values; cannot be changed."""

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[str, Any] | Sequence[tuple[str, Any]] = ()) -> None:
        self._items: dict[str, Value] = dict(items)

    def __getitem__(self, name: str) -> Value:
        return self._items[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return f"Settings({self._items!r})"

    def nested(self) -> dict[str, dict[str, Any]]:
        """Return the settings by group, as tables of a scenario file."""
        groups: dict[str, dict[str, Any]] = {}
        for name, value in self.items():
            group, _, key = name.partition(".")
            groups.setdefault(group, {})[key] = list(value) if isinstance(value, tuple) else value
        return groups


NOTHING = Settings()


@dataclass(frozen=True, kw_only=True)
class Sector:
    """A sector with what differs in it; ``strategy`` None means that of the default."""

    name: str
    strategy: str | None = None
    own: Settings = NOTHING
    note: str = ""

    @classmethod
    def of(cls, name: str, entry: SectorEntry) -> Sector:
        """Return the sector that an entry describes."""
        return cls(name=name, strategy=entry.strategy, own=Settings(dict(given(entry))), note=entry.note)


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """An organisation with what differs in it; ``strategy`` None means that of its sector."""

    name: str
    sector: str = DEFAULT_SECTOR
    size: float = 1.0
    strategy: str | None = None
    own: Settings = NOTHING
    note: str = ""
    source: str = ""
    short: str = ""

    @classmethod
    def of(cls, entry: OrganisationEntry) -> Organisation:
        """Return the organisation that an entry describes."""
        return cls(
            name=entry.name,
            sector=entry.sector,
            size=entry.size,
            strategy=entry.strategy,
            own=Settings(dict(given(entry))),
            note=entry.note,
            source=entry.source,
            short=entry.short,
        )


class Tie(NamedTuple):
    """Two organisations, by name, and how much they depend on each other."""

    first: str
    second: str
    weight: float = 1.0

    @classmethod
    def of(cls, entry: TieEntry) -> Tie:
        """Return the tie that an entry describes."""
        return cls(entry.from_, entry.to, entry.weight)


Levels = float | tuple[float, ...]
"""One value, or one a tier, the senior first."""


class Start(NamedTuple):
    """A measured start: what a holder, an organisation or a sector, holds of a partner, which is one likewise."""

    holder: str
    partner: str
    trust: Levels | None = None
    history: float | None = None
    openness: float | None = None
    zero_sum: Levels | None = None

    @classmethod
    def of(cls, entry: StartEntry) -> Start:
        """Return the start that an entry describes."""
        return cls(entry.from_, entry.to, entry.trust, entry.history, entry.openness, entry.zero_sum)


class Merger(NamedTuple):
    """An organisation that goes over into another, by name."""

    gone: str
    into: str

    @classmethod
    def of(cls, entry: MergerEntry) -> Merger:
        """Return the merger that an entry describes."""
        return cls(entry.from_, entry.into)


@dataclass(frozen=True, kw_only=True)
class Alliance:
    """Terms of pooling between members, which are organisations or whole sectors by name.

    start, until   its first and its last month; None: from the start, to the end
    """

    name: str
    members: tuple[str, ...]
    sharing: float
    allocation: Allocation = "equal"
    pool_trust: float = 0.0
    start: int | None = None
    until: int | None = None

    @classmethod
    def of(cls, entry: AllianceEntry) -> Alliance:
        """Return the alliance that an entry describes."""
        return cls(
            name=entry.name,
            members=entry.members,
            sharing=entry.sharing,
            allocation=entry.allocation,
            pool_trust=entry.pool_trust,
            start=entry.from_,
            until=entry.until,
        )


@dataclass(frozen=True, kw_only=True)
class ScheduledChange:
    """A dated change of parameters or of ties; without any, a date to show.

    settings       parameters that change, for everyone, for a sector or for an organisation
    until          the month at whose start the parameters change back; None: never
    joins, leaves  organisations that come or leave
    merges         organisations that go over into others
    ties           ties with their weight from then on
    """

    month: int
    label: str
    settings: Settings = NOTHING
    until: int | None = None
    sector: str | None = None
    organisation: str | None = None
    joins: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    merges: tuple[Merger, ...] = ()
    ties: tuple[Tie, ...] = ()

    @property
    def changes_ties(self) -> bool:
        """Tell whether it changes who depends on whom."""
        return bool(self.joins or self.leaves or self.merges or self.ties)

    @classmethod
    def of(cls, entry: ScheduleEntry) -> ScheduledChange:
        """Return the change that an entry of a schedule describes."""
        return cls(
            month=entry.month,
            label=entry.label,
            settings=Settings(dict(given(entry))),
            until=entry.until,
            sector=entry.sector,
            organisation=entry.organisation,
            joins=entry.joins,
            leaves=entry.leaves,
            merges=tuple(Merger.of(merger) for merger in entry.merges),
            ties=tuple(Tie.of(tie) for tie in entry.ties),
        )
