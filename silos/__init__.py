"""Silos: how organisations that need each other come to work in silos, and how they come out again.

silos.load("greater-manchester-2015")                             a scenario, by name, from a file, from data
silos.run("plain", set={"game.sharing": 0.5}, seeds=100)          one row a seed and month
silos.ends("plain", seeds=100)                                    one row a seed: how each run ended
silos.network_at("plain", month=24, seed=7)                       ties, relations and beliefs as they stand then
silos.SystemModel(scenario, seed=7, **{"game.sharing": 0.5})      a Mesa model
silos.sweep("scarcity-by-trust", store="sqlite:///results.db")    a stored experiment
silos.parameters(), .measures(), .strategies(), .scenarios()      what there is, as tables

Importing this costs nothing; what a name needs is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenarios import Scenario, ScenarioError, load
    from silos.api import ends, run
    from silos.networks import NetworkAt, network_at, network_of
    from silos.tables import measures, parameters, scenarios, strategies

_PLACES = {
    "load": "scenarios",
    "Scenario": "scenarios",
    "ScenarioError": "scenarios",
    "run": "silos.api",
    "ends": "silos.api",
    "measures": "silos.tables",
    "parameters": "silos.tables",
    "scenarios": "silos.tables",
    "strategies": "silos.tables",
    "NetworkAt": "silos.networks",
    "network_at": "silos.networks",
    "network_of": "silos.networks",
    "SystemModel": "silos.model",
    "sweep": "experiments",
}
"""Where each public name lives."""

__all__ = [
    "NetworkAt",
    "Scenario",
    "ScenarioError",
    "SystemModel",
    "ends",
    "load",
    "measures",
    "network_at",
    "network_of",
    "parameters",
    "run",
    "scenarios",
    "strategies",
    "sweep",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        value: Any = version("silos")
    elif name in _PLACES:
        value = getattr(import_module(_PLACES[name]), name)
    else:
        raise AttributeError(f"module 'silos' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_PLACES, "__version__"})
