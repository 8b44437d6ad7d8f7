"""What all tests share: where data lie, and that CI never skips what needs a real server or browser."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI", "").lower() == "true"

os.environ.setdefault("MPLBACKEND", "Agg")

# A first call may compile, so no single example has a time limit; CI tries the same examples every time.
hypothesis.settings.register_profile("silos", deadline=None, derandomize=IN_CI)
hypothesis.settings.load_profile("silos")


def needs(there: object, what: str) -> pytest.MarkDecorator:
    """Mark a test as needing something real: ``@needs(shutil.which("chromium"), "chromium")``.

    Without it the test is skipped, saying so; in CI it fails.
    """
    real = pytest.mark.real

    def mark(test: Any) -> Any:
        return pytest.mark.skipif(not there, reason=f"needs {what}")(real(test))

    return mark  # type: ignore[return-value]


@pytest.fixture
def shared() -> Path:
    """The folder ``shared`` beside the repository: data to hold against; a checkout alone does without."""
    place = ROOT.parent / "shared"
    if not place.is_dir():
        pytest.skip("needs the folder 'shared' beside the repository")
    return place


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes minutes, so that no core is left with it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("minutes") is None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail") and item.get_closest_marker("real"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"in CI nothing real may be skipped: {reason}"
    return report
