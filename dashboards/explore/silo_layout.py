"""Layout in which organisations stand with those they can deal with, so that a silo is a shape.

A component of open ties keeps the picture that its members make on the map of sectors, drawn together; components are
then moved apart until none touches another.  The same partition gives the same picture.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from sim.arrays import Floats, Ints

GAP = 34.0
"""Between the hulls of two components."""
ROOM = 12.0
"""Between two organisations of one component."""
DRAWN_TOGETHER = 0.62
"""How far members stand from their middle, of what they do on the map of sectors."""
ROUNDS = 120
LARGEST = 1.35
"""Scale beyond which few organisations are not blown up."""


class Field(NamedTuple):
    """The field to fill, and what stands in it."""

    width: float
    height: float
    x: tuple[float, ...]
    y: tuple[float, ...]
    radius: tuple[float, ...]


@lru_cache(maxsize=64)
def silo_places(field: Field, component: tuple[int, ...]) -> list[list[float]]:
    """Return [x, y] of every organisation, and its radius in the picture's scale where all must fit.

    component  of each organisation: equal numbers stand together
    """
    x, y, radius = (np.array(values) for values in (field.x, field.y, field.radius))
    groups = [np.flatnonzero(np.array(component) == number) for number in dict.fromkeys(component)]
    for members in groups:
        _draw_together(x, y, radius, members)
    _move_apart(x, y, radius, groups, field.width / field.height)
    return _fitted(x, y, radius, field)


def _draw_together(x: Floats, y: Floats, radius: Floats, members: Ints) -> None:
    """Draw the members of a component together, and let none lie on another."""
    middle_x, middle_y = x[members].mean(), y[members].mean()
    x[members] = middle_x + DRAWN_TOGETHER * (x[members] - middle_x)
    y[members] = middle_y + DRAWN_TOGETHER * (y[members] - middle_y)
    if len(members) < 2:
        return
    wanted = radius[members][:, None] + radius[members][None, :] + ROOM
    np.fill_diagonal(wanted, 0.0)
    for _ in range(ROUNDS):
        dx, dy = x[members][:, None] - x[members][None, :], y[members][:, None] - y[members][None, :]
        distance = np.hypot(dx, dy)
        lacking = np.where(distance < wanted, 0.5 * (wanted - distance), 0.0)
        if lacking.max() < 0.5:
            break
        away = np.maximum(distance, 1e-6)
        x[members] += 0.6 * (lacking * dx / away).sum(axis=1)
        y[members] += 0.6 * (lacking * dy / away).sum(axis=1)


def _move_apart(x: Floats, y: Floats, radius: Floats, groups: list[Ints], wide: float) -> None:
    """Move whole components until the circles around them no longer touch."""
    middle = np.array([[x[members].mean(), y[members].mean()] for members in groups])
    reach = np.array(
        [
            float((np.hypot(x[members] - cx, y[members] - cy) + radius[members]).max())
            for members, (cx, cy) in zip(groups, middle, strict=True)
        ]
    )
    # Two middles on one spot could not tell which way to go: each begins a little off, by its number.
    turn = 2.4 * np.arange(len(groups))
    now = middle + 0.5 * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    wanted = reach[:, None] + reach[None, :] + GAP
    np.fill_diagonal(wanted, 0.0)
    for _ in range(4 * ROUNDS):
        step = now[:, None, :] - now[None, :, :]
        distance = np.hypot(step[..., 0], step[..., 1])
        lacking = np.where(distance < wanted, 0.5 * (wanted - distance), 0.0)
        if lacking.max() < 0.5:
            break
        push = (lacking / np.maximum(distance, 1e-6))[..., None] * step
        push[..., 0] *= min(wide, 1.6)  # the field is wider than tall
        # Small components make way for large ones, so that the picture stays where it was as far as it can.
        now += (0.9 * push * (reach[None, :, None] / (reach[:, None, None] + reach[None, :, None]))).sum(axis=1)
    for members, (cx, cy), (new_x, new_y) in zip(groups, middle, now, strict=True):
        x[members] += new_x - cx
        y[members] += new_y - cy


def _fitted(x: Floats, y: Floats, radius: Floats, field: Field) -> list[list[float]]:
    """Return the places scaled into the field."""
    edge = 1.6 * GAP
    left, right = float((x - radius).min()) - edge, float((x + radius).max()) + edge
    top, bottom = float((y - radius).min()) - edge, float((y + radius).max()) + edge
    scale = min(field.width / (right - left), field.height / (bottom - top), LARGEST)
    at_x = field.width / 2 + scale * (x - (left + right) / 2)
    at_y = field.height / 2 + scale * (y - (top + bottom) / 2)
    return [
        [round(float(a), 1), round(float(b), 1), round(scale * float(r), 1)]
        for a, b, r in zip(at_x, at_y, radius, strict=True)
    ]
