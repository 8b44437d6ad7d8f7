"""Experiment files: whatever the bytes, an experiment or an ExperimentError."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given

from experiments import load
from experiments.errors import ExperimentError
from experiments.spec.loader import LIBRARY
from experiments.spec.points import number_of_points
from experiments.spec.schema import DESIGNS, DISTRIBUTIONS, OUTCOMES, ExperimentFile, FactorEntry
from scenarios.schema import keys_of
from sim.parameters import PARAMETERS
from tests.fuzz.harness import WATCH, Door, cases
from tests.fuzz.making import encoded, mutated

SHORT = """
scenario = "two-neighbours"
months = 6
replicates = 2
design = "DESIGN"
samples = 4
[[factors]]
parameter = "resources.scarcity"
range = [0.1, 0.5]
[[factors]]
parameter = "history.trust"
distribution = "triangular"
mode = 0.5
[[policies]]
name = "as it is"
[[policies]]
name = "more"
game.sharing = 0.5
[[policies.schedule]]
month = 2
label = "then"
trust.blame = 0.1
"""
CORPUS = [path.read_text(encoding="utf-8") for path in sorted(LIBRARY.glob("*.toml"))]
CORPUS += [SHORT.replace("DESIGN", each) for each in DESIGNS for _ in range(2)]
PIECES = (
    *("[[factors]]", "[[policies]]", "[until]", "levels = [", "range = [", "steps = ", "samples = ", "*", "game.*"),
    *("[", "]", "=", ".", "\n", "100000", "10000000", "4294967296"),
    *PARAMETERS, *keys_of(ExperimentFile), *keys_of(FactorEntry), *DESIGNS, *DISTRIBUTIONS, *OUTCOMES,
)  # fmt: skip


@cases()
@given(content=encoded(mutated(CORPUS, PIECES)))
def test_experiment_files(door: Door, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "it.toml"
    path.write_bytes(content)
    with WATCH.only_within():
        experiment = door.tried(lambda: load(path), ExperimentError)
        if experiment is not None:
            assert door.tried(lambda: number_of_points(experiment))
