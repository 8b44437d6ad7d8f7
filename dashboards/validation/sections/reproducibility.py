"""Section on reproducing the report."""

from __future__ import annotations

import pandas as pd

from dashboards.report.figure import Section, Table
from experiments.validation import Validation
from results.provenance import current_origin


def section(validation: Validation) -> Section:
    """The commands, and the experiments behind the numbers."""
    quick = " --quick" if validation.budget.quick else ""
    data = " --data FOLDER" if validation.data else ""
    words = [
        f"`silos validate{quick}{data}` makes this report again, number for number: every run is a function "
        "of its scenario, parameters and seed, every interval of a fixed stream of its own.",
        f"`silos validate{quick}{data} --store validation.db` keeps the runs; `silos report NAME --store "
        "validation.db` then reports any of the experiments below by itself. What comes from the rules alone "
        "(verification), from the folder of data (laboratory, networks) or from exact comparison of two states is "
        "computed anew each time.",
    ]
    known = validation.experiments
    own = known[known["name"].str.startswith("validation-")] if len(known) else known
    table = pd.DataFrame(
        {
            "experiment": "`" + own["name"] + "`",
            "runs": own["runs"].astype(int),
            "made on": own["last"].astype(str).str[:10],
        }
    )
    versions = pd.DataFrame(
        {"with": list(current_origin()), "it was": [str(version) for version in current_origin().values()]}
    )
    return Section(
        "remaking",
        "Make it again",
        words,
        tables=[
            Table("experiments", "Experiments of this report", "", table, own[["id", "name", "runs"]]),
            Table("made-with", "Made with", "", versions, versions),
        ],
    )
