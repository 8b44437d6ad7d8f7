"""TOML made to take long or much: told at once, with the range, before memory is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from experiments import load as load_experiment
from scenarios import ScenarioError, load
from scenarios.reading.safe_files import MOST_TOML
from tests.fuzz.harness import CASES, Door

SIZE = MOST_TOML - 100_000 if CASES >= 1000 else 200_000
"""In the thorough form as large as a file can be and still be read."""


def many(pattern: str, size: int = SIZE) -> str:
    """A pattern over and over, with a number for its #."""
    count = size // (len(pattern) + 5)
    return "".join(pattern.replace("#", str(number)) for number in range(count))


ROWS = many('[[organisations]]\nname = "organisation #"\n', SIZE // 2)
BOMBS: dict[str, Callable[[], str]] = {
    "too large": lambda: "#\n" * MOST_TOML,
    "deep arrays": lambda: "a = " + "[" * SIZE,
    "deep arrays, closed": lambda: "a = " + "[" * 3_000 + "]" * 3_000,
    "deep tables": lambda: "a = " + "{b = " * (SIZE // 5),
    "long key": lambda: "a." * (SIZE // 2) + "a = 1",
    "long header": lambda: "[" + "a." * (SIZE // 2) + "a]",
    "long quoted key": lambda: '"a".' * (SIZE // 4) + "a = 1",
    "many headers": lambda: many("[a#]\n"),
    "many keys": lambda: many("a# = 1\n"),
    "many tables of one array": lambda: many("[[ties]]\n"),
    "many organisations without a name": lambda: many("[[organisations]]\n"),
    "integer": lambda: "months = " + "9" * SIZE,
    "float": lambda: "months = 1" + "0" * SIZE + ".0",
    "hex": lambda: "months = 0x" + "f" * SIZE,
    "date": lambda: "months = 9999-99-99",
    "early date": lambda: "months = 0000-01-01T00:00:00+23:59",
    "long string": lambda: 'title = "' + "x" * SIZE + '"',
    "escapes": lambda: 'title = "' + "\\u0041" * (SIZE // 6) + '"',
    "quotes": lambda: 'title = """' + '"\\"' * (SIZE // 3),
    "long array": lambda: "sources = [" + "1," * (SIZE // 2) + "]",
    "long array of texts": lambda: "sources = [" + '"x",' * (SIZE // 4) + "]",
    "values a tier": lambda: "trust.rate = [" + "0.1," * (SIZE // 4) + "]",
    "sectors": lambda: many("[sectors.a#]\n"),
    "strange sectors": lambda: many("[sectors.Sectr#]\n", SIZE // 2) + ROWS,
    "strange strategies": lambda: many("[sectors.s#]\nstrategy='tit for tatt#'\n"),
    "ties of strangers": lambda: ROWS + many('[[ties]]\nfrom = "organisaton #"\nto = "organization #"\n', SIZE // 2),
    "dates of strangers": lambda: (
        ROWS + many('[[schedule]]\nmonth = 1\nlabel = "x"\norganisation = "organisaton #"\n', SIZE // 2)
    ),
    "misspelt": lambda: many("organisatons# = 1\n"),
    "a thousand million organisations": lambda: "structure.organisations = 1000000000",
    "ties of ten million": lambda: "structure.organisations = 10000000\nstructure.network = 'complete'",
    "tiers": lambda: "structure.tiers = 1000000000",
    "months": lambda: "months = 1000000000000",
    "neighbours": lambda: "structure = {organisations = 9000000, network = 'ring', neighbours = 9000000}",
    "links": lambda: "structure = {organisations = 9000000, network = 'scale-free', links = 1000000000000}",
    "weights": lambda: "[[organisations]]\nname = 'A'\nsize = 1e999",
}


@pytest.mark.parametrize("name", BOMBS)
def test_scenarios_that_are_bombs(door: Door, tmp_path: Path, name: str) -> None:
    path = tmp_path / "it.toml"
    path.write_text(BOMBS[name]())
    assert door.tried(lambda: load(path), ScenarioError) is None


HEAD = 'scenario = "plain"\n'
LEVELS = "[[factors]]\nparameter = 'game.sharing'\nlevels = ["
LARGE: dict[str, Callable[[], str]] = {
    "steps": lambda: "[[factors]]\nparameter = 'game.sharing'\nsteps = 1000000000",
    "levels": lambda: LEVELS + many("0.#,") + "]",
    "levels that are alike": lambda: LEVELS + "0.5," * (SIZE // 4) + "]",
    "grid": lambda: "".join(
        f"[[factors]]\nparameter = '{each}'\nsteps = 1000\n" for each in ("game.sharing", "trust.rate", "trust.blame")
    ),
    "factors": lambda: many("[[factors]]\nparameter = 'game.sharing'\n"),
    "factors of all": lambda: many("[[factors]]\nparameter = '*'\n"),
    "factors of strangers": lambda: many("[[factors]]\nparameter = 'game.sharng#'\n"),
    "policies": lambda: many("[[policies]]\nname = 'p#'\ngame.sharing = 0.5\n"),
    "samples": lambda: "design = 'sobol'\nsamples = 1073741824\n[[factors]]\nparameter = '*'",
    "samples of many": lambda: "design = 'sobol'\nsamples = 8388608\n[[factors]]\nparameter = '*'",
    "hypercube of many": lambda: "design = 'latin-hypercube'\nsamples = 10000000\n[[factors]]\nparameter = '*'",
    "trajectories": lambda: "design = 'morris'\nsamples = 200000\n[[factors]]\nparameter = '*'",
    "Saltelli": lambda: "design = 'sensitivity'\nsamples = 131072\n[[factors]]\nparameter = '*'",
    "replicates": lambda: "replicates = 1000000000000",
    "scenarios": lambda: "scenarios = [" + many('"plain",') + "]",
    "strange scenarios": lambda: "scenarios = [" + many('"plain#",') + "]",
    "months": lambda: "months = 1000000000000",
    "measures": lambda: "measures = [" + many('"opennes",') + "]",
}  # fmt: skip


@pytest.mark.parametrize("name", LARGE)
def test_experiments_that_are_bombs(door: Door, tmp_path: Path, name: str) -> None:
    path = tmp_path / "it.toml"
    path.write_text(HEAD + LARGE[name]() if not name.endswith("scenarios") else LARGE[name]())
    assert door.tried(lambda: load_experiment(path), ScenarioError) is None
