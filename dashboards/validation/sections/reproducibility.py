"""How to make the report again."""

from __future__ import annotations

import pandas as pd

from dashboards.report.figure import Section, Table
from experiments.validation import Validation
from results.provenance import current_origin


def section(found: Validation) -> Section:
    """The commands, and the experiments behind the numbers."""
    quick = " --quick" if found.budget.quick else ""
    data = " --data FOLDER" if found.data else ""
    words = [
        f"`silos validate{quick}{data}` makes this report again, number for number: every run is a function "
        "of its scenario, parameters and seed, every interval of a fixed stream of its own.",
        f"`silos validate{quick}{data} --store validation.db` keeps the runs; `silos report NAME --store "
        "validation.db` then reports any of the experiments below by itself. What comes from the rules alone "
        "(verification), from the folder of data (laboratory, networks) or from exact comparison of two states is "
        "computed anew each time.",
    ]
    known = found.experiments
    mine = known[known["name"].str.startswith("validation-")] if len(known) else known
    table = pd.DataFrame(
        {
            "experiment": "`" + mine["name"] + "`",
            "runs": mine["runs"].astype(int),
            "made on": mine["last"].astype(str).str[:10],
        }
    )
    made = pd.DataFrame({"with": list(current_origin()), "it was": [str(each) for each in current_origin().values()]})
    return Section(
        "remaking",
        "Make it again",
        words,
        tables=[
            Table("experiments", "Experiments of this report", "", table, mine[["id", "name", "runs"]]),
            Table("made-with", "Made with", "", made, made),
        ],
    )
