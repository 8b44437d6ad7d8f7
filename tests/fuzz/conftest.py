"""A door with its limits; the thorough form tells at the end how each fared."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.fuzz.harness import MEMORY, Door, in_memory


@pytest.fixture
def door(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> Iterator[Door]:
    """Tries cases; all of them together may not take more than MEMORY."""
    door = Door()
    with in_memory() as peak:
        yield door
        most = peak()
    assert most < MEMORY
    record_property("door", f"{request.node.name:<44} {door.tally}, {most / 2**20:6.0f} MB more at the most")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    told = [
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", "") == "teardown"
        for name, value in report.user_properties
        if name == "door"
    ]
    if told and "SILOS_CASES" in os.environ:
        terminalreporter.section("doors")
        for line in told:
            terminalreporter.line(line)
