"""``silos parameters``: what can be set."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from silos.options import Json

Which = Annotated[str | None, typer.Argument(metavar="[GROUP]", help="Those of a group, or one: trust, game.sharing.")]


def parameters(which: Which = None, json: Json = False) -> None:
    """Every parameter, with its default, range, unit, meaning and source."""
    from silos import catalogue, printing

    rows = catalogue.parameters(which)
    if json:
        printing.as_json(rows)
        return
    printing.entries((each["name"], _numbers(each), each["meaning"], f"Source: {each['source']}") for each in rows)


def _numbers(row: dict[str, Any]) -> str:
    unit = "" if row["unit"] == "1" else f"  {row['unit']}"
    return f"= {row['default']}  in {row['range']}{unit}"
