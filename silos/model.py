"""The Mesa model by the name of a scenario."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from scenarios import load
from sim import mesa_model


class SystemModel(mesa_model.SystemModel):
    """One run of a scenario as a Mesa model: ``SystemModel("plain", seed=7, **{"game.sharing": 0.5})``.

    scenario  its name in the library, a file, nested tables, what ``silos.load`` gave, or a System
    rng       the run's seed, an integer in [0, 2**64), or anything numpy makes a generator of; None: a fresh seed
    months    at whose end ``running`` becomes false (as the scenario says; a System: 120).  Steps may go on after that
    kwargs    ``seed`` (another name of rng), and the scenario's parameters by dotted name: ``**{"game.sharing": 0.5}``

    Every organisation is an agent, every measure an attribute (``model.trust``) and a column of the data collector.
    Raises ScenarioError with every fault of the scenario and its parameters, ValueError for a seed or months that
    cannot be, TypeError for an argument that is misspelt.
    """

    def __init__(self, scenario: Any = "plain", *, rng: Any = None, months: int | None = None, **kwargs: Any) -> None:
        loaded = load(scenario) if isinstance(scenario, str | os.PathLike | Mapping) else scenario
        super().__init__(loaded, rng=rng, months=months, **kwargs)
