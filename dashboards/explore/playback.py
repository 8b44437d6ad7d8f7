"""Playback of one run: the month, tier and part of the network that a visitor looks at."""

from __future__ import annotations

from typing import Literal

from dashboards.explore.timeline import Timeline
from sim.state import State
from sim.system import RunSpec

Selection = tuple[Literal["organisation", "tie"], int] | None


class Playback:
    """A run with a month, a tier (None: all) and a selection in it."""

    def __init__(self, spec: RunSpec, month: int = 0, unchanged: RunSpec | None = None) -> None:
        self.timeline = Timeline(spec)
        self.month = month
        self.tier: int | None = None
        self.selection: Selection = None
        self.unchanged = Timeline(unchanged) if unchanged else None
        """The run as it would be without all that was changed in it; None where nothing was."""
        self.state()

    def state(self) -> State:
        """Return the state at the end of the month; it holds until another month is asked for."""
        return self.timeline.state(self.month)

    @property
    def row(self) -> dict[str, float]:
        """The measures of the month."""
        return self.timeline.rows[self.month]

    @property
    def unchanged_row(self) -> dict[str, float] | None:
        """The measures of the month in the run without the changes."""
        if self.unchanged is None:
            return None
        self.unchanged.state(self.month)
        return self.unchanged.rows[self.month]

    def seek(self, month: int) -> None:
        """Go to a month, within the run."""
        self.month = min(max(int(month), 0), self.timeline.spec.months)
        self.timeline.state(self.month)

    def step(self, by: int = 1) -> None:
        """Go forward by some months, or back."""
        self.seek(self.month + by)

    @property
    def ended(self) -> bool:
        return self.month >= self.timeline.spec.months

    def select(self, selection: Selection) -> None:
        """Look at an organisation or a tie; selecting it again lets it go."""
        self.selection = None if selection == self.selection else selection

    def follow(
        self, spec: RunSpec, *, unchanged: RunSpec | None = None, since: int | None = None, rewind: bool = False
    ) -> None:
        """Take up another run: from its start, or from month ``since`` where both share all that was before.

        unchanged  the run to show beside it, without all that was changed; None where nothing was
        """
        same = spec.system.network == self.timeline.spec.system.network
        self.timeline = self.timeline.branch(spec, since) if since and same else Timeline(spec)
        if not same:
            self.selection = None
        if self.tier is not None and self.tier >= spec.system.tiers:
            self.tier = None
        if unchanged is None:
            self.unchanged = None
        elif self.unchanged is None or self.unchanged.spec is not unchanged:
            self.unchanged = Timeline(unchanged)
        self.seek(0 if rewind else self.month)
