"""Scenarios: a library of situations to simulate, and the user's own from files.

load("greater-manchester-2015").system()      a system ready to run
load("my.toml"), load({"game.sharing": 0.5})  from a file, from data
library()                                     the names there are
"""

from scenarios.entities import Alliance, Merger, Organisation, ScheduledChange, Sector, Settings, Tie
from scenarios.errors import Fault, ScenarioError
from scenarios.loader import library, load, loads
from scenarios.scenario import Scenario
from scenarios.schema import scenario_schema

__all__ = [
    "Alliance",
    "Fault",
    "Merger",
    "Organisation",
    "Scenario",
    "ScenarioError",
    "ScheduledChange",
    "Sector",
    "Settings",
    "Tie",
    "library",
    "load",
    "loads",
    "scenario_schema",
]
