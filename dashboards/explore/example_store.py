"""Small example of stored results, for those who have none yet."""

from __future__ import annotations

from dashboards.explore import stored
from experiments import sweep

EXAMPLE = {
    "title": "A small example: scarcity by trust",
    "question": "How much scarcity closes the doors, and how much of it does a good history buy back?",
    "scenario": "five-organisations",
    "months": 60,
    "replicates": 8,
    "factors": [
        {"parameter": "resources.scarcity", "levels": [0.1, 0.3, 0.5, 0.7]},
        {"parameter": "history.trust", "levels": [0.2, 0.4, 0.6, 0.8]},
    ],
}
RUNS = 4 * 4 * 8
"""Runs of the example: a second or two of work."""


def make_example() -> None:
    """Make the example's runs in the store that the page shows, which begins where there was none; StoreError."""
    sweep(EXAMPLE, store=stored.address())
