"""Sessions on one server: they end and free their memory, and outlive a line that is cut."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from dashboards.server import free_port
from tests.browser.harness import READY, Server, Visitor
from tests.browser.reading import figures, month

SESSIONS = 16
WARM = 8
"""Opened first: what every server needs once."""
GROWTH = 1.0
"""Megabytes a session at most, over what is noise."""


class Line:
    """The line between a browser and the server, which can be cut and mended."""

    def __init__(self, to: int) -> None:
        self.to = to
        self.cut = False
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def fall(self) -> None:
        """Cut every connection, and let no new one through."""
        self.cut = True
        for each in self._open:
            hang_up(each)
        self._open.clear()

    def mend(self) -> None:
        """Let connections through again."""
        self.cut = False

    def close(self) -> None:
        """No line any more."""
        self.fall()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self.cut:
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self.to))
            self._open += [near, far]
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=_carry, args=(source, sink), daemon=True).start()


def hang_up(end: socket.socket) -> None:
    """Close an end, whatever the other one did before."""
    with suppress(OSError):  # it may be closed already
        end.shutdown(socket.SHUT_RDWR)
    end.close()


def _carry(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):  # cut
        while data := source.recv(65536):
            sink.sendall(data)
    hang_up(sink)


@contextmanager
def a_server() -> Iterator[Server]:
    server = Server(port=free_port())
    server.start()
    try:
        yield server
    finally:
        server.stop()


def memory(server: Server) -> float:
    """What the server's process holds, in megabytes."""
    assert server.process is not None
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def kernels(server: Server, browser: Browser) -> int:
    """How many sessions the server has."""
    context = browser.new_context()
    try:
        return int(context.request.get(f"{server.url}/resourcez").json()["kernels"]["total"])
    finally:
        context.close()


@pytest.mark.slow
def test_a_line_that_is_cut_and_mended(visit: Visitor) -> None:
    line = Line(int(visit.url.rpartition(":")[2]))
    visit.url = f"http://127.0.0.1:{line.port}"
    try:
        page = visit("/?scenario=five-organisations&month=7&seed=3")
        month(page, 7)
        page.get_by_role("button", name="New money").click()
        expect(page.locator(".chip")).to_contain_text("New money")
        line.fall()
        page.wait_for_timeout(1500)
        line.mend()
        page.wait_for_function("() => !document.querySelector('.v-overlay--active')")
        page.get_by_role("button", name="On one month").click()
        expect(page.locator(".bar .month")).to_contain_text("8 of 60")
        expect(page.locator(".chip")).to_contain_text("New money")
        assert figures(page)
        page.close()
    finally:
        line.close()
        visit.faults.clear()  # what the browser said while it had no line


@pytest.mark.slow
def test_sessions_end_and_free_their_memory(chromium: Browser, visit: Visitor) -> None:
    with a_server() as server:
        visit.url = server.url
        held = []
        for number in range(SESSIONS):
            path = ("/", "/what-if", "/map", "/lesson")[number % 4]
            context = chromium.new_context()
            page = context.new_page()
            page.goto(f"{server.url}{path}?scenario=dorset-2016&seed={number}&month=30")
            page.wait_for_selector(READY)
            page.goto("about:blank")  # as when a tab is closed
            context.close()
            held.append(memory(server))
        time.sleep(1.0)
        assert kernels(server, chromium) == 0
        grown = memory(server) - held[WARM - 1]
        assert grown < GROWTH * (SESSIONS - WARM), held


@pytest.mark.slow
def test_a_tab_that_is_lost_is_forgotten(chromium: Browser, visit: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody told the server that the tab was closed: its session ends by itself after a while."""
    monkeypatch.setenv("SOLARA_KERNEL_CULL_TIMEOUT", "1s")
    with a_server() as server:
        line = Line(server.port)
        visit.url = f"http://127.0.0.1:{line.port}"
        page = visit("/?month=5")
        month(page, 5)
        assert kernels(server, chromium) == 1
        line.fall()
        deadline = time.monotonic() + 20
        while kernels(server, chromium) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert kernels(server, chromium) == 0
        page.close()
        line.close()
    visit.faults.clear()  # what the browser said while it had no line
