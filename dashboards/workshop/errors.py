"""Errors of the workshop.

ValueError
├── Refused              an event cannot happen now
│   └── AlreadyKnown     the very same choice was taken already
└── EventLogError        a stored or exported session cannot be read
"""

from __future__ import annotations


class Refused(ValueError):
    """An event that cannot happen now; the message says why, for the one who asked."""


class AlreadyKnown(Refused):
    """The very same choice was taken already."""


class EventLogError(ValueError):
    """An event log that cannot be read."""
