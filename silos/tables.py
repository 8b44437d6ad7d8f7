"""Tables of the Python interface: ``silos.parameters()`` and the like."""

from __future__ import annotations

import pandas as pd

from silos import catalogue


def parameters(which: str | None = None) -> pd.DataFrame:
    """List what can be set: every parameter of the model, those of a group, or one.

    which    a group such as "boundary", a dotted name such as "boundary.closing"; None means all
    returns  a table by name: default, range, unit, meaning, source, usual (range), whose

    Raises ScenarioError where there is neither a group nor a parameter of this name.
    """
    return pd.DataFrame(catalogue.parameter_records(which)).set_index("name")


def measures() -> pd.DataFrame:
    """List what is measured: the columns of ``silos.run`` and ``silos.ends``.

    returns  a table by name: meaning, range, source, when (every month, or at the end)
    """
    return pd.DataFrame(catalogue.measure_records()).set_index("name")


def strategies() -> pd.DataFrame:
    """List the strategies by which organisations may choose.

    returns  a table by name: meaning, memory (how many encounters it looks back on), stochastic, source
    """
    return pd.DataFrame(catalogue.strategy_records()).set_index("name")


def scenarios() -> pd.DataFrame:
    """List the scenarios that come with Silos.

    returns  a table by name: title, question, organisations, sectors (how many), months
    """
    return pd.DataFrame(catalogue.scenario_records()).set_index("name")
