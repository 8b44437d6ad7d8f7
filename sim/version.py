"""The version of the model: part of what identifies a run.

It goes up with every change that alters results, and CHANGELOG.md says under "Model" what changed.  A test holds the
results of this version fast (tests/sim/test_baseline.py).
"""

MODEL_VERSION = 2

DISTRIBUTION = "silos-abm"
"""The name of Silos on the package index, where ``silos`` is another project."""
