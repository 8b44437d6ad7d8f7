"""Paths of the pages, those that Solara serves too: never a file that is not theirs, never a fault of the server."""

from __future__ import annotations

import asyncio
import secrets
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import ASGIApp

from dashboards.server import application
from tests.fuzz.asgi import request
from tests.fuzz.harness import WATCH, Door, cases
from tests.fuzz.making import NAMES

WAYS = (
    *("/static/public", "/static/assets", "/static", "/_solara/cdn", "/jupyter/nbextensions", "/jupyter/api/kernels"),
    *("/_solara/api/close", "/_solara/api/evict", "/readyz", "/resourcez", "", "/lesson", "/map"),
)
UP = ("..", "../", "..\\", "%2e%2e", "%2e%2e%2f", "..%2f", "..%5c", "....//", ".", "//", "/", "\0", "~", "file:///")
SECRET = secrets.token_hex(16)


@pytest.fixture(scope="module")
def app() -> ASGIApp:
    return application()


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of this machine that no page serves."""
    path = tmp_path_factory.mktemp("elsewhere") / "canary.css"
    path.write_text(SECRET)
    return path


def paths(canary: Path) -> st.SearchStrategy[str]:
    """Ways that may lead out of the folder they begin in."""
    climb = st.lists(st.sampled_from(UP), max_size=4).map("/".join) | st.integers(1, 12).map("../".__mul__)
    ends = st.sampled_from([str(canary), str(canary)[1:], quote(str(canary), safe=""), *NAMES]) | st.text(max_size=9)
    return st.builds("{}/{}{}".format, st.sampled_from(WAYS), climb, ends)


@pytest.mark.filterwarnings("ignore:Cookies with samesite=none:UserWarning")  # as where the pages are served
@cases()
@given(data=st.data(), method=st.sampled_from(["GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE"]))
def test_paths(door: Door, app: ASGIApp, canary: Path, data: st.DataObject, method: str) -> None:
    path = data.draw(paths(canary))
    with WATCH.only_within():
        answer = door.tried(lambda: asyncio.run(request(app, method, path, headers=[(b"host", b"127.0.0.1:8765")])))
    assert answer is not None
    status, _, content = answer
    assert status < 500, (path, content[:300])
    assert SECRET.encode() not in content
    assert b"root:x:" not in content
    assert b"Traceback (most recent call last)" not in content
