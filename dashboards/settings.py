"""Settings of a process that serves pages: chosen once at the command line, read by every page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """The choices of whoever started the server; a visitor cannot change them."""

    language: str = "en"
    """For those who chose none."""
    store: str | None = None
    """Of results; None: where ``silos sweep`` puts them."""
    lesson: Path | None = None
    """A folder with a teacher's own lesson; None: ours."""


class _Process:
    """Holder of the settings of this process: Solara runs pages in threads of its own, which share nothing else."""

    settings = Settings()


def settings() -> Settings:
    """Return the settings of this process."""
    return _Process.settings


def use(settings: Settings) -> None:
    """Take these settings for this process; to be called before pages are served."""
    _Process.settings = settings
