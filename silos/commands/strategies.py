"""``silos strategies``: list the strategies an organisation can have."""

from __future__ import annotations

from silos.options import Json


def strategies(json: Json = False) -> None:
    """List the strategies an organisation can have."""
    from silos import catalogue, printing

    rows = catalogue.strategy_records()
    if json:
        printing.print_json(rows)
        return
    printing.print_entries(
        (row["name"], f"looks back on {_memory(row['memory'])}", row["meaning"], f"Source: {row['source']}")
        for row in rows
    )


def _memory(memory: str) -> str:
    return {"0": "nothing", "1": "the last encounter", "all": "all encounters"}.get(memory, f"{memory} encounters")
