"""``silos strategies``: who chooses how."""

from __future__ import annotations

from silos.options import Json


def strategies(json: Json = False) -> None:
    """The strategies an organisation can have."""
    from silos import catalogue, printing

    rows = catalogue.strategies()
    if json:
        printing.as_json(rows)
        return
    printing.entries(
        (each["name"], f"looks back on {_memory(each['memory'])}", each["meaning"], f"Source: {each['source']}")
        for each in rows
    )


def _memory(memory: str) -> str:
    return {"0": "nothing", "1": "the last encounter", "all": "all encounters"}.get(memory, f"{memory} encounters")
