"""Phases of a session, in words, and what the big screen shows by default."""

from __future__ import annotations

from typing import Literal

from dashboards.languages import Text, later

Phase = Literal["lobby", "open", "paused", "between", "debrief"]
SHOWN = {
    "network": True,
    "results": True,
    "clock": True,
    "intentions": True,
    "names": True,
    "debrief": True,
    "sound": False,
}
"""What is on the big screen, by default."""

WORDS: dict[Phase, Text] = {
    "lobby": later("waiting for round 1"),
    "open": later("choose now"),
    "paused": later("paused"),
    "between": later("round over"),
    "debrief": later("debrief"),
}
