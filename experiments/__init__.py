"""Questions to the model: what varies, how often it is run, and what was found.

sweep("scarcity-by-trust").runs()       make the runs that are not stored yet; all of them as a table
load("my.toml"), load({"scenario": ...})  from a file, from data
library()                               the names there are
"""

from experiments.discovery import Discovery, discover
from experiments.errors import ExperimentError
from experiments.interchange import ema_results, salib_problem
from experiments.run.progress import Progress
from experiments.run.reproduce import Reproduction, reproduce
from experiments.run.result import SweepResult, SweepStopped
from experiments.run.runner import sweep
from experiments.search.searching import SearchResult, search
from experiments.spec.experiment import Experiment, quick_version
from experiments.spec.loader import library, load, load_stored, loads
from experiments.spec.points import number_of_points
from experiments.spec.schema import experiment_schema

__all__ = [
    "Discovery",
    "Experiment",
    "ExperimentError",
    "Progress",
    "Reproduction",
    "SearchResult",
    "SweepResult",
    "SweepStopped",
    "discover",
    "ema_results",
    "experiment_schema",
    "library",
    "load",
    "load_stored",
    "loads",
    "number_of_points",
    "quick_version",
    "reproduce",
    "salib_problem",
    "search",
    "sweep",
]
