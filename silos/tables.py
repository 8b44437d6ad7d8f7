"""What there is, as tables: the Python door's ``silos.parameters()`` and the like."""

from __future__ import annotations

import pandas as pd

from silos import records


def parameters(which: str | None = None) -> pd.DataFrame:
    """Every parameter of the model, those of a group, or one, by name."""
    return pd.DataFrame(records.parameters(which)).set_index("name")


def measures() -> pd.DataFrame:
    """Every measure, by name: the columns of ``silos.run`` and ``silos.ends``."""
    return pd.DataFrame(records.measures()).set_index("name")


def strategies() -> pd.DataFrame:
    """Every strategy an organisation may have, by name."""
    return pd.DataFrame(records.strategies()).set_index("name")


def scenarios() -> pd.DataFrame:
    """Every scenario of the library, by name."""
    return pd.DataFrame(records.scenarios()).set_index("name")
