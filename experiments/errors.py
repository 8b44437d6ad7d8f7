"""Errors of experiments, each with a sentence for the person who meets it.

ExperimentError    an experiment that cannot be done, with every fault that was found (a ScenarioError)
ClusterError       something is wrong with the Dask cluster
DaskMissing        Dask is asked for, and not installed
LaboratoryError    a game that cannot be played, or a laboratory's data that are not there
"""

from __future__ import annotations

from scenarios import ScenarioError


class ExperimentError(ScenarioError):
    """An experiment that cannot be done; a ScenarioError, with every fault that was found."""


class ClusterError(Exception):
    """Something is wrong with the cluster; the message says what and what can be done."""


class DaskMissing(Exception):
    """Dask is asked for, and is not installed."""


class LaboratoryError(ValueError):
    """A game that cannot be played, or a laboratory's data that are not there."""
