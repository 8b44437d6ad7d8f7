"""``silos scenarios``: list the scenarios that come with Silos."""

from __future__ import annotations

from silos.options import Json


def scenarios(json: Json = False) -> None:
    """List the scenarios that come with Silos, each with a question to think about."""
    from silos import catalogue, printing

    printing.print_records(catalogue.scenario_records(), ("name", "organisations", "title", "question"), json=json)
