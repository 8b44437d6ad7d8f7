"""Settings of a workshop server, read once at the command line and given to the application."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from dashboards.workshop.serve.join_link import Address


@dataclass(frozen=True)
class Settings:
    """Settings of a server."""

    address: Address
    """Where phones find it."""
    preload: bool = True
    """Load the facilitator's page and the big screen before anybody asks for them."""
    clock: Callable[[], float] = time.time
