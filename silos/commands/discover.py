"""``silos discover``: discover under which conditions something happens in a stored experiment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from silos.options import STORE, Json, Store

if TYPE_CHECKING:
    from experiments import Discovery

Experiment = Annotated[str, typer.Argument(metavar="EXPERIMENT", help="Name, file, or id of a stored experiment.")]
Where = Annotated[
    str | None,
    typer.Option(
        "--where",
        metavar="CONDITION",
        help='What to look for: "openness < 0.25 and alone > 0". [default: no longer one system]',
    ),
]


def discover(experiment: Experiment, where: Where = None, store: Store = STORE, json: Json = False) -> None:
    """Discover under which conditions something happens: boxes of conditions, and how well they hold.

    It reads what is stored and runs nothing. Conditions weigh the same, however many runs each has.
    """
    from experiments import discover as look
    from results import open_store
    from silos import printing

    with open_store(store, make=False) as there:
        discoveries = look(experiment, where, there)
    if json:
        printing.print_json([_plain(discovery) for discovery in discoveries])
        return
    for number, discovery in enumerate(discoveries):
        printing.OUT.print(("\n" if number else "") + _sentence(discovery), markup=False, soft_wrap=True)
        if len(discovery.boxes):
            printing.OUT.print(_table(discovery))
    printing.OUT.print(
        "\ncoverage: share of all such runs that lie in the box; density: share of the box's runs that are such"
        "\nelsewhere: both, of a box discoveries in one half of the conditions, in the other half"
        "\nquasi-p: the chance of as much in the box if this limit meant nothing"
        "\nagain: share of random halves of the conditions in which this factor is limited too",
        markup=False,
        soft_wrap=True,
    )


def _sentence(discovery: Discovery) -> str:
    words = str(discovery)
    return f"{words[:1].upper()}{words[1:]}."


def _table(discovery: Discovery) -> Any:
    from rich.table import Table

    table = Table("box", "limit", box=None, pad_edge=False)
    for name in ("quasi-p", "again", "coverage", "density", "elsewhere"):
        table.add_column(name, justify="right", no_wrap=True)
    last = 0
    for row in discovery.table.to_dict("records"):
        first = row["box"] != last
        last = row["box"]
        both = f"{row['new_coverage']:.0%} / {row['new_density']:.0%}"
        of_box = (f"{row['coverage']:.0%}", f"{row['density']:.0%}", both) if first else ("", "", "")
        table.add_row(str(last) if first else "", row["limit"], f"{row['quasi_p']:.2g}", f"{row['again']:.0%}", *of_box)
    return table


def _plain(discovery: Discovery) -> dict[str, Any]:
    return {
        "where": discovery.where,
        "policy": discovery.policy,
        "scenario": discovery.scenario,
        "share": discovery.share,
        "conditions": discovery.conditions,
        "boxes": discovery.table.to_dict("records"),
        "tree": discovery.tree.to_dict("records"),
    }
