"""An adaptive design and the fine grid it stands for: runs, and whether the tipping line is the same.

    python -m benchmarks.adaptive [--replicates 16]

The plain system over scarcity and history, 33 by 33 points on the fine grid; the line is where half of the runs are no
longer one system.  Both designs share their runs, so the grid adds those that the adaptive design did not need.
"""

from __future__ import annotations

import argparse
from itertools import pairwise
from typing import Any

import pandas as pd

from benchmarks.machine import machine
from experiments import sweep
from experiments.analysis import siloed
from results import open_store

SCARCITY, TRUST = "resources.scarcity", "history.trust"


def experiment(replicates: int, **more: Any) -> dict[str, Any]:
    """The question, to be asked by one design or the other."""
    steps = more.pop("steps")
    return {
        "scenario": "plain",
        "replicates": replicates,
        "factors": [
            {"parameter": SCARCITY, "range": [0.0, 0.6], "steps": steps},
            {"parameter": TRUST, "range": [0.3, 0.7], "steps": steps},
        ],
        **more,
    }


def crossed(runs: pd.DataFrame) -> set[tuple[float, float, float]]:
    """(history, scarcity, scarcity): neighbours on the fine grid between which the majority of runs changes."""
    beyond = siloed(runs).groupby([runs[TRUST], runs[SCARCITY]]).mean() >= 0.5
    levels = sorted(runs[SCARCITY].unique())
    pairs = set()
    for history in runs[TRUST].unique():
        row = beyond.loc[history]
        pairs |= {
            (history, one, other)
            for one, other in pairwise(levels)
            if one in row.index and other in row.index and row[one] != row[other]
        }
    return pairs


def main() -> None:
    """Print the figures as a table in Markdown."""
    print(machine(), flush=True)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replicates", type=int, default=16)
    many = parser.parse_args().replicates
    with open_store("sqlite://") as store:
        adaptive = sweep(experiment(many, steps=5, design="adaptive"), store)
        few = adaptive.runs()
        whole = sweep(experiment(many, steps=33, design="grid"), store).runs()
    ours, theirs = crossed(few), crossed(whole)
    print("| | adaptive | grid |\n|---|---|---|")
    print(f"| points | {few['point'].nunique():,} | {whole['point'].nunique():,} |")
    print(f"| runs | {len(few):,} ({len(few) / len(whole):.0%}) | {len(whole):,} |")
    print(f"| places where the line is crossed | {len(ours & theirs)} of these | {len(theirs)} |")


if __name__ == "__main__":
    main()
