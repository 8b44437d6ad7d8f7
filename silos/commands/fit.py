"""``silos fit``: what observed data say of the parameters of a scenario."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from silos.options import Json, ScenarioName

if TYPE_CHECKING:
    from experiments.calibration import Fit

Data = Annotated[
    Path,
    typer.Option(
        "--data", metavar="FILE", help="CSV: month and measures; or month, from, to and trust, history, openness."
    ),
]
Free = Annotated[
    list[str],
    typer.Option(
        "--free",
        metavar="NAME[=LOW..HIGH]",
        help="A parameter that may move, over this range or its usual one. May be repeated.",
    ),
]


def fit(
    scenario: ScenarioName,
    data: Data,
    free: Free,
    runs: Annotated[int, typer.Option("--runs", help="How many runs are drawn from the ranges.")] = 8192,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of the draws and runs.")] = 0,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write draws of the posterior as CSV, for experiments.")
    ] = None,
    json: Json = False,
) -> None:
    """Fit parameters of a scenario to observed data, and say what the data cannot tell.

    Approximate Bayesian computation with a random forest. The file of --out can be the points of an experiment:
    points = "FILE".
    """
    from silos import printing
    from silos.output_files import writer_for
    from silos.progress import progress_bar

    ranges = parse_ranges(free)
    write = writer_for(out, {".csv": lambda table, path: table.to_csv(path, index=False)}) if out else None
    from experiments.calibration import fit as run_fit

    with progress_bar("Drawing runs from the ranges", printing.ERR) as watch:
        result = run_fit(str(scenario), data, ranges, runs=runs, seed=seed, watch=watch)
    if write and out:
        write(result.draws(), out)
    if json:
        printing.print_json(_plain(result))
    else:
        _print(result, out)


def parse_ranges(words: Iterable[str]) -> dict[str, tuple[float, float] | None]:
    """Return the ranges that ``--free`` gives by the name of the parameter; None for the usual one.

    >>> parse_ranges(["history.trust=0.2..0.8", "trust.blame"])
    {'history.trust': (0.2, 0.8), 'trust.blame': None}
    """
    from scenarios import Fault, ScenarioError

    ranges: dict[str, tuple[float, float] | None] = {}
    faults = []
    for word in words:
        name, equals, text = word.partition("=")
        low, _, high = text.partition("..")
        try:
            ranges[name.strip()] = (float(low), float(high)) if equals else None
        except ValueError:
            faults.append(Fault(file="--free", value=word, message="not of the form NAME or NAME=LOW..HIGH"))
    if faults:
        raise ScenarioError(faults)
    return ranges


def _print(result: Fit, out: Path | None) -> None:
    from rich.table import Table

    from silos import printing

    table = Table("parameter", box=None, pad_edge=False)
    for name in ("range", "median", "90% interval", "narrowed by", "intervals that hold"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in result.parameters.to_dict("records"):
        table.add_row(
            str(row["parameter"]),
            f"{row['prior_low']:g} to {row['prior_high']:g}",
            f"{row['median']:.2f}",
            f"{row['low']:.2f} to {row['high']:.2f}",
            f"{row['narrowed']:.0%}",
            f"{row['coverage']:.0%}",
        )
    printing.OUT.print(table)
    printing.OUT.print("\n" + "\n".join(_sentences(result, out)), markup=False, soft_wrap=True)


def _sentences(result: Fit, out: Path | None) -> list[str]:
    held = result.predictive["holds"]
    words = [
        f"The fitted model's 90% intervals hold {int(held.sum())} of {len(held)} observed numbers.",
        "Intervals that hold: the share of runs kept back whose interval held their true value; 90% is right.",
    ]
    if foretold := result.forecast:
        words.append(
            f"Month {foretold.month} foretold from the months before, mean error: the model {foretold.model:.3f}, "
            + ", ".join(f"{words} {error:.3f}" for words, error in foretold.rivals.items())
            + "."
        )
    words += [f"Warning: {warning}" for warning in result.warnings]
    if out:
        words.append(f'{out}: {len(result.draws())} draws of the posterior; in an experiment, points = "{out.name}"')
    return words


def _plain(result: Fit) -> dict[str, Any]:
    return {
        "parameters": result.parameters.to_dict("records"),
        "predictive": result.predictive.to_dict("records"),
        "forecast": vars(result.forecast) if result.forecast else None,
        "warnings": list(result.warnings),
        "runs": len(result.weights),
        "seed": result.seed,
    }
