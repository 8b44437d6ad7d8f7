"""The Mesa model by the name of a scenario."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import sim.mesa_model
from scenarios import load


class SystemModel(sim.mesa_model.SystemModel):
    """One run of a scenario as a Mesa model: ``SystemModel("plain", seed=7, **{"game.sharing": 0.5})``.

    scenario  its name in the library, a file, nested tables, what ``silos.load`` gave, or a System

    The other arguments are those of sim.mesa_model.SystemModel.  Raises ScenarioError with every fault.
    """

    def __init__(self, scenario: Any = "plain", *, rng: Any = None, months: int | None = None, **kwargs: Any) -> None:
        found = load(scenario) if isinstance(scenario, str | os.PathLike | Mapping) else scenario
        super().__init__(found, rng=rng, months=months, **kwargs)
