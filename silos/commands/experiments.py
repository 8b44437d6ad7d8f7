"""``silos experiments``: the questions that come with Silos."""

from __future__ import annotations

from silos.options import Json


def experiments(json: Json = False) -> None:
    """The experiments that come with Silos."""
    from silos import printing, records

    printing.records(records.experiments(), ("name", "runs", "title", "question"), json=json)
