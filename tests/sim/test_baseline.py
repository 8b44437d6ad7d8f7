"""A version of the model gives the same bits for ever.

The fingerprints below were taken from the engine once it equalled the slow twin.  Where a change alters them on
purpose, raise sim.version.MODEL_VERSION, say in CHANGELOG.md under "Model" what changed, and add the new ones.
"""

from __future__ import annotations

import hashlib

import pytest

from sim.engine import months
from sim.state import SHAPES
from sim.system import RunSpec
from sim.version import MODEL_VERSION
from tests.sim.twin_systems import SYSTEMS

FINGERPRINTS = {
    2: {
        "plain": "fe7fc53d1aa3b1a2",
        "lively": "27ab397f89883f7a",
        "one tier": "d2514e6a27feb0cf",
        "five tiers": "02b7429bd0e5ed22",
        "all strategies": "fdfa733592e28687",
        "own ways": "30915e3b51e72608",
        "changing": "c4a2c64cdf2f997f",
        "by size": "ea4c403f6395b0a1",
        "by need": "a41e7709e558e1db",
        "chosen": "26d2f7a7349b4eb5",
        "allied": "a743f41bb67b0a33",
        "redrawn": "4cbe6c12cd0156be",
        "redrawn, one tier": "f225acfdb498193b",
        "everything": "56ee3343f4c010a1",
        "two apart": "103df372d636747b",
        "measured": "a0af5549c529355e",
    },
}


def fingerprint(name: str) -> str:
    digest = hashlib.blake2b(digest_size=8)
    *_, last = months(RunSpec(system=SYSTEMS[name], seed=7, months=24))
    for array in SHAPES:
        digest.update(getattr(last.arrays, array).tobytes())
    return digest.hexdigest()


@pytest.mark.parametrize("name", SYSTEMS)
def test_results_of_a_version_stay(name: str) -> None:
    assert fingerprint(name) == FINGERPRINTS[MODEL_VERSION][name]
