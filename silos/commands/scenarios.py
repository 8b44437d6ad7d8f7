"""``silos scenarios``: the situations that come with Silos."""

from __future__ import annotations

from silos.options import Json


def scenarios(json: Json = False) -> None:
    """The scenarios that come with Silos, each with a question to think about."""
    from silos import catalogue, printing

    printing.print_records(catalogue.scenario_records(), ("name", "organisations", "title", "question"), json=json)
