"""``silos parameters``: list what can be set."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from silos.options import Json

Which = Annotated[
    str | None, typer.Argument(metavar="[GROUP]", help="Only a group, or one parameter: trust, game.sharing.")
]


def parameters(which: Which = None, json: Json = False) -> None:
    """List every parameter, with its default, range, unit, meaning and source."""
    from silos import catalogue, printing

    rows = catalogue.parameter_records(which)
    if json:
        printing.print_json(rows)
        return
    printing.print_entries((row["name"], _numbers(row), row["meaning"], f"Source: {row['source']}") for row in rows)


def _numbers(row: dict[str, Any]) -> str:
    unit = "" if row["unit"] == "1" else f"  {row['unit']}"
    return f"= {row['default']}  in {row['range']}{unit}"
