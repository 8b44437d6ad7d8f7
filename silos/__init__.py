"""Silos: how organisations that need each other come to work in silos, and how they come out again.

silos.load("greater-manchester-2015")                             a scenario, by name, from a file, from data
silos.run("plain", set={"game.sharing": 0.5}, seeds=100)          one row a seed and month
silos.ends("plain", seeds=100)                                    one row a seed: how each run ended
silos.futures("plain", at=24, policies={"pool": {...}}, seeds=50)   one past, many futures
silos.network_at("plain", month=24, seed=7)                       ties, relations and beliefs as they stand then
silos.SystemModel(scenario, seed=7, **{"game.sharing": 0.5})      a Mesa model
silos.sweep("scarcity-by-trust", store="sqlite:///results.db")    a stored experiment
silos.discover("scarcity-by-trust", where="openness < 0.25")      under which conditions that happens
silos.fit("ours.toml", "waves.csv", free=["trust.blame"])     what observed data say of its parameters
silos.search("out-of-standing-silos")                             the best package of levers over uncertain worlds
silos.open_store("results.db")                                    what is stored
silos.sessions()                                                  workshops, as tables with a codebook
silos.parameters(), .measures(), .strategies(), .scenarios()      what there is, as tables
silos.analysis, silos.figures                                     what reports are made with

Importing this costs nothing; what a name needs is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dashboards import figures
    from experiments import (
        Discovery,
        ExperimentError,
        SearchResult,
        SweepResult,
        SweepStopped,
        analysis,
        discover,
        ema_results,
        salib_problem,
        search,
        sweep,
    )
    from experiments.calibration import Fit, fit
    from results import StoreError, open_store
    from scenarios import Fault, Scenario, ScenarioError, load
    from silos.api import ends, run
    from silos.branching import futures
    from silos.model import SystemModel
    from silos.networks import NetworkAt, network_at, network_of
    from silos.tables import measures, parameters, scenarios, strategies
    from silos.workshops import sessions

_PLACES = {
    "scenarios": ("Fault", "Scenario", "ScenarioError", "load"),
    "experiments": (
        "Discovery",
        "ExperimentError",
        "SearchResult",
        "SweepResult",
        "SweepStopped",
        "discover",
        "ema_results",
        "salib_problem",
        "search",
        "sweep",
    ),
    "results": ("StoreError", "open_store"),
    ".api": ("ends", "run"),
    ".branching": ("futures",),
    ".tables": ("measures", "parameters", "scenarios", "strategies"),
    ".model": ("SystemModel",),
    ".workshops": ("sessions",),
    ".networks": ("NetworkAt", "network_at", "network_of"),
    "experiments.calibration": ("Fit", "fit"),
    "experiments.analysis": ("analysis",),
    "dashboards.figures": ("figures",),
}
"""Public names by the module that holds them; a name at the end of a module's own is the module itself."""

__all__ = [
    "Discovery",
    "ExperimentError",
    "Fault",
    "Fit",
    "NetworkAt",
    "Scenario",
    "ScenarioError",
    "SearchResult",
    "StoreError",
    "SweepResult",
    "SweepStopped",
    "SystemModel",
    "analysis",
    "discover",
    "ema_results",
    "ends",
    "figures",
    "fit",
    "futures",
    "load",
    "measures",
    "network_at",
    "network_of",
    "open_store",
    "parameters",
    "run",
    "salib_problem",
    "scenarios",
    "search",
    "sessions",
    "strategies",
    "sweep",
]


def _module(place: str) -> Any:
    """Import a module; the rooms by statements, for in a wheel they lie elsewhere (``hatch_build.py``)."""
    match place:
        case "scenarios":
            import scenarios

            return scenarios
        case "experiments":
            import experiments

            return experiments
        case "results":
            import results

            return results
        case "experiments.calibration":
            from experiments import calibration

            return calibration
        case "experiments.analysis":
            from experiments import analysis

            return analysis
        case "dashboards.figures":
            from dashboards import figures

            return figures
    return import_module(place, __name__)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        from sim.version import DISTRIBUTION

        value: Any = version(DISTRIBUTION)
    elif place := next((place for place, names in _PLACES.items() if name in names), ""):
        module = _module(place)
        value = module if place.endswith(f".{name}") else getattr(module, name)
    else:
        raise AttributeError(f"module 'silos' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "__version__"})
