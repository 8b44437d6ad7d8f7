"""Options that several commands share, and what their words mean."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="Name of a scenario (see 'silos scenarios'), or a file.")
]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Set a parameter, e.g. game.sharing=0.5. May be repeated."),
]
Months = Annotated[int | None, typer.Option("--months", help="Number of months. [default: as in the scenario]")]
Seed = Annotated[int | None, typer.Option("--seed", help="Make one run, with this seed.")]
Seeds = Annotated[int | None, typer.Option("--seeds", help="Make this many runs, with seeds 0, 1, 2, ...")]
Outs = Annotated[
    list[Path] | None,
    typer.Option("--out", metavar="FILE", help="Write a file of the kind its ending says. May be repeated."),
]
Store = Annotated[
    str,
    typer.Option(
        "--store",
        metavar="URL",
        envvar="SILOS_STORE",
        help="Store of results: a file, or postgresql://USER@HOST/NAME.",
    ),
]
STORE = "silos.db"
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


def parse_settings(words: Iterable[str] | None) -> dict[str, Any]:
    """The parameters that ``--set NAME=VALUE`` gives.  A value is TOML; what is not TOML is text.

    >>> parse_settings(["game.sharing=0.5", "structure.network=ring", "dialogue.time_together=[0.1, 0.2, 0.1]"])
    {'game.sharing': 0.5, 'structure.network': 'ring', 'dialogue.time_together': [0.1, 0.2, 0.1]}
    """
    parsed: dict[str, Any] = {}
    faults = []
    for word in words or ():
        name, equals, text = word.partition("=")
        if equals and name.strip():
            parsed[name.strip()] = _value(text.strip())
        else:
            from scenarios import Fault

            faults.append(Fault(file="--set", value=word, message="not of the form NAME=VALUE"))
    if faults:
        from scenarios import ScenarioError

        raise ScenarioError(faults)
    return parsed


def _value(text: str) -> Any:
    try:
        parsed = tomllib.loads(f"value = {text}")
    except tomllib.TOMLDecodeError:
        return text
    return parsed["value"] if len(parsed) == 1 else text


def chosen_seeds(seed: int | None, seeds: int | None, usual: int = 0) -> int | list[int]:
    """Return the seeds that ``--seed`` and ``--seeds`` stand for; the usual one where neither is given."""
    if seed is not None and seeds is not None:
        raise typer.BadParameter("give --seed or --seeds, not both")
    return [seed] if seed is not None else seeds if seeds is not None else [usual]
