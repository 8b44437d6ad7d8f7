"""Roles in a workshop, and visitors: a role of which there is one, or a player."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType, TypeGuard


class Role(StrEnum):
    """A part that a visitor's key opens."""

    PLAYER = "player"
    FACILITATOR = "facilitator"
    SCREEN = "screen"


BY_LETTER = {"p": Role.PLAYER, "f": Role.FACILITATOR, "s": Role.SCREEN}
"""Roles as links and sockets write them."""

PlayerId = NewType("PlayerId", str)
Visitor = Role | PlayerId
"""The facilitator, the big screen, or one of the players."""


def is_player(visitor: Visitor) -> TypeGuard[PlayerId]:
    """Tell whether a visitor is one of the players."""
    return not isinstance(visitor, Role)
