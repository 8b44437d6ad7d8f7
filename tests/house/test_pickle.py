"""Nothing that Silos reads is run: no pickle, no eval, no YAML of objects, in no module of ours."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT

PACKAGES = ("silos", "sim", "scenarios", "experiments", "results", "dashboards")
MODULES = {"pickle", "cPickle", "_pickle", "cloudpickle", "dill", "marshal", "shelve", "joblib", "yaml", "jsonpickle"}
CALLS = {"eval", "exec", "__import__", "read_pickle", "to_pickle", "memmap"}
FILES = [path for each in PACKAGES for path in sorted((ROOT / each).rglob("*.py"))]


def dangers(text: str) -> Iterator[str]:
    """What in a source could run what it reads."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name.partition(".")[0] in MODULES)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in MODULES:
            yield str(node.module)
        elif isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in CALLS:
                yield ast.unparse(node)
            yield from (
                ast.unparse(node)
                for each in node.keywords
                if each.arg == "allow_pickle" and ast.unparse(each.value) != "False"
            )
            yield from (ast.unparse(node) for each in node.keywords if each.arg == "shell")


@pytest.mark.parametrize("package", PACKAGES)
def test_nothing_that_is_read_is_run(package: str) -> None:
    found = {
        str(path.relative_to(ROOT)): told
        for path in FILES
        if path.is_relative_to(ROOT / package) and (told := list(dangers(path.read_text(encoding="utf-8"))))
    }
    assert found == {}


def test_a_danger_is_found() -> None:
    for text in (
        "import pickle",
        "from joblib import load",
        "eval(x)",
        "np.load(f, allow_pickle=True)",
        "pd.read_pickle(f)",
    ):
        assert list(dangers(text)), text
    assert not list(dangers("re.compile('x')\nnp.load(f, allow_pickle=False)"))


def test_no_archive_of_numpy_is_read_with_objects() -> None:
    """numpy refuses pickles of itself, unless it is told otherwise: see ``allow_pickle`` above."""
    import inspect

    import numpy as np

    assert inspect.signature(np.load).parameters["allow_pickle"].default is False
