"""One server and one browser for all tests of the pages; no test leaves the machine or an error on the console."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.harness import CHROMIUM, Server, Visitor, a_browser
from tests.workshop.conftest import start

__all__ = ["start"]

SCREENS = Path(__file__).parent / "screens"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.real)
            item.add_marker(pytest.mark.skipif(not CHROMIUM, reason="needs Chromium: apt-get install chromium"))


# Both end with this folder's tests: Playwright keeps an event loop running, which others may not expect.


@pytest.fixture(scope="package")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server's page of stored results looks first."""
    return tmp_path_factory.mktemp("results") / "results.db"


@pytest.fixture(scope="package")
def server(store: Path) -> Iterator[Server]:
    """The server that all tests visit; no test stops it."""
    running = Server("--store", str(store))
    running.start()
    yield running
    said = running.stop()
    assert "Traceback" not in said, said


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with a_browser() as browser:
        yield browser


@pytest.fixture
def visit(chromium: Browser, server: Server) -> Iterator[Visitor]:
    """Opens pages: ``page = visit("/map")``.  At the end nothing may have been asked elsewhere, nothing gone wrong."""
    visitor = Visitor(chromium, server.url, SCREENS)
    yield visitor
    visitor.leave()
    assert visitor.outside == []
    assert visitor.faults == []
