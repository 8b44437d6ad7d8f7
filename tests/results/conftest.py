"""A store of each kind, for one suite of tests."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from results import Store, open_store
from tests.results.server import NEEDS_POSTGRESQL, Server

Opener = Callable[..., Store]


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One server for all tests; whoever stops it starts it again."""
    with Server() as running:
        yield running


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=NEEDS_POSTGRESQL)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where an empty store can be, of both kinds."""
    if request.param == "sqlite":
        yield str(tmp_path / "silos.db")
        return
    running: Server = request.getfixturevalue("server")
    name = running.new_database()
    yield running.url(name)
    running.give_back(name)


@pytest.fixture
def opened(address: str, tmp_path: Path) -> Iterator[Opener]:
    """Opens the store at ``address``, as often as asked; all are closed in the end."""
    stores: list[Store] = []

    def again(**options: object) -> Store:
        options = {"parts": tmp_path / "silos.parts", "wait": 5.0, **options}
        stores.append(open_store(address, **options))
        return stores[-1]

    yield again
    for each in stores:
        each.close()


@pytest.fixture
def store(opened: Opener) -> Store:
    """An empty store, of both kinds."""
    return opened()


@pytest.fixture
def shelf() -> Iterator[Path]:
    """A folder that any user may read, not below folders that are somebody's own."""
    folder = Path(tempfile.mkdtemp(prefix="silos-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)
