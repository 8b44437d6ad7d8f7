"""Calibration of a scenario to observed data: which values of its parameters the data speak for, and how loudly.

fit            the posterior of some parameters, with checks of it
Fit            what it returns
read_observed  observed waves or series from a CSV file
"""

from experiments.calibration.fit import Fit, fit
from experiments.calibration.observed import Observed, read_observed

__all__ = ["Fit", "Observed", "fit", "read_observed"]
